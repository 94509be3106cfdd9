internal import DxLinearAlgebra
internal import RealModule

/// The coefficients that terms stand for, and the orthonormal regressors that
/// are computed with in their place.
internal struct DesignBasis: Sendable {
  /// What a coefficient belongs to.
  struct Label: Hashable, Sendable {
    var column: String
    /// The outcome, or `nil` for a coefficient that all share.
    var outcome: Int?
  }

  /// The labels of the coefficients, outcome by outcome, shared ones last.
  private(set) var labels: [Label] = []
  /// The design in orthonormal columns.
  private(set) var design: FixedDesign
  /// The matrix that turns coefficients of the basis into those of the terms.
  private(set) var toCoefficients: Matrix
  /// log |XᵀX| over what is reported, with X of the terms.
  private(set) var logDesignDeterminant = 0.0
  /// log |XᵀX| over what is reported, with X of the basis.
  private(set) var logBasisDeterminant = 0.0

  /// Coefficients with the same columns, for one outcome or for all.
  struct Group {
    var columns: [ModeratorTerm.Column]
    var outcome: Int?
  }
}

extension DesignBasis {
  /// Builds the basis of terms for some studies.
  init(
    _ terms: [ModeratorTerm], _ outcomes: MultivariateOutcomes,
    _ backend: any LinearAlgebraBackend
  ) throws(MultivariateModelError) {
    let groups = try Self.groups(terms, outcomes)
    var distinct: [[ModeratorTerm.Column]] = []
    var bases: [ColumnBasis] = []
    var coefficients: [FixedDesign.Coefficient] = []
    var blocks: [Matrix] = []
    var columnStarts: [Int] = []
    var columnCount = 0
    for group in groups {
      let studies = try Self.reportingStudies(group, outcomes)
      if !distinct.contains(group.columns) {
        distinct.append(group.columns)
        bases.append(Self.basis(group.columns, outcomes, backend))
        columnStarts.append(columnCount)
        columnCount += group.columns.count
      }
      let index = distinct.firstIndex(of: group.columns) ?? 0
      if studies.count < outcomes.studyCount || !bases[index].isOrthonormal {
        try Self.checkIndependence(group, studies, backend)
      }
      for (offset, column) in group.columns.enumerated() {
        labels.append(Label(column: column.name, outcome: group.outcome))
        coefficients.append(
          FixedDesign.Coefficient(
            column: columnStarts[index] + offset,
            applies: (0..<outcomes.outcomeCount).map {
              group.outcome == nil || group.outcome == $0
            }))
      }
      blocks.append(bases[index].inverse)
      // |XᵀX| over what is reported is that of the basis times |RᵀR|.
      logDesignDeterminant += 2 * bases[index].halfLogDeterminant
    }
    design = FixedDesign(
      regressors: Matrix(
        rowCount: outcomes.studyCount, columnCount: columnCount,
        columnMajor: bases.flatMap(\.matrix.elements)),
      coefficients: coefficients)
    toCoefficients = Self.blockDiagonal(blocks)
    try finish(outcomes, backend)
    logDesignDeterminant += logBasisDeterminant
  }

  static func groups(
    _ terms: [ModeratorTerm], _ outcomes: MultivariateOutcomes
  ) throws(MultivariateModelError) -> [Group] {
    for term in terms {
      if let reference = term.missingReference {
        throw .unknownReference(term: term.name, reference: reference)
      }
      for column in term.columns {
        if let values = column.values, values.count != outcomes.studyCount {
          throw .moderatorCount(
            term: term.name, count: values.count, studies: outcomes.studyCount)
        }
      }
      if case .only(let names) = term.scope,
        let unknown = names.first(where: { !outcomes.names.contains($0) })
      {
        throw .unknownOutcome(unknown)
      }
    }
    var groups: [Group] = []
    for (index, name) in outcomes.names.enumerated() {
      let columns = terms.filter {
        switch $0.scope {
        case .eachOutcome: true
        case .shared: false
        case .only(let names): names.contains(name)
        }
      }.flatMap(\.columns)
      if !columns.isEmpty {
        groups.append(Group(columns: columns, outcome: index))
      }
    }
    let shared = terms.filter { $0.scope == .shared }.flatMap(\.columns)
    if !shared.isEmpty { groups.append(Group(columns: shared, outcome: nil)) }
    return groups
  }

  /// The studies that report an outcome that a group belongs to, in which its
  /// columns must be finite, and no fewer than these.
  private static func reportingStudies(
    _ group: Group, _ outcomes: MultivariateOutcomes
  ) throws(MultivariateModelError) -> [Int] {
    let studies = (0..<outcomes.studyCount).filter { study in
      if let outcome = group.outcome { return outcomes.reports(study, outcome) }
      return (0..<outcomes.outcomeCount).contains {
        outcomes.reports(study, $0)
      }
    }
    for column in group.columns {
      for study in studies {
        if let value = column.values?[study], !value.isFinite {
          throw .invalidModerator(
            study: outcomes.studyNames[study], column: column.name,
            value: value)
        }
      }
    }
    if studies.count < group.columns.count {
      throw .tooFewStudies(
        outcome: group.outcome.map { outcomes.names[$0] } ?? "The outcomes",
        reporting: studies.count, needed: group.columns.count)
    }
    return studies
  }

  /// Checks that the columns of a group are independent over some studies.
  private static func checkIndependence(
    _ group: Group, _ studies: [Int], _ backend: any LinearAlgebraBackend
  ) throws(MultivariateModelError) {
    let columns = group.columns.map { $0.finiteValues(of: studies) }
    if OrthonormalColumns(columns, backend) != nil { return }
    let dependent = OrthonormalColumns.firstDependent(columns, backend)
    throw .dependentColumn(group.columns[dependent].name)
  }

  /// A basis of columns over all studies.
  private struct ColumnBasis {
    var matrix: Matrix
    /// What turns its coefficients into those of the columns.
    var inverse: Matrix
    /// ½ log|RᵀR| of the columns in this basis.
    var halfLogDeterminant: Double
    /// Whether the columns are independent over all studies.
    var isOrthonormal: Bool
  }

  private static func basis(
    _ columns: [ModeratorTerm.Column], _ outcomes: MultivariateOutcomes,
    _ backend: any LinearAlgebraBackend
  ) -> ColumnBasis {
    let studies = Array(0..<outcomes.studyCount)
    let values = columns.map { $0.finiteValues(of: studies) }
    if let factor = OrthonormalColumns(values, backend) {
      return ColumnBasis(
        matrix: factor.basis, inverse: factor.toCoefficients,
        halfLogDeterminant: factor.halfLogDeterminant, isOrthonormal: true)
    }
    // Independent where they are reported, but not to so many digits over
    // all studies.
    return ColumnBasis(
      matrix: Matrix(
        rowCount: studies.count, columnCount: columns.count,
        columnMajor: values.flatMap { $0 }),
      inverse: .identity(order: columns.count), halfLogDeterminant: 0,
      isOrthonormal: false)
  }

  private static func blockDiagonal(_ blocks: [Matrix]) -> Matrix {
    let count = blocks.reduce(0) { $0 + $1.rowCount }
    var result = Matrix(rowCount: count, columnCount: count)
    var start = 0
    for block in blocks {
      for column in 0..<block.columnCount {
        for row in 0..<block.rowCount {
          result[start + row, start + column] = block[row, column]
        }
      }
      start += block.rowCount
    }
    return result
  }

  /// Computes the determinant of the design, and refuses columns that are
  /// dependent across groups.
  private mutating func finish(
    _ outcomes: MultivariateOutcomes, _ backend: any LinearAlgebraBackend
  ) throws(MultivariateModelError) {
    let p = outcomes.outcomeCount
    let columns = design.columnCount
    var sums = Matrix(
      rowCount: packedCount(order: p) * columns, columnCount: columns)
    for j in 0..<p {
      for c in 0..<columns {
        for d in 0..<columns {
          var sum = 0.0
          for study in 0..<outcomes.studyCount
          where outcomes.reports(study, j) {
            sum += design.regressors[study, c] * design.regressors[study, d]
          }
          sums[packedIndex(j, j) * columns + c, d] = sum
        }
      }
    }
    let information = design.crossProduct(sums)
    let factor: CholeskyFactor
    do throws(FactorizationError) {
      factor = try CholeskyFactor(information, backend: backend)
    } catch .notPositiveDefinite(let column) {
      throw .dependentColumn(labels[column].column)
    } catch {
      throw .dependentColumn(labels.last?.column ?? "")
    }
    for (column, root) in factor.lower.diagonal.enumerated()
    where !(root * root > 0x1p-36 * information[column, column]) {
      throw .dependentColumn(labels[column].column)
    }
    logBasisDeterminant = factor.logDeterminant
  }
}

extension ModeratorTerm.Column {
  /// The values of some studies; what is not finite belongs to no reported
  /// outcome and counts as zero.
  fileprivate func finiteValues(of studies: [Int]) -> [Double] {
    studies.map { study in
      let value = values?[study] ?? 1
      return value.isFinite ? value : 0
    }
  }
}

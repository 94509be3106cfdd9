internal import DxLinearAlgebra

/// The generalised least-squares regression that a fit amounts to once its
/// covariances are known.
///
/// The values of different clusters are independent, those of one have the
/// covariance V with, for the rows i and i′ of the outcomes,
/// ```
/// Vᵢᵢ′ = δᵢᵢ′ (Sᵢ + Ψ) + Σ [i and i′ in one group] Ψ of the level
/// ```
/// Everything is in the orthonormal basis of the design. Unless the data are
/// few, no cluster is kept: each pass builds them anew, so that the memory is
/// that of the largest one.
internal struct MarginalRegression: Sendable {
  /// A random level above the studies.
  struct Level: Sendable {
    var covariance: Matrix
    /// The group of each study.
    var groups: [Int]
  }

  let outcomes: MultivariateOutcomes
  let basis: DesignBasis
  let between: Matrix
  let levels: [Level]
  let clusters: [[Int]]
  let backend: any LinearAlgebraBackend
  /// (Σ Xᵀ W X)⁻¹.
  private(set) var covariance: Matrix
  /// The coefficients of the basis.
  private(set) var coefficients: [Double] = []
  /// How many clusters report something.
  private(set) var reportingClusterCount = 0

  /// The clusters, if they are kept.
  private var blocks: [ClusterBlock] = []

  /// The number of entries up to which the matrices of all clusters are kept,
  /// which is 32 megabytes.
  private static var keptEntries: Int { 1 << 22 }

  /// The coefficients of the basis that act on each outcome, and their columns.
  private let actingOn: [[(coefficient: Int, column: Int)]]

  var outcomeCount: Int { outcomes.outcomeCount }
  var coefficientCount: Int { basis.labels.count }

  /// Solves the regression.
  init(
    _ outcomes: MultivariateOutcomes, _ basis: DesignBasis, between: Matrix,
    levels: [Level], clusters: [[Int]],
    backend: any LinearAlgebraBackend = LinearAlgebra.defaultBackend
  ) throws(MultivariateResultError) {
    self.outcomes = outcomes
    self.basis = basis
    self.between = between
    self.levels = levels
    self.clusters = clusters
    self.backend = backend
    actingOn = (0..<outcomes.outcomeCount).map { outcome in
      basis.design.coefficients.enumerated().compactMap {
        $1.applies[outcome] ? ($0, $1.column) : nil
      }
    }
    let count = basis.labels.count
    covariance = Matrix(rowCount: count, columnCount: count)
    coefficients = Array(repeating: 0, count: count)
    if entryCount <= Self.keptEntries {
      for studies in clusters { blocks.append(try block(studies)) }
    }
    try solve()
  }

  private mutating func solve() throws(MultivariateResultError) {
    let count = coefficientCount
    var information = Matrix(rowCount: count, columnCount: count)
    var right = Matrix(rowCount: count, columnCount: 1)
    var reporting = 0
    try forEachBlock { block in
      if block.count > 0 { reporting += 1 }
      accumulate(block.design, block.weightedDesign, into: &information)
      accumulate(block.weightedDesign, block.values, into: &right)
    }
    reportingClusterCount = reporting
    if count == 0 { return }
    guard
      let factor = try? CholeskyFactor(
        information.symmetrized, backend: backend),
      let inverse = try? factor.inverse(),
      let solution = try? factor.solve(right)
    else { throw .singularInformation }
    covariance = inverse
    coefficients = solution.elements
    // One step of refinement: the residuals are smaller than the values.
    right = Matrix(rowCount: count, columnCount: 1)
    try forEachBlock { block in
      accumulate(
        block.weightedDesign, Matrix(column: residuals(block)), into: &right)
    }
    guard let correction = try? factor.solve(right) else { return }
    for index in 0..<count { coefficients[index] += correction[index, 0] }
  }

  /// result += leftᵀ right.
  func accumulate(_ left: Matrix, _ right: Matrix, into result: inout Matrix) {
    if left.elements.isEmpty || right.elements.isEmpty { return }
    backend.multiply(
      alpha: 1, left, .transposed, right, .plain, beta: 1, into: &result)
  }

  /// y − X β̂ of a cluster.
  func residuals(_ block: ClusterBlock) -> [Double] {
    let fitted = fitted(block.design)
    return fitted.indices.map { block.values[$0, 0] - fitted[$0] }
  }

  /// X β̂ for rows of regressors.
  func fitted(_ design: Matrix) -> [Double] {
    product(design, Matrix(column: coefficients)).elements
  }

  /// A product that may be empty.
  func product(_ left: Matrix, _ right: Matrix) -> Matrix {
    product(left, .plain, right, .plain)
  }

  /// A product that may be empty.
  func product(
    _ left: Matrix, _ leftOrientation: MatrixOrientation,
    _ right: Matrix, _ rightOrientation: MatrixOrientation
  ) -> Matrix {
    if left.elements.isEmpty || right.elements.isEmpty {
      return Matrix(
        rowCount: leftOrientation == .plain ? left.rowCount : left.columnCount,
        columnCount: rightOrientation == .plain
          ? right.columnCount : right.rowCount)
    }
    return backend.product(left, leftOrientation, right, rightOrientation)
  }

  /// A C Aᵀ.
  func congruence(_ outer: Matrix, _ inner: Matrix) -> Matrix {
    product(product(outer, inner), .plain, outer, .transposed).symmetrized
  }
}

// MARK: - Clusters

extension MarginalRegression {
  /// Calls a closure with each cluster in turn.
  func forEachBlock(
    _ body: (ClusterBlock) throws(MultivariateResultError) -> Void
  ) throws(MultivariateResultError) {
    if blocks.isEmpty {
      for studies in clusters { try body(try block(studies)) }
    } else {
      for block in blocks { try body(block) }
    }
  }

  /// How many entries the matrices of all clusters have.
  private var entryCount: Int {
    clusters.reduce(0) { sum, studies in
      let count = studies.count * outcomeCount
      return sum + 2 * count * (count + coefficientCount)
    }
  }

  private func block(
    _ studies: [Int]
  ) throws(MultivariateResultError) -> ClusterBlock {
    let p = outcomeCount
    var rows: [ClusterBlock.Row] = []
    for study in studies {
      for outcome in 0..<p where outcomes.reports(study, outcome) {
        rows.append(ClusterBlock.Row(study: study, outcome: outcome))
      }
    }
    let design = design(rows)
    let covariance = covariance(rows)
    guard
      rows.isEmpty
        || covariance.diagonal.allSatisfy({ $0 > 0 && $0 < .infinity }),
      let precision = rows.isEmpty
        ? covariance : try? backend.inversePositiveDefinite(covariance)
    else {
      throw .singularCovariance(
        study: studies.first.map { outcomes.studyNames[$0] } ?? "")
    }
    return ClusterBlock(
      studies: studies, rows: rows,
      values: Matrix(
        column: rows.map { outcomes.values[$0.study * p + $0.outcome] }),
      design: design, covariance: covariance, precision: precision,
      weightedDesign: product(precision, design))
  }

  /// The regressors of some outcomes of some studies.
  func design(_ rows: [ClusterBlock.Row]) -> Matrix {
    var result = Matrix(rowCount: rows.count, columnCount: coefficientCount)
    for (index, row) in rows.enumerated() {
      for (coefficient, column) in actingOn[row.outcome] {
        result[index, coefficient] = basis.design.regressors[row.study, column]
      }
    }
    return result
  }

  private func covariance(_ rows: [ClusterBlock.Row]) -> Matrix {
    let packed = packedCount(order: outcomeCount)
    var result = randomCovariance(rows, rows)
    for (column, second) in rows.enumerated() {
      for (row, first) in rows.enumerated() where first.study == second.study {
        result[row, column] +=
          outcomes.covariances[
            first.study * packed + packedIndex(first.outcome, second.outcome)]
      }
    }
    return result
  }

  /// The covariance of the random effects of some outcomes of some studies
  /// with those of others.
  func randomCovariance(
    _ rows: [ClusterBlock.Row], _ columns: [ClusterBlock.Row]
  ) -> Matrix {
    var result = Matrix(rowCount: rows.count, columnCount: columns.count)
    for (column, second) in columns.enumerated() {
      for (row, first) in rows.enumerated() {
        var sum =
          first.study == second.study
          ? between[first.outcome, second.outcome] : 0
        for level in levels
        where level.groups[first.study] == level.groups[second.study] {
          sum += level.covariance[first.outcome, second.outcome]
        }
        result[row, column] = sum
      }
    }
    return result
  }
}

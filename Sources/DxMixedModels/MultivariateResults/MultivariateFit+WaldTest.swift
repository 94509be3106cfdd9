public import DxLinearAlgebra

extension MultivariateFit {
  /// Wald's test that some linear combinations of the coefficients have given
  /// values.
  public struct WaldTest: Hashable, Sendable, Codable {
    /// (L β̂ − c)ᵀ (L V Lᵀ)⁻¹ (L β̂ − c).
    public var chiSquared: Double
    /// The statistic that is referred to F: ``chiSquared`` divided by
    /// ``numeratorDegreesOfFreedom``, and after a cluster-robust covariance
    /// also multiplied as the degrees of freedom ask for.
    public var fStatistic: Double
    /// The number of combinations.
    public var numeratorDegreesOfFreedom: Int
    /// The degrees of freedom of the denominator; infinite for χ².
    public var denominatorDegreesOfFreedom: Double
    /// The probability of a statistic at least as large under the hypothesis;
    /// NaN without positive degrees of freedom.
    public var pValue: Double

    internal init(
      chiSquared: Double, count: Int, denominator: Double, factor: Double = 1
    ) {
      self.chiSquared = chiSquared
      numeratorDegreesOfFreedom = count
      denominatorDegreesOfFreedom = denominator
      fStatistic = factor * chiSquared / Double(count)
      pValue = fTail(fStatistic, Double(count), denominator)
    }
  }

  /// Tests that linear combinations of the coefficients have given values.
  ///
  /// The covariance of the coefficients takes those of the random effects as
  /// known; F instead of χ² makes up for it in part.
  ///
  /// - Parameters:
  ///   - contrasts: A row for each combination, a column for each coefficient.
  ///   - values: The values, zero by default.
  ///   - degreesOfFreedom: Those of the denominator of F.
  /// - Precondition: There is a row at least, a column for each coefficient,
  ///   and a value for each row.
  /// - Throws: ``MultivariateResultError/dependentContrast(row:)`` if the rows
  ///   are linearly dependent.
  public func waldTest(
    _ contrasts: Matrix, equal values: [Double]? = nil,
    _ degreesOfFreedom: DegreesOfFreedom = .infinite
  ) throws(MultivariateResultError) -> WaldTest {
    checkColumns(contrasts)
    let statistic = try waldStatistic(
      contrasts, values, coefficients, coefficientCovariance)
    let involved = (0..<contrasts.columnCount).filter {
      contrasts.column($0).contains { $0 != 0 }
    }
    return WaldTest(
      chiSquared: statistic, count: contrasts.rowCount,
      denominator: try self.degreesOfFreedom(
        degreesOfFreedom, involving: involved))
  }

  /// Tests that a moderator has no effect, on any outcome or on one.
  ///
  /// - Parameters:
  ///   - term: The name of a term, all of whose columns are tested together,
  ///     or of a column.
  ///   - outcome: The outcome, or `nil` for all on which it acts.
  ///   - degreesOfFreedom: Those of the denominator of F.
  /// - Throws: ``MultivariateResultError/unknownTerm(_:outcome:)`` if no
  ///   coefficient belongs to it.
  public func waldTest(
    ofTerm term: String, on outcome: String? = nil,
    _ degreesOfFreedom: DegreesOfFreedom = .infinite
  ) throws(MultivariateResultError) -> WaldTest {
    try waldTest(
      try termContrasts(term, outcome), degreesOfFreedom)
  }

  /// A row for each coefficient of a term.
  internal func termContrasts(
    _ term: String, _ outcome: String?
  ) throws(MultivariateResultError) -> Matrix {
    var columns: Set<String> = [term]
    for candidate in model.terms where candidate.name == term {
      columns.formUnion(candidate.columns.map(\.name))
    }
    let indices = labels.indices.filter {
      columns.contains(labels[$0].column)
        && (outcome == nil || labels[$0].outcome == outcome)
    }
    if indices.isEmpty { throw .unknownTerm(term, outcome: outcome) }
    return unitRows(indices)
  }

  /// A row for each of some coefficients.
  internal func unitRows(_ indices: [Int]) -> Matrix {
    var result = Matrix(
      rowCount: indices.count, columnCount: coefficients.count)
    for (row, index) in indices.enumerated() { result[row, index] = 1 }
    return result
  }
}

/// (L β − c)ᵀ (L V Lᵀ)⁻¹ (L β − c).
internal func waldStatistic(
  _ contrasts: Matrix, _ values: [Double]?, _ coefficients: [Double],
  _ covariance: Matrix
) throws(MultivariateResultError) -> Double {
  precondition(contrasts.rowCount > 0, "A test of no contrast")
  precondition(
    values.map { $0.count == contrasts.rowCount } ?? true,
    "\(values?.count ?? 0) values for \(contrasts.rowCount) contrasts")
  try checkIndependence(contrasts)
  let differences = (0..<contrasts.rowCount).map {
    dot(contrasts.row($0), coefficients) - (values?[$0] ?? 0)
  }
  let backend = LinearAlgebra.defaultBackend
  let spread = backend.product(
    backend.product(contrasts, covariance), .plain, contrasts, .transposed
  ).symmetrized
  // In units of their standard errors, so that scales do not matter.
  let scale = spread.diagonal.map { 1 / $0.squareRoot() }
  var correlation = spread
  for column in scale.indices {
    for row in scale.indices {
      correlation[row, column] *= scale[row] * scale[column]
    }
  }
  guard
    scale.allSatisfy({ $0 > 0 && $0 < .infinity }),
    let spectrum = try? SymmetricEigenDecomposition(
      correlation, backend: backend),
    // Below this the statistic is rounding error.
    spectrum.values[0] > 0x1p-40,
    let factor = try? CholeskyFactor(correlation, backend: backend),
    let whitened = try? factor.solveLower(
      Matrix(column: scale.indices.map { scale[$0] * differences[$0] }))
  else { throw .singularContrasts }
  return dot(whitened.elements, whitened.elements)
}

/// Refuses rows that are combinations of those before them.
private func checkIndependence(
  _ contrasts: Matrix
) throws(MultivariateResultError) {
  let rows = (0..<contrasts.rowCount).map(contrasts.row)
  let backend = LinearAlgebra.defaultBackend
  if OrthonormalColumns(rows, backend) != nil { return }
  throw .dependentContrast(
    row: OrthonormalColumns.firstDependent(rows, backend))
}

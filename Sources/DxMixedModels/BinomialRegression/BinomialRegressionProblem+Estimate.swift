internal import DxLinearAlgebra
internal import DxOptimization

extension BinomialRegressionProblem {
  /// The estimate at the point where a search has ended.
  func estimate(
    _ search: inout BinomialSearch<RegressionCounts>, _ nodes: Int
  ) -> BinomialRegressionEstimate {
    let factors = (0..<regression.groupCount).map { search.factor(of: $0) }
    let jacobian = jacobian(factors)
    let covariance = covariance(&search, jacobian)
    var result = BinomialRegressionEstimate(
      firstColumns: regression.firstColumns,
      secondColumns: regression.secondColumns,
      coefficients: finitePart(search.maximizer.point, jacobian),
      coefficientCovariance: leadingBlock(covariance),
      psi: factors.map(\.psi),
      boundaries: factors.indices.map { search.boundary(of: $0) },
      structure: structure, jointCovariance: covariance,
      informationAtZeroVariance: informationAtZeroVariance(
        Array(search.maximizer.point.prefix(meanCount))),
      logLikelihood: search.maximizer.current.value + search.constant,
      quadratureNodes: nodes,
      certificate: search.certificate(),
      steps: search.steps)
    if first.directions.columnCount + second.directions.columnCount > 0 {
      result.takeToLimit(first, second)
    }
    return result
  }

  /// The coefficients, without what is infinite.
  private func finitePart(_ point: [Double], _ jacobian: Matrix) -> [Double] {
    (0..<coefficientCount).map { row in
      (0..<meanCount).reduce(0) { $0 + jacobian[row, $1] * point[$1] }
    }
  }

  private var coefficientCount: Int {
    first.toCoefficients.rowCount + second.toCoefficients.rowCount
  }

  /// The block of the coefficients, or NaN where there is no covariance.
  private func leadingBlock(_ covariance: Matrix?) -> Matrix {
    let count = coefficientCount
    var result = Matrix(rowCount: count, columnCount: count, repeating: .nan)
    guard let covariance else { return result }
    for column in 0..<count {
      for row in 0..<count { result[row, column] = covariance[row, column] }
    }
    return result
  }

  /// The covariance of the coefficients and the entries of Ψ, or `nil` where
  /// the information is singular.
  private func covariance(
    _ search: inout BinomialSearch<RegressionCounts>, _ jacobian: Matrix
  ) -> Matrix? {
    let count = search.maximizer.parameterCount
    var entries = [Double](repeating: 0, count: count * count)
    guard search.maximizer.storeCovariance(into: &entries) else { return nil }
    let own = Matrix(
      rowCount: count, columnCount: count, columnMajor: entries)
    var result = backend.product(
      backend.product(jacobian, own), .plain, jacobian, .transposed)
    // The two triangles may differ in the last digit.
    for column in 0..<result.columnCount {
      for row in column..<result.rowCount {
        result[column, row] = result[row, column]
      }
    }
    return result
  }

  /// The derivatives of the coefficients and of ψ₁₁ = l₁₁², ψ₂₁ = l₁₁ l₂₁ and
  /// ψ₂₂ = l₂₁² + l₂₂² by the parameters of the search.
  private func jacobian(_ factors: [LowerFactor]) -> Matrix {
    var result = Matrix(
      rowCount: coefficientCount + 3 * factors.count,
      columnCount: meanCount + 3 * factors.count)
    var (row, column) = (0, 0)
    for design in [first, second] {
      for j in 0..<design.count {
        for i in 0..<design.toCoefficients.rowCount {
          result[row + i, column + j] = design.toCoefficients[i, j]
        }
      }
      row += design.toCoefficients.rowCount
      column += design.count
    }
    for l in factors {
      result[row, column] = 2 * l.l11
      result[row + 1, column] = l.l21
      result[row + 1, column + 1] = l.l11
      result[row + 2, column + 1] = 2 * l.l21
      result[row + 2, column + 2] = 2 * l.l22
      row += 3
      column += 3
    }
    return result
  }
}

extension BinomialRegressionEstimate {
  /// Replaces the finite part by the limits of the coefficients.
  fileprivate mutating func takeToLimit(
    _ first: BinomialDesign, _ second: BinomialDesign
  ) {
    let (a, b) = (first.directions, second.directions)
    var directions = Matrix(
      rowCount: a.rowCount + b.rowCount,
      columnCount: a.columnCount + b.columnCount)
    for column in 0..<a.columnCount {
      for row in 0..<a.rowCount { directions[row, column] = a[row, column] }
    }
    for column in 0..<b.columnCount {
      for row in 0..<b.rowCount {
        directions[a.rowCount + row, a.columnCount + column] = b[row, column]
      }
    }
    let (noneOfFirst, noneOfSecond) = (
      [Double](repeating: 0, count: a.columnCount),
      [Double](repeating: 0, count: b.columnCount)
    )
    let unbounded = UnboundedCoefficients(
      finitePart: coefficients, finiteCovariance: coefficientCovariance,
      directions: directions, scales: first.scales + second.scales,
      normals: first.normals.map { $0 + noneOfSecond }
        + second.normals.map { noneOfFirst + $0 })
    self.unbounded = unbounded
    jointCovariance = nil
    for index in coefficients.indices {
      var combination = [Double](repeating: 0, count: coefficients.count)
      combination[index] = 1
      guard let limit = unbounded.limit(of: combination) else { continue }
      coefficients[index] = limit
      for other in coefficients.indices {
        coefficientCovariance[index, other] = 0
        coefficientCovariance[other, index] = 0
      }
      coefficientCovariance[index, index] = .infinity
    }
  }
}

internal import DxLinearAlgebra

extension MultivariateFit {
  /// Whether the columns of one design are combinations of those of another,
  /// over what is reported.
  internal func isSpanned(
    _ inner: DesignBasis, by outer: DesignBasis
  ) throws(MultivariateResultError) -> Bool {
    let spans = DesignSpans(
      outer: try unweightedRegression(outer),
      inner: try unweightedRegression(inner))
    return try spans.isInnerSpanned()
  }

  private func unweightedRegression(
    _ basis: DesignBasis
  ) throws(MultivariateResultError) -> MarginalRegression {
    let p = outcomes.outcomeCount
    return try MarginalRegression(
      outcomes, basis, between: Matrix(rowCount: p, columnCount: p),
      levels: [], clusters: (0..<outcomes.studyCount).map { [$0] })
  }
}

/// The columns of two designs of the same outcomes.
private struct DesignSpans {
  let outer: MarginalRegression
  let inner: MarginalRegression

  /// The part of a column, by its norm, that may lie outside a span before it
  /// counts as another column; the rounding of centred columns is below it.
  private static var tolerance: Double { 1e-9 }

  /// Whether the inner columns are combinations of the outer ones.
  func isInnerSpanned() throws(MultivariateResultError) -> Bool {
    let (own, others) = (outer.coefficientCount, inner.coefficientCount)
    if own == 0 { return others == 0 }
    var gram = Matrix(rowCount: own, columnCount: own)
    forEach { left, _ in outer.accumulate(left, left, into: &gram) }
    guard
      let factor = try? CholeskyFactor(
        gram.symmetrized, backend: outer.backend)
    else { throw .singularInformation }
    // Projected twice, as the normal equations lose half of the digits.
    var projection = Matrix(rowCount: own, columnCount: others)
    for _ in 0..<2 {
      var cross = Matrix(rowCount: own, columnCount: others)
      forEach { left, right in
        outer.accumulate(
          left, right - outer.product(left, projection), into: &cross)
      }
      guard let step = try? factor.solve(cross) else { return false }
      projection = projection + step
    }
    return isNegligible(projection)
  }

  /// Whether what a projection leaves of the inner columns is rounding error.
  private func isNegligible(_ projection: Matrix) -> Bool {
    var rest = Array(repeating: 0.0, count: inner.coefficientCount)
    var size = rest
    forEach { left, right in
      let outside = right - outer.product(left, projection)
      for column in rest.indices {
        for row in 0..<right.rowCount {
          rest[column] += outside[row, column] * outside[row, column]
          size[column] += right[row, column] * right[row, column]
        }
      }
    }
    return rest.indices.allSatisfy {
      rest[$0].squareRoot() <= Self.tolerance * size[$0].squareRoot()
    }
  }

  private func forEach(_ body: (Matrix, Matrix) -> Void) {
    let outcomes = outer.outcomes
    for study in 0..<outcomes.studyCount {
      let rows = outcomes.names.indices.filter {
        outcomes.reports(study, $0)
      }.map { ClusterBlock.Row(study: study, outcome: $0) }
      if !rows.isEmpty { body(outer.design(rows), inner.design(rows)) }
    }
  }
}

public import DxLinearAlgebra

extension MultivariateOutcomes {
  /// Adds a study of which the standard errors are known and the correlation
  /// of its estimates is assumed to be the same for all pairs.
  ///
  /// ```
  /// try outcomes.append(
  ///   "Pihlstrom", values: [0.47, -0.32], standardErrors: [0.087, 0.088],
  ///   correlation: 0.4)
  /// ```
  /// Reports seldom print the correlations within their studies. What is
  /// assumed is an input like the others: fit with several values, and see
  /// what depends on it.
  ///
  /// - Parameters:
  ///   - study: Its name.
  ///   - values: A value for each outcome, NaN where it is not reported.
  ///   - standardErrors: A standard error for each outcome, which is ignored
  ///     where the outcome is not reported.
  ///   - correlation: The correlation of each two outcomes within the study.
  /// - Throws: ``MultivariateModelError`` if a value is infinite, a standard
  ///   error not positive and finite, or the correlation not between
  ///   −1/(*m* − 1) and 1, where *m* outcomes are reported.
  /// - Precondition: There are as many values and standard errors as outcomes.
  ///
  /// > R. D. Riley. "Multivariate meta-analysis: the effect of ignoring
  /// > within-study correlation." *Journal of the Royal Statistical Society:
  /// > Series A* 172 (2009), 789–811. doi:10.1111/j.1467-985X.2008.00593.x
  public mutating func append(
    _ study: String, values: [Double], standardErrors: [Double],
    correlation: Double
  ) throws(MultivariateModelError) {
    var matrix = Matrix.identity(order: values.count)
    for column in values.indices {
      for row in values.indices where row != column {
        matrix[row, column] = correlation
      }
    }
    try append(
      study, values: values, standardErrors: standardErrors,
      correlation: matrix)
  }

  /// Adds a study of which the standard errors are known and the correlations
  /// of its estimates are given or assumed.
  ///
  /// - Parameters:
  ///   - study: Its name.
  ///   - values: A value for each outcome, NaN where it is not reported.
  ///   - standardErrors: A standard error for each outcome, which is ignored
  ///     where the outcome is not reported.
  ///   - correlation: The correlations within the study, of which the part
  ///     below the diagonal is read where both outcomes are reported.
  /// - Throws: ``MultivariateModelError`` if a value is infinite, a standard
  ///   error not positive and finite, or the correlation of what is reported
  ///   not positive definite.
  /// - Precondition: The number of standard errors and the order of the
  ///   correlation are those of the values, and of the outcomes.
  public mutating func append(
    _ study: String, values: [Double], standardErrors: [Double],
    correlation: Matrix
  ) throws(MultivariateModelError) {
    let p = values.count
    precondition(
      standardErrors.count == p && correlation.rowCount == p
        && correlation.columnCount == p,
      """
      \(standardErrors.count) standard errors and a correlation of \
      \(correlation.rowCount) × \(correlation.columnCount) for \(p) values
      """)
    var covariance = Matrix(rowCount: p, columnCount: p)
    for j in 0..<p {
      // The sign is kept, so that a negative standard error is refused.
      covariance[j, j] = standardErrors[j] * standardErrors[j].magnitude
      for l in 0..<j {
        covariance[j, l] =
          correlation[j, l] * standardErrors[j] * standardErrors[l]
      }
    }
    try append(study, values: values, covariance: covariance)
  }
}

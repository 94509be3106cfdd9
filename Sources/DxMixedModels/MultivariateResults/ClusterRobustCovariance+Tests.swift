public import DxLinearAlgebra

extension ClusterRobustCovariance {
  /// What t and F with a cluster-robust covariance are referred to.
  public enum DegreesOfFreedom: Hashable, Sendable, Codable {
    /// Those of a χ² or Wishart distribution that has the mean and the total
    /// variance of the covariance if the working model is right.
    ///
    /// They are Satterthwaite's for one contrast, and those of the approximate
    /// Hotelling test (AHZ) for several.
    case satterthwaite
    /// The clusters less the coefficients, as `robust` in metafor.
    case clustersLessCoefficients
    /// Infinitely many.
    case infinite
  }

  /// The coefficients with standard errors, tests and intervals.
  ///
  /// - Precondition: `level` is in (0, 1).
  public func coefficientTable(
    _ degreesOfFreedom: DegreesOfFreedom = .satterthwaite, level: Double = 0.95
  ) throws(MultivariateResultError) -> [MultivariateFit.LinearEstimate] {
    let count = fit.coefficients.count
    let freedom =
      switch degreesOfFreedom {
      case .satterthwaite: try satterthwaiteDegreesOfFreedom()
      default:
        Array(repeating: simpleDegreesOfFreedom(degreesOfFreedom), count: count)
      }
    return (0..<count).map {
      MultivariateFit.LinearEstimate(
        name: fit.labels[$0].name, fit.coefficients[$0],
        variance: covariance[$0, $0], degreesOfFreedom: freedom[$0],
        level: level)
    }
  }

  /// Tests that linear combinations of the coefficients have given values.
  ///
  /// With η the degrees of freedom of the Wishart distribution and *r*
  /// contrasts, (η − *r* + 1)/(η *r*) times Wald's statistic is referred to F
  /// with *r* and η − *r* + 1 degrees of freedom.
  ///
  /// > E. Tipton, J. E. Pustejovsky. "Small-sample adjustments for tests of
  /// > moderators and model fit using robust variance estimation in
  /// > meta-regression." *J Educ Behav Stat* 40 (2015), 604–634.
  /// > doi:10.3102/1076998615606099
  ///
  /// - Parameters:
  ///   - contrasts: A row for each combination, a column for each coefficient.
  ///   - values: The values, zero by default.
  ///   - degreesOfFreedom: What F is referred to.
  /// - Precondition: There is a row at least, a column for each coefficient,
  ///   and a value for each row.
  /// - Throws: ``MultivariateResultError`` if the rows are linearly dependent,
  ///   or their covariance is singular.
  public func waldTest(
    _ contrasts: Matrix, equal values: [Double]? = nil,
    _ degreesOfFreedom: DegreesOfFreedom = .satterthwaite
  ) throws(MultivariateResultError) -> MultivariateFit.WaldTest {
    fit.checkColumns(contrasts)
    let statistic = try waldStatistic(
      contrasts, values, fit.coefficients, covariance)
    let count = contrasts.rowCount
    guard degreesOfFreedom == .satterthwaite else {
      return MultivariateFit.WaldTest(
        chiSquared: statistic, count: count,
        denominator: simpleDegreesOfFreedom(degreesOfFreedom))
    }
    let eta = try wishartDegreesOfFreedom(contrasts)
    let denominator = eta - Double(count - 1)
    return MultivariateFit.WaldTest(
      chiSquared: statistic, count: count, denominator: denominator,
      factor: denominator / eta)
  }

  /// Tests that a moderator has no effect, on any outcome or on one.
  ///
  /// - Parameters:
  ///   - term: The name of a term, all of whose columns are tested together,
  ///     or of a column.
  ///   - outcome: The outcome, or `nil` for all on which it acts.
  ///   - degreesOfFreedom: What F is referred to.
  public func waldTest(
    ofTerm term: String, on outcome: String? = nil,
    _ degreesOfFreedom: DegreesOfFreedom = .satterthwaite
  ) throws(MultivariateResultError) -> MultivariateFit.WaldTest {
    try waldTest(try fit.termContrasts(term, outcome), degreesOfFreedom)
  }

  private func simpleDegreesOfFreedom(_ choice: DegreesOfFreedom) -> Double {
    choice == .infinite
      ? .infinity : Double(clusterCount - fit.coefficients.count)
  }
}

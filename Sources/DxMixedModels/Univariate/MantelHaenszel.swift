internal import RealModule

/// The odds ratio of Mantel and Haenszel.
public struct MantelHaenszelEstimate: CommonOddsRatio, Hashable, Sendable,
  Codable
{
  /// The logarithm of the common odds ratio.
  public var logOddsRatio: Double
  /// Its standard error, after Robins, Breslow and Greenland.
  public var standardError: Double
  /// The Breslow–Day test of a common odds ratio, over the tables that tell
  /// something about it.
  ///
  /// > N. E. Breslow, N. E. Day. *Statistical Methods in Cancer Research*,
  /// > vol. 1, IARC, 1980, § 4.4.
  public var breslowDayTest: HomogeneityTest
  /// The same with Tarone's correction for the estimate not being efficient.
  ///
  /// > R. E. Tarone. On heterogeneity tests based on efficient scores.
  /// > *Biometrika* 72 (1985) 91–95.
  public var taroneTest: HomogeneityTest
  /// The inverse-variance test: the sum of squares of the logarithms of the
  /// odds ratios about the common one, over their variances.
  ///
  /// It is the only quantity for which ½ is added to the cells of the tables
  /// that have one of zero.
  public var inverseVarianceTest: HomogeneityTest
}

extension OddsRatioTables {
  /// The common odds ratio Σ aᵢdᵢ/nᵢ / Σ bᵢcᵢ/nᵢ.
  ///
  /// A cell of zero needs no correction; the estimate exists as long as
  /// neither sum is zero.
  ///
  /// > N. Mantel, W. Haenszel. Statistical aspects of the analysis of data
  /// > from retrospective studies of disease. *J Natl Cancer Inst* 22 (1959)
  /// > 719–748.
  /// >
  /// > J. Robins, N. Breslow, S. Greenland. Estimators of the Mantel–Haenszel
  /// > variance consistent in both sparse data and large-strata limiting
  /// > models. *Biometrics* 42 (1986) 311–323. doi:10.2307/2531052
  ///
  /// - Throws: ``OddsRatioError/noInformation(studies:)`` if both sums are
  ///   zero, ``OddsRatioError/notFinite(oddsRatio:)`` if one of them is.
  public func mantelHaenszel() throws(OddsRatioError) -> MantelHaenszelEstimate
  {
    var (r, s) = (0.0, 0.0)
    var (pr, ps, qs) = (0.0, 0.0, 0.0)
    for table in tables where table.total > 0 {
      let n = table.total
      let agreeing = table.a * (table.d / n)
      let opposing = table.b * (table.c / n)
      let p = (table.a + table.d) / n
      let q = (table.b + table.c) / n
      r += agreeing
      s += opposing
      pr += p * agreeing
      ps += p * opposing + q * agreeing
      qs += q * opposing
    }
    guard r > 0 || s > 0 else { throw .noInformation(studies: studyCount) }
    guard r > 0, s > 0 else {
      throw .notFinite(oddsRatio: r > 0 ? .infinity : 0)
    }
    let variance = 0.5 * (pr / r / r + ps / r / s + qs / s / s)
    let tests = homogeneityTests(oddsRatio: r / s)
    return MantelHaenszelEstimate(
      logOddsRatio: .log(r / s), standardError: variance.squareRoot(),
      breslowDayTest: tests.breslowDay, taroneTest: tests.tarone,
      inverseVarianceTest: inverseVarianceTest(about: .log(r / s)))
  }

  /// The test of Cochran, Mantel and Haenszel of an odds ratio of one, χ² with
  /// one degree of freedom.
  ///
  /// - Parameter continuityCorrected: Whether ½ is taken from the magnitude of
  ///   the difference between the observed and the expected events; a
  ///   difference smaller than that counts as none.
  /// - Throws: ``OddsRatioError/noInformation(studies:)``.
  public func cochranMantelHaenszelTest(
    continuityCorrected: Bool = false
  ) throws(OddsRatioError) -> HomogeneityTest {
    let excess = tables.reduce(0) { $0 + $1.excess }.magnitude
    let variance = tables.reduce(0) { $0 + $1.variance }
    guard variance > 0 else { throw .noInformation(studies: studyCount) }
    let difference =
      continuityCorrected ? Swift.max(0, excess - 0.5) : excess
    return HomogeneityTest(
      statistic: difference * difference / variance, degreesOfFreedom: 1)
  }

  private func inverseVarianceTest(
    about logOddsRatio: Double
  ) -> HomogeneityTest {
    var statistic = 0.0
    var count = 0
    for table in tables where table.variance > 0 {
      let (value, variance) = table.corrected
      let difference = value - logOddsRatio
      statistic += difference * difference / variance
      count += 1
    }
    return HomogeneityTest(
      statistic: statistic, degreesOfFreedom: count - 1)
  }

  private func homogeneityTests(
    oddsRatio: Double
  ) -> (breslowDay: HomogeneityTest, tarone: HomogeneityTest) {
    var statistic = 0.0
    var (difference, variance) = (0.0, 0.0)
    var count = 0
    for table in tables where table.variance > 0 {
      let fitted = table.fitted(oddsRatio: oddsRatio)
      let inverse = 1 / fitted.a + 1 / fitted.b + 1 / fitted.c + 1 / fitted.d
      let excess = table.a - fitted.a
      statistic += excess * excess * inverse
      difference += excess
      variance += 1 / inverse
      count += 1
    }
    return (
      HomogeneityTest(statistic: statistic, degreesOfFreedom: count - 1),
      HomogeneityTest(
        statistic: statistic - difference * difference / variance,
        degreesOfFreedom: count - 1)
    )
  }
}

extension OddsRatioTables.Table {
  /// The table with the same margins and an odds ratio.
  fileprivate func fitted(oddsRatio: Double) -> OddsRatioTables.Table {
    // Each cell for itself, as a difference from its margin loses small ones.
    OddsRatioTables.Table(
      a: cell(a + b, a + c, oddsRatio), b: cell(a + b, b + d, 1 / oddsRatio),
      c: cell(c + d, a + c, 1 / oddsRatio), d: cell(c + d, b + d, oddsRatio))
  }

  /// The cell of a row and a column with these sums: the lesser root of
  /// (1 − ψ) x² + (n − r − s + ψ (r + s)) x − ψ r s.
  private func cell(
    _ row: Double, _ column: Double, _ oddsRatio: Double
  ) -> Double {
    let linear = (total - row - column) + oddsRatio * (row + column)
    let product = oddsRatio * row * column
    let discriminant = linear * linear - 4 * (oddsRatio - 1) * product
    let root = Swift.max(discriminant, 0).squareRoot()
    return linear > 0
      ? 2 * product / (linear + root)
      : (linear - root) / (2 * (oddsRatio - 1))
  }

  /// The logarithm of the odds ratio and its variance, with ½ added to each
  /// cell if one is zero.
  fileprivate var corrected: (logOddsRatio: Double, variance: Double) {
    let half = a == 0 || b == 0 || c == 0 || d == 0 ? 0.5 : 0
    let (a, b, c, d) = (a + half, b + half, c + half, d + half)
    return (.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d)
  }
}

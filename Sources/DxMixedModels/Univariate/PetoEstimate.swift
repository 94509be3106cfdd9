internal import RealModule

/// The one-step odds ratio of Peto.
public struct PetoEstimate: CommonOddsRatio, Hashable, Sendable, Codable {
  /// The logarithm of the common odds ratio.
  public var logOddsRatio: Double
  /// Its standard error.
  public var standardError: Double
  /// The test of a common odds ratio, over the tables that tell something
  /// about it.
  public var homogeneityTest: HomogeneityTest
}

extension OddsRatioTables {
  /// The one-step estimate Σ (aᵢ − E aᵢ) / Σ Vᵢ of the logarithm of a common
  /// odds ratio, with the hypergeometric mean and variance of aᵢ.
  ///
  /// It always exists but for tables without information, and is good for
  /// odds ratios near one and groups of similar size.
  ///
  /// > S. Yusuf, R. Peto, J. Lewis, R. Collins, P. Sleight. Beta blockade
  /// > during and after myocardial infarction: an overview of the randomized
  /// > trials. *Prog Cardiovasc Dis* 27 (1985) 335–371.
  /// > doi:10.1016/S0033-0620(85)80003-7
  ///
  /// - Throws: ``OddsRatioError/noInformation(studies:)``.
  public func peto() throws(OddsRatioError) -> PetoEstimate {
    var (excess, variance) = (0.0, 0.0)
    var count = 0
    for table in tables where table.variance > 0 {
      excess += table.excess
      variance += table.variance
      count += 1
    }
    guard variance > 0 else { throw .noInformation(studies: studyCount) }
    let estimate = excess / variance
    let statistic = tables.reduce(0) { sum, table in
      guard table.variance > 0 else { return sum }
      let difference = table.excess / table.variance - estimate
      return sum + table.variance * difference * difference
    }
    return PetoEstimate(
      logOddsRatio: estimate, standardError: 1 / variance.squareRoot(),
      homogeneityTest: HomogeneityTest(
        statistic: statistic, degreesOfFreedom: count - 1))
  }
}

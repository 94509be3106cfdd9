internal import DxSpecialFunctions
internal import RealModule

/// Cochran's test of homogeneity.
///
/// The statistic is Σ wᵢ (yᵢ − ȳ)² with the weights wᵢ = 1/vᵢ of a
/// fixed-effect analysis, and is referred to χ² with k − 1 degrees of freedom.
///
/// > W. G. Cochran. The combination of estimates from different experiments.
/// > *Biometrics* 10 (1954) 101–129. doi:10.2307/3001666
public struct CochranQ: Hashable, Sendable, Codable {
  /// The statistic.
  public var statistic: Double
  /// Its degrees of freedom.
  public var degreesOfFreedom: Int
  /// The probability of a statistic at least as large under homogeneity.
  ///
  /// It is NaN where there are no degrees of freedom.
  public var pValue: Double

  /// Tests the homogeneity of estimates with known variances.
  ///
  /// - Parameters:
  ///   - estimates: The estimates of the studies.
  ///   - variances: Their variances, in the same order.
  /// - Precondition: There are as many variances as estimates, and all are
  ///   positive.
  public init(estimates: [Double], variances: [Double]) {
    precondition(
      estimates.count == variances.count,
      "\(estimates.count) estimates and \(variances.count) variances")
    precondition(
      variances.allSatisfy { $0 > 0 }, "A variance in \(variances) is not > 0")
    var weightSum = 0.0
    var weighted = 0.0
    for (y, v) in zip(estimates, variances) {
      weightSum += 1 / v
      weighted += y / v
    }
    let mean = weighted / weightSum
    var sum = 0.0
    for (y, v) in zip(estimates, variances) {
      sum += (y - mean) * (y - mean) / v
    }
    self.init(statistic: sum, degreesOfFreedom: max(estimates.count - 1, 0))
  }

  private init(statistic: Double, degreesOfFreedom: Int) {
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    pValue =
      degreesOfFreedom > 0
      ? chiSquaredUpperTail(
        statistic, degreesOfFreedom: Double(degreesOfFreedom)) : .nan
  }

  /// The joint test of independent outcomes, whose statistics and degrees of
  /// freedom add.
  ///
  /// Within a study, sensitivity and specificity are estimated from different
  /// subjects and so are independent.
  public static func joint(_ first: CochranQ, _ second: CochranQ) -> CochranQ {
    CochranQ(
      statistic: first.statistic + second.statistic,
      degreesOfFreedom: first.degreesOfFreedom + second.degreesOfFreedom)
  }

  /// The I² of Higgins and Thompson, zero where Q is below its expectation.
  public var iSquared: ISquared {
    let excess = statistic - Double(degreesOfFreedom)
    return ISquared(
      value: excess > 0 ? excess / statistic : 0,
      definition: .higginsThompson)
  }

  /// The H² of Higgins and Thompson, the ratio of Q to its expectation.
  public var hSquared: Double { statistic / Double(degreesOfFreedom) }

  /// The test-based interval of I².
  ///
  /// The limits of ln H = ½ ln(Q/df) are taken with
  /// ```
  /// SE(ln H) = ½ (ln Q − ln df) / (√(2Q) − √(2k − 3))           if Q > k
  ///          = √(1 / (2(k − 2)) · (1 − 1 / (3 (k − 2)²)))       otherwise
  /// ```
  /// and carried over by I² = 1 − 1/H², cut to [0, 1].
  ///
  /// > J. P. T. Higgins, S. G. Thompson. *Stat Med* 21 (2002) 1539–1558,
  /// > appendix A2. doi:10.1002/sim.1186
  ///
  /// - Throws: ``UndefinedReason/tooFewStudies(count:)`` for fewer than three
  ///   studies.
  public func iSquaredInterval(
    level: ConfidenceLevel = .ninetyFivePercent
  ) throws(UndefinedReason) -> (lower: Double, upper: Double) {
    let count = Double(degreesOfFreedom + 1)
    guard degreesOfFreedom >= 2 else {
      throw .tooFewStudies(count: degreesOfFreedom + 1)
    }
    let logH = Double.log(hSquared) / 2
    let standardError: Double
    if statistic > count {
      standardError =
        logH
        / ((2 * statistic).squareRoot() - (2 * count - 3).squareRoot())
    } else {
      let reduced = count - 2
      standardError =
        (1 / (2 * reduced) * (1 - 1 / (3 * reduced * reduced))).squareRoot()
    }
    let margin = standardNormalQuantile(level.upperTailPoint) * standardError
    func share(_ logH: Double) -> Double { max(0, -.expMinusOne(-2 * logH)) }
    return (share(logH - margin), share(logH + margin))
  }
}

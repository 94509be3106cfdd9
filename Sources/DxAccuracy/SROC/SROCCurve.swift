internal import DxSpecialFunctions
internal import RealModule

/// A summary ROC curve that is a straight line on the logit scale.
///
/// ```
/// logit sensitivity = intercept + slope · logit false-positive rate
/// ```
public struct SROCCurve: Hashable, Sendable, Codable {
  /// The logit sensitivity where the false-positive rate is one half.
  public var intercept: Double
  /// The slope of the line on the logit scale.
  public var slope: Double

  /// Creates a curve from its line.
  public init(intercept: Double, slope: Double) {
    self.intercept = intercept
    self.slope = slope
  }

  /// The sensitivity at a false-positive rate.
  ///
  /// Edge cases: a rate of zero or one gives the limit of the curve, and a
  /// rate outside [0, 1] NaN.
  public func sensitivity(atFalsePositiveRate rate: Double) -> Double {
    expit(logitSensitivity(atLogitFalsePositiveRate: logit(rate)))
  }

  /// The logit sensitivity at the logit of a false-positive rate.
  public func logitSensitivity(
    atLogitFalsePositiveRate logitRate: Double
  ) -> Double {
    // Zero times infinity would be NaN on a horizontal line.
    slope == 0 ? intercept : intercept + slope * logitRate
  }

  /// The false-positive rate at a sensitivity.
  ///
  /// Edge cases: NaN where ``slope`` is zero or `sensitivity` is outside
  /// [0, 1].
  public func falsePositiveRate(atSensitivity sensitivity: Double) -> Double {
    slope == 0 ? .nan : expit((logit(sensitivity) - intercept) / slope)
  }

  /// Whether sensitivity falls as the false-positive rate rises.
  ///
  /// No test behaves so; the line is then no summary of a trade-off, and a
  /// report should warn of it.
  public var isDecreasing: Bool { slope < 0 }

  /// The sensitivity at which it equals the specificity, Walter's Q*.
  ///
  /// > S. D. Walter. Properties of the summary receiver operating
  /// > characteristic (SROC) curve for diagnostic test data. *Stat Med* 21
  /// > (2002) 1237–1256. doi:10.1002/sim.1099
  public var sensitivityEqualToSpecificity: Double {
    // On that diagonal the two logits are each other's negative.
    expit(intercept / (1 + slope))
  }
}

extension BivariateFit {
  /// The summary ROC curve by one of its definitions.
  ///
  /// - Throws: An ``UndefinedReason`` if the slope does not exist, a mean is
  ///   infinite, or the model is on another scale than the logit.
  public func srocCurve(
    _ line: SROCLine = .rutterGatsonis
  ) throws(UndefinedReason) -> SROCCurve {
    try requireLogitScale()
    guard meansAreFinite else { throw .infiniteEstimate }
    let slope = try line.slope(betweenStudyCovariance).value
    return SROCCurve(
      intercept: mean.logitSensitivity + slope * mean.logitSpecificity,
      slope: slope)
  }
}

extension HSROCParameters {
  /// The hierarchical summary ROC curve,
  /// `logit sensitivity = Λ exp(−β/2) + exp(−β) logit false-positive rate`.
  public var srocCurve: SROCCurve {
    SROCCurve(intercept: lambda * .exp(-beta / 2), slope: .exp(-beta))
  }
}

internal import DxMixedModels

/// How a fit ended: with an ordinary estimate, or at which end of the
/// parameter space.
public enum FitOutcome: String, Hashable, Sendable, Codable, CaseIterable {
  /// All parameters lie inside of their range.
  case interior
  /// The correlation between studies is −1.
  case correlationAtMinusOne
  /// The correlation between studies is +1.
  case correlationAtPlusOne
  /// The variance of the logit sensitivity between studies is zero.
  case zeroVarianceSensitivity
  /// The variance of the logit specificity between studies is zero.
  case zeroVarianceSpecificity
  /// Both variances between studies are zero.
  case zeroVarianceBoth
  /// The mean logit sensitivity is infinite: the diseased of all studies had
  /// the same test result.
  case infiniteSensitivity
  /// The mean logit specificity is infinite: the healthy of all studies had
  /// the same test result.
  case infiniteSpecificity
  /// Both means are infinite.
  case infiniteBoth

  /// Whether a mean is infinite.
  public var isInfinite: Bool {
    switch self {
    case .infiniteSensitivity, .infiniteSpecificity, .infiniteBoth: true
    default: false
    }
  }
}

extension BivariateFit {
  /// How the fit ended.
  ///
  /// An infinite mean takes precedence over what ``boundary`` says of the
  /// between-study covariance.
  public var outcome: FitOutcome {
    switch (transformedMean.x.isInfinite, transformedMean.y.isInfinite) {
    case (true, true): .infiniteBoth
    case (true, false): .infiniteSensitivity
    case (false, true): .infiniteSpecificity
    case (false, false): FitOutcome(boundary)
    }
  }
}

extension FitOutcome {
  fileprivate init(_ boundary: CovarianceBoundary) {
    self =
      switch boundary {
      case .interior: .interior
      case .correlationAtMinusOne: .correlationAtMinusOne
      case .correlationAtPlusOne: .correlationAtPlusOne
      case .zeroVarianceFirst: .zeroVarianceSensitivity
      case .zeroVarianceSecond: .zeroVarianceSpecificity
      case .zeroVarianceBoth: .zeroVarianceBoth
      }
  }
}

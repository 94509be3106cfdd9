internal import DxLinearAlgebra

/// What a region on the ROC plane shall contain.
public enum RegionKind: String, Hashable, Sendable, Codable {
  /// The mean of the population of studies.
  case confidence
  /// The true sensitivity and specificity of one more study.
  ///
  /// They are the *true* ones: what the study will observe varies more.
  case prediction
}

/// A confidence or prediction region, with what defines it.
public struct AccuracyRegion: Hashable, Sendable {
  /// What the region shall contain.
  public var kind: RegionKind
  /// The definition of its radius.
  public var radiusDefinition: RegionRadius
  /// The probability with which it does.
  public var level: ConfidenceLevel
  /// The region on the scale of the model.
  public var ellipse: AccuracyEllipse
}

extension BivariateFit {
  /// A confidence or prediction region about the mean.
  ///
  /// The covariance is that of the estimated mean, to which a prediction
  /// region adds the one between studies.
  ///
  /// - Throws: ``UndefinedReason/tooFewStudies(count:)`` if the radius is
  ///   undefined, ``UndefinedReason/infiniteEstimate`` if a mean is infinite
  ///   or beyond the image of its transformation,
  ///   and ``UndefinedReason/invalidVariance(_:)`` if a variance is not a
  ///   number.
  public func region(
    _ kind: RegionKind, radius: RegionRadius = .fisher,
    level: ConfidenceLevel = .ninetyFivePercent
  ) throws(UndefinedReason) -> AccuracyRegion {
    guard meansAreFinite else { throw .infiniteEstimate }
    let covariance =
      kind == .confidence
      ? meanCovariance : meanCovariance + betweenStudyCovariance
    for variance in [covariance.m11, covariance.m22] {
      guard variance >= 0, variance.isFinite else {
        throw .invalidVariance(variance)
      }
    }
    return AccuracyRegion(
      kind: kind, radiusDefinition: radius, level: level,
      ellipse: AccuracyEllipse(
        centre: mean, covariance: covariance,
        radius: try radius.value(level: level, studyCount: studyCount),
        transforms: transforms))
  }
}

/// Why a quantity or its standard error does not exist for the data at hand.
///
/// It is thrown where the quantity itself is undefined, and carried by an
/// ``IntervalEstimate`` where only the uncertainty is.
public enum UndefinedReason: Error, Hashable, Sendable, Codable {
  /// The estimate lies on a boundary that fixes the quantity, such as a
  /// correlation of −1, so that it has no standard error.
  case fixedAtBoundary
  /// The method of the fit gives no covariance of the between-study
  /// variances, which the delta method needs here.
  case jointCovarianceUnavailable
  /// A degree of freedom is missing: there are only this many studies.
  case tooFewStudies(count: Int)
  /// The estimate is infinite, as when no study has a false negative.
  case infiniteEstimate
  /// The between-study variance of the logit sensitivity is zero.
  case zeroVarianceSensitivity
  /// The between-study variance of the logit specificity is zero.
  case zeroVarianceSpecificity
  /// Both between-study variances are zero.
  case zeroVarianceBoth
  /// The line is vertical or has no direction.
  case slopeNotFinite
  /// A cell of the two-by-two table is zero.
  case zeroCell
  /// The delta method gave this variance, which is not a positive number.
  case invalidVariance(Double)
  /// A range of false-positive rates is empty.
  case emptyRange
  /// All values are equal, so that a correlation does not exist.
  case constantValues
  /// The quantity is defined by logits, and the model was fitted on another
  /// scale.
  case requiresLogitScale
  /// The profile likelihood of the quantity is not computed.
  case profileLikelihoodUnavailable
}

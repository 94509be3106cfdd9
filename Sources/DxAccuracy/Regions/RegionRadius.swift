internal import RealModule

/// The definition of the radius of a confidence or prediction region.
///
/// A region is the set of points within this Mahalanobis distance of the mean.
/// The two definitions differ by a factor of 1.8 with five studies and of 1.1
/// with twenty, at 95 %.
public enum RegionRadius: String, Hashable, Sendable, Codable {
  /// The root of the χ² quantile with two degrees of freedom: mada, bamdit and
  /// others.
  ///
  /// It takes the between-study covariance as known and is too small for few
  /// studies.
  case chiSquared
  /// The root of twice the F quantile with 2 and k − 2 degrees of freedom:
  /// metandi, midas, metadta, MetaDTA and others.
  ///
  /// > R. M. Harbord et al. *Biostatistics* 8 (2007) 239–251.
  /// > doi:10.1093/biostatistics/kxl004
  case fisher

  /// The radius at a level.
  ///
  /// Both quantiles are elementary where the first number of degrees of
  /// freedom is two: `χ²(p) = −2 ln(1 − p)` and
  /// `2 F(p) = ν ((1 − p)^(−2/ν) − 1)` with ν = k − 2.
  ///
  /// - Throws: ``UndefinedReason/tooFewStudies(count:)`` if the definition is
  ///   ``fisher`` and there are two studies or fewer.
  public func value(
    level: ConfidenceLevel, studyCount: Int
  ) throws(UndefinedReason) -> Double {
    let logTail = Double.log(onePlus: -level.probability)
    switch self {
    case .chiSquared:
      return (-2 * logTail).squareRoot()
    case .fisher:
      guard studyCount > 2 else { throw .tooFewStudies(count: studyCount) }
      let freedom = Double(studyCount - 2)
      return (freedom * .expMinusOne(-2 / freedom * logTail)).squareRoot()
    }
  }
}

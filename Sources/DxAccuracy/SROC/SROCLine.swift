internal import DxLinearAlgebra
internal import RealModule

/// The definition of the straight line, on the logit scale, that is drawn as
/// the summary ROC curve.
///
/// Each line goes through the mean; the definitions differ in the slope. With
/// x = logit false-positive rate, y = logit sensitivity, and their
/// between-study variances σ²x, σ²y and covariance σxy, the slopes are given
/// with the cases. Where σxy is negative, that is, where sensitivity and
/// specificity vary together, all but ``rutterGatsonis`` can be decreasing.
///
/// > L. R. Arends et al. Bivariate random effects meta-analysis of ROC curves.
/// > *Med Decis Making* 28 (2008) 621–638. doi:10.1177/0272989X08319957
public enum SROCLine: String, Hashable, Sendable, Codable, CaseIterable {
  /// The hierarchical summary ROC curve, with slope σy / σx.
  ///
  /// It always increases, and is what most programs draw.
  case rutterGatsonis
  /// The regression of logit sensitivity on logit false-positive rate, with
  /// slope σxy / σ²x.
  case yOnX
  /// The regression of logit false-positive rate on logit sensitivity, with
  /// slope σ²y / σxy.
  case xOnY
  /// The regression of the log odds ratio D = y − x on the threshold
  /// S = y + x, with slope (σ²y + σxy) / (σ²x + σxy).
  case dOnS
  /// The major axis of the between-study covariance, with slope
  /// (σ²y − σ²x + √((σ²y − σ²x)² + 4 σ²xy)) / (2 σxy).
  case majorAxis

  /// The slope of the line and its derivatives by ψAA, ψAB and ψBB.
  internal func slope(
    _ psi: SymmetricMatrix2x2
  ) throws(UndefinedReason) -> (value: Double, gradient: SIMD3<Double>) {
    let result = try unchecked(psi)
    guard result.value.isFinite else { throw .slopeNotFinite }
    return result
  }

  private func unchecked(
    _ psi: SymmetricMatrix2x2
  ) throws(UndefinedReason) -> (value: Double, gradient: SIMD3<Double>) {
    let a = psi.m11
    let b = psi.m22
    // The covariance with the false-positive rate has the opposite sign.
    let s = -psi.m21
    switch self {
    case .rutterGatsonis:
      try requirePositiveVariances(psi)
      let slope = (a / b).squareRoot()
      return (slope, SIMD3(slope / (2 * a), 0, -slope / (2 * b)))
    case .yOnX:
      return (s / b, SIMD3(0, -1 / b, -s / (b * b)))
    case .xOnY:
      return (a / s, SIMD3(1 / s, a / (s * s), 0))
    case .dOnS:
      let below = b + s
      return (
        (a + s) / below,
        SIMD3(
          1 / below, (a - b) / (below * below), -(a + s) / (below * below))
      )
    case .majorAxis:
      let difference = a - b
      let root = Double.hypot(difference, 2 * s)
      // Of two equal expressions, the one that does not cancel.
      let slope =
        difference >= 0
        ? (difference + root) / (2 * s) : 2 * s / (root - difference)
      let along = slope / root
      return (slope, SIMD3(along, -(1 - slope * slope) / root, -along))
    }
  }
}

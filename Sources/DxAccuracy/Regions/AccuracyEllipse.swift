public import DxLinearAlgebra
internal import DxSpecialFunctions
internal import RealModule

/// An ellipse on the plane of transformed sensitivity and specificity.
///
/// The plane is that of the logits unless ``transforms`` says otherwise. The
/// ellipse is the set of points m with
/// ```
/// (m − centre)ᵀ C⁻¹ (m − centre) ≤ radius²
/// ```
/// Carried back to probabilities it is no ellipse any more.
///
/// Edge cases: where the covariance is singular the ellipse is a segment or a
/// point; everything here but ``contains(_:)`` remains meaningful. A part of
/// it may lie beyond the image of a transformation; its points have infinite
/// logits.
public struct AccuracyEllipse: Hashable, Sendable {
  /// The centre, as logits whatever the transformations.
  public var centre: LogitPair
  /// The covariance C of the transformed values.
  public var covariance: SymmetricMatrix2x2
  /// The Mahalanobis distance of the boundary from the centre.
  public var radius: Double
  /// The transformations under which this is an ellipse.
  public var transforms: AccuracyTransforms

  /// Creates an ellipse.
  ///
  /// - Precondition: The variances and the radius are not negative.
  public init(
    centre: LogitPair, covariance: SymmetricMatrix2x2, radius: Double,
    transforms: AccuracyTransforms = .logit
  ) {
    precondition(
      covariance.m11 >= 0 && covariance.m22 >= 0 && radius >= 0,
      "No ellipse with variances \(covariance.m11) and \(covariance.m22)"
        + " and radius \(radius)")
    self.centre = centre
    self.covariance = covariance
    self.radius = radius
    self.transforms = transforms
  }

  /// The lengths of the two semi-axes on the scale of ``transforms``.
  public var semiAxes: (major: Double, minor: Double) {
    let values = covariance.eigenvalues
    return (
      radius * values.larger.squareRoot(),
      radius * max(values.smaller, 0).squareRoot()
    )
  }

  /// The angle in radians from the axis of the sensitivity to the major axis,
  /// on the scale of ``transforms``, in (−π/2, π/2]; positive towards larger
  /// specificity.
  public var majorAxisAngle: Double {
    Double.atan2(
      y: 2 * covariance.m21, x: covariance.m11 - covariance.m22) / 2
  }

  /// The area on the scale of ``transforms``.
  public var area: Double {
    .pi * radius * radius * max(covariance.determinant, 0).squareRoot()
  }

  /// The point of the boundary that belongs to a parameter.
  ///
  /// ```
  /// t(sensitivity) = centre + radius σA cos t
  /// t(specificity) = centre + radius σB cos(t + arccos ρ)
  /// ```
  /// It is returned by its logits, on every scale.
  ///
  /// > D. J. Murdoch, E. D. Chow. A graphical display of large correlation
  /// > matrices. *Am Stat* 50 (1996) 178–180.
  /// > doi:10.1080/00031305.1996.10474371
  ///
  /// - Parameter t: The parameter, with period 2π.
  public func boundaryPoint(at t: Double) -> LogitPair {
    let first = covariance.m11.squareRoot()
    let second = covariance.m22.squareRoot()
    // cos(t + arccos ρ) σA σB = σA σB (ρ cos t − √(1 − ρ²) sin t); the products
    // are used because ρ does not exist where a variance is zero.
    let height: Double
    if first > 0 {
      let residual = max(covariance.determinant, 0).squareRoot()
      height = (covariance.m21 * .cos(t) - residual * .sin(t)) / first
    } else {
      height = second * .cos(t)
    }
    return transforms.point(
      at: transforms.values(at: centre)
        + radius * SIMD2(first * .cos(t), height))
  }

  /// Points of the boundary at equally spaced parameters, without the first
  /// one again at the end.
  ///
  /// - Precondition: `count` is positive.
  /// - Complexity: O(`count`).
  public func boundary(count: Int) -> [LogitPair] {
    precondition(count > 0, "A boundary of \(count) points")
    return (0..<count).map {
      boundaryPoint(at: 2 * .pi * Double($0) / Double(count))
    }
  }

  /// Whether a point lies inside or on the boundary.
  ///
  /// Edge cases: for a singular covariance only the centre counts as inside.
  public func contains(_ point: LogitPair) -> Bool {
    let offset =
      transforms.values(at: point) - transforms.values(at: centre)
    if offset == .zero { return true }
    guard covariance.determinant > 0 else { return false }
    return covariance.inverse.quadraticForm(offset) <= radius * radius
  }
}

extension LogitPair {
  /// The sensitivity, the logistic function of its logit.
  public var sensitivity: Double { expit(logitSensitivity) }

  /// The specificity, the logistic function of its logit.
  public var specificity: Double { expit(logitSpecificity) }

  /// The false-positive rate, accurate also where it is small.
  public var falsePositiveRate: Double { expit(-logitSpecificity) }
}

/// The radius of a trust region, and the rule that accepts or rejects a step.
///
/// Each minimiser of the library keeps one of these and asks it after each
/// trial:
/// ```
/// if region.judge(
///   actualDecrease: old - new, predictedDecrease: predicted,
///   stepLength: length, roundingError: noise)
/// { … accept … }
/// ```
/// The ratio of actual to predicted decrease decides: below ¼ the radius
/// shrinks to a quarter of the step, above ¾ it doubles if the step reached
/// the edge of the region.
///
/// Near a minimum both decreases drown in the rounding error of the
/// objective and their plain ratio is noise. So the error is added to both
/// before dividing, which lets the ratio tend to one: a Newton iteration then
/// ends at a gradient of rounding level rather than at its square root.
///
/// > A. R. Conn, N. I. M. Gould and P. L. Toint. *Trust-Region Methods*,
/// > SIAM, 2000, Algorithm 6.1.1 and §17.4.2.
/// > doi:10.1137/1.9780898719857
public struct TrustRegionRadius: Hashable, Sendable {
  /// The length that the next step may have, in the units of the parameters.
  public var radius: Double
  /// The length that `radius` never exceeds.
  public var maximumRadius: Double

  /// Creates a region.
  ///
  /// - Precondition: `0 < radius ≤ maximumRadius`.
  @inlinable
  public init(radius: Double = 1, maximumRadius: Double = 1e10) {
    precondition(
      radius > 0 && radius <= maximumRadius,
      "A radius of \(radius) is not in (0, \(maximumRadius)]")
    self.radius = radius
    self.maximumRadius = maximumRadius
  }

  /// Decides whether to accept a step, and adapts the radius.
  ///
  /// - Parameters:
  ///   - actualDecrease: The objective at the old point minus that at the
  ///     trial point. NaN or −∞ rejects the step.
  ///   - predictedDecrease: The same difference of the quadratic model; not
  ///     negative for any sensible step.
  ///   - stepLength: The length of the step in the norm of the region.
  ///   - roundingError: The absolute error of `actualDecrease`, for instance
  ///     `10 · ulpOfOne · max(1, |value|)`.
  /// - Returns: Whether the trial point becomes the new point.
  @inlinable
  public mutating func judge(
    actualDecrease: Double, predictedDecrease: Double, stepLength: Double,
    roundingError: Double
  ) -> Bool {
    // Written so that a NaN fails each comparison and ends as a rejection.
    let actual = actualDecrease + roundingError
    let predicted = predictedDecrease + roundingError
    guard predicted > 0, actual > Self.acceptance * predicted else {
      radius = Self.shrinkage * min(stepLength, radius)
      return false
    }
    if !(actual >= Self.poor * predicted) {
      radius = Self.shrinkage * min(stepLength, radius)
    } else if actual >= Self.good * predicted,
      stepLength >= Self.edge * radius
    {
      radius = min(Self.growth * radius, maximumRadius)
    }
    return true
  }

  // η₁, η₂ and the factors of CGT's Algorithm 6.1.1, at customary values.
  @usableFromInline internal static var acceptance: Double { 1e-4 }
  @usableFromInline internal static var poor: Double { 0.25 }
  @usableFromInline internal static var good: Double { 0.75 }
  @usableFromInline internal static var shrinkage: Double { 0.25 }
  @usableFromInline internal static var growth: Double { 2 }
  // A step on the edge has the length of the radius but for rounding and
  // the tolerance of the secular equation.
  @usableFromInline internal static var edge: Double { 0.99 }
}

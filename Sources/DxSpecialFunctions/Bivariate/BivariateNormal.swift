internal import RealModule

/// The probability that two standard normal variables with a correlation are
/// at most h and at most k.
///
/// Edge cases: a bound may be infinite, and the correlation may be ±1. NaN,
/// or a correlation outside [−1, 1], gives NaN.
///
/// Accuracy: relative, also where the probability is 1e−300. Measured maximum
/// error 4.3 ulp, 90th percentile 1.2 ulp, over 3,600 points with bounds in
/// [−37, 6] and correlations up to ±(1 − 1e−15). The bounds are taken to be
/// exact: near ±1 the probability may change by far more with their last
/// place.
///
/// > D. B. Owen. "Tables for computing bivariate normal probabilities." *Ann.
/// > Math. Statist.* 27 (1956), 1075–1090, for the relation to T.
/// > doi:10.1214/aoms/1177728074
///
/// - Parameters:
///   - h: The bound of the first variable.
///   - k: The bound of the second one.
///   - correlation: Their correlation ρ.
public func bivariateNormalProbability(
  _ h: Double, _ k: Double, correlation: Double
) -> Double {
  guard !h.isNaN && !k.isNaN && correlation.magnitude <= 1 else { return .nan }
  // Farther out a tail is below half the least double.
  if h < -39 || k < -39 { return 0 }
  if h > 39 { return standardNormalProbability(k) }
  if k > 39 { return standardNormalProbability(h) }
  if correlation == 1 { return standardNormalProbability(Swift.min(h, k)) }
  if correlation == -1 {
    return h > -k ? normalProbability(from: -k, to: h) : 0
  }
  return NormalQuadrant(h: h, k: k, correlation: correlation).probability
}

/// The quadrant X ≤ h, Y ≤ k of two standard normal variables.
///
/// In coordinates in which the variables are independent it is a wedge, of
/// which the apex has the distance r from the origin,
/// ```
/// r² = h² + (k − ρh)²/(1 − ρ²) = k² + (h − ρk)²/(1 − ρ²)
/// ```
/// Which terms add up to its probability, and which would cancel, depends on
/// where in the wedge or outside of it the origin lies.
internal struct NormalQuadrant {
  private var h: Double
  private var k: Double
  private var correlation: Double
  /// √(1 − ρ²).
  private let root: DoubleDouble

  internal init(h: Double, k: Double, correlation: Double) {
    self.h = h
    self.k = k
    self.correlation = correlation
    root =
      (DoubleDouble(sum: 1, correlation) * DoubleDouble(sum: 1, -correlation))
      .squareRoot()
  }

  internal var probability: Double {
    if h.magnitude < 1e-30 && k.magnitude < 1e-30 {
      return 0.15915494309189535
        * Double.atan2(y: root.high, x: -correlation)
    }
    if h <= 0 && k <= 0 { return lowerProbability }
    if h > 0 && k > 0 { return upperProbability }
    return h > 0 ? mixedProbability : swapped.mixedProbability
  }
}

extension NormalQuadrant {
  /// The quadrant with the variables exchanged.
  private var swapped: Self {
    var other = self
    (other.h, other.k) = (k, h)
    return other
  }

  /// The quadrant after a change of the signs of both variables.
  private var opposite: Self {
    var other = self
    (other.h, other.k) = (-h, -k)
    return other
  }

  /// The other part of Y ≤ k, with X > h.
  private var remainder: Self {
    var other = self
    (other.h, other.correlation) = (-h, -correlation)
    return other
  }

  /// (ρk − h)/√(1 − ρ²): how far h is below the conditional mean of X at
  /// Y = k, in conditional standard deviations.
  private var depth: DoubleDouble {
    (DoubleDouble(product: correlation, k) - h) / root
  }

  /// The probability for h > 0 and k > 0: the complement is
  /// Φ(−h) + Φ(−k) − P(X > h, Y > k), and without a difference it is
  /// P(−h < Z < k) + P(X > h, Y > k).
  private var upperProbability: Double {
    let corner = opposite.lowerProbability
    let rest =
      standardNormalProbability(-h)
      + (standardNormalProbability(-k) - corner)
    return rest < 0.3
      ? 1 - rest : normalProbability(from: -h, to: k) + corner
  }

  /// The probability for h ≤ 0 and k ≤ 0.
  private var lowerProbability: Double {
    if correlation <= 0 { return cornerProbability }
    return k > h ? swapped.leadingProbability : leadingProbability
  }

  /// The same for k ≤ h and ρ > 0.
  private var leadingProbability: Double {
    let first = swapped.depth
    let second = depth
    if second.high <= 0 {
      // Of Y ≤ k, X > h is the lesser part.
      return standardNormalProbability(k) - remainder.cornerProbability
    }
    // The ray from the origin through the apex cuts the wedge in two.
    let square = DoubleDouble(product: k, k) + second * second
    let r = square.high.squareRoot()
    return (square * -0.5).exponential(
      times: rayFactor(-h, first.high, r) + rayFactor(-k, second.high, r))
  }

  /// The probability for h > 0 and k ≤ 0.
  private var mixedProbability: Double {
    if correlation >= 0 {
      return standardNormalProbability(k) - remainder.cornerProbability
    }
    let second = depth
    if second.high >= 0 { return cornerProbability }
    let first = swapped.depth
    if first.high <= 0 {
      // Y ≤ k is P(−h < Z < k) more probable than X > h.
      return normalProbability(from: -h, to: k)
        + opposite.swapped.cornerProbability
    }
    return stripProbability(-second.high, first.high)
  }

  /// The same where neither bound makes the other one needless: it is
  /// (Φ(k) − Φ(−h))/2 + T(−k, p/−k) + T(h, q/h), with positive p and q.
  private func stripProbability(_ p: Double, _ q: Double) -> Double {
    let head = positiveOwensT(-k, p / -k)
    if -k <= h {
      return 0.5 * normalProbability(from: -h, to: k)
        + (head + positiveOwensT(h, q / h))
    }
    if -k * root.high < 1 {
      return head
        + (positiveOwensT(h, q / h) - 0.5 * normalProbability(from: k, to: -h))
    }
    // A wide wedge far out, where the strip's terms would cancel.
    let square = DoubleDouble(product: h, h) + DoubleDouble(product: q, q)
    let ray = (square * -0.5)
      .exponential(times: rayFactor(h, q, square.high.squareRoot()))
    return 0.5 * standardNormalProbability(k) + (head - ray)
  }

  /// The probability where ρ ≤ 0, k ≤ 0 and `depth` is not negative.
  ///
  /// Given Y = k − t√(1 − ρ²), it is Φ(−depth − |ρ| t).
  private var cornerProbability: Double {
    let depth = self.depth
    let square = DoubleDouble(product: k, k) + depth * depth
    let slope = correlation.magnitude
    let integral = wedgeIntegral(
      p: slope * depth.high - k * root.high, q: depth.high, slope: slope)
    return (square * -0.5)
      .exponential(times: 0.3989422804014327 * root.high * integral)
  }
}

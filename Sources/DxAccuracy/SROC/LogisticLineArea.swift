internal import DxSpecialFunctions
internal import RealModule

/// The area under the curve `y = expit(A + B logit u)`, and its derivatives.
///
/// With `u = expit(t)` and `f = expit′` the area is the expectation of
/// `expit(A + B T)` for a variate T with the logistic density f.
internal struct LogisticLineArea {
  var value: Double
  /// One minus the value, or the width minus the value for a partial area,
  /// accurate also where it is small.
  var complement: Double
  var interceptDerivative: Double
  var slopeDerivative: Double

  private static let zero = LogisticLineArea(
    value: 0, complement: 0, interceptDerivative: 0, slopeDerivative: 0)

  private init(
    value: Double, complement: Double, interceptDerivative: Double,
    slopeDerivative: Double
  ) {
    self.value = value
    self.complement = complement
    self.interceptDerivative = interceptDerivative
    self.slopeDerivative = slopeDerivative
  }

  /// Adds the integrand at `t` times `weight`.
  private mutating func add(_ curve: SROCCurve, at t: Double, weight: Double) {
    let density = weight * expit(t) * expit(-t)
    // A density of zero would meet a product that overflowed.
    guard density > 0 else { return }
    let line = curve.intercept + curve.slope * t
    let height = expit(line)
    let depth = expit(-line)
    value += density * height
    complement += density * depth
    interceptDerivative += density * height * depth
    slopeDerivative += density * height * depth * t
  }
}

// MARK: - The whole area

extension LogisticLineArea {
  /// The area over all false-positive rates.
  ///
  /// The integrand is analytic in a strip about the real line, so the
  /// trapezoid rule with step h converges like exp(−2π d / h), where d is the
  /// half-width of the strip. It is min(π, π/B). A slope above one is avoided
  /// by reading the curve along the other axis: for independent logistic X and
  /// T, P(X ≤ A + B T) = P(T ≤ A/B + X/B). As T is symmetric, −B gives the
  /// same area as B. So d is always π, and h = 0.4 leaves an error below
  /// 1e-18.
  ///
  /// > L. N. Trefethen, J. A. C. Weideman. The exponentially convergent
  /// > trapezoidal rule. *SIAM Review* 56 (2014) 385–458, §5.
  /// > doi:10.1137/130932132
  init(_ curve: SROCCurve) {
    let slope = curve.slope.magnitude
    if slope > 1 {
      self.init(
        shallow: SROCCurve(
          intercept: curve.intercept / slope, slope: 1 / slope))
      let bySlope =
        -(interceptDerivative * curve.intercept + slopeDerivative)
        / (slope * slope)
      interceptDerivative /= slope
      slopeDerivative = bySlope
    } else {
      self.init(
        shallow: SROCCurve(intercept: curve.intercept, slope: slope))
    }
    if curve.slope < 0 { slopeDerivative.negate() }
  }

  /// The area under a curve whose slope is between zero and one.
  private init(shallow curve: SROCCurve) {
    self = .zero
    let step = 0.4
    let reach = Self.reach(curve)
    let steps = Int((reach / step).rounded(.up))
    for index in -steps...steps {
      add(curve, at: Double(index) * step, weight: step)
    }
  }

  /// How far from zero the integrand or one minus it may still matter
  /// relative to the area.
  ///
  /// Where the height of the curve is small it grows like exp(B t), up to the
  /// point where the line crosses zero, while the density falls like exp(−t).
  private static func reach(_ curve: SROCCurve) -> Double {
    // exp(−45) is below 3e-20; at 745 the density itself underflows.
    let crossing =
      curve.slope == 0 ? 0 : curve.intercept.magnitude / curve.slope
    let decay = 45 / (1 - curve.slope)
    return min(45 + min(crossing, decay), 745)
  }
}

// MARK: - A part of the area

extension LogisticLineArea {
  private static let rule = GaussLegendreRule(order: 16)

  /// The area over a range of false-positive rates, not divided by its width.
  ///
  /// Gauss–Legendre panels of 16 nodes are laid out so that the nearest pole
  /// is at least half a panel away, which leaves an error of about 1e-16 of
  /// the width.
  init(_ curve: SROCCurve, over range: FalsePositiveRateRange) {
    self = .zero
    // A limit of zero or one is infinite on the logit scale, where exp(−45) is
    // less than 3e-20 of the rates.
    let first = logit(range.lower)
    let last = logit(range.upper)
    let lower = max(first, min(-45, last - 45))
    let upper = min(last, max(45, first + 45))
    for (start, end) in Self.panels(curve, from: lower, to: upper) {
      let half = (end - start) / 2
      let middle = (end + start) / 2
      for (node, weight) in zip(Self.rule.nodes, Self.rule.weights) {
        add(curve, at: middle + half * node, weight: half * weight)
      }
    }
  }

  /// Splits a range into panels no wider than three times the scale of the
  /// integrand, which is 1 for the density and 1/B near where the curve
  /// crosses one half.
  private static func panels(
    _ curve: SROCCurve, from lower: Double, to upper: Double
  ) -> [(Double, Double)] {
    guard lower < upper else { return [] }
    let slope = max(curve.slope.magnitude, 1)
    let crossing = curve.slope == 0 ? 0 : -curve.intercept / curve.slope
    let start = min(max(crossing - 45 / slope, lower), upper)
    let end = min(max(crossing + 45 / slope, lower), upper)
    var result: [(Double, Double)] = []
    func split(_ from: Double, _ to: Double, width: Double) {
      guard from < to else { return }
      let count = max(1, Int(((to - from) / width).rounded(.up)))
      let step = (to - from) / Double(count)
      for index in 0..<count {
        let left = from + Double(index) * step
        result.append((left, index == count - 1 ? to : left + step))
      }
    }
    split(lower, start, width: 3)
    split(start, end, width: 3 / slope)
    split(end, upper, width: 3)
    return result
  }
}

// MARK: - The sum of mada

extension LogisticLineArea {
  /// The sum of ``AreaUnderCurveDefinition/mada99``, which is normalised.
  init(mada99 curve: SROCCurve, over range: FalsePositiveRateRange) {
    self = .zero
    for index in 0..<99 {
      let rate = range.lower + range.width * Double(index) / 98
      let weight = (index == 0 || index == 98 ? 0.5 : 1) / 99
      let t = logit(rate)
      let line = curve.intercept + curve.slope * t
      let height = expit(line)
      let slope = height * expit(-line)
      value += weight * height
      interceptDerivative += weight * slope
      // At a rate of zero or one, t is infinite and its product vanishes.
      if slope > 0 { slopeDerivative += weight * slope * t }
    }
    complement = 1 - value
  }
}

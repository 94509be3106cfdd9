internal import RealModule

extension StudentKernel {
  /// The t above which the probability is `q`, in (0, 1/2].
  ///
  /// The second double is of use from twenty degrees of freedom on, as far as
  /// the expansion about the normal distribution goes.
  package func upperQuantile(_ q: Double) -> DoubleDouble {
    guard nu >= 20 else { return DoubleDouble(outerUpperQuantile(q)) }
    let z = -standardNormalQuantileInParts(q)
    let n = nu - 0.5
    guard z.high * z.high < n else {
      return DoubleDouble(outerUpperQuantile(q))
    }
    let y = z + normalizedShift(z.high)
    let w = y.high * y.high / n
    // t²/y² − 1 = ν/n (e^w − 1)/w − 1, a sum of small positive numbers.
    let growth =
      w < 0.005
      ? w * (0.5 + w * (1.0 / 6 + w * (1.0 / 24 + w * (1.0 / 120 + w / 720))))
      : (.expMinusOne(w) - w) / w
    let excess = 0.5 / n + nu / n * growth
    return y + y.high * (excess / (1 + (1 + excess).squareRoot()))
  }

  private func outerUpperQuantile(_ q: Double) -> Double {
    if q == 0.5 { return 0 }
    // The cotangent of π q, from the end where the argument is exact.
    if nu == 1 { return q < 0.25 ? 1 / .tan(.pi * q) : .tan(.pi * (0.5 - q)) }
    if nu == 2 {
      // 2q − 1 is exact from 1/4 on, and q (1 − q) is positive.
      return (1 - 2 * q) / (2 * q * (1 - q)).squareRoot()
    }
    let n = nu - 0.5
    if n >= 2 {
      let z = -standardNormalQuantile(q)
      let u = z * z / n
      if u < 2 {
        let y = z + expandedShift(z)
        return refined(argument(y * y / n), q)
      }
    }
    return refined(startingArgument(q), q)
  }

  /// The t of an ℓ.
  private func argument(_ logarithm: Double) -> Double {
    logarithm < 30
      ? (nu * .expMinusOne(logarithm)).squareRoot()
      // Close to an overflow the next step decides on it.
      : Swift.min(
        nu.squareRoot() * .exp(0.5 * logarithm), .greatestFiniteMagnitude)
  }

  /// An argument far out, or in the middle for few degrees of freedom.
  private func startingArgument(_ q: Double) -> Double {
    let a = 0.5 * nu
    let halfStep = self.halfStep
    // The first terms of the series about the median, by W. T. Shaw:
    // "Sampling Student's T distribution – use of the inverse cumulative
    // distribution function." Journal of Computational Finance 9 (2006), 37–73.
    let x = (0.5 - q) / (a * halfStep) * nu.squareRoot()
    let r = 1 / nu
    if x * x * (1 + r) < 0.4 {
      let x2 = x * x
      let c3 = (1 + r) * (1.0 / 6)
      let c5 = (7 + r * (8 + r)) * (1.0 / 120)
      let c7 = (127 + r * (135 + r * (9 + r))) * (1.0 / 5040)
      return x * (1 + x2 * (c3 + x2 * (c5 + x2 * c7)))
    }
    // log q = log(K yᵃ G / (1 + s)), with the first terms of G.
    let target = Double.log(halfStep) - .log(q)
    var logarithm = Swift.max((target - 0.6931471805599453) / a, 0.1)
    for _ in 0..<2 where logarithm < 40 {
      let y = Double.exp(-logarithm)
      let s = (1 - y).squareRoot()
      let r = y / ((1 + s) * (1 + s))
      let series =
        1 + (a - 1) / (a + 1) * r * (1 + (a - 2) / (a + 2) * r)
      let gap = target - .log((1 + s) / series) - a * logarithm
      let step = gap * 2 * s * series / (a * (1 + s))
      logarithm += Swift.max(step, -0.7 * logarithm)
    }
    return argument(logarithm)
  }

  /// Steps of the third order from a start until the next one would change
  /// nothing.
  private func refined(_ start: Double, _ q: Double) -> Double {
    var t = start
    for _ in 0..<30 {
      let point = StudentPoint(DoubleDouble(t), nu)
      // Below two degrees of freedom the centre reaches further out: what
      // is known of the tail is known less well of its distance from 1/2.
      let isCentral =
        nu < 2 ? point.w < 1 : point.w * nu < 0.8 && point.w < 0.4
      let (next, isLast) =
        isCentral
        ? centralStep(t, point, q) : outerStep(t, point, q)
      t = next
      if isLast || !(t > 0 && t < .infinity) { break }
    }
    return t
  }

  /// A step for t as a function of the probability between 0 and t.
  private func centralStep(
    _ t: Double, _ point: StudentPoint, _ q: Double
  ) -> (next: Double, isLast: Bool) {
    let a = 0.5 * nu
    let y = point.y
    let density =
      a * halfStep * .exp(-a * point.logarithm.high) * (y / nu).squareRoot()
    let x = ((0.5 - q) - centralProbability(point)) / density
    // Minus the logarithmic derivative of the density, and its derivative.
    let b = (nu + 1) * t * y / nu
    let slope = (nu + 1) * (1 - point.w) * y * y / nu
    let next = t + x * (1 + x * (0.5 * b + x * (slope + 2 * b * b) / 6))
    return (
      Swift.max(next, 0.1 * t), x.magnitude * (1 + b) < 2e-5 * t
    )
  }

  /// A step for ℓ as a function of the logarithm of the tail.
  ///
  /// With H = −d log(tail)/dℓ and C = a + 1/(2w) − H, the derivatives of the
  /// inverse function are −1/H, C/H² and so on.
  private func outerStep(
    _ t: Double, _ point: StudentPoint, _ q: Double
  ) -> (next: Double, isLast: Bool) {
    let a = 0.5 * nu
    let s = point.s
    let series = self.series(a, s, point.y)
    let hazard = a * (1 + s) / (2 * s * series)
    let gap = logRatio(point, s, series, q)
    let x = gap / hazard
    let r = 1 / point.w
    let curve = a + 0.5 * r - hazard
    let third = hazard * curve + 2 * curve * curve - 0.5 * r * (1 + r)
    var step = x * (1 + x * (0.5 * curve + x * third * (1.0 / 6)))
    let size = x.magnitude * (1 + curve.magnitude + r)
    // Far from the solution the first order is safer.
    if size > 0.5 { step = x }
    let growth = (1 + r) * .expMinusOne(step)
    return (t * Swift.max(1 + growth, 0.01).squareRoot(), size < 1e-4)
  }

  /// log(tail / q), of which the large parts cancel first.
  private func logRatio(
    _ point: StudentPoint, _ s: Double, _ series: Double, _ q: Double
  ) -> Double {
    let a = 0.5 * nu
    let exponent = point.logarithm * -a
    if nu > 2 && point.w > 4 && exponent.high > -650 && q > 1e-290 {
      let tail = exponent.exponential(times: halfStep * series / (1 + s))
      let ratio = (tail - q) / q
      return ratio.magnitude < 1e-3
        ? ratio * (1 - ratio * (0.5 - ratio * (1.0 / 3 - 0.25 * ratio)))
        : .log(tail / q)
    }
    let w = squaredGammaHalfStep(a)
    let scale = (w * .pi).logarithm() * -0.5
    // The gap is divided by a number of the size of a, which may be small:
    // the series is taken at an r with the digits that a double lacks.
    let y = DoubleDouble(1) / (point.ratio + 1)
    let root = (DoubleDouble(1) - y).squareRoot() + 1
    let r = y / (root * root)
    let growth =
      seriesBeyondOne(a, r.high) + (a - 1) / (a + 1) * r.low
    // (1 + s)/2 differs from one by y/(2 (1 + s)).
    let rest =
      Double.log(onePlus: growth)
      - .log(onePlus: -0.5 * (y / root).high)
    return (exponent + scale - DoubleDouble.log(q) - .logTwo + rest).high
  }
}

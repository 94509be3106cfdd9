internal import RealModule

/// The values of a hypergeometric table from one outwards, each relative to
/// the first.
///
/// A step takes one from each of two cells and gives it to the other two, and
/// multiplies by ab / ((c + 1) (d + 1)) and by the odds ratio.
internal struct HypergeometricWalk {
  /// The cells that shrink.
  var depleting: (Double, Double)
  /// The cells that grow.
  var growing: (Double, Double)
  /// The odds ratio, or its reciprocal downwards.
  var factor: DoubleDouble?
  /// The number of steps to the end of the support.
  var limit: Double
  /// Whether products of two cells are exact in one double.
  var isExact: Bool

  /// The sum of the values.
  ///
  /// A few hundred terms are added, each with some 100 bits, so that the
  /// rounding of the recurrence leaves no trace; where there are more, the
  /// terms are so smooth that an integral with Gregory's correction takes
  /// their place.
  func sum() -> DoubleDouble {
    if limit > Self.longest, let integral = integratedSum() {
      return DoubleDouble(integral)
    }
    var copy = self
    var term = DoubleDouble(1)
    var sum = DoubleDouble(1)
    var left = limit
    while left > 0 {
      let last = term.high
      copy.step(&term)
      sum = sum + term
      left -= 1
      // The ratio falls from term to term: what follows is less than a
      // geometric series.
      let rest = last - term.high
      if rest > 0 && term.high * term.high < sum.high * rest * 0x1p-62 {
        break
      }
    }
    return sum
  }

  /// The sums of the values, and of these times the distance and its square
  /// from the first.
  func moments() -> (DoubleDouble, DoubleDouble, DoubleDouble) {
    var copy = self
    var term = DoubleDouble(1)
    var sums = (DoubleDouble(1), DoubleDouble(0), DoubleDouble(0))
    var distance = 0.0
    while distance < limit {
      copy.step(&term)
      distance += 1
      let first = term * distance
      let second = first * distance
      sums.0 = sums.0 + term
      sums.1 = sums.1 + first
      sums.2 = sums.2 + second
      if second.high < sums.2.high * 0x1p-80 { break }
    }
    return sums
  }

  /// Moves to the next value, and multiplies by the ratio.
  @inline(__always)
  private mutating func step(_ term: inout DoubleDouble) {
    growing.0 += 1
    growing.1 += 1
    if let factor { term = term * factor }
    if isExact {
      term = term * (depleting.0 * depleting.1) / (growing.0 * growing.1)
    } else {
      term =
        term * DoubleDouble(product: depleting.0, depleting.1)
        / DoubleDouble(product: growing.0, growing.1)
    }
    depleting.0 -= 1
    depleting.1 -= 1
  }
}

extension HypergeometricWalk {
  /// The number of terms from which on they are not added one by one.
  private static var longest: Double { 800 }

  /// The sum as an integral, or `nil` where terms are few.
  private func integratedSum() -> Double? {
    let (a, b) = depleting
    let (c, d) = growing
    let curvature = 1 / a + 1 / b + 1 / c + 1 / d
    guard curvature < 84 / (Self.longest * Self.longest) else { return nil }
    let shrinking =
      DoubleDouble(product: a, b) * (factor ?? DoubleDouble(1))
    let excess = DoubleDouble(product: c, d) - shrinking
    // Not normalized next to zero.
    let log = DoubleDouble.logOnePlus(excess / shrinking)
    let slope = log.high + log.low
    let start = 84 / (slope + (slope * slope + 84 * curvature).squareRoot())
    guard start > Self.longest && slope > -curvature && start < limit else {
      return nil
    }
    let integral = tailQuadrature(
      start: start,
      exponent: { s in
        slope * s
          + (Self.growth(of: a, by: -s) + Self.growth(of: b, by: -s)
            + Self.growth(of: c, by: s) + Self.growth(of: d, by: s))
      },
      slope: { s in
        slope - .log(onePlus: -s / a) - .log(onePlus: -s / b)
          + .log(onePlus: s / c) + .log(onePlus: s / d)
      })
    return integral + gregoryCorrection()
  }

  /// log (c + u)! − log c! − u log c + u for a large c.
  private static func growth(of c: Double, by u: Double) -> Double {
    // With w = u/c and v = −w/(1 + w), (1 + w) log(1 + w) − w is a remainder
    // of the logarithm of 1 + v, without cancellation, and of Stirling's
    // error the first term is all that counts.
    let w = u / c
    let v = -w / (1 + w)
    let remainder = logOnePlusRemainder(v)
    return -(c + u) * remainder - 0.5 * (remainder + v)
      + v * (1.0 / 12) / c
  }

  /// Σ f(j) − ∫ f over j = 0, 1, … by differences of the first terms.
  ///
  /// > E. T. Whittaker and G. Robinson. *The Calculus of Observations*, 1924,
  /// > §71, Gregory's formula.
  private func gregoryCorrection() -> Double {
    var copy = self
    var differences: [Double] = [1]
    var term = DoubleDouble(1)
    for _ in 1..<gregoryCoefficients.count {
      copy.step(&term)
      differences.append(term.high)
    }
    var sum = 0.0
    for coefficient in gregoryCoefficients {
      sum += coefficient * differences[0]
      for i in 1..<Swift.max(1, differences.count) {
        differences[i - 1] = differences[i - 1] - differences[i]
      }
      differences.removeLast()
    }
    return sum
  }
}

/// The magnitudes of Gregory's coefficients from the second on.
private let gregoryCoefficients: [Double] = [
  1.0 / 2, 1.0 / 12, 1.0 / 24, 19.0 / 720, 3.0 / 160, 863.0 / 60_480,
  275.0 / 24_192, 33_953.0 / 3_628_800, 8183.0 / 1_036_800,
  3_250_433.0 / 479_001_600, 4671.0 / 788_480,
]

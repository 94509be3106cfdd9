internal import RealModule

/// The lower tail of a beta distribution at a point below its mean, or the
/// upper one seen from the other end.
internal struct BetaSide {
  var a: Double
  var b: Double
  var x: Double
  var y: Double
  /// a y − b x, which cancels near the mean and comes with more bits.
  var distance: Double

  /// Density / I, where the density is that of the logit.
  ///
  /// It is the continued fraction that is the even part of the classical one,
  /// evaluated from its end, where rounding errors are damped instead of
  /// multiplied.
  ///
  /// > A. R. DiDonato and A. H. Morris. "Algorithm 708: Significant digit
  /// > computation of the incomplete beta function ratios." *ACM TOMS* 18
  /// > (1992), 360–373, equation (9). doi:10.1145/131766.131776
  var fraction: Double {
    let total = a + b
    let count = termCount
    var m = Double(count)
    // 1 / (a + 2m + 1) serves two terms.
    var next = 1 / (a + 2 * m + 1)
    var value = 1.0
    var numerator = 0.0
    while m > 0 {
      let this = 1 / (a + 2 * m - 1)
      let late = (b - m) * x
      let denominator =
        m + m * late * this
        + (a + m) * (distance + 1 + m * (1 + y)) * next
      value = denominator + numerator / value
      // A small parameter must not be added to one first.
      let previous = m - 1
      numerator =
        ((a + previous) * this) * ((total + previous) * x * this)
        * (m * late)
      next = this
      m = previous
    }
    return a * (distance + 1) / (a + 1) + numerator / value
  }

  /// The tail over density / a for small parameters, by a series of positive
  /// terms of which only the first is not small.
  ///
  /// > NIST Digital Library of Mathematical Functions, 8.17.8.
  var series: Double {
    var term = (a + b) / (a + 1) * x
    var sum = term
    var n = 1.0
    while term > 0x1p-54 {
      term *= (a + b + n) / (a + 1 + n) * x
      sum += term
      n += 1
    }
    return 1 + sum
  }

  /// How many terms of the fraction make a difference.
  ///
  /// Next to the mean of large parameters the fraction is that of the normal
  /// tail, with numerators m s² for the standard deviation s of the total
  /// times x and denominators that grow with m; the sum of the logarithms of
  /// the ratios of successive errors is then A m^(3/2) + B m^(1/2), over s.
  /// For small b it is that of the gamma distribution, which needs a number
  /// of terms in inverse proportion to its variable. The constants are fitted
  /// to 30,000 random cases.
  private var termCount: Int {
    let spread = ((a + b) * x * y).squareRoot()
    let cubic = 1.15 + 1.55 * y
    let linear = 2 * (distance + 1)
    let bits = 36 * spread
    // The cubic equation for √m, from above: a third of the exponent is the
    // cube root to 6 %.
    var root =
      1.06
      * Double(
        bitPattern: (bits / cubic).bitPattern / 3 &+ 0x2a9f_7893_782d_a1ce)
    if linear > 0 { root = Swift.min(root, bits / linear) }
    for _ in 0..<2 {
      let square = root * root
      root =
        (2 * cubic * square * root + bits) / (3 * cubic * square + linear)
    }
    // Far from the mean the logarithms of the ratios grow less than that.
    var count = Swift.max(
      root * root + 3.7 + Swift.min(5, 0.1 * spread),
      Swift.min(14, 2 * spread))
    if b < 12 {
      let variable = a * y / x
      count = Swift.max(count, 2 + 124 / (variable + 124 / (9 + 3.2 * a)))
    }
    return Int(Swift.min(count, 2000))
  }
}

internal import RealModule

/// The upper tail of Student's t distribution as factor · exp(exponent).
package struct StudentTail: Sendable {
  /// The part of the logarithm that may be large.
  package var exponent: DoubleDouble
  /// The rest, of moderate size.
  package var factor: Double

  /// The probability of the tail.
  package var probability: Double { exponent.exponential(times: factor) }

  /// The logarithm of it.
  package var logarithm: Double { (exponent + .log(factor)).high }
}

extension StudentKernel {
  /// P(T > t) for t from 0 on.
  package func upperTail(at t: DoubleDouble) -> StudentTail {
    let point = StudentPoint(t, nu)
    let n = nu - 0.5
    let u = point.logarithm.high
    if n >= 19.5 && u < 1 { return normalTail(point) }
    if point.w * nu < 0.8 && point.w < 0.4 { return centralTail(point) }
    let a = 0.5 * nu
    let s = point.s
    return StudentTail(
      exponent: point.logarithm * -a,
      factor: halfStep * series(a, s, point.y) / (1 + s))
  }

  /// Γ(a + ½) / (Γ(a + 1) √π).
  internal var halfStep: Double {
    1 / (.pi * squaredGammaHalfStep(0.5 * nu).high).squareRoot()
  }

  /// F(1, 1 − a; 1 + a; −r) with r = (1 − s) / (1 + s), the factor of
  /// yᵃ / (1 + s) in the tail.
  ///
  /// A quadratic transformation of the series in y, F(a, ½; a + 1; y): where
  /// that needs fifty terms, this one needs twenty. It ends for even degrees
  /// of freedom.
  ///
  /// > NIST Digital Library of Mathematical Functions, 8.17.7 for the series
  /// > in y, and 15.8(iii) for quadratic transformations.
  internal func series(_ a: Double, _ s: Double, _ y: Double) -> Double {
    1 + seriesBeyondOne(a, y / ((1 + s) * (1 + s)))
  }

  /// The series without its first term, which is one, so that the roundings
  /// of the sum are those of a smaller number.
  internal func seriesBeyondOne(_ a: Double, _ r: Double) -> Double {
    var sum = 0.0
    var term = 1.0
    var upper = a - 1
    var lower = a + 1
    repeat {
      term *= upper / lower * r
      sum += term
      upper -= 1
      lower += 1
    } while term.magnitude > 0x1p-57
    return sum
  }

  /// The tail next to the centre, 1/2 less a series in 1 − y.
  private func centralTail(_ point: StudentPoint) -> StudentTail {
    StudentTail(
      exponent: DoubleDouble(0), factor: 0.5 - centralProbability(point))
  }

  /// P(0 < T < t) = a s · halfStep · F(½, 1 − a; 3/2; s²).
  internal func centralProbability(_ point: StudentPoint) -> Double {
    let a = 0.5 * nu
    let w = point.w
    let x = w / (1 + w)
    // What the series exceeds its first term by, which is one.
    var sum = 0.0
    var term = 1.0
    var k = 0.0
    repeat {
      k += 1
      term *= (k - a) / k * x
      sum += term / (2 * k + 1)
    } while term.magnitude > 0x1p-57
    // a s · halfStep under one root, which halves the errors.
    let square = a * a * w / ((1 + w) * (.pi * squaredGammaHalfStep(a).high))
    let root = square.squareRoot()
    return root + root * sum
  }
}

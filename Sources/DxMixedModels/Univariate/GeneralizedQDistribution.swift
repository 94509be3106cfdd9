internal import DxOptimization
internal import RealModule

/// The distribution of Q = yᵀ P y with a projection P of fixed weights A,
/// under a variance between studies.
///
/// Q is a sum of independent χ² variates with one degree of freedom, times the
/// eigenvalues of P Σ with Σ = diag(vᵢ + τ²). They are not needed: the Laplace
/// transform of Q is
/// ```
/// L(s) = |I + 2 s P Σ|^−½
///      = (Π (1 + 2 s σᵢ aᵢ) · |Zᵀ A (I + 2 s Σ A)⁻¹ Z| / |Zᵀ A Z|)^−½
/// ```
/// by the determinant lemma, which costs O(*k q*²). All its singularities are
/// on the negative real axis. The Bromwich integral of L(s)/s, which is the
/// distribution function, is taken along a parabola about that axis, by the
/// trapezoidal rule, as Weideman and Trefethen do. Their parabola does not
/// suit the strong singularities of many studies; this one runs through the
/// saddle point of L(s) e^(sQ)/s and has the curvature that the path of
/// steepest descent of L(s) has there, both without the second determinant. The
/// error of the rule is squared, or nearly so, when its step is halved, which
/// is done until it is known to be below the rounding errors.
///
/// > J. A. C. Weideman, L. N. Trefethen. Parabolic and hyperbolic contours for
/// > computing the Bromwich integral. *Math Comp* 76 (2007) 1341–1356.
/// > doi:10.1090/S0025-5718-07-01945-X
internal struct GeneralizedQDistribution {
  private let problem: UnivariateProblem
  private let weights: StudyValues
  /// The Q of the studies.
  let statistic: Double

  init(_ problem: UnivariateProblem, _ weights: StudyValues) {
    self.problem = problem
    self.weights = weights
    statistic =
      StudyProjection(problem.design, weights).project(problem.effects).squares
  }

  /// A parabola s = c + iy − b y², y = w u, with the step of u in the order of
  /// one.
  private struct Contour {
    var center: Double
    var width: Double
    var bend: Double
  }

  /// The step at which halving ends in any case.
  private static let leastStep = 0x1p-7
  /// The change on halving the step after which the error, which is
  /// nearly its square, is below the rounding error.
  private static let sufficientChange = 1e-12
  /// Where the integrand, relative to the middle, is as good as zero: 2⁻⁶⁰.
  private static let negligible = 0x1p-60
  /// Where the path ends in any case.
  private static let farthestNode = 200.0

  /// The probabilities of a Q no larger, and no smaller, than that of the
  /// studies.
  ///
  /// The one on the side of the mean where Q lies is computed: the upper one
  /// from a path that leaves the pole at zero on its right, with the sign
  /// reversed.
  func tails(at variance: Double) -> (lower: Double, upper: Double) {
    guard statistic > 0 else { return (0, 1) }
    let contour = contour(at: variance)
    let value = Swift.min(Swift.max(integral(contour, variance), 0), 1)
    return contour.center < 0 ? (1 - value, value) : (value, 1 - value)
  }

  private func integral(_ contour: Contour, _ variance: Double) -> Double {
    let middle = integrand(0, contour, variance).value
    // The probability is no larger in order than the integrand at its saddle.
    guard middle > .leastNormalMagnitude else { return 0 }
    // The nodes of one step: all, or those between the nodes of twice of it.
    func sum(_ step: Double, by stride: Double) -> Double {
      var sum = 0.0
      var node = 1.0
      while node * step < Self.farthestNode {
        let term = integrand(node * step, contour, variance)
        sum += term.value
        if term.size < Self.negligible * middle { break }
        node += stride
      }
      return sum
    }
    var step = 0.5
    var total = 0.5 * middle + sum(step, by: 1)
    var value = step * total
    while step > Self.leastStep {
      step *= 0.5
      total += sum(step, by: 2)
      let change = step * total - value
      value = step * total
      if change.magnitude < Self.sufficientChange * value { break }
    }
    return value
  }

  /// The integrand of u, and its absolute value.
  private func integrand(
    _ u: Double, _ contour: Contour, _ variance: Double
  ) -> (value: Double, size: Double) {
    let y = contour.width * u
    let s = ComplexPair(contour.center - contour.bend * y * y, y)
    // ds/(2πi) = (1 + 2iby) dy/(2π), twice for the other half of the path.
    let slope = ComplexPair(1, 2 * contour.bend * y)
    let exponent =
      logTransform(s, variance) + s * statistic - s.logarithm
      + slope.logarithm
    let size = contour.width / .pi * Double.exp(exponent.real)
    let sign = contour.center < 0 ? -1.0 : 1
    return (sign * size * .cos(exponent.imaginary), size)
  }

  /// The path through a saddle point of the simplified integrand.
  ///
  /// It is that of −m/(2k) Σ log(1 + 2sσᵢaᵢ) + sQ − log |s|: the one on the
  /// right of the pole if Q is below its mean, and the one between the pole and
  /// the first singularity if it is above. The singularities of L(s) are no
  /// nearer, as no eigenvalue of P Σ exceeds the greatest σᵢaᵢ.
  private func contour(at variance: Double) -> Contour {
    let scales = StudyValues.combine(weights, problem.variances) {
      2 * $0 * ($1 + variance)
    }
    let m = Double(problem.degreesOfFreedom)
    let share = 0.5 * m / Double(problem.studyCount)
    func slope(_ s: Double) -> Double {
      statistic - share * scales.sum { $0 / (1 + s * $0) }
    }
    let isUpper = slope(0) > 0
    let greatest = Swift.max(
      scales.rest.max() ?? 0, scales.pivots.max() ?? 0)
    // On the right, the derivative is negative at 1/Q and positive at
    // (1 + m/2)/Q.
    var low = isUpper ? -1 / greatest : 1 / statistic
    var high = isUpper ? 0 : (1 + 0.5 * m) / statistic
    // A thousandth of the bracket, or of the value, is more than it needs.
    for _ in 0..<30
    where high - low > 0.001 * Swift.min(low.magnitude, high.magnitude) {
      let middle = 0.5 * (low + high)
      if slope(middle) - 1 / middle < 0 { low = middle } else { high = middle }
    }
    let center = isUpper ? high : low
    // Both without the pole, which would bend the path too close to zero.
    var (second, third) = (0.0, 0.0)
    for value in scales.rest + scales.pivots {
      let ratio = value / (1 + center * value)
      second += share * ratio * ratio
      third += 2 * share * ratio * ratio * ratio
    }
    return Contour(
      center: center,
      width: 1 / (second + 1 / (center * center)).squareRoot(),
      bend: third / (6 * second))
  }

  /// The τ² ≥ 0 at which the lower or the upper tail has a probability; `nil`
  /// if there is none because, at zero, the lower one is below it or the upper
  /// one above it.
  ///
  /// The lower tail decreases as τ² grows, to zero.
  func variance(whereUpperTail isUpper: Bool, is probability: Double)
    -> Double?
  {
    func excess(_ variance: Double) -> Double {
      let tails = tails(at: variance)
      return isUpper
        ? probability - tails.upper : tails.lower - probability
    }
    guard excess(0) >= 0 else { return nil }
    var upper = problem.greatestVariance
    while upper < 0x1p900, excess(upper) > 0 { upper *= 4 }
    var finder = RootFinder()
    finder.tolerance = 0x1p-55 * problem.leastVariance
    let root = try? finder.findRoot(in: 0...upper, of: excess)
    return root?.argument
  }

  /// log L(s) for an s with an imaginary part that is not negative.
  ///
  /// Each logarithm is the principal one: a factor 1 + 2sσa has a positive
  /// imaginary part, and a pivot of the complex Cholesky factorisation a
  /// negative one, since that of each block of Zᵀ A (I + 2sΣA)⁻¹ Z is negative
  /// definite. So no branch is crossed.
  private func logTransform(
    _ s: ComplexPair, _ variance: Double
  ) -> ComplexPair {
    let q = problem.coefficientCount
    let rows = problem.design.rows
    let double = s * 2
    var sum = ComplexPair(0, 0)
    var matrix = Array(repeating: ComplexPair(0, 0), count: q * q)
    var real = Array(repeating: ComplexPair(0, 0), count: q * q)
    for index in weights.rest.indices {
      let a = weights.rest[index]
      let factor =
        double * (a * (problem.variances.rest[index] + variance))
        + ComplexPair(1, 0)
      sum = sum + factor.logarithm
      let weight = ComplexPair(a, 0) / factor
      for i in 0..<q {
        let z = rows[index * q + i]
        for j in 0...i {
          let product = z * rows[index * q + j]
          matrix[i * q + j] = matrix[i * q + j] + weight * product
          real[i * q + j].real += a * product
        }
      }
    }
    for i in 0..<q {
      let a = weights.pivots[i]
      let factor =
        double * (a * (problem.variances.pivots[i] + variance))
        + ComplexPair(1, 0)
      sum = sum + factor.logarithm
      matrix[i * q + i] = matrix[i * q + i] + ComplexPair(a, 0) / factor
      real[i * q + i].real += a
    }
    sum = sum + logDeterminant(&matrix, q) - logDeterminant(&real, q)
    return sum * -0.5
  }

  /// The sum of the logarithms of the pivots of a symmetric matrix, of which
  /// the lower triangle is read.
  private func logDeterminant(
    _ matrix: inout [ComplexPair], _ q: Int
  ) -> ComplexPair {
    var sum = ComplexPair(0, 0)
    for j in 0..<q {
      let pivot = matrix[j * q + j]
      sum = sum + pivot.logarithm
      for i in (j + 1)..<Swift.max(q, j + 1) {
        let factor = matrix[i * q + j] / pivot
        for l in (j + 1)...i {
          matrix[i * q + l] =
            matrix[i * q + l] - factor * matrix[l * q + j]
        }
      }
    }
    return sum
  }
}

/// A complex number, as far as the transform needs it.
private struct ComplexPair {
  var real: Double
  var imaginary: Double

  init(_ real: Double, _ imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The principal logarithm.
  var logarithm: ComplexPair {
    let size = Swift.max(real.magnitude, imaginary.magnitude)
    let (x, y) = (real / size, imaginary / size)
    return ComplexPair(
      .log(size) + 0.5 * .log(x * x + y * y),
      .atan2(y: imaginary, x: real))
  }

  static func + (x: Self, y: Self) -> Self {
    Self(x.real + y.real, x.imaginary + y.imaginary)
  }

  static func - (x: Self, y: Self) -> Self {
    Self(x.real - y.real, x.imaginary - y.imaginary)
  }

  static func * (x: Self, y: Double) -> Self {
    Self(x.real * y, x.imaginary * y)
  }

  static func * (x: Self, y: Self) -> Self {
    Self(
      x.real * y.real - x.imaginary * y.imaginary,
      x.real * y.imaginary + x.imaginary * y.real)
  }

  static func / (x: Self, y: Self) -> Self {
    // Divided by its size first, so that no square overflows.
    let size = Swift.max(y.real.magnitude, y.imaginary.magnitude)
    let (c, d) = (y.real / size, y.imaginary / size)
    let norm = (c * c + d * d) * size
    return Self(
      (x.real * c + x.imaginary * d) / norm,
      (x.imaginary * c - x.real * d) / norm)
  }
}

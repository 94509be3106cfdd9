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
/// on the negative real axis, so that the Bromwich integral of L(s)/s, which
/// is the distribution function, is taken along a parabola about it, with the
/// trapezoidal rule and the parameters of Weideman and Trefethen. Their error
/// is of the order of e^(−2πN/3) for N nodes, against rounding errors that
/// grow as e^(πN/12).
///
/// > J. A. C. Weideman, L. N. Trefethen. Parabolic and hyperbolic contours for
/// > computing the Bromwich integral. *Math Comp* 76 (2007) 1341–1356.
/// > doi:10.1090/S0025-5718-07-01945-X
internal struct GeneralizedQDistribution {
  private let problem: UnivariateProblem
  private let weights: StudyValues
  /// The Q of the studies.
  let statistic: Double

  /// The nodes on either side: e^(−2π 17/3) is below the rounding error.
  private static let nodeCount = 17

  init(_ problem: UnivariateProblem, _ weights: StudyValues) {
    self.problem = problem
    self.weights = weights
    statistic =
      StudyProjection(problem.design, weights).project(problem.effects).squares
  }

  /// The probability of a Q no larger than that of the studies.
  func probability(at variance: Double) -> Double {
    guard statistic > 0 else { return 0 }
    let n = Double(Self.nodeCount)
    let h = 3 / n
    let mu = .pi * n / (12 * statistic)
    var sum = 0.0
    for node in 0...Self.nodeCount {
      let u = h * Double(node)
      // s = μ (1 + iu)², and ds = 2iμ (1 + iu) du.
      let root = ComplexPair(1, u)
      let s = root * root * mu
      let exponent =
        logTransform(s, variance) + s * statistic - root.logarithm
      // L(s)/s ds/(2πi) = L(s) e^{sQ} / (π (1 + iu)) du.
      let value = Double.exp(exponent.real) * .cos(exponent.imaginary)
      sum += node == 0 ? 0.5 * value : value
    }
    return Swift.min(Swift.max(2 * h * sum / .pi, 0), 1)
  }

  /// The τ² ≥ 0 at which a decreasing function of the probability is zero;
  /// `nil` if it is negative at zero already.
  ///
  /// - Parameter function: A function of ``probability(at:)``, positive below
  ///   the root and negative above it, or the other way around.
  func varianceWhere(_ function: (Double) -> Double) -> Double? {
    // The probability decreases as τ² grows, from P(0) to zero.
    let atZero = function(probability(at: 0))
    let isIncreasing = function(1) > function(0)
    guard isIncreasing ? atZero >= 0 : atZero <= 0 else { return nil }
    var upper = problem.greatestVariance
    while upper < 0x1p900 {
      let value = function(probability(at: upper))
      if isIncreasing ? value < 0 : value > 0 { break }
      upper *= 4
    }
    var finder = RootFinder()
    finder.tolerance = 0x1p-55 * problem.leastVariance
    let root = try? finder.findRoot(in: 0...upper) {
      function(probability(at: $0))
    }
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

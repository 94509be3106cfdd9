internal import RealModule

extension ChiBarSquaredDistribution {
  /// Creates the null distribution of the likelihood-ratio statistic of
  /// Ψ = 0 against a positive-semidefinite covariance matrix Ψ of order two.
  ///
  /// Near Ψ = 0 the estimate is the projection of a normal variable with
  /// covariance I⁻¹ onto the cone of positive-semidefinite matrices, in the
  /// metric of the information I of (ψ₁₁, ψ₂₁, ψ₂₂). The last and the first
  /// weight are the solid angles of the cone and of its polar cone over 4π.
  /// With an information of diag(a, 2√(ac), c) the cone is a right circular
  /// one, and the weights are 0.146, 0.354, 0.354 and 0.146.
  ///
  /// The information has to be that of Ψ alone: where there are other
  /// parameters it is the inverse of their joint covariance's block.
  ///
  /// Accuracy: measured maximum error 2e−16 in a weight, and 1e−14 where the
  /// ratio r = I₂₂/√(I₁₁ I₃₃) is 1e−8 or 1e8. Beyond that the integration stops
  /// early, with the weights within 2e−6 of their limits and of the truth.
  ///
  /// > A. Shapiro. "Asymptotic distribution of test statistics in the analysis
  /// > of moment structures under inequality constraints." *Biometrika* 72
  /// > (1985), 133–144. doi:10.1093/biomet/72.1.133
  ///
  /// - Parameter information: The rows of the Fisher information of ψ₁₁, ψ₂₁
  ///   and ψ₂₂ at Ψ = 0, in this order; only the lower triangle is read.
  /// - Precondition: There are three rows and three columns.
  /// - Throws: ``ParameterError`` unless the information is finite and
  ///   positive definite; a pivot that is not positive is named.
  /// - Complexity: From 64 evaluations of two quadratic forms to 2²⁰, in
  ///   proportion to √r or 1/√r.
  public init(
    positiveSemidefiniteConeWithInformation information: [[Double]]
  ) throws(ParameterError) {
    precondition(
      information.count == 3 && information.allSatisfy { $0.count == 3 },
      "The information of three parameters has no rows of "
        + "\(information.map(\.count)) entries")
    let boundary = try ConeBoundary(information: information)
    let (length, polarLength) = boundary.lengths()
    // A convex curve on the sphere and its polar one: the length of either is
    // 2π less the solid angle of the other (the theorem of Gauss and Bonnet).
    let w1 = Swift.min(0.5, 0.25 * polarLength)
    let w2 = Swift.min(0.5, 0.25 * length)
    try self.init(weights: [0.5 - w2, w1, w2, 0.5 - w1])
  }
}

/// The boundary ψ(t) = (cos² t, cos t sin t, sin² t) of the cone of
/// positive-semidefinite matrices, and ν(t) = (sin² t, −2 cos t sin t, cos² t)
/// of its dual cone, for t in [0, π].
///
/// With I = L Lᵀ the cone is spanned by u = Lᵀψ. From ψ × ψ′ = ν follows
/// |u × u′| = √(νᵀ adj(I) ν), and for the dual cone, of L⁻¹ν, from ν × ν′ = 2ψ
/// |L⁻¹ν × L⁻¹ν′| = 2 √(ψᵀ I ψ / det I).
private struct ConeBoundary {
  /// The entries 11, 21, 22, 31, 32 and 33 of the scaled information.
  private let metric: SymmetricForm
  private let adjugate: SymmetricForm
  private let determinant: Double

  init(information rows: [[Double]]) throws(ParameterError) {
    for i in 0..<3 {
      for j in 0...i {
        try requireFinite(rows[i][j], "information[\(i)][\(j)]")
      }
      try requirePositive(rows[i][i], "information[\(i)][\(i)]")
    }
    // The cone stays the same when both effects are scaled; so scaled that
    // the first and the last entry are 1, the curve has no needless haste.
    let a = rows[0][0].squareRoot()
    let b = rows[2][2].squareRoot()
    let ab = (a * b).squareRoot()
    let m = SymmetricForm(
      xx: 1, yx: rows[1][0] / a / ab, yy: rows[1][1] / a / b,
      zx: rows[2][0] / a / b, zy: rows[2][1] / b / ab, zz: 1)
    let pivot = m.yy - m.yx * m.yx
    try requirePositive(pivot, "pivot 2 of information")
    let remainder = m.zy - m.yx * m.zx
    let last = (1 - m.zx * m.zx) - remainder * remainder / pivot
    try requirePositive(last, "pivot 3 of information")
    metric = m
    determinant = pivot * last
    adjugate = SymmetricForm(
      xx: m.yy - m.zy * m.zy, yx: m.zx * m.zy - m.yx, yy: 1 - m.zx * m.zx,
      zx: m.yx * m.zy - m.yy * m.zx, zy: m.yx * m.zx - m.zy, zz: pivot)
  }

  /// The lengths over π of the curves in which the cone and its dual cone
  /// meet the unit sphere.
  ///
  /// The trapezoid rule converges geometrically for a periodic analytic
  /// function: twice as many nodes square the error, so that the rule before
  /// the last need only be right to half the digits.
  func lengths() -> (cone: Double, dual: Double) {
    var count = 32
    var (cone, dual) = means(count: count, offset: 0)
    while count < 1 << 20 {
      let between = means(count: count, offset: 0.5)
      let change = Swift.max(
        (between.cone - cone).magnitude, (between.dual - dual).magnitude)
      cone = 0.5 * (cone + between.cone)
      dual = 0.5 * (dual + between.dual)
      count *= 2
      if change < 1e-10 { break }
    }
    return (cone, dual)
  }

  /// The means of the two speeds |u × u′| / |u|² over equidistant t.
  private func means(
    count: Int, offset: Double
  ) -> (cone: Double, dual: Double) {
    var cone = 0.0
    var dual = 0.0
    for k in 0..<count {
      let t = .pi * (Double(k) + offset) / Double(count)
      let c = Double.cos(t)
      let s = Double.sin(t)
      let square = metric.value(c * c, c * s, s * s)
      let dualSquare = adjugate.value(s * s, -2 * c * s, c * c)
      cone += dualSquare.squareRoot() / square
      dual += square.squareRoot() / dualSquare
    }
    let n = Double(count)
    return (cone / n, 2 * determinant.squareRoot() * dual / n)
  }
}

/// A quadratic form in three variables.
private struct SymmetricForm {
  var xx, yx, yy, zx, zy, zz: Double

  func value(_ x: Double, _ y: Double, _ z: Double) -> Double {
    x * (xx * x + 2 * yx * y) + y * (yy * y + 2 * zy * z)
      + z * (zz * z + 2 * zx * x)
  }
}

internal import DxLinearAlgebra
internal import RealModule

/// The totals of the running sums, as matrices.
///
/// `squares` are the sums of W Eⱼ W, and `moments` those of W Eⱼ u, for the
/// three derivatives Eⱼ of Ψ.
private struct Totals {
  var information: SymmetricMatrix2x2
  var score: SIMD2<Double>
  var quadraticForm: Double
  var logDeterminant: Double
  var squares: (SymmetricMatrix2x2, SymmetricMatrix2x2, SymmetricMatrix2x2)
  var moments: (SIMD2<Double>, SIMD2<Double>, SIMD2<Double>)

  @inline(__always)
  init(_ w: WeightSums, _ s: SquareSums, unreportedExponent: Int) {
    let q = w.q.sum()
    information = SymmetricMatrix2x2(w.p.sum(), q, w.r.sum())
    score = SIMD2(w.u1.sum(), w.u2.sum())
    quadraticForm = w.quadraticForm.sum()
    // Each normalisation left one bias of 1023 in the exponent of each lane.
    let biased = w.biasedExponents
    let exponent =
      Int(truncatingIfNeeded: biased.x &+ biased.y)
      &- 2046 &* Int(truncatingIfNeeded: w.blockCount)
      &- unreportedExponent
    logDeterminant =
      .log(w.mantissa.x * w.mantissa.y)
      + Double(exponent) * 0.693147180559945309417
    let pq = s.pq.sum()
    let qq = s.qq.sum()
    let qr = s.qr.sum()
    // det W = p r − q² = 1 / det Σ.
    let pr = qq + w.inverseDeterminant.sum()
    squares = (
      SymmetricMatrix2x2(s.pp.sum(), pq, qq),
      SymmetricMatrix2x2(2 * pq, pr + qq, 2 * qr),
      SymmetricMatrix2x2(qq, qr, s.rr.sum())
    )
    let qu1 = s.qu1.sum()
    let qu2 = s.qu2.sum()
    moments = (
      SIMD2(s.pu1.sum(), qu1),
      SIMD2(s.pu2.sum() + qu1, qu2 + s.ru1.sum()),
      SIMD2(qu2, s.ru2.sum())
    )
  }

  /// The sum of u uᵀ at the mean shifted by `shift`, from that at the old
  /// mean, as its derivative form (½ u₁², u₁ u₂, ½ u₂²).
  @inline(__always)
  func gradientForm(_ c: CurvatureSums, shiftedBy shift: SIMD2<Double>)
    -> SIMD3<Double>
  {
    // Each component is ½ Σ uᵀ Eⱼ u, and u(μ̂) = u − W d.
    let old = SIMD3(
      c.u1u1.sum() / 2, c.u1u2.sum(), c.u2u2.sum() / 2)
    let linear = SIMD3(
      (moments.0 * shift).sum(), (moments.1 * shift).sum(),
      (moments.2 * shift).sum())
    let quadratic = SIMD3(
      squares.0.quadraticForm(shift), squares.1.quadraticForm(shift),
      squares.2.quadraticForm(shift))
    return old - linear + 0.5 * quadratic
  }
}

extension ProfiledExpansion {
  /// Assembles the expansion from the sums of one pass.
  ///
  /// With V = (Σ Wᵢ)⁻¹, d = V Σ uᵢ, Aⱼ = Σ W Eⱼ W and mⱼ = Σ W Eⱼ u(μ̂):
  /// ```
  /// gⱼ  = ½ Σ u(μ̂)ᵀ Eⱼ u(μ̂) − ½ Σ tr(W Eⱼ)           + ½ tr(V Aⱼ)
  /// hⱼₖ = ½ Σ tr(W Eⱼ W Eₖ) − Σ tr(Eⱼ W Eₖ K) + mⱼᵀ V mₖ + ½ tr(V Aⱼ V Aₖ)
  /// ```
  /// in which the last terms, and that in K, are the restricted likelihood's.
  ///
  /// > R. I. Jennrich, M. D. Schluchter. Unbalanced repeated-measures models
  /// > with structured covariance matrices. *Biometrics* 42:805–820, 1986.
  /// > doi:10.2307/2530695
  @inline(__always)
  init(
    _ likelihood: NormalLikelihood, about point: ExpansionPoint,
    _ weights: WeightSums, _ sums: SquareSums, _ curvature: CurvatureSums,
    unreportedExponent: Int
  ) {
    let totals = Totals(weights, sums, unreportedExponent: unreportedExponent)
    let determinant = totals.information.determinant
    let v = totals.information.inverse
    let shift = v * totals.score
    means = point.means + shift
    meanCovariance = v
    var deviance =
      totals.logDeterminant + totals.quadraticForm
      - (shift * totals.score).sum()

    let (a1, a2, a3) = totals.squares
    let m1 = totals.moments.0 - a1 * shift
    let m2 = totals.moments.1 - a2 * shift
    let m3 = totals.moments.2 - a3 * shift
    firstMeanInformation = SIMD3(m1.x, m2.x, m3.x)
    secondMeanInformation = SIMD3(m1.y, m2.y, m3.y)

    gradient =
      totals.gradientForm(curvature, shiftedBy: shift)
      - SIMD3(
        totals.information.m11 / 2, totals.information.m21,
        totals.information.m22 / 2)
    // ½ Σ tr(W Eⱼ W Eₖ) in terms of the entries of the Aⱼ.
    let vm1 = v * m1
    let vm2 = v * m2
    let vm3 = v * m3
    hessian = SymmetricMatrix3x3(
      a1.m11 / 2 - curvature.h11.sum() + (m1 * vm1).sum(),
      a1.m21 - curvature.h21.sum() + (m1 * vm2).sum(),
      a1.m22 / 2 - curvature.h31.sum() + (m1 * vm3).sum(),
      a2.m21 - curvature.h22.sum() + (m2 * vm2).sum(),
      a3.m21 - curvature.h32.sum() + (m2 * vm3).sum(),
      a3.m22 / 2 - curvature.h33.sum() + (m3 * vm3).sum())
    if likelihood == .restricted {
      deviance += .log(determinant)
      addRestriction(v, a1, a2, a3)
    }
    kernelLogLikelihood = -0.5 * deviance
  }

  /// Adds the derivatives of −½ log|Σ Wᵢ| that are not in the sums.
  @inline(__always)
  private mutating func addRestriction(
    _ v: SymmetricMatrix2x2, _ a1: SymmetricMatrix2x2,
    _ a2: SymmetricMatrix2x2, _ a3: SymmetricMatrix2x2
  ) {
    let x1 = MatrixProduct(v, a1)
    let x2 = MatrixProduct(v, a2)
    let x3 = MatrixProduct(v, a3)
    gradient += 0.5 * SIMD3(x1.trace, x2.trace, x3.trace)
    hessian.m11 += x1.traceOfProduct(with: x1) / 2
    hessian.m21 += x1.traceOfProduct(with: x2) / 2
    hessian.m31 += x1.traceOfProduct(with: x3) / 2
    hessian.m22 += x2.traceOfProduct(with: x2) / 2
    hessian.m32 += x2.traceOfProduct(with: x3) / 2
    hessian.m33 += x3.traceOfProduct(with: x3) / 2
  }
}

/// The product, not symmetric, of two symmetric matrices of order two.
private struct MatrixProduct {
  var x11: Double, x12: Double, x21: Double, x22: Double

  @inline(__always)
  init(_ v: SymmetricMatrix2x2, _ a: SymmetricMatrix2x2) {
    x11 = v.m11 * a.m11 + v.m21 * a.m21
    x12 = v.m11 * a.m21 + v.m21 * a.m22
    x21 = v.m21 * a.m11 + v.m22 * a.m21
    x22 = v.m21 * a.m21 + v.m22 * a.m22
  }

  @inline(__always)
  var trace: Double { x11 + x22 }

  @inline(__always)
  func traceOfProduct(with other: Self) -> Double {
    x11 * other.x11 + x12 * other.x21 + x21 * other.x12 + x22 * other.x22
  }
}

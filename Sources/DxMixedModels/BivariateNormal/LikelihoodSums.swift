internal import DxLinearAlgebra

// The running sums of one pass over the studies.
//
// For study i let
//
//   Σᵢ = Sᵢ + Ψ,   Wᵢ = Σᵢ⁻¹ = ⎡p q⎤,   r = y − μ̃,   u = Wᵢ r
//                              ⎣q r⎦
//
// where μ̃ is a mean near the generalised least-squares mean μ̂ (the one of
// the previous iteration). The 27 sums below give the profiled
// log-likelihood and its gradient at μ̂ itself, without a second pass, because
// u(μ̂) = u − Wᵢ (μ̂ − μ̃) is linear in what is already summed; the Hessian is
// exact up to terms of first order in μ̂ − μ̃ and in V − Ṽ, which vanish at the
// maximum, so Newton's method stays superlinear.
//
// They are taken in three stages over blocks of studies, since all 27 do not
// fit in the registers of a baseline x86-64 or the stages would spill.

internal typealias Pair = SIMD2<Double>

/// What a stage hands to the next, for one vector of studies.
internal struct StudyTerms {
  var p: Pair, q: Pair, r: Pair, u1: Pair, u2: Pair
  /// The matrix K of the second derivatives, under the restricted likelihood.
  var k11 = Pair.zero, k21 = Pair.zero, k22 = Pair.zero
}

/// Sums that are linear in the weights, and the determinants.
internal struct WeightSums {
  var p = Pair.zero, q = Pair.zero, r = Pair.zero
  var inverseDeterminant = Pair.zero
  var u1 = Pair.zero, u2 = Pair.zero
  var quadraticForm = Pair.zero
  /// The product of the determinants, its exponent taken off after each
  /// block so that it neither overflows nor underflows.
  var mantissa = Pair(repeating: 1)
  /// The exponents taken off, each with the bias of the format.
  var biasedExponents = SIMD2<UInt64>.zero
  var blockCount: UInt64 = 0

  /// Moves the exponents of the running products to their own sum.
  @inline(__always)
  mutating func normalize() {
    let bits = unsafe unsafeBitCast(mantissa, to: SIMD2<UInt64>.self)
    biasedExponents &+= bits &>> 52
    let significand = bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000
    mantissa = unsafe unsafeBitCast(significand, to: Pair.self)
    blockCount &+= 1
  }
}

/// Sums of products of two weights, and of a weight and a residual.
internal struct SquareSums {
  var pp = Pair.zero, pq = Pair.zero, qq = Pair.zero, qr = Pair.zero
  var rr = Pair.zero
  var pu1 = Pair.zero, qu1 = Pair.zero, ru1 = Pair.zero
  var pu2 = Pair.zero, qu2 = Pair.zero, ru2 = Pair.zero

  @inline(__always)
  mutating func add(_ t: StudyTerms) {
    pp += t.p * t.p
    pq += t.p * t.q
    qq += t.q * t.q
    qr += t.q * t.r
    rr += t.r * t.r
    pu1 += t.p * t.u1
    qu1 += t.q * t.u1
    ru1 += t.r * t.u1
    pu2 += t.p * t.u2
    qu2 += t.q * t.u2
    ru2 += t.r * t.u2
  }
}

/// Sums for the second derivatives.
///
/// With `K = u uᵀ` (plus `W Ṽ W` under REML), the sums `hᵢⱼ` are
/// `tr(Eᵢ W Eⱼ K)`, where Eᵢ is the derivative of Ψ by its i-th parameter.
internal struct CurvatureSums {
  var u1u1 = Pair.zero, u1u2 = Pair.zero, u2u2 = Pair.zero
  var h11 = Pair.zero, h21 = Pair.zero, h31 = Pair.zero
  var h22 = Pair.zero, h32 = Pair.zero, h33 = Pair.zero

  /// Adds the terms of the likelihood.
  @inline(__always)
  mutating func add(_ t: StudyTerms) {
    let k11 = t.u1 * t.u1
    let k21 = t.u1 * t.u2
    let k22 = t.u2 * t.u2
    addResiduals(k11, k21, k22)
    addCurvature(t, k11, k21, k22)
  }

  /// Adds the squares of the residuals, and prepares K for
  /// ``addRestricted(_:)``: what both need at once is more than the registers
  /// hold.
  @inline(__always)
  mutating func addResiduals(_ t: inout StudyTerms, _ v: Restriction) {
    let k11 = t.u1 * t.u1
    let k21 = t.u1 * t.u2
    let k22 = t.u2 * t.u2
    addResiduals(k11, k21, k22)
    let pv1 = t.p * v.v11 + t.q * v.v21
    let pv2 = t.p * v.v21 + t.q * v.v22
    t.k11 = k11 + (pv1 * t.p + pv2 * t.q)
    t.k21 = k21 + (pv1 * t.q + pv2 * t.r)
    let rv1 = t.q * v.v11 + t.r * v.v21
    let rv2 = t.q * v.v21 + t.r * v.v22
    t.k22 = k22 + (rv1 * t.q + rv2 * t.r)
  }

  /// Adds the other terms of the restricted likelihood.
  @inline(__always)
  mutating func addRestricted(_ t: StudyTerms) {
    addCurvature(t, t.k11, t.k21, t.k22)
  }

  @inline(__always)
  private mutating func addResiduals(_ k11: Pair, _ k21: Pair, _ k22: Pair) {
    u1u1 += k11
    u1u2 += k21
    u2u2 += k22
  }

  @inline(__always)
  private mutating func addCurvature(
    _ t: StudyTerms, _ k11: Pair, _ k21: Pair, _ k22: Pair
  ) {
    let qk21 = t.q * k21
    h11 += t.p * k11
    h21 += t.p * k21 + t.q * k11
    h31 += qk21
    h22 += t.p * k22 + t.r * k11 + (qk21 + qk21)
    h32 += t.q * k22 + t.r * k21
    h33 += t.r * k22
  }
}

/// The covariance Ṽ of the means in each lane.
internal struct Restriction {
  var v11: Pair, v21: Pair, v22: Pair

  @inline(__always)
  init(_ v: SymmetricMatrix2x2) {
    v11 = Pair(repeating: v.m11)
    v21 = Pair(repeating: v.m21)
    v22 = Pair(repeating: v.m22)
  }
}

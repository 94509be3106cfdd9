/// The log-likelihood of two studies and its derivatives.
///
/// The parameters are the prior means m₁ and m₂ of the two logits and three
/// numbers c₁, c₂, c₃ that make up the covariance of the random effects:
/// either the entries l₁₁, l₂₁, l₂₂ of its factor, or ψ₁₁, ψ₂₁, ψ₂₂.
internal struct CountDerivatives {
  var value = Pair.zero
  var m1 = Pair.zero
  var m2 = Pair.zero
  var c1 = Pair.zero
  var c2 = Pair.zero
  var c3 = Pair.zero
  var m1m1 = Pair.zero
  var m2m1 = Pair.zero
  var m2m2 = Pair.zero
  var c1m1 = Pair.zero
  var c1m2 = Pair.zero
  var c2m1 = Pair.zero
  var c2m2 = Pair.zero
  var c3m1 = Pair.zero
  var c3m2 = Pair.zero
  var c1c1 = Pair.zero
  var c2c1 = Pair.zero
  var c3c1 = Pair.zero
  var c2c2 = Pair.zero
  var c3c2 = Pair.zero
  var c3c3 = Pair.zero

  @inline(__always)
  static func += (sum: inout Self, term: Self) {
    sum.value += term.value
    sum.m1 += term.m1
    sum.m2 += term.m2
    sum.c1 += term.c1
    sum.c2 += term.c2
    sum.c3 += term.c3
    sum.m1m1 += term.m1m1
    sum.m2m1 += term.m2m1
    sum.m2m2 += term.m2m2
    sum.c1m1 += term.c1m1
    sum.c1m2 += term.c1m2
    sum.c2m1 += term.c2m1
    sum.c2m2 += term.c2m2
    sum.c3m1 += term.c3m1
    sum.c3m2 += term.c3m2
    sum.c1c1 += term.c1c1
    sum.c2c1 += term.c2c1
    sum.c3c1 += term.c3c1
    sum.c2c2 += term.c2c2
    sum.c3c2 += term.c3c2
    sum.c3c3 += term.c3c3
  }

  /// The derivatives by the entries of the factor, from those by ψ.
  ///
  /// With ψ₁₁ = l₁₁², ψ₂₁ = l₁₁ l₂₁ and ψ₂₂ = l₂₁² + l₂₂². The map is linear
  /// in the derivatives, so that it serves their sum over studies with the
  /// same factor as well.
  func byFactor(_ l: FactorLanes) -> Self {
    let (l1, l2, l3) = (l.l11, l.l21, l.l22)
    let twoL1 = 2 * l1
    let twoL2 = 2 * l2
    let twoL3 = 2 * l3
    var result = self
    result.c1 = twoL1 * c1 + l2 * c2
    result.c2 = l1 * c2 + twoL2 * c3
    result.c3 = twoL3 * c3
    result.c1m1 = twoL1 * c1m1 + l2 * c2m1
    result.c1m2 = twoL1 * c1m2 + l2 * c2m2
    result.c2m1 = l1 * c2m1 + twoL2 * c3m1
    result.c2m2 = l1 * c2m2 + twoL2 * c3m2
    result.c3m1 = twoL3 * c3m1
    result.c3m2 = twoL3 * c3m2
    // Rows of the Hessian by ψ times the columns of the Jacobian.
    let h11 = twoL1 * c1c1 + l2 * c2c1
    let h21 = twoL1 * c2c1 + l2 * c2c2
    let h31 = twoL1 * c3c1 + l2 * c3c2
    let h22 = l1 * c2c2 + twoL2 * c3c2
    let h32 = l1 * c3c2 + twoL2 * c3c3
    result.c1c1 = twoL1 * h11 + l2 * h21 + 2 * c1
    result.c2c1 = l1 * h21 + twoL2 * h31 + c2
    result.c3c1 = twoL3 * h31
    result.c2c2 = l1 * h22 + twoL2 * h32 + 2 * c3
    result.c3c2 = twoL3 * h32
    result.c3c3 = twoL3 * twoL3 * c3c3 + 2 * c3
    return result
  }
}

extension CountDerivatives {
  /// The same with the second derivatives of another in some lanes.
  func replacingHessian(
    with other: Self, where mask: SIMDMask<SIMD2<Int64>>
  ) -> Self {
    var result = self
    result.m1m1.replace(with: other.m1m1, where: mask)
    result.m2m1.replace(with: other.m2m1, where: mask)
    result.m2m2.replace(with: other.m2m2, where: mask)
    result.c1m1.replace(with: other.c1m1, where: mask)
    result.c1m2.replace(with: other.c1m2, where: mask)
    result.c2m1.replace(with: other.c2m1, where: mask)
    result.c2m2.replace(with: other.c2m2, where: mask)
    result.c3m1.replace(with: other.c3m1, where: mask)
    result.c3m2.replace(with: other.c3m2, where: mask)
    result.c1c1.replace(with: other.c1c1, where: mask)
    result.c2c1.replace(with: other.c2c1, where: mask)
    result.c3c1.replace(with: other.c3c1, where: mask)
    result.c2c2.replace(with: other.c2c2, where: mask)
    result.c3c2.replace(with: other.c3c2, where: mask)
    result.c3c3.replace(with: other.c3c3, where: mask)
    return result
  }
}

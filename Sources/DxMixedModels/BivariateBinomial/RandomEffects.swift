internal import DxLinearAlgebra

/// The prior of the logits of two studies: their means and the factor of the
/// covariance of the random effects.
///
/// The factor is L with Ψ = L Lᵀ, lower triangular with the first outcome
/// first; its diagonal may be zero or negative.
internal struct RandomEffects {
  var firstMean: Pair
  var secondMean: Pair
  var factor: FactorLanes
}

/// The entries l₁₁, l₂₁ and l₂₂ of a lower triangular factor.
internal struct FactorLanes {
  var l11: Pair
  var l21: Pair
  var l22: Pair

  init(_ l11: Pair, _ l21: Pair, _ l22: Pair) {
    self.l11 = l11
    self.l21 = l21
    self.l22 = l22
  }

  /// The same factor for each study.
  init(_ factor: LowerFactor) {
    self.init(
      Pair(repeating: factor.l11), Pair(repeating: factor.l21),
      Pair(repeating: factor.l22))
  }

  /// ψ₁₁, ψ₂₁, ψ₂₂ and |Ψ|.
  var psi: (m11: Pair, m21: Pair, m22: Pair, determinant: Pair) {
    let root = l11 * l22
    return (l11 * l11, l11 * l21, l21 * l21 + l22 * l22, root * root)
  }
}

/// A lower triangular factor of a covariance matrix of two outcomes.
internal struct LowerFactor: Hashable, Sendable {
  var l11: Double
  var l21: Double
  var l22: Double

  init(_ l11: Double, _ l21: Double, _ l22: Double) {
    self.l11 = l11
    self.l21 = l21
    self.l22 = l22
  }

  /// Factors a positive semi-definite matrix.
  init(_ psi: SymmetricMatrix2x2) {
    l11 = psi.m11.squareRoot()
    l21 = l11 > 0 ? psi.m21 / l11 : 0
    l22 = max(psi.m22 - l21 * l21, 0).squareRoot()
  }

  /// The covariance matrix.
  var psi: SymmetricMatrix2x2 {
    SymmetricMatrix2x2(l11 * l11, l11 * l21, l21 * l21 + l22 * l22)
  }
}

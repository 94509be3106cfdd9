public import DxLinearAlgebra

/// The form of the between-study covariance of several outcomes, Ψ.
public enum RandomEffectsStructure: Hashable, Sendable {
  /// Any covariance matrix: p (p + 1) / 2 parameters.
  case unstructured
  /// A variance for each outcome, and no correlation: p parameters.
  case diagonal
  /// One variance for all outcomes, and no correlation: one parameter.
  case identity
  /// One variance for all outcomes and one correlation for all pairs, from
  /// −1/(p − 1) to 1: two parameters.
  case compoundSymmetry
  /// A variance for each outcome and one correlation for all pairs, from
  /// −1/(p − 1) to 1: p + 1 parameters.
  case heteroscedasticCompoundSymmetry
  /// One variance, and the correlation ρ to the power of the distance of two
  /// outcomes in their order: two parameters.
  case autoregressive
  /// A multiple of a known covariance matrix: one parameter.
  case proportional(to: Matrix)
  /// A known covariance matrix: no parameter.
  case fixed(Matrix)
  /// A covariance matrix of at most a given rank, Λ Λᵀ with Λ lower
  /// trapezoidal: r p − r (r − 1)/2 parameters.
  case lowRank(Int)
}

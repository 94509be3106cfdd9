/// The log-likelihood profiled over the coefficients, expanded about a Ψ in
/// its packed entries ψ₁₁, ψ₂₁, ψ₂₂, …, of which one off the diagonal stands
/// for both.
internal struct MultivariateExpansion: Sendable {
  /// The log-likelihood without its constants.
  var kernelLogLikelihood = -Double.infinity
  /// The first derivatives.
  var gradient: [Double] = []
  /// The second derivatives of the *negative* log-likelihood, column by
  /// column.
  var hessian: [Double] = []
}

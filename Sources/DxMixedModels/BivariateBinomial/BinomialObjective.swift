/// The log-likelihood of a binomial model as a function of its parameters.
internal protocol BinomialObjective: Sendable {
  /// How the integrals over the random effects are computed.
  var integration: BinomialIntegration { get set }
  /// The rule that quadrature uses.
  var kernel: QuadratureKernel { get set }

  /// Evaluates the log-likelihood, less that at the anchors of the studies,
  /// with its derivatives.
  ///
  /// The value is NaN at a point beyond the range of the kernels.
  mutating func evaluate(
    at point: [Double], into expansion: inout BinomialExpansion)
}

/// How the integral over the random effects of a study is computed.
internal enum BinomialIntegration: Hashable, Sendable {
  /// By Laplace's approximation, with exact second derivatives.
  case laplace
  /// By the rule of the kernel.
  case quadrature
}

/// A log-likelihood and its derivatives at a point.
internal struct BinomialExpansion: Sendable {
  var value = Double.nan
  var gradient: [Double]
  /// The lower triangle, column by column.
  var hessian: [Double]

  init(parameterCount: Int) {
    gradient = Array(repeating: 0, count: parameterCount)
    hessian = Array(repeating: 0, count: parameterCount * parameterCount)
  }
}

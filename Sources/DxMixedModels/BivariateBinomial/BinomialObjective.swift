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

  /// Whether a point is so far out that a maximum beyond it is as good as
  /// infinitely far.
  func isRunaway(at point: [Double]) -> Bool
}

/// The standard deviation of a random effect, in logits, beyond which it is
/// taken to have no finite estimate.
///
/// One of ten means that the odds of every other study are off by a factor
/// of a thousand or more.
internal let largestDeviation = 10.0

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

  /// Sets everything to zero.
  mutating func clear() {
    value = 0
    for index in gradient.indices { gradient[index] = 0 }
    for index in hessian.indices { hessian[index] = 0 }
  }

  /// Makes the value NaN if a derivative is not finite.
  mutating func requireFinite() {
    var residue = 0.0
    for g in gradient { residue += g - g }
    for h in hessian { residue += h - h }
    if residue != 0 { value = .nan }
  }
}

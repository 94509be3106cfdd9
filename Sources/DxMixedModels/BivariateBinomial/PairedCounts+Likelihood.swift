public import DxLinearAlgebra

/// The log-likelihood of a binomial model at a given point.
public struct BinomialLikelihood: Hashable, Sendable, Codable {
  /// The log-likelihood, with the binomial coefficients.
  public var logLikelihood: Double
  /// Its derivatives by the two means.
  public var meanScore: SIMD2<Double>
  /// Its derivatives by ψ₁₁, ψ₂₁ and ψ₂₂, of which ψ₂₁ counts once; `nil`
  /// where Ψ is singular, and the quadrature has no derivative across the
  /// boundary.
  public var psiScore: SIMD3<Double>?
}

extension PairedCounts {
  /// The log-likelihood by adaptive Gauss–Hermite quadrature at a point, with
  /// its exact derivatives.
  ///
  /// Per study the nodes are centred at the mode of the integrand over
  /// standard normal z, u = L z, and scaled by the lower Cholesky factor of
  /// the inverse of its negative log-Hessian there; L is the lower Cholesky
  /// factor of Ψ with the first outcome first. One node is Laplace's
  /// approximation.
  ///
  /// - Parameters:
  ///   - means: The means of the logits.
  ///   - psi: The covariance of the random effects, positive semi-definite.
  ///   - nodes: The number of nodes a dimension, at least one.
  /// - Returns: The value; NaN where the means exceed 300 or the standard
  ///   deviations 300 over the largest node.
  /// - Complexity: O(*k q*²) for *k* studies and *q* nodes; a copy of the
  ///   counts is made.
  public func likelihood(
    means: SIMD2<Double>, psi: SymmetricMatrix2x2, nodes: Int
  ) -> BinomialLikelihood {
    precondition(nodes >= 1, "A quadrature with \(nodes) nodes")
    var objective = InterceptCounts(
      lanes: lanes,
      kernel: QuadratureKernel(HermiteNodes(count: nodes)),
      integration: nodes == 1 ? .laplace : .quadrature)
    let factor = LowerFactor(psi)
    var expansion = BinomialExpansion(
      parameterCount: InterceptCounts.parameterCount)
    for index in objective.lanes.indices { objective.lanes[index].resetMode() }
    objective.evaluate(
      at: [means.x, means.y, factor.l11, factor.l21, factor.l22],
      into: &expansion)
    let g = expansion.gradient
    var psiScore: SIMD3<Double>?
    if factor.l11 > 0, factor.l22 > 0 {
      let by22 = g[4] / (2 * factor.l22)
      let by21 = (g[3] - 2 * factor.l21 * by22) / factor.l11
      psiScore = SIMD3(
        (g[2] - factor.l21 * by21) / (2 * factor.l11), by21, by22)
    }
    return BinomialLikelihood(
      logLikelihood: expansion.value + anchorLogLikelihood,
      meanScore: SIMD2(g[0], g[1]), psiScore: psiScore)
  }

  /// The error of the log-likelihood of a fit that is due to its number of
  /// nodes: the difference to that with about twice as many, at the same
  /// parameters.
  ///
  /// For a fit with a given number of nodes, whose certificate has no such
  /// error. It is `nil` where a mean is infinite, and NaN where the nodes are
  /// out of range.
  public func quadratureError(
    of estimate: BivariateBinomialEstimate
  ) -> Double? {
    guard estimate.infiniteMeans == .none else { return nil }
    let finer = max(2 * estimate.quadratureNodes - 1, 15)
    let value = likelihood(
      means: estimate.means, psi: estimate.psi, nodes: finer)
    return (value.logLikelihood - estimate.logLikelihood).magnitude
  }

  /// The log-likelihood at the anchors of all studies.
  internal var anchorLogLikelihood: Double {
    lanes.reduce(0) { $0 + $1.constant.sum() }
  }
}

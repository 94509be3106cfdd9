internal import DxSpecialFunctions

extension CountLanes {
  /// The log-likelihood of the two studies, less that at the anchors, with its
  /// derivatives by the means and the entries of the factor.
  ///
  /// For studies whose priors differ; where they are the same, as in
  /// ``InterceptCounts``, parts of this are shared by all.
  @inline(never)
  mutating func likelihood(
    _ prior: RandomEffects, _ integration: BinomialIntegration,
    _ kernel: inout QuadratureKernel
  ) -> CountDerivatives {
    let mode = findMode(prior)
    switch integration {
    case .quadrature:
      return kernel.evaluate(
        self, mode, prior, isOneDimensional: prior.factor.l22 == .zero)
    case .laplace:
      let laplace = LaplaceKernel(mode, prior.factor.psi)
      var term = laplace.derivatives().byFactor(prior.factor)
      term.value =
        mode.logIntegrand
        - 0.5 * logTwo * laplace.determinant.binaryLogarithm
      return term
    }
  }
}

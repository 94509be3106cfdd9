internal import DxSpecialFunctions

/// The likelihood with one mean for each outcome.
///
/// The parameters are μ₁, μ₂, l₁₁, l₂₁ and l₂₂.
internal struct InterceptCounts: BinomialObjective {
  var lanes: [CountLanes]
  var kernel: QuadratureKernel
  var integration = BinomialIntegration.laplace

  static var parameterCount: Int { 5 }

  mutating func evaluate(
    at point: [Double], into expansion: inout BinomialExpansion
  ) {
    let prior = RandomEffects(
      firstMean: Pair(repeating: point[0]),
      secondMean: Pair(repeating: point[1]),
      factor: FactorLanes(LowerFactor(point[2], point[3], point[4])))
    guard prior.isInRange(kernel) else {
      expansion.value = .nan
      return
    }
    var sums: CountDerivatives
    switch integration {
    case .laplace:
      sums = laplaceSums(prior).byFactor(prior.factor)
    case .quadrature:
      sums =
        point[4] == 0
        ? quadratureSums(prior, isOneDimensional: true)
        : quadratureSums(prior, isOneDimensional: false)
    }
    sums.store(into: &expansion)
  }

  /// The sums, by ψ.
  @inline(never)
  private mutating func laplaceSums(
    _ prior: RandomEffects
  ) -> CountDerivatives {
    let psi = prior.factor.psi
    var sums = CountDerivatives()
    var logDeterminants = Pair.zero
    var product = Pair(repeating: 1)
    for index in lanes.indices {
      let mode = lanes[index].findMode(prior)
      let laplace = LaplaceKernel(mode, psi)
      var term = laplace.derivatives()
      term.value = mode.logIntegrand
      sums += term
      // A logarithm of a product for every four.
      product *= laplace.determinant
      if index & 3 == 3 {
        logDeterminants += product.binaryLogarithm
        product = Pair(repeating: 1)
      }
    }
    logDeterminants += product.binaryLogarithm
    sums.value -= 0.5 * logTwo * logDeterminants
    return sums
  }

  @inline(__always)
  private mutating func quadratureSums(
    _ prior: RandomEffects, isOneDimensional: Bool
  ) -> CountDerivatives {
    var sums = CountDerivatives()
    for index in lanes.indices {
      let mode = lanes[index].findMode(prior)
      sums += kernel.evaluate(
        lanes[index], mode, prior, isOneDimensional: isOneDimensional)
    }
    return sums
  }
}

extension InterceptCounts {
  func isRunaway(at point: [Double]) -> Bool {
    LowerFactor(point[2], point[3], point[4]).isRunaway
  }
}

extension LowerFactor {
  /// Whether a standard deviation exceeds the largest.
  var isRunaway: Bool {
    max(l11 * l11, l21 * l21 + l22 * l22)
      > largestDeviation * largestDeviation
  }
}

extension RandomEffects {
  /// Whether the exponentials at all nodes stay within the range of the
  /// kernels.
  ///
  /// The largest offset of a logit from its mode is √2 l x for the largest
  /// node x. Each of the two that make up η₂ is kept to half of what a
  /// double can hold.
  func isInRange(_ kernel: QuadratureKernel) -> Bool {
    let factor = max(
      factor.l11.largestMagnitude,
      max(factor.l21.largestMagnitude, factor.l22.largestMagnitude))
    let mean = max(firstMean.largestMagnitude, secondMean.largestMagnitude)
    return factor * max(1, 1.4143 * kernel.largestNode) <= 340 && mean <= 300
  }
}

extension Pair {
  fileprivate var largestMagnitude: Double {
    Swift.max(x.magnitude, y.magnitude)
  }
}

extension CountDerivatives {
  /// Adds the two lanes and stores the sums in the order of the parameters.
  func store(into expansion: inout BinomialExpansion) {
    expansion.value = value.sum()
    expansion.gradient[0] = m1.sum()
    expansion.gradient[1] = m2.sum()
    expansion.gradient[2] = c1.sum()
    expansion.gradient[3] = c2.sum()
    expansion.gradient[4] = c3.sum()
    expansion.hessian[0] = m1m1.sum()
    expansion.hessian[1] = m2m1.sum()
    expansion.hessian[2] = c1m1.sum()
    expansion.hessian[3] = c2m1.sum()
    expansion.hessian[4] = c3m1.sum()
    expansion.hessian[6] = m2m2.sum()
    expansion.hessian[7] = c1m2.sum()
    expansion.hessian[8] = c2m2.sum()
    expansion.hessian[9] = c3m2.sum()
    expansion.hessian[12] = c1c1.sum()
    expansion.hessian[13] = c2c1.sum()
    expansion.hessian[14] = c3c1.sum()
    expansion.hessian[18] = c2c2.sum()
    expansion.hessian[19] = c3c2.sum()
    expansion.hessian[24] = c3c3.sum()
  }
}

/// The likelihood with regressors for each outcome and a covariance matrix for
/// each group of studies.
///
/// The parameters are the coefficients of the first outcome, those of the
/// second, and l₁₁, l₂₁ and l₂₂ for each group.
internal struct RegressionCounts: BinomialObjective {
  /// The groups of two studies.
  typealias Groups = (Int, Int)

  var lanes: [CountLanes]
  var kernel: QuadratureKernel
  var integration = BinomialIntegration.laplace
  /// The regressors of two studies, those of the first outcome first, one
  /// block after the other.
  let rows: [Pair]
  /// The groups of two studies.
  let groups: [Groups]
  let firstCount: Int
  let secondCount: Int
  let groupCount: Int

  var meanCount: Int { firstCount + secondCount }
  var parameterCount: Int { meanCount + 3 * groupCount }

  mutating func evaluate(
    at point: [Double], into expansion: inout BinomialExpansion
  ) {
    expansion.clear()
    for block in lanes.indices {
      let prior = prior(of: block, at: point)
      guard prior.isInRange(kernel) else {
        expansion.value = .nan
        return
      }
      let terms = lanes[block].likelihood(prior, integration, &kernel)
      expansion.value += terms.value.sum()
      addMeans(terms, block, to: &expansion)
      addFactors(terms, block, lane: 0, groups[block].0, to: &expansion)
      addFactors(terms, block, lane: 1, groups[block].1, to: &expansion)
    }
  }

  private func prior(of block: Int, at point: [Double]) -> RandomEffects {
    var means = (Pair.zero, Pair.zero)
    let start = block * meanCount
    for index in 0..<firstCount {
      means.0 += rows[start + index] * point[index]
    }
    for index in firstCount..<meanCount {
      means.1 += rows[start + index] * point[index]
    }
    let a = meanCount + 3 * groups[block].0
    let b = meanCount + 3 * groups[block].1
    return RandomEffects(
      firstMean: means.0, secondMean: means.1,
      factor: FactorLanes(
        Pair(point[a], point[b]), Pair(point[a + 1], point[b + 1]),
        Pair(point[a + 2], point[b + 2])))
  }

  /// Adds the derivatives by the coefficients.
  private func addMeans(
    _ terms: CountDerivatives, _ block: Int,
    to expansion: inout BinomialExpansion
  ) {
    let start = block * meanCount
    for column in 0..<meanCount {
      let isFirst = column < firstCount
      let x = rows[start + column]
      expansion.gradient[column] += ((isFirst ? terms.m1 : terms.m2) * x).sum()
      let bySecond = x * (isFirst ? terms.m2m1 : terms.m2m2)
      let byFirst = x * terms.m1m1
      for row in column..<meanCount {
        let weight = row < firstCount ? byFirst : bySecond
        expansion.hessian[row + parameterCount * column] +=
          (weight * rows[start + row]).sum()
      }
    }
  }

  /// Adds the derivatives by the factor of the group of one study.
  private func addFactors(
    _ terms: CountDerivatives, _ block: Int, lane: Int, _ group: Int,
    to expansion: inout BinomialExpansion
  ) {
    let n = parameterCount
    let first = meanCount + 3 * group
    expansion.gradient[first] += terms.c1[lane]
    expansion.gradient[first + 1] += terms.c2[lane]
    expansion.gradient[first + 2] += terms.c3[lane]
    for column in 0..<meanCount {
      let x = rows[block * meanCount + column][lane]
      let isFirst = column < firstCount
      let entry = first + n * column
      expansion.hessian[entry] +=
        x * (isFirst ? terms.c1m1 : terms.c1m2)[lane]
      expansion.hessian[entry + 1] +=
        x * (isFirst ? terms.c2m1 : terms.c2m2)[lane]
      expansion.hessian[entry + 2] +=
        x * (isFirst ? terms.c3m1 : terms.c3m2)[lane]
    }
    let diagonal = first * (n + 1)
    expansion.hessian[diagonal] += terms.c1c1[lane]
    expansion.hessian[diagonal + 1] += terms.c2c1[lane]
    expansion.hessian[diagonal + 2] += terms.c3c1[lane]
    expansion.hessian[diagonal + n + 1] += terms.c2c2[lane]
    expansion.hessian[diagonal + n + 2] += terms.c3c2[lane]
    expansion.hessian[diagonal + 2 * (n + 1)] += terms.c3c3[lane]
  }
}

extension RegressionCounts {
  func isRunaway(at point: [Double]) -> Bool {
    (0..<groupCount).contains { group in
      let first = meanCount + 3 * group
      return LowerFactor(point[first], point[first + 1], point[first + 2])
        .isRunaway
    }
  }
}

internal import RealModule

extension HypergeometricKernel {
  /// The smallest k with P(X ≤ k) ≥ p, or with P(X > k) ≤ p; NaN unless p is
  /// in [0, 1].
  ///
  /// Newton's iteration for the logarithm of the smaller tail, which is
  /// concave, between limits that close in on the answer until they are
  /// neighbours; each step decides with the tail's full accuracy.
  package func quantile(probability: Double, upper isUpper: Bool) -> Double {
    guard probability > 0 && probability < 1 else {
      if probability == 0 { return isUpper ? upper : lower }
      return probability == 1 ? (isUpper ? lower : upper) : .nan
    }
    // From 1/2 on the complement is exact, and the other tail the smaller.
    let flips = probability > 0.5
    let inUpper = isUpper != flips
    let target = flips ? 1 - probability : probability
    let logTarget = Double.log(target)
    // The answer is in (below, above].
    var (below, above) = (lower - 1, upper)
    var guess = quantileStart(target, upper: inUpper)
    var count = 0
    while above - below > 1 {
      let k = Swift.max(below + 1, Swift.min(above - 1, guess))
      let (tail, sum) = self.tail(at: k, upper: inUpper)
      let gap = tail.logProbability - logTarget
      if isReached(tail, target, gap: gap) { above = k } else { below = k }
      guess = (k + (inUpper ? gap : -gap) * sum).rounded(.up)
      count += 1
      if guess == k { guess = k == above ? k - 1 : k + 1 }
      if guess.isNaN || count > 12 {
        guess = ((below + above) * 0.5).rounded(.down)
      }
    }
    return above
  }

  private func isReached(
    _ tail: ScaledTail, _ target: Double, gap: Double
  ) -> Bool {
    let probability = tail.probability
    // Rounded to a subnormal number the probability decides nothing.
    if probability < 0x1p-1000 { return tail.isUpper ? gap <= 0 : gap >= 0 }
    return tail.isUpper ? probability <= target : probability >= target
  }

  private func quantileStart(_ p: Double, upper: Bool) -> Double {
    let precision =
      1 / (center + 0.5) + 1 / (successes - center + 0.5)
      + 1 / (draws - center + 0.5)
      + 1 / (total - successes - draws + center + 0.5)
    let z = standardNormalQuantile(p)
    return (center + (upper ? -z : z) / precision.squareRoot()).rounded(.down)
  }
}

internal import RealModule

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ChiBarSquaredDistribution {
  public var mode: Double {
    // An atom at zero, or the pole of the density with one degree of freedom.
    guard weights[0] == 0 && weights[1] == 0 else { return 0 }
    // Every component rises up to the first of these points and falls from
    // the last one on. Between them a mixture may have several maxima, each
    // wider than a few units: the least standard deviation of a component is
    // 2.
    let end = Double(weights.count - 1) - 2
    var best = 0.0
    for index in 0...Int(2 * end) {
      let x = 0.5 * Double(index)
      if density(at: x) > density(at: best) { best = x }
    }
    return sharpenedMode(
      between: Swift.max(0, best - 0.5), and: Swift.min(end, best + 0.5))
  }

  /// The maximum of the density in an interval that has one: where the slope
  /// changes its sign, by bisection.
  private func sharpenedMode(between low: Double, and high: Double) -> Double {
    var (low, high) = (low, high)
    if densitySlope(at: low) <= 0 { return low }
    if densitySlope(at: high) >= 0 { return high }
    while true {
      let middle = 0.5 * (low + high)
      guard middle > low && middle < high else { return low }
      if densitySlope(at: middle) > 0 { low = middle } else { high = middle }
    }
  }

  /// The derivative of the density; every component's is its density times
  /// (ν/2 − 1)/x − 1/2.
  private func densitySlope(at x: Double) -> Double {
    var sum = 0.0
    for (index, component) in components.enumerated() {
      let weight = weights[index + 1]
      guard weight > 0 else { continue }
      let excess = 0.5 * Double(index + 1) - 1
      // At zero it is the density with two degrees of freedom less, halved,
      // that survives.
      let slope =
        x > 0
        ? component.density(at: x) * (excess / x - 0.5)
        : excess == 1
          ? 0.25 : excess == 0.5 ? .infinity : excess == 0 ? -0.25 : 0
      sum += weight * slope
    }
    return sum
  }
}

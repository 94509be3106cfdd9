import DxDistributions
import Foundation
import Testing
import _DxTestSupport

extension ContinuousContract {
  /// No density anywhere is above that of the mode, which is in the support.
  func checkMode() {
    let d = distribution
    expect(d.support.contains(d.mode))
    let top = d.density(at: d.mode)
    for x in points {
      // Both densities have an error of their own.
      #expect(
        d.density(at: x) <= top * (1 + 8 * .ulpOfOne),
        "\(d) at \(x), mode \(d.mode)", sourceLocation: location)
    }
  }

  /// The moments and the entropy are those of the quantile function.
  func checkMoments() {
    let d = distribution
    let nodes = QuantileNodes(d)
    let width = d.upperQuantile(0.25) - d.quantile(0.25)
    expect(d.mean.isNaN ? d.variance.isNaN : true)
    expect(!(d.variance < 0))
    if d.mean.isFinite {
      let mean = d.median + nodes.sum { $0 - d.median }
      // Next to the existence of the moment the tails hold a part of it that
      // the smallest double cuts off.
      let size = d.variance.isFinite ? d.standardDeviation : d.mean.magnitude
      let bound = 1e-6 * size + 1e-12 * width + 1e-13 * d.mean.magnitude
      #expect(
        (mean - d.mean).magnitude <= bound,
        "\(d), mean \(d.mean), integrated \(mean)", sourceLocation: location)
    }
    if d.variance.isFinite {
      let variance = nodes.sum { ($0 - d.mean) * ($0 - d.mean) }
      // The rounding of the quantiles, of the size of the mean, enters.
      let rounding = 1e-14 * d.mean.magnitude / d.standardDeviation
      #expect(
        relativeError(variance, d.variance) <= 1e-6 + rounding,
        "\(d), variance \(d.variance), integrated \(variance)",
        sourceLocation: location)
    }
    if let entropy = (d as? any ClosedFormEntropy)?.entropy {
      let integrated = nodes.sum { -d.logDensity(at: $0) }
      let rounding = 1e-14 * d.mean.magnitude / d.standardDeviation
      #expect(
        scaledError(entropy, integrated)
          <= 1e-6 + (rounding.isFinite ? rounding : 0),
        "\(d), entropy \(entropy), integrated \(integrated)",
        sourceLocation: location)
    }
  }
}

/// The quantiles at the nodes of a rule for integrals over the probability.
///
/// The double exponential rule of Takahasi and Mori, on each half of the unit
/// interval, so that an algebraic growth towards either end, which is that
/// of heavy tails, costs nothing.
private struct QuantileNodes {
  private var weights: [Double] = []
  private var lower: [Double] = []
  private var upper: [Double] = []

  init(_ d: some ContinuousDistribution) {
    let step = 1.0 / 12
    for index in -73...42 {
      let t = step * Double(index)
      // p = 1/2 · 1 / (1 + exp(−π sinh t)), from 1e−304 on.
      let e = exp(-Double.pi * sinh(t))
      let p = 0.5 / (1 + e)
      weights.append(step * .pi * cosh(t) * p * (e / (1 + e)))
      lower.append(d.quantile(p))
      upper.append(d.upperQuantile(p))
    }
  }

  /// The expected value of a function.
  func sum(_ function: (Double) -> Double) -> Double {
    var sum = 0.0
    for (index, weight) in weights.enumerated() {
      for x in [lower[index], upper[index]] where x.isFinite {
        let term = weight * function(x)
        // At a rounded end of the support a density is 0 or infinite.
        if term.isFinite { sum += term }
      }
    }
    return sum
  }
}

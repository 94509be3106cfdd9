internal import RealModule

/// The chi-bar-squared distribution, a mixture of chi-squared distributions
/// with 0, 1, …, m degrees of freedom.
///
/// It is the limit of likelihood-ratio statistics where the null hypothesis
/// lies on the boundary of the parameters. For one variance that may be zero
/// the weights are ½ and ½:
/// ```
/// let variance = try ChiBarSquaredDistribution(weights: [0.5, 0.5])
/// let pValue = variance.survivalProbability(at: statistic)
/// ```
///
/// With no degrees of freedom there is nothing but zero, so that `weights[0]`
/// is the probability of a value of exactly zero. There is no density, and
/// the type is no ``ContinuousDistribution``. Its mode is zero where zero has
/// a positive probability, or the density of the rest is greatest there.
///
/// Edge cases:
///
/// - An argument that is NaN, or a probability outside [0, 1], gives NaN.
/// - At zero the cumulative probability is `weights[0]`, and the survival
///   probability, that of a value *above* the argument, 1 − `weights[0]`: the
///   p value of a statistic of zero is 1, which is not what is returned.
/// - The quantile of every p up to `weights[0]` is zero.
///
/// Accuracy: that of ``ChiSquaredDistribution``, of which only terms of one
/// sign are added.
///
/// > A. Kudô. "A multivariate analogue of the one-sided test." *Biometrika* 50
/// > (1963), 403–418. doi:10.1093/biomet/50.3-4.403
///
/// > S. G. Self and K.-Y. Liang. "Asymptotic properties of maximum likelihood
/// > estimators and likelihood ratio tests under nonstandard conditions."
/// > *JASA* 82 (1987), 605–610. doi:10.1080/01621459.1987.10478472
public struct ChiBarSquaredDistribution: Sendable, Hashable {
  /// The weights by degrees of freedom, from zero on.
  public let weights: [Double]
  /// The chi-squared distributions with 1…m degrees of freedom.
  internal let components: [ChiSquaredDistribution]

  /// Creates the mixture with the given weights.
  ///
  /// - Parameter weights: The weights by degrees of freedom, from zero on.
  /// - Throws: ``ParameterError`` unless every weight is in [0, 1], and their
  ///   sum is 1 to within 1e−10.
  public init(weights: [Double]) throws(ParameterError) {
    for (index, weight) in weights.enumerated() {
      guard weight >= 0 && weight <= 1 else {
        throw .notProbability(name: "weights[\(index)]", value: weight)
      }
    }
    let sum = weights.reduce(0, +)
    guard (sum - 1).magnitude <= 1e-10 else {
      throw .notUnitSum(name: "weights", value: sum)
    }
    var components: [ChiSquaredDistribution] = []
    for degrees in weights.indices.dropFirst() {
      components.append(
        try ChiSquaredDistribution(degreesOfFreedom: Double(degrees)))
    }
    self.weights = weights
    self.components = components
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ChiBarSquaredDistribution: UnivariateDistribution {
  public var support: ClosedRange<Double> {
    positiveWeight > 0 ? 0 ... .infinity : 0...0
  }

  public var mean: Double {
    weights.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
  }

  public var variance: Double {
    let center = mean
    return weights.enumerated().reduce(0) { sum, term in
      let degrees = Double(term.offset)
      let distance = degrees - center
      return sum + term.element * (2 * degrees + distance * distance)
    }
  }

  public func cumulativeProbability(at x: Double) -> Double {
    guard x >= 0 else { return x.isNaN ? x : 0 }
    return Swift.min(1, weights[0] + positivePart(at: x, upper: false))
  }

  public func survivalProbability(at x: Double) -> Double {
    guard x >= 0 else { return x.isNaN ? x : 1 }
    return Swift.min(1, positivePart(at: x, upper: true))
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    let upper = survivalProbability(at: x)
    if upper <= 0.5 { return .log(onePlus: -upper) }
    guard x >= 0 else { return x.isNaN ? x : -.infinity }
    if weights[0] > 0 { return .log(cumulativeProbability(at: x)) }
    return logPositivePart { $0.logCumulativeProbability(at: x) }
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    let lower = cumulativeProbability(at: x)
    if lower <= 0.5 { return .log(onePlus: -lower) }
    return x.isNaN ? x : logPositivePart { $0.logSurvivalProbability(at: x) }
  }

  public func quantile(_ p: Double) -> Double {
    guard p >= 0 && p <= 1 else { return .nan }
    if p <= weights[0] { return 0 }
    if p == 1 { return support.upperBound }
    let target = p - weights[0]
    return target <= 0.5 * positiveWeight
      ? positiveQuantile(target, upper: false)
      : positiveQuantile(1 - p, upper: true)
  }

  public func upperQuantile(_ q: Double) -> Double {
    guard q >= 0 && q <= 1 else { return .nan }
    if q >= positiveWeight { return 0 }
    if q == 0 { return support.upperBound }
    return q <= 0.5 * positiveWeight
      ? positiveQuantile(q, upper: true)
      : positiveQuantile(positiveWeight - q, upper: false)
  }
}

extension ChiBarSquaredDistribution {
  /// The probability of a value above zero.
  private var positiveWeight: Double { weights.dropFirst().reduce(0, +) }

  /// The probability of a value in (0, x], or above x.
  private func positivePart(at x: Double, upper: Bool) -> Double {
    var sum = 0.0
    for (component, weight) in zip(components, weights.dropFirst())
    where weight > 0 {
      let tail =
        upper
        ? component.survivalProbability(at: x)
        : component.cumulativeProbability(at: x)
      sum += weight * tail
    }
    return sum
  }

  /// The x > 0 at which `positivePart` has a value in (0, `positiveWeight`).
  ///
  /// A chi-squared variable grows with its degrees of freedom, so that the
  /// quantiles of the first and the last component enclose that of the
  /// mixture. Between them it is Newton's iteration for the logarithm of the
  /// tail as a function of log x, with bisection where that leads out.
  private func positiveQuantile(_ target: Double, upper: Bool) -> Double {
    let share = target / positiveWeight
    let ends = zip(components, weights.dropFirst()).filter { $0.1 > 0 }
      .map {
        upper ? $0.0.upperQuantile(share) : $0.0.quantile(share)
      }
    guard var lower = ends.first, var higher = ends.last, lower < higher
    else { return ends.first ?? .nan }
    if higher < .leastNormalMagnitude { return higher }
    lower = Swift.max(lower, .leastNormalMagnitude)
    var x = (lower * higher).squareRoot()
    for _ in 0..<200 {
      let tail = positivePart(at: x, upper: upper)
      if (tail < target) == upper { higher = x } else { lower = x }
      let slope = (upper ? -x : x) * density(at: x)
      let step = tail * .log(target / tail) / slope
      let next = x * .exp(step)
      if (next - x).magnitude <= 2 * x.ulp { return next }
      x = next > lower && next < higher ? next : 0.5 * (lower + higher)
    }
    return x
  }

  /// The logarithm of a sum of tails of the components.
  private func logPositivePart(
    _ logTail: (ChiSquaredDistribution) -> Double
  ) -> Double {
    let terms = zip(components, weights.dropFirst()).filter { $0.1 > 0 }
      .map { logTail($0.0) + Double.log($0.1) }
    guard let largest = terms.max(), largest > -.infinity else {
      return -.infinity
    }
    return largest + .log(terms.reduce(0) { $0 + .exp($1 - largest) })
  }

  /// The density of the part above zero.
  internal func density(at x: Double) -> Double {
    var sum = 0.0
    for (component, weight) in zip(components, weights.dropFirst())
    where weight > 0 {
      sum += weight * component.density(at: x)
    }
    return sum
  }
}

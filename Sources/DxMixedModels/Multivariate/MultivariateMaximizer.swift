internal import DxLinearAlgebra
internal import DxOptimization

/// Maximises a likelihood over the covariance matrices of one or more levels
/// of random effects, their boundary included.
///
/// A matrix without a form of its own is F Fᵀ with F trapezoidal, the largest
/// variances first. The order is chosen anew from time to time: where the
/// variance of a pivot goes to zero, the columns behind it could not be told
/// apart any more. A maximum that lies on a boundary but for rounding is put
/// exactly there, and climbed from once more, which ends at once if the
/// boundary is right and leaves it along the negative curvature if it is not.
internal struct MultivariateMaximizer<
  Likelihood: ProfiledMultivariateLikelihood
> {
  var likelihood: Likelihood
  let backend: any LinearAlgebraBackend
  /// For each level and outcome, the variance that counts as zero.
  let negligible: [[Double]]
  /// What the rounding of one residual may change in the log-likelihood
  /// through the smallest variance.
  let roundingError: Double

  /// A maximum.
  struct Maximum {
    var points: [CovariancePoint]
    var minimum: Minimum
    /// Whether the starts that were tried led to the same maximum.
    var startsAgreed = true

    /// The log-likelihood without its constants.
    var value: Double { -minimum.value }

    /// The packed covariance matrices.
    var psi: [Double] { points.flatMap(\.psi) }
  }

  /// The evaluations after which the order of the outcomes is chosen anew.
  private static var roundLength: Int { 12 }
  /// Real data take 5 to 20 evaluations, so this many mean a failure.
  private static var evaluationLimit: Int { 500 }
  /// The difference of log-likelihoods up to which two starts agree.
  private static var agreement: Double { 1e-6 }

  /// Finds the maximum that is reached from a start.
  mutating func maximize(from start: [CovariancePoint]) -> Maximum {
    settled(climb(from: start))
  }

  /// The most likely of some points in each of as many ranges of their last
  /// parameter as are wanted.
  ///
  /// The most likely of all lie near each other, and so below one maximum.
  mutating func best(
    of points: [[CovariancePoint]], count: Int
  ) -> [[CovariancePoint]] {
    let sorted = points.sorted { first, second in
      (first.last?.parameters.last ?? 0) < (second.last?.parameters.last ?? 0)
    }
    let values = sorted.map {
      likelihood.expand(at: $0.flatMap(\.psi)).kernelLogLikelihood
    }
    return (0..<Swift.min(count, sorted.count)).compactMap { index in
      let range =
        (index * sorted.count / count)..<((index + 1) * sorted.count / count)
      return range.max { values[$0] < values[$1] }.map { sorted[$0] }
    }
  }

  /// Tries another start, and keeps the better of two maxima.
  mutating func improve(
    _ best: inout Maximum, from start: [CovariancePoint]
  ) {
    let other = maximize(from: start)
    let gain = other.value - best.value
    let agreed = gain.magnitude <= Self.agreement && best.startsAgreed
    if gain > 0 || best.value.isNaN { best = other }
    best.startsAgreed = agreed
  }

  /// Newton steps in a trust region until none is worth taking.
  private mutating func climb(from start: [CovariancePoint]) -> Maximum {
    var points = start
    let limit = likelihood.evaluations + Self.evaluationLimit
    while true {
      let result = round(from: points)
      let isOver =
        result.minimum.convergence.criterion != .evaluationLimit
        || likelihood.evaluations >= limit
      if isOver { return result }
      points = result.points.map { point in
        let none = Array(repeating: 0.0, count: point.map.order)
        return point.repivoted(negligible: none, backend) ?? point
      }
    }
  }

  private mutating func round(from start: [CovariancePoint]) -> Maximum {
    var objective = MultivariateObjective(likelihood, start.map(\.map))
    var newton = TrustRegionNewton()
    newton.evaluationLimit = Self.roundLength
    newton.predictedDecreaseTolerance += 20 * .ulpOfOne + roundingError
    let minimum = newton.minimize(
      &objective, from: start.flatMap(\.parameters),
      lowerBounds: start.flatMap(\.map.lowerBounds))
    likelihood = objective.likelihood
    var first = 0
    let points = start.map { point in
      defer { first += point.map.parameterCount }
      return CovariancePoint(
        map: point.map,
        parameters: Array(
          minimum.point[first..<(first + point.map.parameterCount)]))
    }
    return Maximum(points: points, minimum: minimum)
  }

  private mutating func settled(_ maximum: Maximum) -> Maximum {
    guard maximum.value.isFinite else { return maximum }
    let points = zip(maximum.points, negligible).map { point, negligible in
      point.settled(negligible: negligible, backend)
    }
    let isAtBoundary = points.contains { $0.parameters.contains(0) }
    guard isAtBoundary else { return maximum }
    let result = climb(from: points)
    let loss = maximum.value - result.value
    return loss <= 1e-12 * (1 + maximum.value.magnitude) ? result : maximum
  }
}

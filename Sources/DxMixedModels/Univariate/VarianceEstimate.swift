internal import DxOptimization

/// An estimate of τ², in the units of a problem.
internal struct VarianceEstimate: Sendable {
  /// τ².
  var variance: Double
  /// The value before truncation at zero, where the method has one.
  var untruncated: Double?
  /// Whether the method would have a negative value.
  var isTruncated = false
  /// The standard error of τ².
  var standardError: Double?
  /// How the search ended.
  var criterion = ConvergenceCriterion.gradient
  /// How often the estimating equation was evaluated.
  var evaluations = 1
  /// The local maxima of the likelihood.
  var maxima: [Double] = []
  /// The expansion of the likelihood at the estimate.
  var expansion: VarianceExpansion?

  /// A moment estimate.
  init(moment value: Double, variance: (Double) -> Double) {
    self.variance = Swift.max(value, 0)
    untruncated = value
    isTruncated = value < 0
    standardError = variance(self.variance).squareRoot()
  }

  init(variance: Double) { self.variance = variance }
}

extension UnivariateProblem {
  /// Estimates τ².
  func estimate(_ estimator: HeterogeneityEstimator) -> VarianceEstimate {
    switch estimator {
    case .fixedEffect: VarianceEstimate(variance: 0)
    case .derSimonianLaird: momentEstimate(weights(at: 0))
    case .hedges: momentEstimate(variances.map { _ in 1 })
    case .generalizedQ(let weights): momentEstimate(values(of: weights))
    case .hunterSchmidt: hunterSchmidt
    case .sidikJonkman: sidikJonkman
    case .pauleMandel: pauleMandel
    case .restrictedMaximumLikelihood: likelihoodEstimate(isRestricted: true)
    case .maximumLikelihood: likelihoodEstimate(isRestricted: false)
    }
  }

  /// (yᵀ P y − tr(P V)) / tr P with the projection P of any weights and the
  /// sampling variances V.
  private func momentEstimate(_ weights: StudyValues) -> VarianceEstimate {
    let projection = StudyProjection(design, weights)
    let scale = projection.traces(variances.map { _ in 1 }).single
    let expected = projection.traces(variances).single
    let squares = projection.project(effects).squares
    return VarianceEstimate(moment: (squares - expected) / scale) {
      squaresVariance(projection, at: $0) / (scale * scale)
    }
  }

  private var hunterSchmidt: VarianceEstimate {
    let projection = projection(at: 0)
    let scale = projection.weights.sum { $0 }
    let squares = projection.project(effects).squares
    return VarianceEstimate(
      moment: (squares - Double(studyCount)) / scale
    ) {
      squaresVariance(projection, at: $0) / (scale * scale)
    }
  }

  private var sidikJonkman: VarianceEstimate {
    let start = meanSquare
    guard start > 0 else {
      var result = VarianceEstimate(variance: 0)
      result.standardError = 0
      return result
    }
    let projection = projection(at: start)
    let scale = start / Double(degreesOfFreedom)
    var result = VarianceEstimate(
      variance: scale * projection.project(effects).squares)
    result.standardError =
      scale * squaresVariance(projection, at: result.variance).squareRoot()
    return result
  }

  /// The variance of the effects about their mean, with denominator k.
  private var meanSquare: Double {
    let q = coefficientCount
    var effects = pivotEffects
    for index in self.effects.rest.indices {
      var value = self.effects.rest[index]
      for s in 0..<q { value += design.rows[index * q + s] * pivotEffects[s] }
      effects.append(value)
    }
    let count = Double(effects.count)
    let first = effects[0]
    let shift = effects.reduce(0) { $0 + ($1 - first) } / count
    return effects.reduce(0) {
      let deviation = $1 - first - shift
      return $0 + deviation * deviation
    } / count
  }

  /// The variance of yᵀ P y under a τ², 2 tr(P Σ P Σ).
  private func squaresVariance(
    _ projection: StudyProjection, at variance: Double
  ) -> Double {
    2 * projection.traces(variances.map { $0 + variance }).double
  }

  private var pauleMandel: VarianceEstimate {
    let target = Double(degreesOfFreedom)
    var result = VarianceEstimate(variance: 0)
    if let root = varianceWhereSquares(equal: target) {
      result.variance = root.variance
      result.criterion = root.criterion
      result.evaluations = root.evaluations
    } else {
      result.isTruncated = true
    }
    // The delta method, with the mean of the weights in the place of their
    // mean after the fit.
    let sum = weights(at: result.variance).sum { $0 }
    result.standardError =
      Double(studyCount) * (2 / target).squareRoot() / sum
    return result
  }

  private func likelihoodEstimate(isRestricted: Bool) -> VarianceEstimate {
    let search = VarianceSearch(self, isRestricted: isRestricted)
    let maxima = search.maxima
    let values = maxima.map {
      logLikelihood(at: $0, isRestricted: isRestricted)
    }
    var best = 0
    for index in values.indices where values[index] > values[best] {
      best = index
    }
    let expansion = expand(
      at: maxima.isEmpty ? 0 : maxima[best], isRestricted: isRestricted)
    var result = VarianceEstimate(variance: expansion.variance)
    result.criterion = .bracket
    result.evaluations = search.evaluations + values.count + 1
    result.maxima = maxima
    result.expansion = expansion
    result.isTruncated = result.variance == 0 && expansion.score < 0
    // The expected information of τ².
    result.standardError = (2 / expansion.squaredTrace).squareRoot()
    return result
  }
}

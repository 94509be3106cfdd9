internal import RealModule

/// One number for each study: those of the pivots apart.
internal struct StudyValues: Sendable {
  /// The values of the studies that are no pivots.
  var rest: [Double]
  /// The values of the pivots.
  var pivots: [Double]

  /// The values of a function of two sets of values.
  static func combine(
    _ x: StudyValues, _ y: StudyValues, _ function: (Double, Double) -> Double
  ) -> StudyValues {
    StudyValues(
      rest: zip(x.rest, y.rest).map(function),
      pivots: zip(x.pivots, y.pivots).map(function))
  }

  /// The values of a function of each value.
  func map(_ function: (Double) -> Double) -> StudyValues {
    StudyValues(rest: rest.map(function), pivots: pivots.map(function))
  }

  /// The sum of a function of each value.
  func sum(_ function: (Double) -> Double) -> Double {
    pivots.reduce(rest.reduce(0) { $0 + function($1) }) { $0 + function($1) }
  }
}

/// A model of one outcome whose data are known to be valid, in units in which
/// the least sampling variance is between one and four.
internal struct UnivariateProblem: Sendable {
  let design: PivotedDesign
  /// The sampling variances.
  let variances: StudyValues
  /// The effects after subtraction of the fit through the pivots, whose own
  /// are thus zero.
  let effects: StudyValues
  /// The effects of the pivots.
  let pivotEffects: [Double]
  /// The unit of the effects, a power of two.
  let unit: Double

  init(_ outcomes: UnivariateOutcomes, _ design: PivotedDesign) {
    self.design = design
    let least = outcomes.variances.min() ?? 1
    let exponent = Double(least.exponent)
    let unit = Double.exp2((0.5 * exponent).rounded(.down))
    self.unit = unit
    func values(_ function: (Int) -> Double) -> StudyValues {
      StudyValues(
        rest: design.rest.map(function), pivots: design.pivots.map(function))
    }
    variances = values { outcomes.variances[$0] / unit / unit }
    let effects = outcomes.effects
    pivotEffects = design.pivots.map { effects[$0] / unit }
    let q = design.coefficientCount
    var residuals: [Double] = []
    residuals.reserveCapacity(design.rest.count)
    for (index, study) in design.rest.enumerated() {
      var residual = effects[study] / unit
      for column in 0..<q {
        residual -= design.rows[index * q + column] * pivotEffects[column]
      }
      residuals.append(residual)
    }
    self.effects = StudyValues(
      rest: residuals, pivots: Array(repeating: 0, count: q))
  }

  /// The number of studies.
  var studyCount: Int { design.rest.count + design.pivots.count }
  /// The number of coefficients.
  var coefficientCount: Int { design.coefficientCount }
  /// How many more studies than coefficients there are.
  var degreesOfFreedom: Int { design.rest.count }
  /// The least sampling variance.
  var leastVariance: Double {
    Swift.min(variances.rest.min() ?? .infinity, variances.pivots.min() ?? 1)
  }
  /// The greatest sampling variance.
  var greatestVariance: Double {
    Swift.max(variances.rest.max() ?? 0, variances.pivots.max() ?? 1)
  }

  /// The weights 1/(vᵢ + τ²).
  func weights(at variance: Double) -> StudyValues {
    variances.map { 1 / ($0 + variance) }
  }

  /// The projection with the weights 1/(vᵢ + τ²).
  func projection(at variance: Double) -> StudyProjection {
    StudyProjection(design, weights(at: variance))
  }

  /// Weights in the order of the studies, relative to the largest, so that no
  /// power of them overflows.
  func values(of weights: [Double]) -> StudyValues {
    let largest = weights.max() ?? 1
    return StudyValues(
      rest: design.rest.map { weights[$0] / largest },
      pivots: design.pivots.map { weights[$0] / largest })
  }

  /// Checks what an estimator needs of the data.
  func check(
    _ estimator: HeterogeneityEstimator, studyNames: [String]
  ) throws(UnivariateModelError) {
    guard estimator == .fixedEffect || degreesOfFreedom > 0 else {
      throw .noDegreesOfFreedom(
        studies: studyCount, coefficients: coefficientCount)
    }
    if case .generalizedQ(let weights) = estimator {
      try check(weights, studyNames: studyNames)
    }
  }

  /// Checks weights.
  func check(
    _ weights: [Double], studyNames: [String]
  ) throws(UnivariateModelError) {
    guard weights.count == studyCount else {
      throw .weightCount(weights.count, studies: studyCount)
    }
    for (study, weight) in zip(studyNames, weights) {
      guard weight > 0, weight < .infinity else {
        throw .invalidWeight(study: study, value: weight)
      }
    }
  }
}

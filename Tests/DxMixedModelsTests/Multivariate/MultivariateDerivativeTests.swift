// Expected values are central differences.

import DxLinearAlgebra
import Testing
import _DxTestSupport

@testable import DxMixedModels

@Suite("Derivatives of the likelihood of several outcomes")
struct MultivariateDerivativeTests {
  private let structures: [RandomEffectsStructure] = [
    .unstructured, .lowRank(2), .diagonal, .identity, .compoundSymmetry,
    .heteroscedasticCompoundSymmetry, .autoregressive,
    .proportional(to: [[2, 0.5, 0.1], [0.5, 1, 0.3], [0.1, 0.3, 1.5]]),
  ]

  /// A likelihood of three outcomes, some of them missing, with a moderator.
  private func likelihood(
    isRestricted: Bool, studyCount: Int = 11
  ) throws -> MultivariateLikelihood {
    var studies = StudyQuads(studyCount: studyCount, outcomeCount: 3)
    var regressors = Matrix(rowCount: studyCount, columnCount: 2)
    for study in 0..<studyCount {
      let x = Double(study)
      regressors[study, 0] = 0.3
      regressors[study, 1] = 0.1 * (x - 5)
      for outcome in 0..<3 where (study + outcome) % 5 != 0 {
        let y = Double(outcome)
        studies.set(
          study, outcome,
          value: 0.1 * x - 0.3 * y + 0.7
            * (x * y * 1.7).remainder(dividingBy: 2),
          variance: 0.2 + 0.05 * x + 0.1 * y)
        for other in 0..<outcome where (study + other) % 5 != 0 {
          studies.set(study, outcome, other, covariance: 0.08)
        }
      }
    }
    let design = FixedDesign(
      regressors: regressors,
      coefficients: [
        FixedDesign.Coefficient(column: 0, applies: [true, false, false]),
        FixedDesign.Coefficient(column: 0, applies: [false, true, true]),
        FixedDesign.Coefficient(column: 1, applies: [true, true, true]),
      ])
    return MultivariateLikelihood(
      studies, design, isRestricted: isRestricted, PortableBackend())
  }

  @Test("agree with differences for every structure", arguments: [false, true])
  func differences(isRestricted: Bool) throws {
    for structure in structures {
      try compare(structure, likelihood(isRestricted: isRestricted))
    }
  }

  @Test("agree with differences over more studies than are summed at a time")
  func manyStudies() throws {
    try compare(
      .unstructured, likelihood(isRestricted: true, studyCount: 131))
  }

  private func compare(
    _ structure: RandomEffectsStructure, _ likelihood: MultivariateLikelihood
  ) throws {
    let map = CovarianceMap(structure, order: 3, PortableBackend())
    var objective = MultivariateObjective(
      likelihood, [map])
    let point = (0..<map.parameterCount).map {
      0.4 + 0.13 * Double($0).squareRoot()
    }
    let center = evaluate(&objective, point)
    let step = 1e-4
    for index in point.indices {
      var (lower, upper) = (point, point)
      lower[index] -= step
      upper[index] += step
      let below = evaluate(&objective, lower)
      let above = evaluate(&objective, upper)
      // Differences are off by the step squared, and rounding over it.
      let slope = (above.value - below.value) / (2 * step)
      #expect(
        scaledError(center.gradient[index], slope) <= 1e-6, "\(structure)")
      for other in point.indices {
        let bend =
          (above.gradient[other] - below.gradient[other]) / (2 * step)
        #expect(
          scaledError(center.hessian[other + point.count * index], bend)
            <= 1e-6, "\(structure)")
      }
    }
  }

  private func evaluate(
    _ objective: inout MultivariateObjective<MultivariateLikelihood>,
    _ point: [Double]
  ) -> (value: Double, gradient: [Double], hessian: [Double]) {
    let count = point.count
    var gradient = Array(repeating: 0.0, count: count)
    var hessian = Array(repeating: 0.0, count: count * count)
    var slope = gradient.mutableSpan
    var bend = hessian.mutableSpan
    let value = objective.evaluate(
      at: point.span, gradient: &slope, hessian: &bend)
    return (value, gradient, hessian)
  }
}

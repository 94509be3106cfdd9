// Expected values are those of `ResultsCase`. The closed forms and the dense
// matrices agree to rounding, magnified by the condition of the design and of
// the covariances; 1e-10 leaves a factor of a hundred.

import DxLinearAlgebra
import Testing
import _DxTestSupport

@testable import DxMixedModels

@Suite("Residuals and influence in models of several outcomes")
struct MultivariateResidualTests {
  private let tolerance = 1e-10

  @Test("residuals", arguments: try ResultsCase.all)
  func residuals(_ example: ResultsCase) throws {
    let fit = try example.fit()
    let expected = example.expected
    for unit in MultivariateFit.DeletionUnit.allCases {
      let residuals = try fit.residuals(deleting: unit)
      #expect(
        largestError(
          residuals.map(\.fitted), try #require(expected["fitted"].numbers))
          <= tolerance)
      #expect(
        largestError(
          residuals.map(\.hatValue), try #require(expected["hat"].numbers))
          <= tolerance)
      #expect(
        largestError(
          residuals.map(\.standardized),
          try #require(expected["standardized"].numbers)) <= tolerance)
      let deleted = expected["deleting_\(unit.rawValue)"]
      #expect(
        largestError(
          residuals.map(\.studentized), orMissing: deleted["studentized"])
          <= tolerance)
    }
  }

  @Test("hat values add up to the number of coefficients")
  func trace() throws {
    for example in try ResultsCase.all {
      let fit = try example.fit()
      let sum = try fit.residuals().reduce(0) { $0 + $1.hatValue }
      #expect(scaledError(sum, Double(fit.coefficients.count)) <= tolerance)
      let leverages = try fit.influence().reduce(0) { $0 + $1.leverage }
      #expect(scaledError(leverages, sum) <= tolerance)
    }
  }

  @Test("influence", arguments: try ResultsCase.all)
  func influence(_ example: ResultsCase) throws {
    let fit = try example.fit()
    for unit in MultivariateFit.DeletionUnit.allCases {
      let influence = try fit.influence(deleting: unit)
      let deleted = example.expected["deleting_\(unit.rawValue)"]
      #expect(
        largestError(influence.map(\.cooksDistance), orMissing: deleted["cook"])
          <= tolerance)
      #expect(
        largestError(
          influence.map(\.covarianceRatio), orMissing: deleted["ratio"])
          <= tolerance)
      let changes = try #require(deleted["dfbetas"].elements)
      #expect(influence.count == changes.count)
      for (one, row) in zip(influence, changes) {
        #expect(
          largestError(one.standardizedChanges, orMissing: row) <= tolerance)
      }
    }
  }

  @Test("deleting the only information about a coefficient gives NaN")
  func inestimable() throws {
    var outcomes = MultivariateOutcomes(names: ["a", "b"])
    for study in 0..<4 {
      let y = Double(study)
      try outcomes.append(
        "\(study)", values: [y, study == 2 ? 1 : .nan],
        covariance: [[1, 0], [0, 1]])
    }
    let fit = try MultivariateModel(structure: .diagonal).fit(
      outcomes, .fixedEffect)
    let influence = try fit.influence()
    #expect(influence[2].cooksDistance.isNaN)
    #expect(influence[2].leverage > 1)
    #expect(influence[1].cooksDistance.isFinite)
    #expect(influence[0].studies == ["0"])
    let residuals = try fit.residuals(deleting: .studies)
    #expect(residuals.count == 5)
    #expect(residuals[3].outcome == "b")
    #expect(residuals[3].studentized.isNaN)
  }

  @Test("refits without a study are the fits without it")
  func refitted() throws {
    let reference = try MultivariateReference.named("mv_berkey98")
    let outcomes = try reference.outcomes()
    let fit = try MultivariateModel().fit(
      outcomes, .restrictedMaximumLikelihood)
    let influence = try fit.refittedInfluence()
    #expect(influence.count == 5)
    var rest = MultivariateOutcomes(names: outcomes.names)
    for study in reference.studies.dropFirst() {
      try rest.append(
        study.name, values: study.y.map { $0 ?? .nan },
        covariance: [
          [study.s11 ?? .nan, study.s21 ?? .nan],
          [study.s21 ?? .nan, study.s22 ?? .nan],
        ])
    }
    let without = try MultivariateModel().fit(
      rest, .restrictedMaximumLikelihood)
    // Both end within 1e-9 of the same optimum.
    #expect(
      largestError(influence[0].coefficients, without.coefficients) <= 1e-8)
    #expect(
      largestError(
        influence[0].betweenStudyCovariance.elements,
        without.betweenStudyCovariance.elements) <= 1e-8)
  }

  @Test("refits agree with metafor")
  func metafor() throws {
    let reference = try MultivariateReference.named("mv_berkey98")
    let fit = try MultivariateModel().fit(
      try reference.outcomes(), .restrictedMaximumLikelihood)
    let influence = try fit.refittedInfluence()
    // metafor 3.8-1, cooks.distance and dfbetas of rma.mv by BFGS with
    // reltol = 1e-15; its refits stop about 1e-5 from their optima.
    let distances = [
      0.4582491431, 0.9968136073, 0.7498186101, 0.4573519685, 0.5763685810,
    ]
    let changes = [
      [0.61038572027, 0.001186788817], [-0.91660212597, -1.371857751270],
      [0.02759266827, 0.890451018277], [-0.48918852458, 0.086343942097],
      [0.70957931506, -0.018459412612],
    ]
    #expect(largestError(influence.map(\.cooksDistance), distances) <= 1e-4)
    for (one, expected) in zip(influence, changes) {
      #expect(largestError(one.standardizedChanges, expected) <= 1e-4)
    }
    // AICc of fitstats, which has the digits of the log-likelihood.
    let criteria = try #require(fit.informationCriteria())
    #expect(scaledError(criteria.correctedAkaike, 32.616464611) <= 1e-8)
  }
}

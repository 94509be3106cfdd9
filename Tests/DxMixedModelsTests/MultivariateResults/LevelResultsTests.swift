// Expected values are those of metafor 3.8-1 (R 4.2.2) for the schools of
// Konstantopoulos 2011: rma.mv(yi, vi, random = ~ 1 | district/school) by
// BFGS with reltol = 1e-16, robust(cluster = district), cooks.distance and
// ranef. metafor's variances are good to about 1e-6, and so is the rest.

import DxLinearAlgebra
import Testing
import _DxTestSupport

@testable import DxMixedModels

@Suite("Results of fits with levels above the studies")
struct LevelResultsTests {
  private let schools: LevelReference
  private let fit: MultivariateFit

  init() throws {
    schools = try LevelReference.schools
    var outcomes = MultivariateOutcomes(names: ["y"])
    for (index, name) in schools.names.enumerated() {
      try outcomes.append(
        name, values: [schools.values[index]],
        covariance: [[schools.variances[index]]])
    }
    fit = try MultivariateModel(
      levels: [RandomLevel("district", schools.groups)]
    ).fit(outcomes, .restrictedMaximumLikelihood)
  }

  @Test("the regression is that of the fit")
  func regression() throws {
    let regression = try fit.regression()
    let mean = regression.product(
      regression.basis.toCoefficients,
      Matrix(column: regression.coefficients))
    #expect(scaledError(mean[0, 0], fit.coefficients[0]) <= 1e-12)
    let covariance = regression.congruence(
      regression.basis.toCoefficients, regression.covariance)
    #expect(
      relativeError(covariance[0, 0], fit.coefficientCovariance[0, 0])
        <= 1e-10)
    #expect(regression.reportingClusterCount == 11)
  }

  @Test("results agree with metafor")
  func metafor() throws {
    let robust = try fit.clusterRobustCovariance(.clustersLessCoefficients)
    let row = try robust.coefficientTable(.clustersLessCoefficients)[0]
    #expect(scaledError(row.standardError, 0.08450221721415) <= 1e-6)
    #expect(row.degreesOfFreedom == 10)
    let influence = try fit.influence(deleting: .groups)
    #expect(
      largestError(
        influence.map(\.cooksDistance),
        [
          0.07012750257333, 0.01470081557861, 0.03998484180589,
          0.11944446553603,
          0.02374154833979, 0.11749526145183, 0.58149927809297,
          0.08439969645300,
          0.00678502185419, 0.04112753594467, 0.00029345365208,
        ]) <= 1e-5)
    let effects = try fit.groupEffects()
    let first = try #require(effects.first)
    #expect(first.group == schools.groups[0])
    #expect(
      scaledError(first.randomEffects.values[0], -0.18998596007620) <= 1e-5)
    #expect(
      scaledError(first.randomEffects.standardErrors[0], 0.16653966029324)
        <= 1e-5)
  }

  @Test("a level is tested on the boundary")
  func likelihoodRatio() throws {
    let single = try MultivariateModel().fit(
      fit.outcomes, .restrictedMaximumLikelihood)
    let test = try fit.likelihoodRatioTest(against: single)
    // The statistic is printed with four decimals.
    #expect((test.statistic - 17.7736).magnitude <= 1e-4)
    #expect(test.degreesOfFreedom == 1)
    #expect(test.mixtureWeights == [0.5, 0.5])
    let twice = 2 * (try #require(test.mixturePValue))
    #expect(relativeError(twice, test.pValue) <= 1e-15)
  }
}

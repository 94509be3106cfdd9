// Two computations of the same likelihood are compared: the kernels for two
// outcomes, and the general engine. Both are compared with published software
// elsewhere.

import DxLinearAlgebra
import Testing
import _DxTestSupport

@testable import DxMixedModels

@Suite("Two outcomes, by their own kernels and by the general engine")
struct PairedFitTests {
  /// Two outcomes that are missing now and then.
  private func outcomes(
    correlation: Double, missing: Bool, slope: Double
  ) throws -> MultivariateOutcomes {
    var outcomes = MultivariateOutcomes(names: ["first", "second"])
    for study in 0..<14 {
      let x = Double(study)
      let first = (1.7 * x * x).remainder(dividingBy: 1.9) + slope * x
      let second =
        0.6 * first + (2.3 * x * x * x).remainder(dividingBy: 1.3)
      let (s, t) = (0.1 + 0.03 * x, 0.4 - 0.02 * x)
      let covariance = correlation * (s * t).squareRoot()
      try outcomes.append(
        "\(study)",
        values: [
          missing && study % 5 == 2 ? .nan : 40 + first,
          missing && study % 6 == 4 ? .nan : second,
        ], covariance: [[s, covariance], [covariance, t]])
    }
    return outcomes
  }

  @Test(
    "agree",
    arguments: [
      NormalEstimator.restrictedMaximumLikelihood, .maximumLikelihood,
      .fixedEffect,
    ])
  func agreement(_ estimator: NormalEstimator) throws {
    let years = (0..<14).map { Double($0 * 3 % 11) }
    let models = [
      MultivariateModel(),
      MultivariateModel(terms: [
        .intercept, .numeric("year", years).on("second"),
      ]),
    ]
    for model in models {
      for correlation in [0, 0.4] {
        for missing in [false, true] {
          let outcomes = try outcomes(
            correlation: correlation, missing: missing, slope: 0.1)
          let basis = try DesignBasis(
            model.terms, outcomes, PortableBackend())
          let fast = try #require(
            try model.pairedFit(
              outcomes, basis, estimator, PortableBackend()))
          let general = MultivariateProblem(
            model, outcomes, basis, estimator, PortableBackend()
          ).fit()
          compare(fast, general)
        }
      }
    }
  }

  private func compare(_ fast: MultivariateFit, _ general: MultivariateFit) {
    let value = fast.logLikelihood ?? .nan
    #expect(scaledError(value, general.logLikelihood ?? .nan) <= 1e-12)
    #expect(fast.rank == general.rank)
    #expect(fast.labels == general.labels)
    #expect(fast.observationCount == general.observationCount)
    #expect(
      fast.covarianceParameterCount == general.covarianceParameterCount)
    #expect(
      scaledError(
        fast.halfLogDesignDeterminant, general.halfLogDesignDeterminant)
        <= 1e-13)
    for index in fast.coefficients.indices {
      let error = fast.coefficientCovariance[index, index].squareRoot()
      // Where the maximisers stop, a log-likelihood is a parabola: 1e-14 of
      // it are 1e-7 standard errors of Ψ, and far less of a coefficient.
      let difference =
        fast.coefficients[index] - general.coefficients[index]
      #expect(difference.magnitude <= 1e-9 * error)
    }
    for row in 0..<2 {
      for column in 0..<2 {
        #expect(
          scaledError(
            fast.betweenStudyCovariance[row, column],
            general.betweenStudyCovariance[row, column]) <= 1e-8)
      }
    }
  }

  @Test("leave what ties outcomes together to the general engine")
  func tiedOutcomes() throws {
    let outcomes = try outcomes(correlation: 0, missing: false, slope: 0)
    let shared = MultivariateModel(terms: [.intercept.shared])
    let basis = try DesignBasis(shared.terms, outcomes, PortableBackend())
    let fit = try shared.pairedFit(
      outcomes, basis, .maximumLikelihood, PortableBackend())
    #expect(fit == nil)
  }
}

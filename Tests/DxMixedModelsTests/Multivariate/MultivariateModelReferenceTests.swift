// Expected values are those of the fixtures: a maximisation in 80-bit
// arithmetic written for the purpose, whose results the R packages mvmeta,
// mixmeta and metafor approach. The tolerances are those of
// Fixtures/README.md.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

extension MultivariateReference {
  /// The studies, and the terms of an intercept and, if given, a covariate.
  func outcomes() throws -> MultivariateOutcomes {
    let p = outcomeCount
    var result = MultivariateOutcomes(names: (1...p).map { "y\($0)" })
    for study in studies {
      var covariance = Matrix(rowCount: p, columnCount: p)
      var index = 0
      for row in 0..<p {
        for column in 0...row {
          covariance[row, column] = study.covariances[index] ?? .nan
          covariance[column, row] = covariance[row, column]
          index += 1
        }
      }
      try result.append(
        study.name, values: study.y.map { $0 ?? .nan }, covariance: covariance)
    }
    return result
  }

  /// An intercept and, if given, a covariate.
  func terms(_ covariate: ExpectedValue) throws -> [ModeratorTerm] {
    guard let name = covariate["name"].string else { return [.intercept] }
    return [
      .intercept,
      .numeric(
        name, try #require(covariates[name]),
        center: try #require(covariate["center"].number)),
    ]
  }
}

@Suite("Models of several outcomes, references")
struct MultivariateModelReferenceTests {
  @Test("likelihood estimators", arguments: try MultivariateReference.all)
  func likelihood(_ reference: MultivariateReference) throws {
    let outcomes = try reference.outcomes()
    let models = try #require(reference.expected["models"].members)
    #expect(!models.isEmpty)
    for (name, model) in models {
      let terms = try reference.terms(model["covariate"])
      for (key, estimator) in [
        ("reml", NormalEstimator.restrictedMaximumLikelihood),
        ("ml", .maximumLikelihood),
      ] {
        let fit = try MultivariateModel(terms: terms).fit(outcomes, estimator)
        try check(fit, model[key]["tight"], "\(reference) \(name) \(key)")
      }
    }
  }

  private func check(
    _ fit: MultivariateFit, _ expected: ExpectedValue, _ context: Comment
  ) throws {
    var logLikelihood = try #require(fit.logLikelihood)
    if fit.estimator == .restrictedMaximumLikelihood {
      logLikelihood -= fit.halfLogDesignDeterminant
    }
    let reference = try #require(expected["logLik_mvmeta"].number)
    #expect(logLikelihood >= reference - 1e-8, context)
    #expect(logLikelihood <= reference + 1e-9, context)
    let isInterior = expected["boundary"].string == "interior"
    let tolerance = isInterior ? 1e-7 : 1e-6
    let coefficients = try #require(expected["coefficients"].numbers)
    #expect(largestError(fit.coefficients, coefficients) <= tolerance, context)
    let covariance = try #require(expected["vcov"].rows)
    #expect(
      largestError(
        fit.coefficientCovariance.elements, covariance.flatMap(\.self))
        <= tolerance, context)
    let psi = try #require(expected["Psi"].rows)
    // Entries of a matrix of lower rank are judged by its variances.
    for (row, entries) in psi.enumerated() {
      for (column, entry) in entries.enumerated() {
        let size = (psi[row][row] * psi[column][column]).squareRoot()
        let error = fit.betweenStudyCovariance[row, column] - entry
        #expect(error.magnitude <= 1e-6 * size, context)
      }
    }
    #expect((fit.rank == psi.count) == isInterior, context)
    #expect(fit.certificate.criterion.isConverged, context)
  }

  @Test("fixed effect", arguments: try MultivariateReference.all)
  func fixedEffect(_ reference: MultivariateReference) throws {
    let expected = reference.expected["models"]["intercept"]["fixed"]["tight"]
    let fit = try MultivariateModel().fit(
      try reference.outcomes(), .fixedEffect)
    let coefficients = try #require(expected["coefficients"].numbers)
    #expect(largestError(fit.coefficients, coefficients) <= 1e-11)
    let logLikelihood = try #require(expected["logLik"].number)
    let fitted = try #require(fit.logLikelihood)
    #expect(scaledError(fitted, logLikelihood) <= 1e-11)
  }
}

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
  /// The regression on an intercept and, if given, a covariate.
  func regression(covariate: ExpectedValue) throws -> PairedRegression {
    let columns =
      ["intercept"] + (covariate["name"].string.map { [$0] } ?? [])
    var regression = PairedRegression(
      studyCount: studies.count, firstColumns: columns,
      secondColumns: columns)
    for (index, study) in studies.enumerated() {
      var row = [1.0]
      if let name = covariate["name"].string {
        let center = try #require(covariate["center"].number)
        row.append(try #require(covariates[name])[index] - center)
      }
      regression.set(
        index, values: SIMD2(study.y[0] ?? .nan, study.y[1] ?? .nan),
        covariance: SymmetricMatrix2x2(
          study.s11 ?? .infinity, study.s21 ?? .nan, study.s22 ?? .infinity),
        firstRow: row, secondRow: row)
    }
    return regression
  }
}

/// Checks a maximum of the likelihood against its reference.
func checkMaximum(
  _ estimate: PairedRegressionEstimate, _ expected: ExpectedValue,
  logLikelihood key: String, _ context: Comment,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let logLikelihood = try #require(
    estimate.logLikelihood(.withoutDesignDeterminant))
  let reference = try #require(expected[key].number)
  #expect(
    logLikelihood >= reference - 1e-8, context, sourceLocation: sourceLocation)
  #expect(
    logLikelihood <= reference + 1e-9, context, sourceLocation: sourceLocation)

  let isInterior = expected["boundary"].string == "interior"
  #expect(
    (estimate.boundary == .interior) == isInterior, context,
    sourceLocation: sourceLocation)
  let coefficients = try #require(expected["coefficients"].numbers)
  let covariance = try #require(expected["vcov"].rows)
  let tolerance = isInterior ? 1e-7 : 1e-6
  #expect(
    largestError(estimate.coefficients, coefficients) <= tolerance, context,
    sourceLocation: sourceLocation)
  #expect(
    largestError(
      estimate.coefficientCovariance.rows.flatMap(\.self),
      covariance.flatMap(\.self)) <= tolerance, context,
    sourceLocation: sourceLocation)

  let psi = SymmetricMatrix2x2(rows: try #require(expected["Psi"].rows))
  for (entry, want) in zip(estimate.psi.vech, psi.vech) {
    #expect(
      relativeError(entry, want) <= (isInterior ? 1e-6 : 1e-5), context,
      sourceLocation: sourceLocation)
  }
  if !isInterior {
    #expect(
      estimate.psi.correlation.magnitude > 0.99999, context,
      sourceLocation: sourceLocation)
  }
  #expect(
    estimate.certificate.criterion.isConverged, context,
    sourceLocation: sourceLocation)
}

@Suite("Regression of two outcomes, references")
struct PairedRegressionReferenceTests {
  @Test(
    "multivariate data sets",
    arguments: try MultivariateReference.pairs)
  func multivariate(_ reference: MultivariateReference) throws {
    let models = try #require(reference.expected["models"].members)
    #expect(!models.isEmpty)
    for (name, model) in models {
      let regression = try reference.regression(covariate: model["covariate"])
      let likelihoods: [(String, NormalEstimator)] = [
        ("reml", .restrictedMaximumLikelihood), ("ml", .maximumLikelihood),
      ]
      for (key, estimator) in likelihoods {
        let expected = model[key]["tight"]
        let estimate = try regression.fit(estimator)
        try checkMaximum(
          estimate, expected, logLikelihood: "logLik_mvmeta",
          "\(reference) \(name) \(key)")
        if key == "reml" {
          let half = try #require(expected["half_logdet_XtX"].number)
          #expect(
            scaledError(estimate.halfLogDesignDeterminant, half) <= 1e-12)
          let total = try #require(expected["logLik_mixmeta"].number)
          let restricted = try #require(estimate.logLikelihood)
          #expect(scaledError(restricted, total) <= 1e-9)
        }
      }
    }
  }

  /// The joint covariance of coefficients and Ψ, whose reference is the
  /// inverse of a numerical Hessian's analytic counterpart in 80 bits.
  @Test("joint covariance", arguments: try MultivariateReference.pairs)
  func jointCovariance(_ reference: MultivariateReference) throws {
    let models = try #require(reference.expected["models"].members)
    for model in models.values {
      let regression = try reference.regression(covariate: model["covariate"])
      let estimate = try regression.fit(.maximumLikelihood)
      let joint = try #require(estimate.jointCovariance)
      #expect(joint == joint.transposed)
      let expected = model["ml"]["tight"]["cov_beta_vechPsi_observed"]
      if estimate.boundary == .interior {
        let rows = try #require(expected.rows)
        #expect(
          normwiseError(joint.rows.flatMap(\.self), rows.flatMap(\.self))
            <= 1e-6)
      }
    }
  }

  /// Closed forms, which two programs agree on to 1e-13.
  @Test("fixed effect and moments", arguments: try MultivariateReference.pairs)
  func closedForms(_ reference: MultivariateReference) throws {
    let models = try #require(reference.expected["models"].members)
    for (name, model) in models {
      let regression = try reference.regression(covariate: model["covariate"])
      let fixed = try regression.fit(.fixedEffect)
      let moments = try regression.fit(.methodOfMoments)
      for (estimate, key) in [(fixed, "fixed"), (moments, "mm")] {
        let expected = model[key]["tight"]
        let context: Comment = "\(reference) \(name) \(key)"
        let coefficients = try #require(expected["coefficients"].numbers)
        let covariance = try #require(expected["vcov"].rows)
        #expect(
          largestError(estimate.coefficients, coefficients) <= 1e-11, context)
        #expect(
          largestError(
            estimate.coefficientCovariance.rows.flatMap(\.self),
            covariance.flatMap(\.self)) <= 1e-11, context)
      }
      let logLikelihood = try #require(
        model["fixed"]["tight"]["logLik"].number)
      let value = try #require(fixed.logLikelihood)
      #expect(scaledError(value, logLikelihood) <= 1e-11)
      let psi = SymmetricMatrix2x2(
        rows: try #require(model["mm"]["tight"]["Psi"].rows))
      #expect(
        largestError(moments.psi.vech, psi.vech) <= 1e-11,
        "\(reference) \(name)")
    }
  }

  @Test("meta-regressions of reviews", arguments: try ReferenceReview.all)
  func metaRegression(_ review: ReferenceReview) throws {
    for (name, section) in review.expected["meta_regression"].members ?? [:] {
      for correction in ReviewLogits.Correction.allCases {
        let expected = section["normal_approx"][correction.rawValue]
        let columns = expected["columns"].elements?.compactMap(\.string) ?? []
        let regression = ReviewLogits(review.counts, correction).regression(
          columns: columns,
          rows: try designRows(try #require(review.covariates[name]), expected))
        try checkMaximum(
          try regression.fit(.restrictedMaximumLikelihood),
          expected["reml"]["tight"], logLikelihood: "logLik_logit_scale",
          "\(review) \(name) \(correction) REML")
        try checkMaximum(
          try regression.fit(.maximumLikelihood), expected["ml"]["tight"],
          logLikelihood: "logLik_logit_scale",
          "\(review) \(name) \(correction) ML")
      }
    }
  }
}

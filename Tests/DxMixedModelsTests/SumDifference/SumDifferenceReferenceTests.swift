import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

/// With regressors, against maxima from independent programs.
///
/// `Fixtures/oracle/sum_difference.json` is written by the program beside it,
/// in Python with numpy and scipy, from the definition of the model. It has a
/// covariate on the sum, the half difference and the log scale ratio in
/// several combinations. Its log-likelihoods change by 1e-12 with more nodes.
@Suite("Sum and difference, with regressors")
struct SumDifferenceReferenceTests {
  @Test(
    "agrees with an independent program",
    arguments: try SumDifferenceReference.file.models)
  func reference(model: SumDifferenceReference.Model) throws {
    let file = try SumDifferenceReference.file
    let review = try IndicatorReview(
      file.review, file.covariate, level: file.level)
    // Twenty-five nodes are exact to 1e-8 for these data.
    let fit = try review.regression(model).fit(
      .nodes(25), structure: model.structure)
    #expect(fit.certificate.criterion.isConverged)
    #expect(fit.parameterCount == model.names.count)
    let error = (fit.logLikelihood - model.logLikelihood).magnitude
    #expect(error <= 2e-8)
    let table = fit.table
    for (index, name) in model.names.enumerated() {
      let got = try #require(table[name])
      // The root of twice 2e-8 times a standard error of a tenth or more, and
      // as much for the quadrature's error in the curvature.
      #expect(
        scaledError(got.estimate, model.estimates[index]) <= 1e-5, "\(name)")
      #expect(
        relativeError(got.standardError, model.standardErrors[index]) <= 1e-4,
        "\(name)")
    }
  }

  // With the same regressors for sum and half difference and one scale ratio
  // the model is the regression of both means on them. The log-likelihoods
  // are maxima of that, by another program, with 61 nodes a dimension.
  @Test(
    "is the regression of both means",
    arguments: [
      ("kearon1998", "patients", "symptomatic", -158.71678016886278),
      ("anti_ccp", "generation", "CCP2", -266.565505047638),
    ])
  func meanRegression(
    name: String, covariate: String, level: String, logLikelihood: Double
  ) throws {
    let review = try IndicatorReview(name, covariate, level: level)
    let fit = try review.regression([.sum, .halfDifference]).fit()
    #expect((fit.logLikelihood - logLikelihood).magnitude <= 1e-8)
  }

  @Test("does not depend on the units of the regressors")
  func units() throws {
    let review = try IndicatorReview("auditc", tn: 500)
    let fit = try review.regression(Set(SumDifferencePredictor.allCases))
      .fit(.nodes(7))
    let other = try review.regression(
      Set(SumDifferencePredictor.allCases), shift: 2000, scale: 1e6
    ).fit(.nodes(7))
    #expect((fit.logLikelihood - other.logLikelihood).magnitude <= 1e-10)
    for (a, b) in zip(fit.slopes, other.slopes) {
      #expect(scaledError(b * 1e6, a) <= 1e-5)
    }
  }

  @Test("one scale for both logits is equal variances")
  func symmetric() throws {
    let review = try IndicatorReview("auditc", tn: 500)
    let fit = try review.regression([], isSymmetric: true).fit(.nodes(7))
    let psi = fit.parameters(
      sumRow: [1], halfDifferenceRow: [1], logScaleRatioRow: []
    ).psi
    #expect(psi.m11 == psi.m22)
    let free = try review.regression([]).fit(.nodes(7))
    #expect(fit.logLikelihood < free.logLikelihood - 0.1)
    #expect(fit.parameterCount == free.parameterCount - 1)
  }
}

/// The diseased with a positive and the healthy with a negative test, with an
/// indicator of a covariate.
private struct IndicatorReview {
  let counts: PairedCounts
  let indicator: [Double]

  init(_ name: String, _ covariate: String, level: String) throws {
    let review = try ReferenceReview.named(name)
    counts = PairedCounts(review.counts)
    indicator = try #require(review.covariates[covariate]).map {
      $0 == level ? 1 : 0
    }
  }

  /// With large studies as indicator.
  init(_ name: String, tn limit: Double) throws {
    let review = try ReferenceReview.named(name)
    counts = PairedCounts(review.counts)
    indicator = review.counts.tn.map { $0 > limit ? 1 : 0 }
  }

  func regression(
    _ moderated: Set<SumDifferencePredictor>, isSymmetric: Bool = false,
    shift: Double = 0, scale: Double = 1
  ) -> SumDifferenceRegression {
    func columns(_ predictor: SumDifferencePredictor) -> [String] {
      if isSymmetric, predictor == .logScaleRatio { return [] }
      return moderated.contains(predictor) ? ["constant", "x"] : ["constant"]
    }
    var regression = SumDifferenceRegression(
      studyCount: counts.studyCount, sumColumns: columns(.sum),
      halfDifferenceColumns: columns(.halfDifference),
      logScaleRatioColumns: columns(.logScaleRatio))
    for study in 0..<counts.studyCount {
      let row = [1, indicator[study] * scale + shift]
      func prefix(_ predictor: SumDifferencePredictor) -> [Double] {
        Array(row.prefix(columns(predictor).count))
      }
      regression.set(
        study, successes: counts.successes(of: study),
        trials: counts.trials(of: study), sumRow: prefix(.sum),
        halfDifferenceRow: prefix(.halfDifference),
        logScaleRatioRow: prefix(.logScaleRatio))
    }
    return regression
  }

  func regression(
    _ model: SumDifferenceReference.Model
  ) -> SumDifferenceRegression {
    regression(model.predictors, isSymmetric: model.isSymmetric)
  }
}

extension SumDifferenceReference.Model {
  fileprivate var predictors: Set<SumDifferencePredictor> {
    Set(
      moderated.map {
        switch $0 {
        case "accuracy": .sum
        case "threshold": .halfDifference
        default: .logScaleRatio
        }
      })
  }

  fileprivate var structure: SumDifferenceStructure {
    switch zero {
    case "sd_accuracy": .zeroSumVariance
    case "sd_threshold": .zeroHalfDifferenceVariance
    default: .unrestricted
    }
  }
}

extension SumDifferenceEstimate {
  /// The estimates with their standard errors by the names of the reference.
  fileprivate var table: [String: (estimate: Double, standardError: Double)] {
    func named(_ name: String, _ coefficients: [Double]) -> [(String, Double)] {
      zip([name, name + ":x"], coefficients).map { ($0, $1) }
    }
    let all =
      named("accuracy", sumCoefficients)
      + named("threshold", halfDifferenceCoefficients)
      + named("shape", logScaleRatioCoefficients)
      + [
        ("var_accuracy", sumVariance),
        ("var_threshold", halfDifferenceVariance),
      ]
    var table: [String: (estimate: Double, standardError: Double)] = [:]
    for (index, entry) in all.enumerated() {
      let variance = covariance?[index, index] ?? .nan
      table[entry.0] = (entry.1, variance.squareRoot())
    }
    return table
  }

  /// The coefficients of the covariate.
  fileprivate var slopes: [Double] {
    [
      sumCoefficients[1], halfDifferenceCoefficients[1],
      logScaleRatioCoefficients[1],
    ]
  }
}

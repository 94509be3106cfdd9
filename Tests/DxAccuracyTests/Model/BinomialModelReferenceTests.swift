// Expected values: the maxima of the exact binomial likelihood in Python with
// at least 61 nodes a dimension, and what follows from them; see
// Fixtures/README.md.

import DxAccuracy
import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

@Suite("Binomial model, published reviews")
struct BinomialModelReferenceTests {
  /// Ten times the 2e-6 to which automatic quadrature gives the means; the
  /// functions are smooth.
  private static let tolerance = 2e-5

  /// For standard errors and what depends on Ψ: ten times its 2e-5.
  private static let looseTolerance = 2e-4

  /// A review with its fit, which takes longer than all that follows from it.
  struct Fitted: Sendable, CustomStringConvertible {
    let review: ReferenceReview
    let fit: BivariateFit
    let expected: ExpectedValue

    var description: String { review.name }
  }

  private static let fitted = Result {
    try ReferenceReview.all.map { review in
      Fitted(
        review: review,
        fit: try BivariateModel().fit(review.counts.studies),
        expected: review.expected["glmm"]["ml"])
    }
  }

  static var all: [Fitted] {
    get throws { try fitted.get() }
  }

  @Test("likelihood and criteria", arguments: try all)
  func likelihood(_ fitted: Fitted) throws {
    let (fit, expected) = (fitted.fit, fitted.expected)
    let logLikelihood = try #require(expected["loglik"].number)
    let value = try #require(fit.logLikelihood)
    #expect((value - logLikelihood).magnitude <= 1e-6)
    let criteria = try #require(fit.informationCriteria())
    let akaike = try #require(expected["AIC"].number)
    let bayesian = try #require(expected["BIC_2k"].number)
    #expect((criteria.akaike - akaike).magnitude <= 2e-6)
    #expect((criteria.bayesian - bayesian).magnitude <= 2e-6)
    #expect(criteria.parameterCount == 5)
    #expect(
      Double(criteria.observationCount) == expected["n_binomials"].number)
    let fixed = try BivariateModel.binomial(structure: .zeroVarianceBoth)
      .fit(fitted.review.counts.studies)
    let ratio = 2 * (value - (try #require(fixed.logLikelihood)))
    let chi2 = try #require(expected["lrt_random_vs_fixed"]["chi2"].number)
    #expect(scaledError(ratio, chi2) <= 2e-6)
  }

  @Test("summary point", arguments: try all)
  func summaryPoint(_ fitted: Fitted) throws {
    let (fit, expected) = (fitted.fit, fitted.expected)
    let point = fit.summaryPoint()
    let derived = expected["derived"]
    for (interval, key) in [
      (point.sensitivity, "sens"), (point.specificity, "spec"),
      (point.falsePositiveRate, "fpr"),
      (point.positiveLikelihoodRatio, "lr_pos"),
      (point.negativeLikelihoodRatio, "lr_neg"),
      (point.diagnosticOddsRatio, "dor"),
    ] {
      let error = intervalError(interval, derived[key])
      #expect(error <= Self.tolerance, "\(key): \(error)")
      let standardError =
        derived[key]["se_logit"].number ?? derived[key]["se_ln"].number
      guard let standardError else { continue }
      let own = try #require(interval.standardErrorOnScale)
      #expect(relativeError(own, standardError) <= Self.looseTolerance)
    }
  }

  @Test("HSROC parameters", arguments: try all)
  func hsroc(_ fitted: Fitted) throws {
    let (fit, expected) = (fitted.fit, fitted.expected)
    let hsroc = try fit.hsroc()
    let reference = expected["derived"]["hsroc"]
    for (interval, key) in [
      (hsroc.lambda, "Lambda"), (hsroc.theta, "Theta"), (hsroc.beta, "beta"),
      (hsroc.varianceAlpha, "sigma2_alpha"),
      (hsroc.varianceTheta, "sigma2_theta"),
    ] {
      let estimate = try #require(reference["est"][key].number)
      let error = scaledError(interval.estimate, estimate)
      #expect(error <= Self.looseTolerance, "\(key): \(error)")
      guard let standardError = reference["se"][key].number else {
        #expect(interval.estimate == 0)
        #expect(interval.undefinedReason == .fixedAtBoundary)
        continue
      }
      let own = try #require(interval.standardErrorOnScale)
      // Variances have their standard error on the log scale.
      let scale = interval.scale == .log ? interval.estimate : 1
      #expect(relativeError(own * scale, standardError) <= Self.looseTolerance)
    }
  }

  @Test("areas, regions and heterogeneity", arguments: try all)
  func others(_ fitted: Fitted) throws {
    let (fit, expected) = (fitted.fit, fitted.expected)
    let derived = expected["derived"]
    for (line, key) in [
      (SROCLine.rutterGatsonis, "rutter_gatsonis"), (.yOnX, "naive"),
    ] {
      let curve = try fit.srocCurve(line)
      let area = derived["auc"][key]
      let exact = try #require(area["auc_exact"].number)
      let mada = try #require(area["auc_mada"].number)
      #expect(scaledError(curve.areaUnderCurve(), exact) <= Self.tolerance)
      #expect(
        scaledError(curve.areaUnderCurve(.mada99), mada) <= Self.tolerance)
    }
    for kind in [RegionKind.confidence, .prediction] {
      let ellipse = try fit.region(kind, radius: .chiSquared).ellipse
      let reference = derived["\(kind)_ellipse"]
      let area = try #require(reference["area"].number)
      #expect(relativeError(ellipse.area, area) <= Self.looseTolerance)
      let axes = try #require(reference["semi_axes"].numbers)
      #expect(
        relativeError(ellipse.semiAxes.major, axes[0]) <= Self.looseTolerance)
      #expect(
        relativeError(ellipse.semiAxes.minor, axes[1]) <= Self.looseTolerance)
    }
    let found = fit.zhouDendukuri()
    let shares = expected["I2_zhou_metadta"]
    for (share, key) in [
      (found.bivariate, "bivariate"), (found.sensitivity, "sens"),
      (found.specificity, "spec"),
    ] {
      let want = try #require(shares[key].number)
      #expect(scaledError(share.value, want) <= Self.tolerance)
    }
  }
}

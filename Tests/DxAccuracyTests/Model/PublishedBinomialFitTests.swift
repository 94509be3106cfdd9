// Expected values: the Stata log of metandi for the reviews of telomerase (Glas
// 2003) and of CSF biomarkers of dementia, with 7 and 5 nodes (github
// VNyaga/Metadta, RSM2023/Logs/stataout.txt), printed to 7 digits.

import DxAccuracy
import DxLinearAlgebra
import DxMixedModels
import Testing
import _DxTestSupport

/// What metandi prints of a review, with the number of nodes it used.
///
/// The value of adaptive quadrature with few nodes depends on the frame in
/// which the grid of nodes is laid. Here it is a lower Cholesky factor, in
/// metandi another, so that the log-likelihoods may differ by 3e-5 and what
/// follows in the fourth digit, the variances of telomerase in the third.
private struct PublishedFit: Sendable, CustomStringConvertible {
  let description: String
  let nodes: Int
  /// True positives, false positives, false negatives, true negatives.
  let tables: [[Double]]
  let logLikelihood: Double
  /// Estimates with their standard errors.
  let means: [(Double, Double)]
  let variances: [(Double, Double)]
  let correlation: Double
  let meanCovariance: Double
  /// Λ, Θ, β, and the variances of α and θ.
  let hsroc: [(Double, Double?)]
  /// Sensitivity, specificity, the odds ratio and the likelihood ratios.
  let point: [(Double, Double)]
  /// Half a unit in the last digit that agrees.
  let varianceTolerance: Double

  var studies: [Study] {
    tables.enumerated().map { index, cells in
      Study(
        id: "\(index + 1)",
        table: TwoByTwoTable(
          truePositives: cells[0], falsePositives: cells[1],
          falseNegatives: cells[2], trueNegatives: cells[3]))
    }
  }

  static let telomerase = PublishedFit(
    description: "telomerase", nodes: 7,
    tables: [
      [25, 1, 8, 25], [17, 3, 4, 11], [88, 16, 16, 31], [16, 3, 10, 80],
      [40, 1, 17, 137], [38, 6, 9, 24], [23, 0, 19, 12], [27, 2, 6, 18],
      [14, 3, 3, 29], [37, 22, 7, 7],
    ],
    logLikelihood: -50.386576,
    means: [(1.19234, 0.1802975), (2.340719, 0.6343648)],
    variances: [(0.1829838, 0.1284796), (3.313294, 1.886578)],
    correlation: -1, meanCovariance: -0.07761,
    hsroc: [
      (3.594303, 0.3658869), (0.6624347, 0.3991388), (1.44815, 0.3158769),
      (0, nil), (0.7786393, 0.4327063),
    ],
    point: [
      (0.7671593, 0.0322058), (0.9121937, 0.0508103), (34.22851, 18.10251),
      (8.736948, 4.814413), (0.2552535, 0.0277022),
    ],
    varianceTolerance: 5e-3)

  static let dementia = PublishedFit(
    description: "dementia", nodes: 5,
    tables: [
      [18, 17, 4, 25], [18, 43, 2, 99], [15, 12, 7, 19], [24, 10, 5, 13],
      [17, 2, 6, 16], [53, 36, 4, 41], [9, 9, 5, 5], [4, 4, 7, 40],
      [32, 113, 5, 46], [47, 33, 5, 75], [9, 10, 2, 16], [5, 11, 0, 37],
      [32, 16, 10, 42], [62, 41, 29, 82],
    ],
    logLikelihood: -82.803331,
    means: [(1.370958, 0.2128247), (0.6368034, 0.2075006)],
    variances: [(0.3590741, 0.2364583), (0.4824725, 0.2344757)],
    correlation: -0.598757, meanCovariance: -0.0182542,
    hsroc: [
      (2.067505, 0.2806059), (0.4422817, 0.2549149), (0.1476976, 0.3751036),
      (0.3340148, 0.2770121), (0.3327214, 0.1688127),
    ],
    point: [
      (0.7975349, 0.0343654), (0.6540305, 0.0469521), (7.446631, 1.695519),
      (2.305218, 0.2864412), (0.3095652, 0.0478478),
    ],
    varianceTolerance: 5e-4)
}

@Suite("Binomial model, metandi")
struct PublishedBinomialFitTests {
  fileprivate static let all = [PublishedFit.telomerase, .dementia]

  private func fit(_ published: PublishedFit) throws -> BivariateFit {
    try BivariateModel.binomial(quadrature: .nodes(published.nodes))
      .fit(published.studies)
  }

  @Test("likelihood and means", arguments: all)
  fileprivate func means(_ published: PublishedFit) throws {
    let fit = try fit(published)
    let value = try #require(fit.logLikelihood)
    let error = (value - published.logLikelihood).magnitude
    #expect(error <= 3e-5, "\(value - published.logLikelihood)")
    let covariance = fit.meanCovariance
    for (index, variance) in [covariance.m11, covariance.m22].enumerated() {
      let want = published.means[index]
      let got = fit.transformedMean[index]
      #expect(relativeError(got, want.0) <= 5e-4, "\(got) \(want)")
      #expect(
        relativeError(variance.squareRoot(), want.1) <= 5e-4,
        "\(variance.squareRoot()) \(want)")
    }
    #expect(
      relativeError(covariance.m21, published.meanCovariance) <= 1e-3,
      "\(covariance.m21)")
  }

  @Test("variances", arguments: all)
  fileprivate func variances(_ published: PublishedFit) throws {
    let fit = try fit(published)
    let psi = fit.betweenStudyCovariance
    let joint = try #require(fit.jointCovariance)
    let tolerance = published.varianceTolerance
    let got = [
      (psi.m11, joint.psi.m11.squareRoot()),
      (psi.m22, joint.psi.m33.squareRoot()),
    ]
    for (got, want) in zip(got, published.variances) {
      #expect(relativeError(got.0, want.0) <= tolerance, "\(got) \(want)")
      #expect(relativeError(got.1, want.1) <= tolerance, "\(got) \(want)")
    }
    let correlation = try #require(fit.betweenStudyCorrelation)
    #expect(
      (correlation - published.correlation).magnitude <= 5e-4,
      "\(correlation)")
    #expect(
      fit.boundary
        == (published.correlation == -1 ? .correlationAtMinusOne : .interior))
  }

  /// Where the correlation is −1, metandi has no standard errors of it and of
  /// the variance of α, and neither have we.
  @Test("HSROC parameters", arguments: all)
  fileprivate func hsroc(_ published: PublishedFit) throws {
    let hsroc = try fit(published).hsroc()
    let intervals = [
      hsroc.lambda, hsroc.theta, hsroc.beta, hsroc.varianceAlpha,
      hsroc.varianceTheta,
    ]
    for (index, interval) in intervals.enumerated() {
      let want = published.hsroc[index]
      let isVariance = index > 2
      let tolerance = isVariance ? published.varianceTolerance : 5e-4
      guard let standardError = want.1 else {
        #expect(interval.estimate == 0)
        #expect(interval.standardError == nil)
        #expect(interval.undefinedReason == .fixedAtBoundary)
        continue
      }
      let own = try #require(interval.standardError)
      #expect(
        relativeError(interval.estimate, want.0) <= tolerance,
        "\(index): \(interval.estimate) \(want)")
      #expect(
        relativeError(own, standardError) <= tolerance,
        "\(index): \(own) \(want)")
    }
  }

  @Test("summary point", arguments: all)
  fileprivate func point(_ published: PublishedFit) throws {
    let point = try fit(published).summaryPoint()
    let intervals = [
      point.sensitivity, point.specificity, point.diagnosticOddsRatio,
      point.positiveLikelihoodRatio, point.negativeLikelihoodRatio,
    ]
    for (index, interval) in intervals.enumerated() {
      let want = published.point[index]
      let own = try #require(interval.standardError)
      #expect(
        relativeError(interval.estimate, want.0) <= 5e-4,
        "\(index): \(interval.estimate) \(want)")
      // That of a ratio is the product of two numbers, each with its error.
      #expect(
        relativeError(own, want.1) <= (index < 2 ? 5e-4 : 1e-3),
        "\(index): \(own) \(want)")
    }
  }

  /// Beside the published values: with all the nodes that it takes, those of
  /// the reference review of the same name.
  @Test("telomerase, exactly")
  func exact() throws {
    let review = try ReferenceReview.named("telomerase")
    let published = PublishedFit.telomerase
    let fit = try BivariateModel().fit(published.studies)
    let expected = review.expected["glmm"]["ml"]
    let exact = try #require(expected["loglik"].number)
    let value = try #require(fit.logLikelihood)
    #expect((value - exact).magnitude <= 1e-6)
    // Seven nodes were off by more than that.
    #expect((exact - published.logLikelihood).magnitude > 1e-4)
    #expect(fit.outcome == .correlationAtMinusOne)
    let means = try #require(expected["beta"].numbers)
    #expect(scaledError(fit.mean.logitSensitivity, means[0]) <= 2e-6)
    #expect(scaledError(fit.mean.logitSpecificity, means[1]) <= 2e-6)
  }
}

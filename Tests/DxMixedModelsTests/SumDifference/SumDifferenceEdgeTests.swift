import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import RealModule
import Testing
import _DxTestSupport

/// At the edges of the model every end is classified.
@Suite("Sum and difference, edges")
struct SumDifferenceEdgeTests {
  @Test("without random effects it is two binomial distributions")
  func zeroVariances() throws {
    let review = try ReferenceReview.named("auditc")
    var counts = PairedCounts(review.counts)
    let bivariate = try counts.fit(structure: .zeroVarianceBoth)
    let fit = try SumDifferenceRegression(counts).fit(
      structure: .zeroVariances)
    #expect(
      (fit.logLikelihood - bivariate.logLikelihood).magnitude <= 1e-10)
    #expect(fit.boundary == .zeroVariances)
    #expect(fit.logScaleRatioCoefficients == [0])
    #expect(!fit.isScaleRatioEstimated)
    #expect(fit.parameterCount == 2)
    // The pooled proportions.
    let totals = (
      tp: review.counts.tp.reduce(0, +), fn: review.counts.fn.reduce(0, +)
    )
    let mean = fit.parameters(
      sumRow: [1], halfDifferenceRow: [1], logScaleRatioRow: [1]
    ).means.x
    #expect(
      relativeError(expit(mean), totals.tp / (totals.tp + totals.fn)) <= 1e-9)
    let covariance = try #require(fit.covariance)
    // A sum of two independent logits.
    let want =
      1 / totals.tp + 1 / totals.fn + 1 / review.counts.tn.reduce(0, +)
      + 1 / review.counts.fp.reduce(0, +)
    #expect(relativeError(covariance[0, 0], want) <= 1e-9)
    #expect(covariance[2, 2] == 0)
  }

  @Test("a variance that the data put at zero is an unbounded ratio")
  func unboundedRatio() throws {
    // All proportions of the first outcome are equal, and those of the second
    // far apart and symmetric about ½, so that no correlation helps.
    var counts = PairedCounts(studyCount: 6)
    for study in 0..<6 {
      let second: Double = study < 3 ? 10 : 90
      counts.set(
        study, successes: SIMD2(50, second), trials: SIMD2(100, 100))
    }
    let fit = try SumDifferenceRegression(counts).fit(.nodes(7))
    let bivariate = try counts.fit(
      .nodes(7), structure: .zeroVarianceFirst)
    #expect(fit.boundary == .unboundedScaleRatio)
    #expect(fit.covariance == nil)
    // The climb may stop at a millionth of a within-study variance.
    #expect((fit.logLikelihood - bivariate.logLikelihood).magnitude <= 1e-3)
  }

  @Test("a level without failures has an infinite mean")
  func separatedLevel() throws {
    var regression = SumDifferenceRegression(
      studyCount: 8, sumColumns: ["constant", "x"],
      halfDifferenceColumns: ["constant", "x"],
      logScaleRatioColumns: ["constant"])
    for study in 0..<8 {
      let x: Double = study < 4 ? 0 : 1
      let first: Double = study < 4 ? [12, 17, 9, 14][study] : 20
      regression.set(
        study,
        successes: SIMD2(first, [15, 30, 22, 27, 33, 18, 25, 21][study]),
        trials: SIMD2(20, 40), sumRow: [1, x], halfDifferenceRow: [1, x],
        logScaleRatioRow: [1])
    }
    let fit = try regression.fit(.nodes(7))
    #expect(fit.boundary == .unboundedMean)
    #expect(fit.certificate.criterion == .unbounded)
    #expect(fit.covariance == nil)
  }

  @Test("names what has no estimate")
  func errors() throws {
    var counts = PairedCounts(studyCount: 3)
    for study in 0..<3 {
      counts.set(study, successes: SIMD2(9, 10), trials: SIMD2(12, 10))
    }
    #expect(throws: SumDifferenceError.infiniteMean(outcome: 2)) {
      try SumDifferenceRegression(counts).fit()
    }
    for study in 0..<3 {
      counts.set(study, successes: SIMD2(9, 0), trials: SIMD2(12, 0))
    }
    #expect(throws: SumDifferenceError.counts(.noTrials(outcome: 2))) {
      try SumDifferenceRegression(counts).fit()
    }
    counts.set(1, successes: SIMD2(13, 0), trials: SIMD2(12, 5))
    #expect(
      throws: SumDifferenceError.counts(
        .invalidCount(study: 1, outcome: 1, successes: 13, trials: 12))
    ) {
      try SumDifferenceRegression(counts).fit()
    }
    #expect(throws: SumDifferenceError.counts(.noTrials(outcome: 1))) {
      try SumDifferenceRegression(PairedCounts(studyCount: 0)).fit()
    }
  }

  @Test("names a regressor at fault")
  func regressorErrors() throws {
    func fit(_ x: [Double]) throws {
      var regression = SumDifferenceRegression(
        studyCount: 3, sumColumns: ["constant"],
        halfDifferenceColumns: ["constant", "x"], logScaleRatioColumns: [])
      for study in 0..<3 {
        regression.set(
          study, successes: SIMD2(9, 4), trials: SIMD2(12, 7), sumRow: [1],
          halfDifferenceRow: [1, x[study]], logScaleRatioRow: [])
      }
      _ = try regression.fit(.nodes(1))
    }
    #expect(
      throws: SumDifferenceError.invalidRegressor(
        study: 2, predictor: .halfDifference, column: "x", value: .infinity)
    ) { try fit([0, 1, .infinity]) }
    #expect(
      throws: SumDifferenceError.dependentColumn(
        predictor: .halfDifference, column: "x")
    ) { try fit([3, 3, 3]) }
    #expect(
      throws: SumDifferenceError.dependentColumn(
        predictor: .halfDifference, column: "x")
    ) { try fit([0, 0, 0]) }
  }

  @Test("one or two studies, missing arms and large counts have an end")
  func extremes() throws {
    let reviews: [[(SIMD2<Double>, SIMD2<Double>)]] = [
      [(SIMD2(3, 5), SIMD2(7, 9))],
      [(SIMD2(3, 5), SIMD2(7, 9)), (SIMD2(1, 1), SIMD2(2, 1))],
      [
        (SIMD2(3, 0), SIMD2(7, 0)), (SIMD2(0, 4), SIMD2(0, 9)),
        (SIMD2(0, 0), SIMD2(0, 0)), (SIMD2(2, 8), SIMD2(6, 9)),
      ],
      [
        (SIMD2(6e8, 5e8), SIMD2(1e9, 1e9)),
        (SIMD2(7e8, 6e8), SIMD2(1e9, 1e9)),
        (SIMD2(8e8, 7e8), SIMD2(1e9, 1e9)),
        (SIMD2(6e8, 8e8), SIMD2(1e9, 1e9)),
        (SIMD2(7e8, 5e8), SIMD2(1e9, 1e9)),
      ],
    ]
    for review in reviews {
      var counts = PairedCounts(studyCount: review.count)
      for (study, entry) in review.enumerated() {
        counts.set(study, successes: entry.0, trials: entry.1)
      }
      let bivariate = try counts.fit(.nodes(7))
      let fit = try SumDifferenceRegression(counts).fit(.nodes(7))
      let error = scaledError(fit.logLikelihood, bivariate.logLikelihood)
      // Sums of terms of 1e9 are exact to 1e-7 over the size of the sum.
      #expect(error <= 1e-8, "\(counts.studyCount)")
    }
  }

  @Test("does not depend on the order of the studies")
  func order() throws {
    let review = try ReferenceReview.named("telomerase")
    let counts = PairedCounts(review.counts)
    var reversed = PairedCounts(studyCount: counts.studyCount)
    for study in 0..<counts.studyCount {
      let other = counts.studyCount - 1 - study
      reversed.set(
        study, successes: counts.successes(of: other),
        trials: counts.trials(of: other))
    }
    let fit = try SumDifferenceRegression(counts).fit(.nodes(9))
    let other = try SumDifferenceRegression(reversed).fit(.nodes(9))
    #expect((fit.logLikelihood - other.logLikelihood).magnitude <= 1e-11)
    #expect(fit.boundary == other.boundary)
  }

  @Test("survives coding")
  func coding() throws {
    let review = try ReferenceReview.named("auditc")
    let fit = try SumDifferenceRegression(PairedCounts(review.counts))
      .fit(.nodes(5))
    #expect(try JSONRoundTrip.copy(of: fit) == fit)
  }

  private func expit(_ x: Double) -> Double { 1 / (1 + .exp(-x)) }
}

import DxAccuracy
import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

@Suite("Bivariate model, hard cases")
struct BivariateModelHardCaseTests {
  private func study(
    _ id: String, _ tp: Double, _ fp: Double, _ fn: Double, _ tn: Double
  ) -> Study {
    Study(
      id: id,
      table: TwoByTwoTable(
        truePositives: tp, falsePositives: fp, falseNegatives: fn,
        trueNegatives: tn))
  }

  private var fiveStudies: [Study] {
    (1...5).map { (number: Int) -> Study in
      let i = Double(number)
      return study("\(number)", 20 + 3 * i, i, 4, 40 - i)
    }
  }

  @Test("no study", arguments: NormalEstimator.allCases)
  func empty(_ estimator: NormalEstimator) {
    let needed =
      estimator == .maximumLikelihood || estimator == .fixedEffect ? 1 : 2
    #expect(
      throws: StudyDataError.tooFewStudies(
        arm: .diseased, reporting: 0, needed: needed)
    ) { try BivariateModel.normalApproximation(estimator: estimator).fit([]) }
  }

  @Test("one study has a mean but no variance between studies")
  func oneStudy() throws {
    let single = [study("only", 40, 10, 10, 60)]
    // Ψ = 0 maximises the density of one observation, so the fit is the
    // study's own logits: log 4 and log 6, with variances 1/40 + 1/10 and
    // 1/60 + 1/10.
    for estimator in [NormalEstimator.maximumLikelihood, .fixedEffect] {
      let fit = try BivariateModel.normalApproximation(estimator: estimator)
        .fit(single)
      #expect(fit.boundary == .zeroVarianceBoth)
      #expect(fit.betweenStudyCorrelation == nil)
      #expect(
        scaledError(fit.mean.logitSensitivity, 1.3862943611198906) <= 1e-15)
      #expect(
        scaledError(fit.mean.logitSpecificity, 1.791759469228055) <= 1e-15)
      #expect(scaledError(fit.meanCovariance.m11, 0.125) <= 1e-15)
      #expect(
        scaledError(fit.meanCovariance.m22, 0.11666666666666667) <= 1e-15)
      #expect(fit.certificate.criterion.isConverged)
    }
    for estimator in [
      NormalEstimator.restrictedMaximumLikelihood, .methodOfMoments,
    ] {
      #expect(
        throws: StudyDataError.tooFewStudies(
          arm: .diseased, reporting: 1, needed: 2)
      ) {
        try BivariateModel.normalApproximation(estimator: estimator).fit(single)
      }
    }
  }

  @Test("identical studies have no variance between them")
  func identicalStudies() throws {
    let studies = (0..<40).map { study("\($0)", 45, 8, 5, 92) }
    for estimator in [
      NormalEstimator.restrictedMaximumLikelihood, .maximumLikelihood,
    ] {
      let fit = try BivariateModel.normalApproximation(estimator: estimator)
        .fit(studies)
      #expect(fit.boundary == .zeroVarianceBoth)
      #expect(fit.betweenStudyCovariance == .zero)
      // The mean is that of one study, with a fortieth of its variance.
      let variance = (1 / 45.0 + 1 / 5.0) / 40
      #expect(scaledError(fit.meanCovariance.m11, variance) <= 1e-15)
      #expect(throws: UndefinedReason.zeroVarianceBoth) { try fit.hsroc() }
    }
  }

  @Test("zero cells in all studies")
  func zeroCellsEverywhere() throws {
    let studies = (1...6).map { study("\($0)", Double(10 * $0), 0, 0, 30) }
    let fit = try BivariateModel.normalApproximation().fit(studies)
    #expect(fit.description.correctedStudyCount == 6)
    #expect(fit.certificate.criterion.isConverged)
    #expect(fit.logLikelihood?.isFinite == true)
    #expect(
      throws: StudyDataError.uncorrectedZeroCell(
        study: "1", cell: .falseNegatives)
    ) {
      try BivariateModel.normalApproximation(
        correction: ContinuityCorrection(rule: .none)
      )
      .fit(studies)
    }
  }

  @Test("five thousand studies, of which some are alike")
  func manyStudies() throws {
    var generator = SplitMix64(seed: 20_261_121)
    let studies = (0..<5000).map { i in
      study(
        "\(i)", Double.random(in: 20...90, using: &generator).rounded(),
        Double.random(in: 1...30, using: &generator).rounded(),
        Double.random(in: 1...20, using: &generator).rounded(),
        Double.random(in: 50...200, using: &generator).rounded())
    }
    let fit = try BivariateModel.normalApproximation().fit(studies)
    #expect(fit.studyCount == 5000)
    #expect(fit.boundary == .interior)
    #expect(fit.certificate.criterion.isConverged)
    #expect(fit.certificate.evaluations <= 10)
    // The order of the studies matters only to the rounding of the sums.
    let reversed = try BivariateModel.normalApproximation().fit(
      studies.reversed())
    #expect(
      scaledError(fit.mean.logitSensitivity, reversed.mean.logitSensitivity)
        <= 1e-11)
    #expect(
      fit.betweenStudyCovariance.scaledError(
        to: reversed.betweenStudyCovariance) <= 1e-10)
  }

  @Test("counts up to the limit, and beyond")
  func hugeCounts() throws {
    let studies = [
      study("a", 1e9, 2e8, 3e8, 1e9),
      study("b", 900_000_000, 1e8, 1e7, 1e9), study("c", 30, 4, 6, 50),
    ]
    let fit = try BivariateModel.normalApproximation().fit(studies)
    #expect(fit.certificate.criterion.isConverged)
    #expect(fit.logLikelihood?.isFinite == true)
    #expect(
      throws: StudyDataError.invalidCount(
        study: "d", cell: .trueNegatives, value: 1.1e10)
    ) {
      try BivariateModel.normalApproximation().fit(
        studies + [study("d", 3, 4, 5, 1.1e10)])
    }
  }

  @Test(
    "a count that is no count is named",
    arguments: [-1, 0.5, .nan, .infinity, -.infinity, 1e300])
  func invalidCounts(value: Double) {
    let good = study("good", 10, 2, 3, 20)
    for cell in StudyDataError.Cell.allCases {
      var bad = study("bad", 11, 3, 4, 21)
      switch cell {
      case .truePositives: bad.table.truePositives = value
      case .falsePositives: bad.table.falsePositives = value
      case .falseNegatives: bad.table.falseNegatives = value
      case .trueNegatives: bad.table.trueNegatives = value
      }
      do {
        _ = try BivariateModel.normalApproximation().fit([good, bad])
        Issue.record("A count of \(value) was accepted")
      } catch StudyDataError.invalidCount(let name, let place, let number) {
        #expect(name == "bad")
        #expect(place == cell)
        #expect(number == value || (number.isNaN && value.isNaN))
      } catch {
        Issue.record("Unexpected error \(error)")
      }
    }
  }

  @Test("studies with an empty arm")
  func emptyArms() throws {
    let complete = fiveStudies
    let oneArmed = study("x", 0, 3, 0, 27)
    let empty = study("y", 0, 0, 0, 0)
    #expect(
      throws: StudyDataError.emptyArm(study: "x", arm: .diseased)
    ) { try BivariateModel.normalApproximation().fit(complete + [oneArmed]) }
    #expect(throws: StudyDataError.emptyStudy(study: "y")) {
      try BivariateModel.normalApproximation().fit(complete + [empty])
    }
    #expect(throws: StudyDataError.emptyStudy(study: "y")) {
      try BivariateModel.normalApproximation(
        incompleteStudies: .keepObservedArm
      )
      .fit(complete + [empty])
    }
    // Dropping is the same as never having had them.
    let dropped = try BivariateModel.normalApproximation(
      incompleteStudies: .drop
    )
    .fit([oneArmed] + complete + [empty])
    let plain = try BivariateModel.normalApproximation().fit(complete)
    #expect(dropped.description.droppedStudyCount == 2)
    #expect(dropped.mean == plain.mean)
    #expect(dropped.betweenStudyCovariance == plain.betweenStudyCovariance)
    // A kept arm adds to what is known of the specificity.
    let kept = try BivariateModel.normalApproximation(
      incompleteStudies: .keepObservedArm
    )
    .fit(complete + [oneArmed])
    #expect(kept.description.oneArmedStudyCount == 1)
    #expect(kept.studyCount == 6)
    #expect(kept.meanCovariance.m22 < plain.meanCovariance.m22)
  }

  @Test("the four correction rules touch the studies that they name")
  func correctionRules() throws {
    let studies = [
      study("a", 20, 2, 0, 30), study("b", 25, 4, 6, 33),
      study("c", 31, 5, 7, 48),
    ]
    let touched: [(ContinuityCorrection.Rule, Int)] = [
      (.zeroStudies, 1), (.allIfAny, 3), (.all, 3),
    ]
    for (rule, count) in touched {
      let fit = try BivariateModel.normalApproximation(
        correction: ContinuityCorrection(rule: rule)
      ).fit(studies)
      #expect(fit.description.correctedStudyCount == count)
    }
    let fit = try BivariateModel.normalApproximation().fit(
      Array(studies.dropFirst()))
    #expect(fit.description.correctedStudyCount == 0)
    let tables = ContinuityCorrection(rule: .zeroStudies, amount: 0.25)
      .corrected(studies.map(\.table))
    #expect(tables.touchedStudyCount == 1)
    #expect(tables.tables[0].falseNegatives == 0.25)
    #expect(tables.tables[1] == studies[1].table)
  }

  @Test("a fit survives encoding and decoding")
  func codable() throws {
    let studies = fiveStudies
    let fit = try BivariateModel.normalApproximation().fit(studies)
    let copy = try JSONRoundTrip.copy(of: fit)
    #expect(copy == fit)
  }
}

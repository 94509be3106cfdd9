import DxAccuracy
import DxMixedModels
import Testing
import _DxTestSupport

// What the model makes of the counts and of the estimate below it. Expected
// values: counts of arms, which are exact, and identities; the numbers of the
// likelihood itself are tested where it is computed.

@Suite("Binomial model")
struct BinomialModelTests {
  private func study(
    _ id: String, _ tp: Double, _ fp: Double, _ fn: Double, _ tn: Double
  ) -> Study {
    Study(
      id: id,
      table: TwoByTwoTable(
        truePositives: tp, falsePositives: fp, falseNegatives: fn,
        trueNegatives: tn))
  }

  private var studies: [Study] {
    [
      study("a", 20, 3, 4, 30), study("b", 33, 5, 2, 61),
      study("c", 14, 9, 6, 40), study("d", 51, 2, 0, 25),
      study("e", 28, 7, 9, 52),
    ]
  }

  @Test("is the default, with every choice that it leaves open")
  func defaults() {
    let model = BivariateModel()
    #expect(model == .binomial())
    #expect(
      model.likelihood.binomial
        == BinomialLikelihood(
          quadrature: .automatic(tolerance: 1e-8), structure: .unstructured,
          incompleteStudies: .keepObservedArm))
    #expect(model.likelihood.normal == nil)
    // The normal approximation has no observation for an empty arm.
    #expect(model.likelihood.incompleteStudies == .keepObservedArm)
    let normal = BivariateModel.normalApproximation()
    #expect(normal.likelihood.incompleteStudies == .refuse)
    #expect(normal.likelihood.normal == NormalApproximation())
    #expect(normal.likelihood.binomial == nil)
  }

  @Test("hands the estimate on as it is")
  func mapping() throws {
    let studies = studies
    var counts = PairedCounts(studyCount: studies.count)
    for (index, study) in studies.enumerated() {
      let table = study.table
      counts.set(
        index, successes: SIMD2(table.truePositives, table.trueNegatives),
        trials: SIMD2(table.diseased, table.nonDiseased))
    }
    var estimate = try counts.fit(.nodes(7), structure: .independent)
    #expect(estimate.certificate.quadratureError == nil)
    // The model adds how far the seven nodes are off.
    estimate.certificate.quadratureError = counts.quadratureError(
      of: estimate)
    let fit = try BivariateModel.binomial(
      quadrature: .nodes(7), structure: .independent
    ).fit(studies)
    #expect(fit.studyCount == 5)
    #expect(fit.transforms == .logit)
    #expect(fit.transformedMean == estimate.means)
    #expect(fit.meanCovariance == estimate.meanCovariance)
    #expect(fit.betweenStudyCovariance == estimate.psi)
    #expect(fit.jointCovariance == estimate.jointCovariance)
    #expect(fit.boundary == estimate.boundary)
    #expect(fit.certificate == estimate.certificate)
    #expect(fit.logLikelihood == estimate.logLikelihood)
    #expect(fit.steps == estimate.steps)
    #expect(fit.infiniteEstimate == nil)
    #expect(fit.description.quadratureNodes == estimate.quadratureNodes)
  }

  @Test("describes itself, without what belongs to the approximation")
  func description() throws {
    let choices = BinomialLikelihood(structure: .independent)
    let fit = try BivariateModel(.binomial(choices)).fit(studies)
    let description = fit.description
    #expect(description.likelihood == .binomial(choices))
    #expect(description.structure == .independent)
    #expect(description.quadratureNodes != nil)
    #expect(description.estimator == nil)
    #expect(description.correction == nil)
    #expect(description.correctedStudyCount == 0)
    #expect(description.logTransformDerivatives == nil)
    #expect(description.halfLogDesignDeterminant == nil)
    // 1/24, 1/35, 1/20, 1/51, 1/37 and 1/33, 1/66, 1/49, 1/27, 1/59.
    #expect(
      scaledError(description.meanInverseDiseased, 0.03337459308047543)
        <= 1e-15)
    #expect(
      scaledError(description.meanInverseNonDiseased, 0.023969779659852298)
        <= 1e-15)
    #expect(try JSONRoundTrip.copy(of: fit) == fit)
    #expect(
      try JSONRoundTrip.copy(of: BivariateModel()) == BivariateModel())
  }

  @Test(
    "counts the parameters of its structure",
    arguments: [
      (CovarianceStructure.unstructured, 5), (.independent, 4),
      (.zeroVarianceFirst, 3), (.zeroVarianceSecond, 3), (.zeroVarianceBoth, 2),
    ])
  func parameters(structure: CovarianceStructure, count: Int) throws {
    let fit = try BivariateModel.binomial(structure: structure).fit(studies)
    let criteria = try #require(fit.informationCriteria())
    #expect(criteria.parameterCount == count)
    #expect(criteria.observationCount == 10)
    #expect(criteria.logLikelihood == fit.logLikelihood)
  }

  @Test("has no likelihood of proportions")
  func proportions() throws {
    let fit = try BivariateModel().fit(studies)
    #expect(fit.logLikelihoodOfProportions == nil)
    #expect(fit.informationCriteria(.proportions) == nil)
    #expect(fit.akaikeInformationCriterion != nil)
    #expect(fit.bayesianInformationCriterion != nil)
  }

  @Test(
    "a count that is no count is named",
    arguments: [-1, 0.5, .nan, .infinity, -.infinity, 1.1e10])
  func invalidCounts(value: Double) {
    for cell in StudyDataError.Cell.allCases {
      var bad = study("bad", 11, 3, 4, 21)
      switch cell {
      case .truePositives: bad.table.truePositives = value
      case .falsePositives: bad.table.falsePositives = value
      case .falseNegatives: bad.table.falseNegatives = value
      case .trueNegatives: bad.table.trueNegatives = value
      }
      do {
        _ = try BivariateModel().fit(studies + [bad])
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

  @Test("keeps the arm of an incomplete study, unless told otherwise")
  func emptyArms() throws {
    let oneArmed = study("x", 0, 3, 0, 27)
    let kept = try BivariateModel().fit(studies + [oneArmed])
    #expect(kept.studyCount == 6)
    #expect(kept.description.oneArmedStudyCount == 1)
    // Eleven proportions: what is not observed is no observation.
    #expect(kept.informationCriteria()?.observationCount == 11)
    let dropped = try BivariateModel.binomial(incompleteStudies: .drop)
      .fit([oneArmed] + studies)
    let plain = try BivariateModel().fit(studies)
    #expect(dropped.description.droppedStudyCount == 1)
    #expect(dropped.studyCount == 5)
    #expect(dropped.mean == plain.mean)
    #expect(dropped.logLikelihood == plain.logLikelihood)
    #expect(
      throws: StudyDataError.emptyArm(study: "x", arm: .diseased)
    ) {
      try BivariateModel.binomial(incompleteStudies: .refuse)
        .fit(studies + [oneArmed])
    }
  }

  @Test("refuses an empty study by its name, unless it is to be dropped")
  func emptyStudy() throws {
    let all = studies + [study("y", 0, 0, 0, 0)]
    for policy in [IncompleteStudyPolicy.refuse, .keepObservedArm] {
      #expect(throws: StudyDataError.emptyStudy(study: "y")) {
        try BivariateModel.binomial(incompleteStudies: policy).fit(all)
      }
    }
    let fit = try BivariateModel.binomial(incompleteStudies: .drop).fit(all)
    #expect(fit.description.droppedStudyCount == 1)
  }

  @Test("a one-armed study counts once under the normal approximation too")
  func normalObservations() throws {
    let fit = try BivariateModel.normalApproximation(
      incompleteStudies: .keepObservedArm
    ).fit(studies + [study("x", 9, 0, 3, 0)])
    #expect(fit.informationCriteria()?.observationCount == 11)
    #expect(fit.description.structure == .unstructured)
    let fixed = try BivariateModel.normalApproximation(
      estimator: .fixedEffect
    ).fit(studies)
    #expect(fixed.description.structure == .zeroVarianceBoth)
    #expect(fixed.informationCriteria()?.parameterCount == 2)
  }
}

import DxAccuracy
import DxLinearAlgebra
import DxMixedModels
import Testing
import _DxTestSupport

// Expected values: Fixtures/oracle/posterior_oracle.py (mpmath, 32 digits) at
// the optimum of the fixtures, textbook formulas written out here, and
// identities.

@Suite("Study estimates")
struct StudyEstimateTests {
  private func fit(
    _ model: BivariateModel, _ name: String
  ) throws -> (studies: [Study], fit: BivariateFit) {
    let studies = try ReferenceReview.named(name).counts.studies
    return (studies, try model.fit(studies))
  }

  @Test(
    "conditional estimates of the exact model",
    arguments: ["auditc", "telomerase"])
  func conditional(_ name: String) throws {
    let model = BivariateModel.binomial(quadrature: .nodes(61))
    let (studies, fit) = try fit(model, name)
    let estimates = try model.studyEstimates(
      studies, from: fit, uncertainty: .conditional)
    #expect(estimates.map(\.study) == studies.map(\.id))
    let reference = try #require(
      PosteriorReference.all.first { $0.name == name })
    for (got, want) in zip(estimates, reference.studies) {
      for (interval, index) in [(got.sensitivity, 0), (got.specificity, 1)] {
        // The fit is within 5e-7 of the optimum in means, and 1e-6 in Ψ.
        #expect(
          scaledError(interval.estimateOnScale, want.mean[index]) <= 1e-6)
        #expect(
          relativeError(
            interval.standardErrorOnScale ?? .nan,
            want.covariance[2 * index].squareRoot()) <= 1e-5)
        #expect(interval.scale == .logit)
      }
    }
  }

  @Test("predictions have wider intervals about the same estimates")
  func prediction() throws {
    let model = BivariateModel()
    let (studies, fit) = try fit(model, "auditc")
    let wide = try model.studyEstimates(studies, from: fit)
    let narrow = try model.studyEstimates(
      studies, from: fit, uncertainty: .conditional)
    for (wide, narrow) in zip(wide, narrow) {
      for (a, b) in [
        (wide.sensitivity, narrow.sensitivity),
        (wide.specificity, narrow.specificity),
      ] {
        #expect(a.estimate == b.estimate)
        #expect((a.lower ?? .nan) < (b.lower ?? .nan))
        #expect((a.upper ?? .nan) > (b.upper ?? .nan))
      }
    }
  }

  @Test("estimates lie between the observed and the summary point")
  func shrinkage() throws {
    // With independent outcomes a mode solves η = μ + ψ (y − n p(η)), and so
    // lies between the two; with one node the estimates are modes.
    let model = BivariateModel.binomial(
      quadrature: .nodes(1), structure: .independent)
    let (studies, fit) = try fit(model, "auditc")
    for (study, estimate) in zip(
      studies, try model.studyEstimates(studies, from: fit))
    {
      let table = study.table
      guard !table.hasZeroCell else { continue }
      for (value, observed, mean) in [
        (
          estimate.sensitivity, table.logits.logitSensitivity,
          fit.mean.logitSensitivity
        ),
        (
          estimate.specificity, table.logits.logitSpecificity,
          fit.mean.logitSpecificity
        ),
      ] {
        let range = min(observed, mean)...max(observed, mean)
        #expect(range.contains(value.estimateOnScale))
      }
    }
  }

  @Test("normal approximation: the best linear unbiased prediction")
  func normal() throws {
    let model = BivariateModel.normalApproximation()
    let (studies, fit) = try fit(model, "schuetz")
    let estimates = try model.studyEstimates(studies, from: fit)
    let psi = fit.betweenStudyCovariance
    let mean = fit.transformedMean
    for (study, estimate) in zip(studies, estimates) {
      // The default correction: one half to each cell of each study.
      let tp = study.table.truePositives + 0.5
      let fn = study.table.falseNegatives + 0.5
      let tn = study.table.trueNegatives + 0.5
      let fp = study.table.falsePositives + 0.5
      let v = SymmetricMatrix2x2(
        psi.m11 + 1 / tp + 1 / fn, psi.m21, psi.m22 + 1 / tn + 1 / fp
      ).inverse
      let residual = study.table.adding(0.5).logits
      let r = SIMD2(
        residual.logitSensitivity - mean.x, residual.logitSpecificity - mean.y)
      let w = SIMD2(v.m11 * r.x + v.m21 * r.y, v.m21 * r.x + v.m22 * r.y)
      #expect(
        scaledError(
          estimate.sensitivity.estimateOnScale,
          mean.x + psi.m11 * w.x + psi.m21 * w.y) <= 1e-12)
      #expect(
        scaledError(
          estimate.specificity.estimateOnScale,
          mean.y + psi.m21 * w.x + psi.m22 * w.y) <= 1e-12)
    }
  }

  @Test("without variance between studies all have the summary point")
  func fixedEffect() throws {
    let model = BivariateModel.normalApproximation(estimator: .fixedEffect)
    let (studies, fit) = try fit(model, "auditc")
    let point = fit.summaryPoint()
    for estimate in try model.studyEstimates(studies, from: fit) {
      #expect(estimate.sensitivity.estimate == point.sensitivity.estimate)
      #expect(
        relativeError(
          estimate.specificity.standardErrorOnScale ?? .nan,
          point.specificity.standardErrorOnScale ?? .nan) <= 1e-14)
    }
  }

  @Test("a missing arm is predicted, and a dropped study has no estimate")
  func incomplete() throws {
    var studies = try ReferenceReview.named("auditc").counts.studies
    studies[1].table = TwoByTwoTable(
      truePositives: 12, falsePositives: 0, falseNegatives: 3,
      trueNegatives: 0)
    let kept = BivariateModel()
    let estimates = try kept.studyEstimates(
      studies, from: try kept.fit(studies))
    #expect(estimates.count == studies.count)
    let lone = estimates[1].specificity
    #expect((lone.lower ?? 1) < lone.estimate)
    #expect(lone.estimate < (lone.upper ?? 0))
    let dropping = BivariateModel.binomial(incompleteStudies: .drop)
    let rest = try dropping.studyEstimates(
      studies, from: try dropping.fit(studies))
    #expect(
      rest.map(\.study) == studies.map(\.id).filter { $0 != studies[1].id })
  }

  @Test("an infinite mean has no intervals beside it but conditional ones")
  func infinite() throws {
    let studies = [(10.0, 3.0, 20.0), (25, 6, 31), (4, 1, 9)].enumerated().map {
      Study(
        id: "\($0.offset)",
        table: TwoByTwoTable(
          truePositives: $0.element.0, falsePositives: $0.element.1,
          falseNegatives: 0, trueNegatives: $0.element.2))
    }
    let model = BivariateModel()
    let fit = try model.fit(studies)
    for estimate in try model.studyEstimates(studies, from: fit) {
      #expect(estimate.sensitivity.estimate == 1)
      #expect(estimate.sensitivity.undefinedReason == .infiniteEstimate)
      #expect(
        estimate.specificity.undefinedReason == .jointCovarianceUnavailable)
      #expect(estimate.covariance == nil)
    }
    for estimate in try model.studyEstimates(
      studies, from: fit, uncertainty: .conditional)
    {
      #expect(estimate.sensitivity.lower == nil)
      #expect(estimate.specificity.lower != nil)
    }
  }

  @Test("invalid studies are refused as by the fit")
  func invalid() throws {
    let model = BivariateModel()
    var (studies, fit) = try fit(model, "auditc")
    studies[3].table.truePositives = -1
    #expect(
      throws: StudyDataError.invalidCount(
        study: studies[3].id, cell: .truePositives, value: -1)
    ) { try model.studyEstimates(studies, from: fit) }
  }
}

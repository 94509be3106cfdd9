internal import DxMeta

// The files of this folder are the only ones that know the library.

extension FitReport {
  /// Fits the model, and collects what is computed from the fit.
  init(
    fitting rows: [StudyRow], settings: FitSettings
  ) throws(FitFailure) {
    guard settings.moderators.isEmpty else {
      try self.init(regressing: rows, settings: settings)
      return
    }
    let studies = rows.map { Study($0) }
    let fit: BivariateFit
    do throws(StudyDataError) {
      fit = try settings.model.fit(studies)
    } catch {
      throw FitFailure(error, rows: rows)
    }
    try fit.certificate.requireConvergence()
    self.init(fit, studies: studies, settings: settings)
  }

  /// Collects what is computed from a fit.
  init(
    _ fit: BivariateFit, studies: [Study], settings: FitSettings
  ) {
    let observed = ObservedAccuracy(
      studies, correction: settings.continuityCorrection)
    self.init(
      settings: settings,
      data: Data(fit, studies: studies, settings: settings),
      outcome: Outcome(fit.outcome))
    certificate = Certificate(fit.certificate)
    quadratureNodes = fit.description.quadratureNodes
    steps = fit.steps.map { Step($0) }
    logLikelihood = fit.logLikelihood
    aic = fit.akaikeInformationCriterion
    bic = fit.bayesianInformationCriterion
    mean = Mean(fit)
    betweenStudy = BetweenStudy(fit)
    let level = ConfidenceLevel(settings.level)
    summary = Summary(
      fit.summaryPoint(level: level, method: settings.intervalMethod))
    prevalence = AtPrevalence(fit, settings: settings)
    thresholdTests = [ThresholdTest(observed)].compactMap(\.self)
    homogeneityTests = HomogeneityTest.tests(observed.homogeneity)
    if settings.method == .fixed {
      // Without differences between studies there is no curve along which
      // they differ, nor a new study that differs from them.
      sroc.plot = observed.plot(fit, level: level)
      return
    }
    prediction = Prediction(fit.predictionIntervals(level: level))
    if let estimate = try? fit.hsroc(
      level: level, method: settings.intervalMethod)
    {
      hsroc = HSROC(estimate)
    }
    sroc = SROC(fit, observed: observed, settings: settings)
    heterogeneity =
      HeterogeneityMeasure.measures(of: fit)
      + HeterogeneityMeasure.measures(
        of: observed.homogeneity, caveat: observed.correctionCaveat(settings))
  }
}

extension FitCertificate {
  /// Throws unless the iteration found an optimum.
  func requireConvergence() throws(FitFailure) {
    guard criterion.isConverged else {
      throw .noEstimate("the iteration ended early (\(criterion.rawValue))")
    }
  }
}

extension FitReport.Estimate {
  init(_ interval: IntervalEstimate) {
    self.init(
      estimate: interval.estimate, standardError: interval.standardError,
      lower: interval.lower, upper: interval.upper)
  }
}

extension FitReport.Data {
  fileprivate init(
    _ fit: BivariateFit, studies: [Study], settings: FitSettings
  ) {
    let drops = settings.incompleteStudies == .drop
    let entering = drops ? studies.filter(\.isComplete) : studies
    self.init(
      studies: fit.studyCount,
      diseased: entering.reduce(0) { $0 + $1.table.diseased },
      healthy: entering.reduce(0) { $0 + $1.table.nonDiseased },
      correctedStudies: fit.description.correctedStudyCount,
      droppedStudies: drops
        ? studies.filter { !$0.isComplete }.map(\.id) : [])
  }
}

extension FitReport.Outcome {
  fileprivate init(_ outcome: FitOutcome) {
    self =
      switch outcome {
      case .interior: .interior
      case .correlationAtMinusOne: .correlationAtMinusOne
      case .correlationAtPlusOne: .correlationAtPlusOne
      case .zeroVarianceSensitivity: .zeroVarianceSensitivity
      case .zeroVarianceSpecificity: .zeroVarianceSpecificity
      case .zeroVarianceBoth: .zeroVarianceBoth
      case .infiniteSensitivity: .infiniteSensitivity
      case .infiniteSpecificity: .infiniteSpecificity
      case .infiniteBoth: .infiniteBoth
      }
  }
}

extension FitReport.Step {
  fileprivate init(_ step: FitStep) {
    let face: Face =
      switch step.face {
      case .full: .full
      case .perfectCorrelation: .perfectCorrelation
      case .zeroVarianceFirst: .zeroVarianceSensitivity
      case .zeroVarianceSecond: .zeroVarianceSpecificity
      case .zeroVarianceBoth: .zeroVarianceBoth
      }
    self.init(
      face: face, logLikelihood: step.logLikelihood,
      evaluations: step.evaluations)
  }
}

extension FitReport.Certificate {
  init(_ certificate: FitCertificate) {
    self.init(
      startsAgreed: certificate.startsAgreed,
      gradientNorm: certificate.gradientNorm,
      smallestHessianEigenvalue: certificate.smallestHessianEigenvalue,
      evaluations: certificate.evaluations,
      quadratureError: certificate.quadratureError)
  }
}

extension FitReport.Mean {
  fileprivate init(_ fit: BivariateFit) {
    let covariance = fit.meanCovariance
    self.init(
      logitSensitivity: fit.mean.logitSensitivity,
      logitSpecificity: fit.mean.logitSpecificity,
      covariance: [
        [covariance.m11, covariance.m21], [covariance.m21, covariance.m22],
      ])
  }
}

extension FitReport.BetweenStudy {
  fileprivate init(_ fit: BivariateFit) {
    // Nothing is known of the variance of an outcome with an infinite mean.
    let psi = fit.betweenStudyCovariance
    self.init(
      varianceLogitSensitivity: fit.transformedMean.x.isFinite ? psi.m11 : nil,
      varianceLogitSpecificity: fit.transformedMean.y.isFinite ? psi.m22 : nil,
      correlation: fit.betweenStudyCorrelation)
  }
}

extension FitReport.Summary {
  fileprivate init(_ point: SummaryPoint) {
    self.init(
      sensitivity: .init(point.sensitivity),
      specificity: .init(point.specificity),
      falsePositiveRate: .init(point.falsePositiveRate),
      diagnosticOddsRatio: .init(point.diagnosticOddsRatio),
      positiveLikelihoodRatio: .init(point.positiveLikelihoodRatio),
      negativeLikelihoodRatio: .init(point.negativeLikelihoodRatio))
  }
}

extension FitReport.Prediction {
  fileprivate init(_ intervals: PredictionIntervals) {
    self.init(
      sensitivity: .init(intervals.sensitivity),
      specificity: .init(intervals.specificity))
  }
}

extension FitReport.HSROC {
  fileprivate init(_ estimate: HSROCEstimate) {
    self.init(
      lambda: .init(estimate.lambda), theta: .init(estimate.theta),
      beta: .init(estimate.beta),
      varianceAlpha: .init(estimate.varianceAlpha),
      varianceTheta: .init(estimate.varianceTheta))
  }
}

extension FitReport.SROC {
  fileprivate init(
    _ fit: BivariateFit, observed: ObservedAccuracy, settings: FitSettings
  ) {
    let level = ConfidenceLevel(settings.level)
    plot = observed.plot(fit, level: level)
    guard
      let whole = try? fit.areaUnderCurve(
        .rutterGatsonis, level: level, method: settings.intervalMethod)
    else { return }
    curve = "HSROC curve of Rutter and Gatsonis"
    areaUnderCurve = .init(whole.area)
    let rates = observed.points.map(\.falsePositiveRate)
    guard let range = try? FalsePositiveRateRange(observed: rates) else {
      return
    }
    partialAreaUnderCurve =
      (try? fit.areaUnderCurve(
        .rutterGatsonis, over: range, level: level,
        method: settings.intervalMethod))
      .map { .init($0.area) }
    partialRange = range.lower...range.upper
  }
}

extension FitReport.HeterogeneityMeasure {
  fileprivate static func measures(of fit: BivariateFit) -> [Self] {
    let measures = fit.zhouDendukuri()
    let source = "I² of Zhou and Dendukuri (2014)"
    return [
      Self(
        key: "zhouDendukuri", label: "\(source), both together",
        value: measures.bivariate.finiteValue,
        caveat: measures.bivariate.caveat.map(\.words)),
      Self(
        key: "zhouDendukuriSensitivity", label: "\(source), sensitivity",
        value: measures.sensitivity.finiteValue,
        caveat: measures.sensitivity.caveat.map(\.words)),
      Self(
        key: "zhouDendukuriSpecificity", label: "\(source), specificity",
        value: measures.specificity.finiteValue,
        caveat: """
          An I² is a share of the variation and grows with the size of the \
          studies; how far their accuracies lie apart is what the prediction \
          intervals say.
          """),
    ]
  }
}

extension FitReport.HeterogeneityMeasure {
  fileprivate static func measures(
    of tests: HomogeneityTests?, caveat: String?
  ) -> [Self] {
    guard let tests else { return [] }
    let source = "I² of Higgins and Thompson (2002), each alone"
    return [
      Self(
        key: "higginsThompsonSensitivity", label: "\(source), sensitivity",
        value: tests.sensitivity.iSquared.value, caveat: caveat),
      Self(
        key: "higginsThompsonSpecificity", label: "\(source), specificity",
        value: tests.specificity.iSquared.value),
    ]
  }
}

extension FitReport.HomogeneityTest {
  fileprivate static func tests(_ tests: HomogeneityTests?) -> [Self] {
    guard let tests, tests.joint.degreesOfFreedom > 0 else { return [] }
    return [
      Self("logit sensitivity", tests.sensitivity),
      Self("logit specificity", tests.specificity),
      Self("both together", tests.joint),
    ]
  }

  private init(_ label: String, _ test: CochranQ) {
    self.init(
      label: label, statistic: test.statistic,
      degreesOfFreedom: test.degreesOfFreedom, pValue: test.pValue)
  }
}

extension ISquared {
  /// The value, if it exists.
  fileprivate var finiteValue: Double? { value.isFinite ? value : nil }
}

extension ISquaredCaveat {
  fileprivate var words: String {
    switch self {
    case .zeroBecauseCorrelationIsAtBoundary:
      "The I² of both together is zero because the correlation is ±1, and "
        + "not because the studies agree."
    case .zeroBecauseOneVarianceIsZero:
      "The I² of both together is zero because one of the variances is, "
        + "however large the other one."
    case .undefinedBecauseEstimateIsInfinite:
      "There is no I² of Zhou and Dendukuri where a mean is at the end of its "
        + "range."
    }
  }
}

extension FitReport.ThresholdTest {
  fileprivate init?(_ observed: ObservedAccuracy) {
    guard let effect = try? ThresholdEffect(observed.logits) else { return nil }
    self.init(
      label: "Spearman's ρ of sensitivity and false-positive rate",
      estimate: effect.correlation.coefficient,
      pValue: effect.correlation.pValue,
      caveat: """
        A strong positive correlation suggests that the studies differ in \
        their threshold; a weak one does not exclude it.
        """)
  }
}

extension FitReport.AtPrevalence {
  fileprivate init?(_ fit: BivariateFit, settings: FitSettings) {
    guard
      let probability = settings.prevalence,
      let prevalence = try? Prevalence(probability)
    else { return nil }
    let values = fit.predictiveValues(
      at: prevalence, level: ConfidenceLevel(settings.level),
      method: settings.intervalMethod)
    self.init(
      value: probability,
      positivePredictiveValue: .init(values.positivePredictiveValue),
      negativePredictiveValue: .init(values.negativePredictiveValue),
      f1: .init(values.f1))
  }
}

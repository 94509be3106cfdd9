internal import DxLinearAlgebra
public import DxMixedModels

/// The bivariate model of sensitivity and specificity with moderators.
///
/// The mean logits of study *i* are linear in its covariates, and what is left
/// between the studies has a covariance Ψ:
/// ```
/// (logit Seᵢ, logit Spᵢ) ~ N(Xᵢ β, Ψ)
/// ```
/// with a block of coefficients and an intercept for each outcome; how the
/// counts depend on the logits is the ``likelihood``.
/// ```
/// let model = BivariateRegressionModel(
///   moderators: [Moderator("type", .categorical())])
/// let fit = try model.fit(studies)
/// let test = try fit.waldTest(of: "type")
/// let summary = try fit.fit(at: ["type": "SAQ"]).summaryPoint()
/// ```
/// Each category of a covariate may have a Ψ of its own. With the moderators
/// acting on both outcomes or on one, the models by which the Cochrane
/// Handbook compares two tests are
/// ```
/// let test = Moderator("test", .categorical())
/// let equal = BivariateRegressionModel(moderators: [test])
/// let separate = BivariateRegressionModel(
///   moderators: [test], betweenStudyGroups: "test")
/// let ratio = try separate.fit(studies)
///   .likelihoodRatioTest(against: equal.fit(studies))
/// ```
///
/// Assumptions: those of the likelihood; the moderators act linearly on the
/// logits. An association over studies need not hold within them.
///
/// > H. C. van Houwelingen, L. R. Arends, T. Stijnen. Advanced methods in
/// > meta-analysis: multivariate approach and meta-regression. *Statistics
/// > in Medicine* 21:589–624, 2002. doi:10.1002/sim.1040
public struct BivariateRegressionModel: Hashable, Sendable, Codable {
  /// How the counts depend on the true accuracy of their study.
  public var likelihood: AccuracyLikelihood
  /// The moderators, in the order of their coefficients.
  public var moderators: [Moderator]
  /// The covariate each of whose categories has a between-study covariance of
  /// its own; `nil` for one that all studies share.
  ///
  /// It need not be a moderator. Only the binomial likelihood takes it.
  public var betweenStudyGroups: String?

  /// Creates a model; without moderators it has two intercepts.
  public init(
    likelihood: AccuracyLikelihood = .binomial(), moderators: [Moderator],
    betweenStudyGroups: String? = nil
  ) {
    self.likelihood = likelihood
    self.moderators = moderators
    self.betweenStudyGroups = betweenStudyGroups
  }

  /// The model with the exact binomial likelihood.
  ///
  /// ``BinomialLikelihood`` says what the choices mean.
  public static func binomial(
    quadrature: BinomialQuadrature = .automatic(),
    structure: CovarianceStructure = .unstructured,
    incompleteStudies: IncompleteStudyPolicy = .keepObservedArm,
    moderators: [Moderator], betweenStudyGroups: String? = nil
  ) -> Self {
    Self(
      likelihood: .binomial(
        BinomialLikelihood(
          quadrature: quadrature, structure: structure,
          incompleteStudies: incompleteStudies)),
      moderators: moderators, betweenStudyGroups: betweenStudyGroups)
  }

  /// The model with the normal approximation to the likelihood.
  ///
  /// ``NormalApproximation`` says what the choices mean.
  public static func normalApproximation(
    estimator: NormalEstimator = .restrictedMaximumLikelihood,
    correction: ContinuityCorrection = ContinuityCorrection(),
    incompleteStudies: IncompleteStudyPolicy = .refuse,
    transforms: AccuracyTransforms = .logit, moderators: [Moderator]
  ) -> Self {
    Self(
      likelihood: .normal(
        NormalApproximation(
          estimator: estimator, correction: correction,
          incompleteStudies: incompleteStudies, transforms: transforms)),
      moderators: moderators)
  }

  /// Fits the model.
  ///
  /// Covariates of studies that are dropped for an empty arm are not read.
  ///
  /// - Parameter studies: The studies; each is taken as independent of the
  ///   others.
  /// - Throws: ``BivariateRegressionError``, which names the study, the
  ///   moderator and the value at fault.
  /// - Complexity: O(*k q*²) for *k* studies and *q* coefficients, five to
  ///   ten times; under the binomial likelihood also O(*k n*²) for *n*
  ///   quadrature nodes.
  public func fit(
    _ studies: [Study]
  ) throws(BivariateRegressionError) -> BivariateRegressionFit {
    switch likelihood {
    case .binomial(let choices): try fit(studies, choices)
    case .normal(let choices): try fit(studies, choices)
    }
  }

  private func fit(
    _ studies: [Study], _ choices: NormalApproximation
  ) throws(BivariateRegressionError) -> BivariateRegressionFit {
    if let betweenStudyGroups {
      throw .separateCovariances(groups: betweenStudyGroups)
    }
    let observations: TransformedObservations
    do throws(StudyDataError) {
      observations = try TransformedObservations(studies, choices: choices)
    } catch {
      throw .studyData(error)
    }
    let entering = (0..<observations.outcomes.studyCount).map {
      studies[observations.origin(of: $0)]
    }
    let fitted = try resolvedModerators(entering)
    let regression = try regression(observations, entering, fitted)
    do throws(PairedRegressionError) {
      return BivariateRegressionFit(
        try regression.fit(choices.estimator), moderators: fitted,
        observations: observations, choices: choices)
    } catch {
      throw Self.error(error, observations, studies)
    }
  }

  internal func resolvedModerators(
    _ studies: [Study]
  ) throws(BivariateRegressionError) -> [FittedModerator] {
    var names: Set<String> = []
    var fitted: [FittedModerator] = []
    for moderator in moderators {
      guard names.insert(moderator.name).inserted else {
        throw .repeatedModerator(moderator.name)
      }
      fitted.append(try moderator.resolved(over: studies))
    }
    return fitted
  }

  private func regression(
    _ observations: TransformedObservations, _ studies: [Study],
    _ fitted: [FittedModerator]
  ) throws(BivariateRegressionError) -> PairedRegression {
    var regression = PairedRegression(
      studyCount: studies.count,
      firstColumns: fitted.terms(.sensitivity).map(\.column),
      secondColumns: fitted.terms(.specificity).map(\.column))
    for (index, study) in studies.enumerated() {
      let variances = observations.outcomes.variances(of: index)
      do throws(CovariatePatternError) {
        regression.set(
          index, values: observations.outcomes.values(of: index),
          covariance: SymmetricMatrix2x2(variances.x, 0, variances.y),
          firstRow: try fitted.row(.sensitivity, at: study.covariates),
          secondRow: try fitted.row(.specificity, at: study.covariates))
      } catch {
        throw BivariateRegressionError(error, study: study)
      }
    }
    return regression
  }

  /// The error of the regression below in terms of studies and moderators.
  private static func error(
    _ error: PairedRegressionError, _ observations: TransformedObservations,
    _ studies: [Study]
  ) -> BivariateRegressionError {
    switch error {
    case .tooFewStudies(let number, let reporting, let needed):
      return .tooFewStudies(
        outcome: AccuracyOutcome(number: number), reporting: reporting,
        needed: needed)
    case .dependentColumn(let number, let column):
      return .dependentColumn(
        column, outcome: AccuracyOutcome(number: number))
    case .invalidRegressor(let index, _, let column, let value):
      return .notFinite(
        study: studies[observations.origin(of: index)].id, moderator: column,
        value: value)
    case .invalidObservation(let index, let number, _, _):
      return .studyData(
        observations.invalidCount(of: index, outcome: number, studies))
    case .covarianceNotPositiveDefinite(let index, _):
      return .studyData(
        observations.invalidCount(of: index, outcome: 1, studies))
    }
  }
}

extension BivariateRegressionError {
  /// The error of a pattern that is the one of a study.
  internal init(_ error: CovariatePatternError, study: Study) {
    self =
      switch error {
      case .missingCovariate(let moderator):
        .missingCovariate(study: study.id, moderator: moderator)
      case .wrongKind(let moderator, let value):
        .wrongKind(study: study.id, moderator: moderator, value: value)
      case .notFinite(let moderator, let value):
        .notFinite(study: study.id, moderator: moderator, value: value)
      case .unknownLevel(let moderator, let level):
        .wrongKind(
          study: study.id, moderator: moderator, value: .category(level))
      }
  }
}

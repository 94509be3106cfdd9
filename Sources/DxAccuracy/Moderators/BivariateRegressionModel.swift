internal import DxLinearAlgebra
public import DxMixedModels

/// The bivariate model of sensitivity and specificity with moderators.
///
/// The mean logits of study *i* are linear in its covariates, and what is left
/// between the studies has one covariance Ψ:
/// ```
/// (logit Seᵢ, logit Spᵢ) ~ N(Xᵢ β, Sᵢ + Ψ)
/// ```
/// with a block of coefficients and an intercept for each outcome; all else is
/// as in ``NormalApproximation``.
/// ```
/// let model = BivariateRegressionModel.normalApproximation(
///   moderators: [Moderator("type", .categorical())])
/// let fit = try model.fit(studies)
/// let test = try fit.waldTest(of: "type")
/// let summary = try fit.fit(at: ["type": "SAQ"]).summaryPoint()
/// ```
///
/// Assumptions: those of ``NormalApproximation``; the moderators act linearly on
/// the logits, and Ψ is the same at all of their values. An association over
/// studies need not hold within them.
///
/// > H. C. van Houwelingen, L. R. Arends, T. Stijnen. Advanced methods in
/// > meta-analysis: multivariate approach and meta-regression. *Statistics
/// > in Medicine* 21:589–624, 2002. doi:10.1002/sim.1040
public struct BivariateRegressionModel: Hashable, Sendable, Codable {
  /// How the counts depend on the true accuracy of their study.
  public var likelihood: NormalApproximation
  /// The moderators, in the order of their coefficients.
  public var moderators: [Moderator]

  /// Creates a model; without moderators it has two intercepts.
  public init(likelihood: NormalApproximation, moderators: [Moderator]) {
    self.likelihood = likelihood
    self.moderators = moderators
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
      likelihood: NormalApproximation(
        estimator: estimator, correction: correction,
        incompleteStudies: incompleteStudies, transforms: transforms),
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
  ///   ten times.
  public func fit(
    _ studies: [Study]
  ) throws(BivariateRegressionError) -> BivariateRegressionFit {
    let observations: TransformedObservations
    do throws(StudyDataError) {
      observations = try TransformedObservations(
        studies, choices: likelihood)
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
        try regression.fit(likelihood.estimator), moderators: fitted,
        observations: observations, choices: likelihood)
    } catch {
      throw Self.error(error, observations, studies)
    }
  }

  private func resolvedModerators(
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
    func outcome(_ number: Int) -> AccuracyOutcome {
      number == 1 ? .sensitivity : .specificity
    }
    switch error {
    case .tooFewStudies(let number, let reporting, let needed):
      return .tooFewStudies(
        outcome: outcome(number), reporting: reporting, needed: needed)
    case .dependentColumn(let number, let column):
      return .dependentColumn(column, outcome: outcome(number))
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
  fileprivate init(_ error: CovariatePatternError, study: Study) {
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

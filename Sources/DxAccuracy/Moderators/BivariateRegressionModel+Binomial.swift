internal import DxMixedModels

extension BivariateRegressionModel {
  /// Fits the model with the binomial likelihood.
  internal func fit(
    _ studies: [Study], _ choices: BinomialLikelihood
  ) throws(BivariateRegressionError) -> BivariateRegressionFit {
    let observations: CountObservations
    do throws(StudyDataError) {
      observations = try CountObservations(studies, choices: choices)
    } catch {
      throw .studyData(error)
    }
    let entering = (0..<observations.counts.studyCount).map {
      studies[observations.origin(of: $0)]
    }
    let fitted = try resolvedModerators(entering)
    var groups: FittedModerator?
    if let name = betweenStudyGroups {
      groups = try Moderator(name, .categorical()).resolved(over: entering)
    }
    let regression = try regression(observations, entering, fitted, groups)
    do throws(BinomialRegressionError) {
      let estimate = try regression.fit(
        choices.quadrature, structure: choices.structure)
      return BivariateRegressionFit(
        estimate, moderators: fitted, groups: groups,
        observations: observations, choices: choices)
    } catch {
      throw Self.error(error, observations, studies, groups)
    }
  }

  private func regression(
    _ observations: CountObservations, _ studies: [Study],
    _ fitted: [FittedModerator], _ groups: FittedModerator?
  ) throws(BivariateRegressionError) -> BinomialRegression {
    var regression = BinomialRegression(
      studyCount: studies.count,
      firstColumns: fitted.terms(.sensitivity).map(\.column),
      secondColumns: fitted.terms(.specificity).map(\.column),
      groupCount: groups?.levels.count ?? 1)
    for (index, study) in studies.enumerated() {
      do throws(CovariatePatternError) {
        regression.set(
          index, successes: observations.counts.successes(of: index),
          trials: observations.counts.trials(of: index),
          firstRow: try fitted.row(.sensitivity, at: study.covariates),
          secondRow: try fitted.row(.specificity, at: study.covariates),
          group: groups?.levelIndex(of: study) ?? 0)
      } catch {
        throw BivariateRegressionError(error, study: study)
      }
    }
    return regression
  }

  /// The error of the regression below in terms of studies and moderators.
  private static func error(
    _ error: BinomialRegressionError, _ observations: CountObservations,
    _ studies: [Study], _ groups: FittedModerator?
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
    case .infiniteVariance(let number, let group):
      return .infiniteVariance(
        arm: StudyDataError.Arm(outcome: number),
        group: groups?.levels[group])
    case .invalidCount(let index, let number, let successes, let trials):
      return .studyData(
        observations.dataError(
          .invalidCount(
            study: index, outcome: number, successes: successes,
            trials: trials), studies))
    case .emptyGroup(let group):
      // Nor can this: each level is that of a study, and no study is empty.
      return .singleLevel(
        moderator: groups?.name ?? "", level: groups?.levels[group] ?? "")
    }
  }
}

extension FittedModerator {
  /// The index of the level of a study.
  fileprivate func levelIndex(of study: Study) -> Int? {
    guard case .category(let level) = study.covariates[name] else {
      return nil
    }
    return levels.firstIndex(of: level)
  }
}

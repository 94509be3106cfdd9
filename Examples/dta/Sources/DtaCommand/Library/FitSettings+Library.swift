internal import DxMeta

extension FitSettings {
  var model: BivariateModel {
    let estimator: NormalEstimator =
      switch method {
      case .ml: .maximumLikelihood
      case .reml: .restrictedMaximumLikelihood
      case .fixed: .fixedEffect
      case .moments: .methodOfMoments
      }
    let policy: IncompleteStudyPolicy =
      switch incompleteStudies {
      case .refuse: .refuse
      case .drop: .drop
      case .keep: .keepObservedArm
      }
    return BivariateModel(
      estimator: estimator, correction: rule, incompleteStudies: policy)
  }

  var rule: ContinuityCorrection {
    switch correction {
    case .none: ContinuityCorrection(rule: .none)
    case .zeroStudies: ContinuityCorrection(rule: .zeroStudies)
    case .allIfAny: ContinuityCorrection(rule: .allIfAny)
    case .all: ContinuityCorrection(rule: .all)
    }
  }

  // The options refuse the intervals that the library has not got.
  var intervalMethod: IntervalMethod {
    interval == .t ? .t : .wald
  }
}

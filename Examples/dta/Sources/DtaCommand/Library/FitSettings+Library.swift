internal import DxMeta

extension FitSettings {
  var model: BivariateModel {
    switch likelihood {
    case .binomial:
      .binomial(quadrature: rule, incompleteStudies: policy)
    case .normal: BivariateModel(.normal(approximation))
    }
  }

  var approximation: NormalApproximation {
    NormalApproximation(
      estimator: method.estimator, correction: continuityCorrection,
      incompleteStudies: policy)
  }

  var continuityCorrection: ContinuityCorrection {
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

  private var rule: BinomialQuadrature {
    switch quadrature {
    case .auto: .automatic()
    case .nodes(let count): .nodes(count)
    }
  }

  private var policy: IncompleteStudyPolicy {
    switch incompleteStudies {
    case .refuse: .refuse
    case .drop: .drop
    case .keep: .keepObservedArm
    }
  }
}

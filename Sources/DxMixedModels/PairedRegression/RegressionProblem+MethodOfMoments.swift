internal import DxLinearAlgebra

extension RegressionProblem {
  /// The method of moments of two outcomes, as ``MomentEquation`` says.
  internal func methodOfMoments() -> PairedRegressionEstimate {
    let scale = moments.scale
    let moment = leastSquares(at: .zero).flatMap { fit in
      var equation = MomentEquation(
        order: 2, coefficientCount: design.coefficientCount)
      equation.add(studies(about: fit), backend)
      return equation.solution(scale: [scale.x, scale.y], backend)
    }
    let solved = MomentEstimate(
      truncating: moment.map {
        SymmetricMatrix2x2($0[0, 0], $0[1, 0], $0[1, 1])
      } ?? SymmetricMatrix2x2(.nan, .nan, .nan))
    return estimate(
      .methodOfMoments, at: solved.psi, boundary: solved.boundary,
      certificate: .closedForm)
  }

  private func studies(about fit: GeneralizedLeastSquares) -> MomentStudies {
    MomentStudies(
      order: 2, weights: fit.weights.flatMap { [$0.m11, $0.m21, $0.m22] },
      residuals: fit.residuals.flatMap { [$0.x, $0.y] },
      reported: observations.covariances.flatMap {
        let reported = RegressionObservations.reported($0)
        return [reported[0], reported[1]]
      },
      regressors: fit.whitened.elements)
  }
}

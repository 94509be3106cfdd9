internal import DxLinearAlgebra
internal import DxOptimization

/// The negative log-likelihood as a function of the parameters of Ψ.
internal struct MultivariateObjective: TwiceDifferentiableObjective {
  var likelihood: MultivariateLikelihood
  let map: CovarianceMap
  /// The last expansion.
  private(set) var expansion = MultivariateExpansion()
  private(set) var psi: [Double] = []

  init(_ likelihood: MultivariateLikelihood, _ map: CovarianceMap) {
    self.likelihood = likelihood
    self.map = map
  }

  mutating func evaluate(
    at point: Span<Double>, gradient: inout MutableSpan<Double>,
    hessian: inout MutableSpan<Double>
  ) -> Double {
    let count = point.count
    var parameters: [Double] = []
    for index in 0..<count { parameters.append(point[index]) }
    psi = map.psi(at: parameters)
    expansion = likelihood.expand(at: psi)
    guard expansion.kernelLogLikelihood.isFinite else { return .nan }
    let position = map.derivatives(
      at: parameters, weights: expansion.gradient)
    let jacobian = position.jacobian
    let packed = psi.count
    var product = Matrix(rowCount: packed, columnCount: count)
    for column in 0..<count {
      var sum = 0.0
      for a in 0..<packed { sum += jacobian[a, column] * expansion.gradient[a] }
      gradient[column] = -sum
      for row in 0..<packed {
        var entry = 0.0
        for a in 0..<packed {
          entry += expansion.hessian[row + packed * a] * jacobian[a, column]
        }
        product[row, column] = entry
      }
    }
    for column in 0..<count {
      for row in 0..<count {
        var entry = -position.curvature[row, column]
        for a in 0..<packed { entry += jacobian[a, row] * product[a, column] }
        hessian[row + count * column] = entry
      }
    }
    return -expansion.kernelLogLikelihood
  }
}

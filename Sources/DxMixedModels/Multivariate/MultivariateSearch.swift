internal import DxLinearAlgebra
internal import DxOptimization

/// A likelihood of several outcomes, profiled over the coefficients.
internal protocol ProfiledMultivariateLikelihood {
  /// Expands the log-likelihood about the packed covariance matrices of all
  /// levels of random effects, one after the other; it is −∞ where a total
  /// covariance is not positive definite to working precision.
  mutating func expand(at psi: [Double]) -> MultivariateExpansion
  /// How often that was done.
  var evaluations: Int { get }
}

/// The negative log-likelihood as a function of the parameters of the
/// covariance matrices of one or more levels.
internal struct MultivariateObjective<
  Likelihood: ProfiledMultivariateLikelihood
>: TwiceDifferentiableObjective {
  var likelihood: Likelihood
  /// The maps of the levels, whose parameters follow one another.
  var maps: [CovarianceMap]
  /// The last expansion.
  private var expansion = MultivariateExpansion()

  init(_ likelihood: Likelihood, _ maps: [CovarianceMap]) {
    self.likelihood = likelihood
    self.maps = maps
  }

  mutating func evaluate(
    at point: Span<Double>, gradient: inout MutableSpan<Double>,
    hessian: inout MutableSpan<Double>
  ) -> Double {
    var parameters: [Double] = []
    for index in 0..<point.count { parameters.append(point[index]) }
    expansion = likelihood.expand(at: psi(at: parameters))
    guard expansion.kernelLogLikelihood.isFinite else { return .nan }
    for index in 0..<hessian.count { hessian[index] = 0 }
    let effects = subtractCurvatures(at: parameters, from: &hessian)
    transform(effects, &gradient, &hessian)
    return -expansion.kernelLogLikelihood
  }

  /// The packed matrices of all levels.
  func psi(at parameters: [Double]) -> [Double] {
    var start = 0
    return maps.flatMap { map in
      defer { start += map.parameterCount }
      return map.psi(at: parameters[start..<(start + map.parameterCount)])
    }
  }

  /// What each parameter moves; second derivatives of the maps go into the
  /// Hessian.
  private func subtractCurvatures(
    at parameters: [Double], from hessian: inout MutableSpan<Double>
  ) -> [[CovarianceEffect]] {
    var effects: [[CovarianceEffect]] = []
    var entry = 0
    for map in maps {
      let first = effects.count
      let count = map.parameterCount
      let packed = packedCount(order: map.order)
      let derivatives = map.derivatives(
        at: parameters[first..<(first + count)],
        weights: expansion.gradient[entry..<(entry + packed)])
      for column in 0..<count {
        var moved: [CovarianceEffect] = []
        for index in 0..<packed {
          let slope = derivatives.jacobian[index + packed * column]
          if slope != 0 {
            moved.append(CovarianceEffect(entry: entry + index, slope: slope))
          }
        }
        effects.append(moved)
        for row in 0..<count {
          hessian[first + row + parameters.count * (first + column)] -=
            derivatives.curvature[row + count * column]
        }
      }
      entry += packed
    }
    return effects
  }

  /// Applies the chain rule.
  private func transform(
    _ effects: [[CovarianceEffect]], _ gradient: inout MutableSpan<Double>,
    _ hessian: inout MutableSpan<Double>
  ) {
    let entries = expansion.gradient.count
    let count = effects.count
    var product = [Double](repeating: 0, count: entries)
    for (column, moved) in effects.enumerated() {
      var slope = 0.0
      for index in 0..<entries { product[index] = 0 }
      for effect in moved {
        slope += effect.slope * expansion.gradient[effect.entry]
        let start = entries * effect.entry
        for index in 0..<entries {
          product[index] += effect.slope * expansion.hessian[start + index]
        }
      }
      gradient[column] = -slope
      for row in column..<count {
        var sum = hessian[row + count * column]
        for effect in effects[row] {
          sum += effect.slope * product[effect.entry]
        }
        hessian[row + count * column] = sum
        hessian[column + count * row] = sum
      }
    }
  }
}

/// An entry of the covariance matrices that a parameter moves.
private struct CovarianceEffect {
  var entry: Int
  var slope: Double
}

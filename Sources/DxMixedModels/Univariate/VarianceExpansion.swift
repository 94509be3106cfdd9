internal import RealModule

/// The profiled likelihood of τ² and its derivatives, but for factors of two.
///
/// With e = P y and W = diag 1/(vᵢ + τ²), the score of the restricted
/// likelihood is ½ (eᵀ e − tr P), and its derivative is ½ tr(P P) − eᵀ P e.
/// Maximum likelihood has W in the place of P in the traces. All four numbers
/// decrease as τ² grows: P does, in the order of positive definite matrices.
internal struct VarianceExpansion {
  /// τ².
  var variance: Double
  /// yᵀ P y.
  var squares: Double
  /// yᵀ P P y, by which that decreases.
  var slope: Double
  /// yᵀ P P P y.
  var curvature: Double
  /// tr P, or tr W.
  var trace: Double
  /// tr(P P), or tr(W W).
  var squaredTrace: Double

  /// The derivative of the log-likelihood.
  var score: Double { 0.5 * (slope - trace) }
  /// The second derivative of the log-likelihood.
  var scoreDerivative: Double { 0.5 * squaredTrace - curvature }
}

extension UnivariateProblem {
  /// Expands the likelihood about a τ².
  func expand(at variance: Double, isRestricted: Bool) -> VarianceExpansion {
    let projection = projection(at: variance)
    let first = projection.project(effects)
    let second = projection.project(first.values)
    var trace = 0.0
    var squaredTrace = 0.0
    if isRestricted {
      let ones = variances.map { _ in 1 }
      (trace, squaredTrace) = projection.traces(ones)
    } else {
      trace = projection.weights.sum { $0 }
      squaredTrace = projection.weights.sum { $0 * $0 }
    }
    return VarianceExpansion(
      variance: variance, squares: first.squares,
      slope: first.values.sum { $0 * $0 }, curvature: second.squares,
      trace: trace, squaredTrace: squaredTrace)
  }

  /// yᵀ P y and its derivative with the sign reversed.
  func squares(at variance: Double) -> (value: Double, slope: Double) {
    let projected = projection(at: variance).project(effects)
    return (projected.squares, projected.values.sum { $0 * $0 })
  }

  /// The log-likelihood in the units of the data, restricted with the constant
  /// of error contrasts.
  func logLikelihood(at variance: Double, isRestricted: Bool) -> Double {
    let projection = projection(at: variance)
    let squares = projection.project(effects).squares
    var value = variances.sum { .log($0 + variance) } + squares
    var count = Double(studyCount)
    if isRestricted {
      value += projection.logDeterminant + design.logPivotDeterminant
      count -= Double(coefficientCount)
    }
    return -0.5 * (value + count * (.log(2 * .pi) + 2 * .log(unit)))
  }

  /// The unweighted sum of squares of the residuals, S.
  ///
  /// It bounds the weighted ones: yᵀ P y ≤ S / (min vᵢ + τ²).
  var unweightedSquares: Double {
    StudyProjection(design, variances.map { _ in 1 }).project(effects).squares
  }
}

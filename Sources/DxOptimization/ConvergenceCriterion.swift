/// The reason why an iteration ended.
public enum ConvergenceCriterion: String, Hashable, Sendable, Codable {
  /// The norm of the (projected) gradient fell below its tolerance, and the
  /// (projected) Hessian has no negative curvature to follow.
  case gradient
  /// The decrease that the quadratic model still promises is below the
  /// rounding error of the objective.
  case predictedDecrease
  /// The bracket of a one-dimensional search is as narrow as asked for.
  case bracket
  /// The allowed number of evaluations is used up; the result is the best
  /// point found, and not an optimum.
  case evaluationLimit
  /// No trial point improves the objective although the gradient is above
  /// its tolerance: the derivatives are wrong, or rounding dominates.
  case noProgress
  /// The objective still improves at the limit of where it can be computed,
  /// so that the optimum is infinitely far, or as good as that.
  case unbounded
  /// The objective was not finite at the starting point.
  case notFinite

  /// Whether the iteration met a criterion that makes its end an optimum.
  public var isConverged: Bool {
    switch self {
    case .gradient, .predictedDecrease, .bracket: true
    case .evaluationLimit, .noProgress, .unbounded, .notFinite: false
    }
  }
}

/// Newton's method in a trust region, for smooth functions in a box.
///
/// For up to a few hundred variables with exact first and second derivatives.
/// ```
/// var objective = NegativeLogLikelihood(data)
/// let minimum = TrustRegionNewton().minimize(
///   &objective, from: start, lowerBounds: [0, -1], upperBounds: [.infinity, 1])
/// guard minimum.convergence.criterion.isConverged else { … }
/// ```
/// Each step minimises the quadratic model over a ball, exactly, so that a
/// point without gradient but with negative curvature is left. The bounds are
/// respected by each point at which the objective is evaluated.
///
/// Convergence is quadratic where the Hessian is positive definite in the
/// free variables. Once the model promises less than the rounding error of
/// the objective, steps are judged by the gradient instead, and the iteration
/// goes on for as long as each step halves it. So the result is accurate to
/// the rounding of the gradient, not to its square root.
///
/// Edge cases:
///
/// - A start outside of the box is projected on it; equal bounds fix a
///   variable.
/// - No variables at all: one evaluation, and ``ConvergenceCriterion/gradient``.
/// - A trial point at which anything is not finite shortens the step.
/// - The lengths of steps are Euclidean, so variables should be of comparable
///   scale; if they are not, more iterations are needed.
///
/// - Complexity: for each evaluation a Cholesky factorisation, *n*³/3
///   operations; a few more of them, or an eigen-decomposition of about 9*n*³,
///   where the radius limits the step or the Hessian is not positive definite.
///   Memory is allocated once.
///
/// > A. R. Conn, N. I. M. Gould and P. L. Toint. *Trust-Region Methods*,
/// > SIAM, 2000, Algorithm 6.1.1. doi:10.1137/1.9780898719857
/// >
/// > C.-J. Lin and J. J. Moré. Newton's method for large bound-constrained
/// > optimization problems. *SIAM J. Optim.* 9:1100–1127, 1999.
/// > doi:10.1137/S1052623498345075
public struct TrustRegionNewton: Hashable, Sendable {
  /// The norm of the projected gradient at which to stop, relative to
  /// ``valueScale`` or the magnitude of the value, if that is larger.
  ///
  /// Zero asks for all that the rounding of the objective allows.
  public var gradientTolerance = 1e-11

  /// The relative rounding error of the objective.
  ///
  /// Times ``valueScale`` or the magnitude of the value, if that is larger,
  /// it is the decrease below which values cannot be told apart. The default
  /// is ten units in the last place.
  public var predictedDecreaseTolerance = 10 * Double.ulpOfOne

  /// The magnitude of the terms that the objective adds up.
  ///
  /// Both tolerances are relative to it where the value itself is smaller. A
  /// sum of squares with an exact fit may set it to zero, and a function with
  /// values far below one should lower it.
  public var valueScale = 1.0

  /// How often the objective may be evaluated, the start included.
  public var evaluationLimit = 1000

  /// The length that the first step may have.
  public var initialRadius = 1.0

  /// The length that no step exceeds.
  public var maximumRadius = 1e10

  /// Creates a minimiser with the default options.
  public init() {}

  /// Minimises a function within bounds.
  ///
  /// - Parameters:
  ///   - objective: The function with its derivatives.
  ///   - start: The point to start from.
  ///   - lowerBounds: A number or −∞ for each variable, or `nil` for none.
  ///   - upperBounds: A number or +∞ for each variable, or `nil` for none.
  /// - Returns: The best point found. Whether it is a minimum is for its
  ///   convergence record to say.
  /// - Precondition: The bounds are as many as the variables, none is NaN, and
  ///   none of the lower exceeds its upper. The tolerances and the scale are
  ///   not negative, the limit is positive, and
  ///   `0 < initialRadius ≤ maximumRadius`.
  public func minimize<Objective: TwiceDifferentiableObjective>(
    _ objective: inout Objective, from start: [Double],
    lowerBounds: [Double]? = nil, upperBounds: [Double]? = nil
  ) -> Minimum {
    let n = start.count
    let lower = lowerBounds ?? Array(repeating: -.infinity, count: n)
    let upper = upperBounds ?? Array(repeating: .infinity, count: n)
    checkOptions()
    check(lower, upper, count: n)
    var search = NewtonSearch(
      options: self,
      workspace: NewtonWorkspace(start: start, lower: lower, upper: upper))
    let criterion = search.run(&objective)
    return search.minimum(criterion)
  }

  private func checkOptions() {
    precondition(
      gradientTolerance >= 0 && predictedDecreaseTolerance >= 0
        && valueScale >= 0,
      """
      Tolerances \(gradientTolerance), \(predictedDecreaseTolerance) and \
      scale \(valueScale) must not be negative
      """)
    precondition(
      evaluationLimit > 0, "No evaluation in a limit of \(evaluationLimit)")
  }

  private func check(_ lower: [Double], _ upper: [Double], count: Int) {
    precondition(
      lower.count == count && upper.count == count,
      "\(lower.count) and \(upper.count) bounds for \(count) variables")
    for i in 0..<count {
      precondition(
        lower[i] <= upper[i] && lower[i] < .infinity && upper[i] > -.infinity,
        "Variable \(i) has the bounds \(lower[i]) and \(upper[i])")
    }
  }
}

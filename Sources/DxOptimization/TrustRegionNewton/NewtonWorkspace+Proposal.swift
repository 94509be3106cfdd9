extension NewtonWorkspace {
  /// Moves the trial point to where the quadratic model is low.
  ///
  /// Where no bound is in the way this is the exact minimiser over the ball,
  /// in the variables that are not held on a bound. Otherwise it is a Cauchy
  /// point on the projected gradient path, improved on the faces of the box
  /// that it and its successors find.
  ///
  /// > C.-J. Lin and J. J. Moré. Newton's method for large bound-constrained
  /// > optimization problems. *SIAM J. Optim.* 9:1100–1127, 1999.
  /// > doi:10.1137/S1052623498345075
  ///
  /// Departures: the subspace problem is solved exactly rather than by
  /// conjugate gradients, and without the Cauchy point where its solution is
  /// feasible, as it is then at least as good.
  internal mutating func propose(radius: Double) -> Proposal {
    selectNonbinding()
    gatherHessian()
    for a in 0..<freeCount {
      subproblem.gradient[a] = current.gradient[free[a]]
    }
    let outcome = subproblem.solve(order: freeCount, radius: radius)
    var isFeasible = moveTrialByStep()
    if !isFeasible && outcome.isHardCase {
      subproblem.reverseStep(order: freeCount)
      isFeasible = moveTrialByStep()
      // Without a gradient both signs have the same decrease; with one, the
      // model below tells.
    }
    if isFeasible {
      return Proposal(
        predictedDecrease: -modelChange(), length: stepLength,
        isInterior: outcome.isInterior)
    }
    return proposeAlongFaces(radius: radius)
  }

  /// Puts the trial point one step from the current one.
  ///
  /// - Returns: Whether it lies in the box.
  private mutating func moveTrialByStep() -> Bool {
    for i in 0..<order { trial.point[i] = current.point[i] }
    for a in 0..<freeCount {
      let i = free[a]
      let x = current.point[i] + subproblem.step[a]
      if x < lower[i] || x > upper[i] { return false }
      trial.point[i] = x
    }
    return true
  }

  private mutating func proposeAlongFaces(radius: Double) -> Proposal {
    moveTrialToCauchyPoint(radius: radius)
    var change = modelChange()
    var isInterior = false
    // Each round but the last puts one more variable on a bound.
    for _ in 0...order {
      selectInside()
      if freeCount == 0 {
        isInterior = stepLength < radius
        break
      }
      gatherHessian()
      for a in 0..<freeCount {
        subproblem.gradient[a] =
          current.gradient[free[a]] + product[free[a]]
      }
      let outcome = subproblem.solve(order: freeCount, radius: radius)
      let hitsBound = searchProjected(&change)
      isInterior = outcome.isInterior && !hitsBound
      if !hitsBound || !(stepLength < radius) { break }
    }
    return Proposal(
      predictedDecrease: -change, length: stepLength, isInterior: isInterior)
  }

  /// Backtracks along `P(x − αg)` until the model decreases enough.
  private mutating func moveTrialToCauchyPoint(radius: Double) {
    var squares = 0.0
    selectNonbinding()
    for a in 0..<freeCount {
      squares += current.gradient[free[a]] * current.gradient[free[a]]
    }
    var alpha = radius / squares.squareRoot()
    if !alpha.isFinite { alpha = 0 }
    for _ in 0..<60 {
      var slope = 0.0
      for i in 0..<order {
        let x = NewtonWorkspace.clamp(
          current.point[i] - alpha * current.gradient[i], lower[i], upper[i])
        slope += current.gradient[i] * (x - current.point[i])
        trial.point[i] = x
      }
      if modelChange() <= NewtonWorkspace.sufficientDecrease * slope { return }
      alpha /= 4
    }
    for i in 0..<order { trial.point[i] = current.point[i] }
  }

  /// Searches from the trial point along the projection of the step.
  ///
  /// - Parameter change: The model at the trial point, before and after.
  /// - Returns: Whether a variable met its bound.
  private mutating func searchProjected(_ change: inout Double) -> Bool {
    for i in 0..<order { origin[i] = trial.point[i] }
    let breakpoint = firstBreakpoint()
    let start = change
    var beta = 1.0
    while beta > breakpoint {
      let slope = moveTrial(beta, breakpoint)
      change = modelChange()
      if change - start <= NewtonWorkspace.sufficientDecrease * slope,
        slope <= 0
      {
        return true
      }
      beta /= 2
    }
    // Up to the first bound the model decreases along the step, which
    // minimises it over a ball.
    _ = moveTrial(min(1, breakpoint), breakpoint)
    change = modelChange()
    return breakpoint <= 1
  }

  /// The multiple of the step at which the first variable meets a bound.
  private func firstBreakpoint() -> Double {
    var first = Double.infinity
    for a in 0..<freeCount {
      first = min(first, breakpoint(a))
    }
    return first
  }

  private func breakpoint(_ a: Int) -> Double {
    let (i, s) = (free[a], subproblem.step[a])
    if s == 0 { return .infinity }
    return ((s < 0 ? lower[i] : upper[i]) - origin[i]) / s
  }

  /// Puts the trial point at the projection of `origin + β step`.
  ///
  /// - Returns: The slope of the model at the origin along that move.
  private mutating func moveTrial(_ beta: Double, _ first: Double) -> Double {
    var slope = 0.0
    for a in 0..<freeCount {
      let (i, s) = (free[a], subproblem.step[a])
      // On its bound exactly, whatever the rounding of the sum.
      let isHit = beta >= first && breakpoint(a) <= beta
      let x =
        isHit ? (s < 0 ? lower[i] : upper[i]) : origin[i] + beta * s
      trial.point[i] = NewtonWorkspace.clamp(x, lower[i], upper[i])
      slope += subproblem.gradient[a] * (trial.point[i] - origin[i])
    }
    return slope
  }

  // μ₀ of Lin and Moré.
  private static var sufficientDecrease: Double { 0.01 }
}

/// The state of one minimisation: the loop around the trust-region steps.
internal struct NewtonSearch {
  internal let options: TrustRegionNewton
  internal var workspace: NewtonWorkspace
  private var region: TrustRegionRadius
  private var evaluations = 0
  private var gradientNorm = Double.nan

  internal init(options: TrustRegionNewton, workspace: NewtonWorkspace) {
    self.options = options
    self.workspace = workspace
    region = TrustRegionRadius(
      radius: options.initialRadius, maximumRadius: options.maximumRadius)
  }

  /// Iterates until there is a reason to stop.
  internal mutating func run<Objective: TwiceDifferentiableObjective>(
    _ objective: inout Objective
  ) -> ConvergenceCriterion {
    workspace.current.evaluate(&objective)
    evaluations = 1
    guard workspace.current.isFinite else { return .notFinite }
    gradientNorm = projectedNorm(workspace.current)
    while true {
      if let criterion = advance(&objective) { return criterion }
    }
  }

  /// Makes one step, or returns why there is none to make.
  private mutating func advance<Objective: TwiceDifferentiableObjective>(
    _ objective: inout Objective
  ) -> ConvergenceCriterion? {
    let isStationary = gradientNorm <= options.gradientTolerance * scale
    if isStationary && !workspace.hasNegativeCurvature() { return .gradient }
    if evaluations >= options.evaluationLimit { return .evaluationLimit }
    let proposal = workspace.propose(radius: region.radius)
    let noise = options.predictedDecreaseTolerance * scale
    let isBelowNoise = !(proposal.predictedDecrease > noise)
    // The radius has shrunk so far, against every promise of the model, that
    // values along the step cannot be told apart.
    if isBelowNoise && !proposal.isInterior {
      return isStationary ? .gradient : .noProgress
    }
    workspace.trial.evaluate(&objective)
    evaluations += 1
    if isBelowNoise { return polish(noise) }
    let isFinite = workspace.trial.isFinite
    let isAccepted = region.judge(
      actualDecrease: isFinite
        ? workspace.current.value - workspace.trial.value : .nan,
      predictedDecrease: proposal.predictedDecrease,
      stepLength: proposal.length, roundingError: noise)
    if isAccepted {
      accept()
      return nil
    }
    return region.radius > leastRadius ? nil : .noProgress
  }

  /// Judges Newton's step by the gradient, where the values are all noise.
  private mutating func polish(_ noise: Double) -> ConvergenceCriterion? {
    let previous = gradientNorm
    let norm = projectedNorm(workspace.trial)
    guard workspace.trial.isFinite, norm < previous,
      workspace.trial.value <= workspace.current.value + noise
    else { return .predictedDecrease }
    accept()
    let isWorthMore =
      norm <= 0.5 * previous || norm <= options.gradientTolerance * scale
    return isWorthMore ? nil : .predictedDecrease
  }

  private mutating func accept() {
    workspace.acceptTrial()
    gradientNorm = projectedNorm(workspace.current)
  }

  private func projectedNorm(_ iterate: NewtonIterate) -> Double {
    iterate.projectedGradientNorm(
      lower: workspace.lower, upper: workspace.upper)
  }

  /// What both tolerances are relative to.
  private var scale: Double {
    max(options.valueScale, workspace.current.value.magnitude)
  }

  /// The radius below which a step would be lost in the rounding of the
  /// point.
  private var leastRadius: Double {
    var largest = 0.0
    for x in workspace.current.point { largest = max(largest, x.magnitude) }
    return .ulpOfOne * largest + 1e-290
  }

  // MARK: The result

  /// The current point with its certificate.
  internal mutating func minimum(_ criterion: ConvergenceCriterion) -> Minimum {
    let current = workspace.current
    // The certificate is about the variables off their bounds.
    workspace.trial.point = current.point
    workspace.selectInside()
    workspace.gatherHessian()
    let eigenvalues = workspace.subproblem.eigenvalues(
      order: workspace.freeCount)
    return Minimum(
      point: current.point, value: current.value, gradient: current.gradient,
      hessian: current.symmetrizedHessian,
      convergence: ConvergenceRecord(
        criterion: criterion, evaluations: evaluations,
        gradientNorm: gradientNorm, hessianEigenvalues: Array(eigenvalues),
        activeBounds: activeBounds))
  }

  private var activeBounds: [ActiveBound] {
    let current = workspace.current
    var active: [ActiveBound] = []
    for (i, x) in current.point.enumerated() {
      let isLow = x <= workspace.lower[i]
      let isHigh = x >= workspace.upper[i]
      guard isLow || isHigh else { continue }
      let side: ActiveBound.Side =
        isLow && isHigh ? .fixed : (isLow ? .lower : .upper)
      active.append(
        ActiveBound(index: i, side: side, derivative: current.gradient[i]))
    }
    return active
  }
}

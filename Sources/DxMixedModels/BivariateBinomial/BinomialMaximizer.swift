internal import DxOptimization

/// Newton's method in a trust region for the likelihood of a binomial model,
/// over the parameters that are free.
///
/// All memory is allocated once.
internal struct BinomialMaximizer<Objective: BinomialObjective>: Sendable {
  var objective: Objective
  /// The current point, and the likelihood there.
  private(set) var point: [Double]
  private(set) var current: BinomialExpansion
  private(set) var criterion = ConvergenceCriterion.evaluationLimit
  private(set) var evaluations = EvaluationCounts()
  private var trialPoint: [Double]
  private var trial: BinomialExpansion
  private var slots: [MaximizerState]
  /// Which parameters may change, and a list of them.
  private(set) var isFree: [Bool]
  private var free: [Int]
  private var freeCount: Int
  private var subproblem: DenseSubproblem

  init(_ objective: Objective, parameterCount: Int) {
    self.objective = objective
    point = Array(repeating: 0, count: parameterCount)
    trialPoint = point
    current = BinomialExpansion(parameterCount: parameterCount)
    trial = current
    isFree = Array(repeating: true, count: parameterCount)
    free = Array(0..<parameterCount)
    freeCount = parameterCount
    subproblem = DenseSubproblem(capacity: parameterCount)
    slots = Array(
      repeating: MaximizerState(
        point: point, expansion: current, isFree: isFree),
      count: MaximizerSlot.allCases.count)
  }

  var parameterCount: Int { point.count }

  /// Forgets the evaluations of an earlier fit.
  mutating func reset() { evaluations = EvaluationCounts() }

  /// Sets which of some parameters may change.
  mutating func setFree(
    in parameters: Range<Int>, where mayChange: (Int) -> Bool
  ) {
    for index in parameters { isFree[index] = mayChange(index) }
    listFree()
  }

  private mutating func listFree() {
    freeCount = 0
    for index in 0..<parameterCount where isFree[index] {
      free[freeCount] = index
      freeCount += 1
    }
  }

  /// Changes a parameter, without an evaluation.
  mutating func set(_ parameter: Int, to value: Double) {
    point[parameter] = value
  }

  /// Changes the current point and evaluates it there.
  mutating func move(_ change: (inout [Double]) -> Void) {
    change(&point)
    evaluateCurrent()
  }

  mutating func evaluateCurrent() {
    objective.evaluate(at: point, into: &current)
    current.requireFinite()
    evaluations.count(objective)
  }

  /// Keeps the current state for ``restore(_:)``.
  mutating func save(_ slot: MaximizerSlot) {
    let index = slot.rawValue
    slots[index].point.copy(point)
    slots[index].expansion.copy(current)
    slots[index].isFree.copy(isFree)
    slots[index].criterion = criterion
  }

  /// Goes back to a saved state, without an evaluation.
  mutating func restore(
    _ slot: MaximizerSlot, criterion: ConvergenceCriterion? = nil
  ) {
    let index = slot.rawValue
    point.copy(slots[index].point)
    current.copy(slots[index].expansion)
    isFree.copy(slots[index].isFree)
    listFree()
    self.criterion = criterion ?? slots[index].criterion
  }

  /// A state that was saved.
  func state(_ slot: MaximizerSlot) -> MaximizerState { slots[slot.rawValue] }

  /// Evaluations after which a climb is a failure; real data take five to
  /// ten.
  private static var evaluationLimit: Int { 300 }

  /// Evaluations after which a tolerance gives way to ``patientTolerance``.
  ///
  /// With few nodes and much heterogeneity Louis' Hessian is so far from that
  /// of the approximation that the last digits come at a crawl.
  private static var patience: Int { 30 }
  private static var patientTolerance: Double { 1e-9 }

  /// The length that the first step may have, in logits.
  private static var initialRadius: Double { 1 }

  /// What rounding may do to the log-likelihood.
  private var noise: Double { 2e-14 * (1 + current.value.magnitude) }

  /// Takes steps until none is worth more than the tolerance.
  ///
  /// The last step, which is not, is taken without another evaluation: what
  /// the quadratic model promises is by then exact to many digits, and so is
  /// the point at which it is stationary.
  mutating func climb(tolerance: Double) {
    criterion = .notFinite
    guard current.value.isFinite else { return }
    var region = TrustRegionRadius(radius: Self.initialRadius)
    var previousDecrease = Double.infinity
    for count in 0..<Self.evaluationLimit {
      let isPatient = count < Self.patience
      let isInterior = solve(radius: region.radius)
      let decrease = predictedDecrease
      if decrease <= (isPatient ? tolerance : Self.patientTolerance) {
        if isInterior { takeStep(gain: max(decrease, 0)) }
        criterion = .gradient
        return
      }
      if decrease <= noise, decrease > previousDecrease / 4 {
        criterion = .predictedDecrease
        return
      }
      previousDecrease = decrease
      evaluateTrial()
      let isAccepted = region.judge(
        actualDecrease: trial.value - current.value,
        predictedDecrease: decrease, stepLength: stepLength,
        roundingError: noise)
      if isAccepted {
        swap(&point, &trialPoint)
        swap(&current, &trial)
        if objective.isRunaway(at: point) {
          criterion = .unbounded
          return
        }
      } else if region.radius < 1e-12 {
        criterion = .noProgress
        return
      }
    }
    criterion = .evaluationLimit
  }

  /// Takes Newton's step from the current point where the likelihood is
  /// concave and the step is short; the expansion is then out of date.
  mutating func hop(longestStep: Double) {
    guard current.value.isFinite, solve(radius: longestStep) else { return }
    takeStep(gain: predictedDecrease)
  }

  /// The step that maximises the quadratic model in a ball.
  ///
  /// - Returns: Whether the ball does not limit it.
  private mutating func solve(radius: Double) -> Bool {
    loadModel()
    return subproblem.solve(order: freeCount, radius: radius).isInterior
  }

  /// Gathers the quadratic model of the free parameters.
  private mutating func loadModel() {
    let n = parameterCount
    for b in 0..<freeCount {
      subproblem.gradient[b] = -current.gradient[free[b]]
      for a in b..<freeCount {
        subproblem.hessian[a + freeCount * b] =
          -current.hessian[free[a] + n * free[b]]
      }
    }
  }

  private var predictedDecrease: Double {
    var change = 0.0
    for b in 0..<freeCount {
      let step = subproblem.step[b]
      var product = 0.5 * subproblem.hessian[b + freeCount * b] * step
      for a in (b + 1)..<max(freeCount, b + 1) {
        product +=
          subproblem.hessian[a + freeCount * b] * subproblem.step[a]
      }
      change += step * (subproblem.gradient[b] + product)
    }
    return -change
  }

  private var stepLength: Double {
    var squares = 0.0
    for a in 0..<freeCount {
      squares += subproblem.step[a] * subproblem.step[a]
    }
    return squares.squareRoot()
  }

  private mutating func takeStep(gain: Double) {
    for a in 0..<freeCount { point[free[a]] += subproblem.step[a] }
    current.value += gain
  }

  private mutating func evaluateTrial() {
    for index in 0..<parameterCount { trialPoint[index] = point[index] }
    for a in 0..<freeCount { trialPoint[free[a]] += subproblem.step[a] }
    objective.evaluate(at: trialPoint, into: &trial)
    trial.requireFinite()
    evaluations.count(objective)
  }

  // MARK: What is known of the current point

  /// The norm of the gradient in the free parameters.
  var gradientNorm: Double {
    var squares = 0.0
    for a in 0..<freeCount {
      let g = current.gradient[free[a]]
      squares += g * g
    }
    return squares.squareRoot()
  }

  /// The smallest eigenvalue of minus the Hessian in the free parameters.
  mutating func smallestEigenvalue() -> Double? {
    loadModel()
    return subproblem.eigenvalues(order: freeCount).first
  }

  /// Writes the inverse of the information of the free parameters to the
  /// rows and columns of all, with zeros for the others.
  ///
  /// - Returns: Whether the information is positive definite.
  mutating func storeCovariance(into covariance: inout [Double]) -> Bool {
    let n = parameterCount
    for index in covariance.indices { covariance[index] = 0 }
    guard current.value.isFinite else { return false }
    if objective.integration == .quadrature,
      objective.kernel.nodeCount < Self.nodesOfExactInformation
    {
      differentiateGradient()
    }
    loadModel()
    guard subproblem.factor(order: freeCount) else { return false }
    for b in 0..<freeCount {
      for a in 0..<freeCount { subproblem.gradient[a] = a == b ? -1 : 0 }
      subproblem.solveFactored(order: freeCount)
      for a in 0..<freeCount {
        covariance[free[a] + n * free[b]] = subproblem.step[a]
      }
    }
    return true
  }
}

extension BinomialMaximizer {
  /// The number of nodes from which Louis' identity, with these nodes, gives
  /// standard errors to five digits.
  private static var nodesOfExactInformation: Int { 15 }

  /// Half the distance of two gradients, in logits: its square, and the
  /// rounding error of the gradient over it, are both below 1e-8.
  private static var differenceStep: Double { 1e-4 }

  /// Replaces the Hessian in the free parameters by central differences of
  /// the gradient, which is that of the approximation.
  ///
  /// Louis' identity with few nodes approximates the Hessian of the exact
  /// likelihood instead, and with five nodes is off in the third digit.
  private mutating func differentiateGradient() {
    let n = parameterCount
    save(.face)
    for b in 0..<freeCount {
      let column = free[b]
      for side in [1.0, -1.0] {
        for index in 0..<n { trialPoint[index] = point[index] }
        trialPoint[column] += side * Self.differenceStep
        objective.evaluate(at: trialPoint, into: &trial)
        evaluations.count(objective)
        for a in b..<freeCount {
          let entry = free[a] + n * column
          let part = side * trial.gradient[free[a]] / (2 * Self.differenceStep)
          current.hessian[entry] =
            side > 0 ? part : current.hessian[entry] + part
        }
      }
    }
    if !current.hessian.allSatisfy(\.isFinite) { restore(.face) }
  }
}

/// How often a likelihood was evaluated, by the cost of an evaluation.
internal struct EvaluationCounts: Hashable, Sendable {
  var laplace = 0
  var quadrature = 0

  var total: Int { laplace + quadrature }

  mutating func count(_ objective: some BinomialObjective) {
    switch objective.integration {
    case .laplace: laplace += 1
    case .quadrature: quadrature += 1
    }
  }
}

/// Where the state of a maximiser is kept, by the length of time.
internal enum MaximizerSlot: Int, CaseIterable {
  /// While a boundary is tried.
  case face
  /// While a number of nodes is tried.
  case climb
  /// While another start is tried.
  case best
}

/// The state of a maximiser.
internal struct MaximizerState: Sendable {
  var point: [Double]
  var expansion: BinomialExpansion
  var isFree: [Bool]
  var criterion = ConvergenceCriterion.evaluationLimit
}

extension BinomialExpansion {
  fileprivate mutating func copy(_ other: Self) {
    value = other.value
    gradient.copy(other.gradient)
    hessian.copy(other.hessian)
  }
}

extension Array {
  /// Copies element by element, so that each array keeps its own memory.
  fileprivate mutating func copy(_ other: Self) {
    for index in indices { self[index] = other[index] }
  }
}

internal import DxOptimization
internal import RealModule

/// The search for the maximum of a regression of the scaled sum and
/// difference.
///
/// It climbs in the same stages as ``InterceptSearch``, and treats the
/// boundaries in the same way.
internal struct SumDifferenceSearch {
  var maximizer: BinomialMaximizer<SumDifferenceCounts>
  let structure: SumDifferenceStructure
  /// A typical variance of an observed logit of each outcome.
  let typicalVariances: SIMD2<Double>
  private(set) var quadratureError: Double?

  // What is held, beyond what the structure holds.
  private var isOnFace = false
  private var isRadiusZero = false
  private(set) var isScaleHeld = false

  /// The smaller of two variances, in units of the typical within-study
  /// variance, below which their ratio counts as unbounded: climbs towards it
  /// end early, since it is infinitely far.
  private static let vanishingVariance = 1e-6
  /// What a boundary may cost and still be taken.
  private static let negligibleLoss = 1e-9

  init(
    _ objective: SumDifferenceCounts, structure: SumDifferenceStructure,
    typicalVariances: SIMD2<Double>
  ) {
    maximizer = BinomialMaximizer(
      objective, parameterCount: objective.layout.parameterCount)
    self.structure = structure
    self.typicalVariances = typicalVariances
  }

  private var layout: SumDifferenceLayout { maximizer.objective.layout }
  private var radius: Double { maximizer.point[layout.radius] }

  /// The point on the half circle of correlations.
  var rotation: Rotation {
    Rotation(
      sign: maximizer.objective.sign, angle: maximizer.point[layout.angle])
  }

  // MARK: Stages

  /// Starts at a point, of which what the structure holds is changed.
  mutating func start(
    coefficients: [Double], radius: Double, correlation: Double
  ) {
    var sign: Double = correlation < 0 ? -1 : 1
    switch structure {
    case .unrestricted: break
    case .zeroSumVariance: sign = -1
    case .zeroHalfDifferenceVariance: sign = 1
    case .zeroVariances: isRadiusZero = true
    }
    isOnFace = structure != .unrestricted
    isScaleHeld = false
    let layout = layout
    let (isOnFace, isRadiusZero) = (isOnFace, isRadiusZero)
    maximizer.objective.sign = sign
    maximizer.objective.integration = .laplace
    holdAndFree()
    maximizer.move { point in
      for index in coefficients.indices { point[index] = coefficients[index] }
      point[layout.radius] = isRadiusZero ? 0 : radius
      point[layout.angle] =
        isOnFace ? 0 : .acos(min(correlation.magnitude, 1))
    }
  }

  private mutating func holdAndFree() {
    let layout = layout
    let (isOnFace, isRadiusZero) = (isOnFace, isRadiusZero)
    let isScaleHeld = isScaleHeld
    maximizer.setFree(in: 0..<layout.parameterCount) {
      $0 == layout.radius
        ? !isRadiusZero
        : $0 == layout.angle
          ? !isOnFace && !isRadiusZero
          : !(isScaleHeld && layout.logScaleRatio.contains($0))
    }
  }

  /// Climbs with Laplace's approximation, to a start or to the end.
  mutating func climbByLaplace(isLast: Bool) {
    if isLast {
      maximizer.climb(tolerance: SearchLimits.tolerance)
      recenter()
      settle()
      return
    }
    maximizer.save(.climb)
    maximizer.climb(tolerance: SearchLimits.looseTolerance)
    // The approximation may have no maximum where the likelihood has one.
    if maximizer.criterion == .unbounded { maximizer.restore(.climb) }
    recenter()
  }

  /// Climbs with a number of nodes from where the search stands.
  mutating func climb(nodes count: Int) {
    maximizer.objective.integration = .quadrature
    if isFaceLikely {
      maximizer.objective.kernel.use(QuadratureLevels.rule(count))
      if !climbFace() { leaveFace() }
    } else if count > 10, !isOnFace {
      maximizer.objective.kernel.use(QuadratureLevels.seven)
      maximizer.evaluateCurrent()
      maximizer.hop(longestStep: SearchLimits.longestHop)
    }
    climbOn(nodes: count)
  }

  /// Climbs with a number of nodes, without a stage before it.
  private mutating func climbOn(nodes count: Int) {
    maximizer.objective.kernel.use(QuadratureLevels.rule(count))
    maximizer.evaluateCurrent()
    guard maximizer.current.value.isFinite else { return }
    maximizer.climb(tolerance: SearchLimits.tolerance)
    recenter()
    settle()
  }

  /// Raises the number of nodes until the log-likelihood changes by less than
  /// a tolerance, and returns the last number.
  mutating func escalate(tolerance: Double) -> Int {
    var last = QuadratureLevels.counts[0]
    climb(nodes: last)
    var value = maximizer.current.value
    for count in QuadratureLevels.counts.dropFirst() {
      if maximizer.criterion == .unbounded { break }
      maximizer.save(.climb)
      let sign = maximizer.objective.sign
      climbOn(nodes: count)
      if !maximizer.current.value.isFinite {
        // The outermost nodes are out of range.
        maximizer.objective.sign = sign
        maximizer.restore(.climb)
        break
      }
      last = count
      let change = (maximizer.current.value - value).magnitude
      quadratureError = change
      value = maximizer.current.value
      if change <= tolerance { break }
    }
    return last
  }

  // MARK: One variance zero

  /// Moves the origin of the angle to the nearer boundary.
  private mutating func recenter() {
    let rotation = rotation
    guard rotation.sign * rotation.correlation < 0 else { return }
    let layout = layout
    let angle = Double.atan2(
      y: rotation.sine, x: -rotation.sign * rotation.correlation)
    maximizer.objective.sign = -rotation.sign
    maximizer.move { $0[layout.angle] = angle }
  }

  private var squaredSine: Double { rotation.sine * rotation.sine }

  private var isFaceLikely: Bool {
    structure == .unrestricted && !isRadiusZero
      && squaredSine <= SearchLimits.likelyResidual
  }

  /// Climbs along the face of the nearer boundary.
  ///
  /// - Returns: Whether the likelihood falls off from it.
  private mutating func climbFace() -> Bool {
    isOnFace = true
    holdAndFree()
    let layout = layout
    maximizer.move { $0[layout.angle] = 0 }
    maximizer.climb(tolerance: SearchLimits.tolerance)
    return isMaximalAcrossFace
  }

  /// By the curvature, since the likelihood is even in the angle.
  private var isMaximalAcrossFace: Bool {
    maximizer.current.hessian[
      layout.angle * (maximizer.parameterCount + 1)] <= 0
  }

  private mutating func leaveFace() {
    isOnFace = false
    holdAndFree()
    let layout = layout
    maximizer.move { $0[layout.angle] = 0.1 }
  }

  /// Puts a maximum that lies on a boundary, but for rounding, exactly there.
  private mutating func settle() {
    guard maximizer.criterion != .unbounded else { return }
    if structure == .unrestricted, !isRadiusZero {
      if isOnFace {
        if !isMaximalAcrossFace {
          leaveFace()
          maximizer.climb(tolerance: SearchLimits.tolerance)
          recenter()
        }
      } else if squaredSine <= SearchLimits.negligibleResidual {
        maximizer.save(.face)
        let value = maximizer.current.value
        if !climbFace()
          || maximizer.current.value < value - Self.negligibleLoss
        {
          maximizer.restore(.face)
          isOnFace = false
          holdAndFree()
        }
      }
    }
    settleRadius()
  }

  // MARK: Both variances zero

  private mutating func settleRadius() {
    let typical = (typicalVariances.x * typicalVariances.y).squareRoot()
    if structure != .zeroVariances, !isRadiusZero {
      guard radius * radius <= SearchLimits.negligibleVariance * typical,
        !isScaleUnbounded
      else { return }
    }
    if !isRadiusZero {
      isRadiusZero = true
      let layout = layout
      if !keeps(changing: { $0[layout.radius] = 0 }) {
        isRadiusZero = false
        holdAndFree()
        return
      }
    }
    tryWithoutScale()
  }

  /// Without random effects the scale ratio is not identified unless the
  /// regressors of the means differ; zero then does as well as any other.
  private mutating func tryWithoutScale() {
    guard !isScaleHeld, !layout.logScaleRatio.isEmpty else { return }
    isScaleHeld = true
    let scale = layout.logScaleRatio
    if !keeps(changing: { point in
      for index in scale { point[index] = 0 }
    }) {
      isScaleHeld = false
      holdAndFree()
    }
  }

  /// Climbs from a changed point with other parameters free, and goes back
  /// where that loses likelihood.
  private mutating func keeps(
    changing change: (inout [Double]) -> Void
  ) -> Bool {
    maximizer.save(.face)
    let value = maximizer.current.value
    holdAndFree()
    maximizer.move(change)
    maximizer.climb(tolerance: SearchLimits.tolerance)
    if maximizer.current.value >= value - Self.negligibleLoss { return true }
    maximizer.restore(.face)
    return false
  }

  // MARK: What is known of the end

  /// Where the search stands.
  var boundary: SumDifferenceBoundary {
    if maximizer.objective.isMeanUnbounded(maximizer.point) {
      return .unboundedMean
    }
    if maximizer.objective.isDeviationUnbounded(maximizer.point) {
      return .unboundedVariance
    }
    if isRadiusZero { return .zeroVariances }
    if isScaleUnbounded { return .unboundedScaleRatio }
    if isOnFace {
      return rotation.sign > 0
        ? .zeroHalfDifferenceVariance : .zeroSumVariance
    }
    return .interior
  }

  /// Whether one of the variances of the logits is as good as zero in a study,
  /// and the other is not.
  private var isScaleUnbounded: Bool {
    let ratios = maximizer.objective.logScaleRatios(maximizer.point)
    let product = radius * radius
    return ratios.contains { ratio in
      let small = product * .exp(-ratio.magnitude)
      let large = product * .exp(ratio.magnitude)
      let typical =
        ratio > 0
        ? (typicalVariances.x, typicalVariances.y)
        : (typicalVariances.y, typicalVariances.x)
      return small <= Self.vanishingVariance * typical.0
        && large > SearchLimits.negligibleVariance * typical.1
    }
  }
}

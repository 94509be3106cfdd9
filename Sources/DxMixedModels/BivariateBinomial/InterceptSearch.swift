internal import DxLinearAlgebra
internal import DxOptimization

/// The search for the maximum of the likelihood with one mean an outcome.
///
/// It climbs in stages, each from where the one before ended: the normal
/// approximation, Laplace's, one step with seven nodes, and the rule that was
/// asked for. Most of the way is so made at the price of the cheaper stages.
internal struct InterceptSearch {
  /// The indices of the entries of the factor among the parameters.
  enum Entry {
    static let l11 = 2
    static let l21 = 3
    static let l22 = 4
  }

  var maximizer: BinomialMaximizer<InterceptCounts>
  let structure: CovarianceStructure
  /// Which means are given.
  let fixedMeans: (first: Bool, second: Bool)
  /// A typical variance of an observed logit of each outcome.
  let typicalVariances: SIMD2<Double>
  var boundary = CovarianceBoundary.interior
  private(set) var steps: [FitStep] = []
  var quadratureError = 0.0
  /// Whether all starts led to the same maximum.
  var startsAgreed = true
  private var evaluationsBefore = 0

  /// The gain in log-likelihood that is not worth an evaluation: the
  /// estimates are then within 5e-7 of their standard errors even before the
  /// last, free step.
  private static let tolerance = 1e-13
  /// The same for a stage that is only a start of the next.
  private static let looseTolerance = 1e-2
  /// The longest step that is taken on trust.
  private static let longestHop = 0.5
  /// 1 − ρ² below which the boundary is tried first; and below which an
  /// interior maximum gives way to it.
  private static let likelyResidual = 1e-3
  private static let negligibleResidual = 1e-8
  /// The variance, in units of the typical within-study variance, below which
  /// zero is tried in its place.
  private static let negligibleVariance = 1e-8

  init(
    _ maximizer: BinomialMaximizer<InterceptCounts>,
    structure: CovarianceStructure, typicalVariances: SIMD2<Double>,
    fixedMeans: (first: Bool, second: Bool) = (false, false)
  ) {
    self.maximizer = maximizer
    self.structure = structure
    self.fixedMeans = fixedMeans
    self.typicalVariances = typicalVariances
  }

  // MARK: Stages

  /// Starts from means and a covariance matrix.
  mutating func start(
    means: SIMD2<Double>, psi: SymmetricMatrix2x2
  ) {
    let factor = LowerFactor(psi)
    maximizer.objective.integration = .laplace
    let hasFirst = isFree(Entry.l11)
    let hasCovariance = isFree(Entry.l21)
    let hasSecond = isFree(Entry.l22)
    maximizer.setFree(where: isFree)
    maximizer.move { point in
      point[0] = means.x
      point[1] = means.y
      point[Entry.l11] = hasFirst ? factor.l11 : 0
      point[Entry.l21] = hasCovariance ? factor.l21 : 0
      point[Entry.l22] =
        hasSecond ? (hasCovariance ? factor.l22 : psi.m22.squareRoot()) : 0
    }
  }

  /// Whether a parameter is neither given nor ruled out by the structure.
  private func isFree(_ parameter: Int) -> Bool {
    switch parameter {
    case 0: !fixedMeans.first
    case 1: !fixedMeans.second
    case Entry.l11:
      structure != .zeroVarianceFirst && structure != .zeroVarianceBoth
    case Entry.l21: structure == .unstructured
    default:
      structure != .zeroVarianceSecond && structure != .zeroVarianceBoth
    }
  }

  /// Climbs with Laplace's approximation, to a start or to the end.
  mutating func climbByLaplace(isLast: Bool) {
    if isLast {
      maximizer.climb(tolerance: Self.tolerance)
      settle()
      return
    }
    maximizer.save(.climb)
    maximizer.climb(tolerance: Self.looseTolerance)
    // The approximation may have no maximum where the likelihood has one.
    if maximizer.criterion == .unbounded { maximizer.restore(.climb) }
  }

  /// Climbs with a number of nodes from where the search stands.
  mutating func climb(nodes count: Int) {
    maximizer.objective.integration = .quadrature
    boundary = .interior
    maximizer.setFree(where: isFree)
    if isLikelyOnBoundary, tryPerfectCorrelation(nodes: count) {
      settleVariances()
      return
    }
    if count > 10, maximizer.point[Entry.l22] != 0 {
      maximizer.objective.kernel.use(QuadratureLevels.seven)
      maximizer.evaluateCurrent()
      maximizer.hop(longestStep: Self.longestHop)
    }
    maximizer.objective.kernel.use(QuadratureLevels.rule(count))
    maximizer.evaluateCurrent()
    maximizer.climb(tolerance: Self.tolerance)
    settle()
  }

  /// The variance that has run away, if one has.
  var outcomeOfInfiniteVariance: Int? {
    guard maximizer.criterion == .unbounded else { return nil }
    return pointVariances.first >= pointVariances.second ? 1 : 2
  }

  /// Raises the number of nodes until the log-likelihood changes by less than
  /// a tolerance, and returns the last number.
  mutating func escalate(tolerance: Double) -> Int {
    var last = QuadratureLevels.counts[0]
    climbFromStart(nodes: last)
    var value = maximizer.current.value
    for count in QuadratureLevels.counts.dropFirst() {
      if maximizer.criterion == .unbounded || maximizer.criterion == .notFinite
      {
        if last >= Self.trustedCount { break }
        climbFromStart(nodes: count)
      } else if !climbOn(nodes: count) {
        break
      }
      last = count
      quadratureError = (maximizer.current.value - value).magnitude
      value = maximizer.current.value
      if quadratureError <= tolerance { break }
    }
    return last
  }

  /// The number of nodes at which a likelihood that grows with a variance
  /// without limit is no error of the quadrature.
  private static let trustedCount = 81

  /// Climbs with a number of nodes; where that finds no maximum, the next
  /// climb will start where this one did.
  private mutating func climbFromStart(nodes count: Int) {
    maximizer.save(.climb)
    climb(nodes: count)
    if maximizer.criterion == .unbounded, count < Self.trustedCount {
      maximizer.restore(.climb, criterion: .unbounded)
    }
  }

  /// Climbs on from a maximum with more nodes.
  ///
  /// - Returns: Whether the nodes are in the range of the kernel; the search
  ///   stays where it is if not.
  private mutating func climbOn(nodes count: Int) -> Bool {
    maximizer.save(.climb)
    maximizer.objective.kernel.use(QuadratureLevels.rule(count))
    maximizer.evaluateCurrent()
    guard maximizer.current.value.isFinite else {
      maximizer.restore(.climb)
      return false
    }
    maximizer.climb(tolerance: Self.tolerance)
    settle()
    return true
  }

  // MARK: Boundaries

  private var pointVariances: (first: Double, second: Double) {
    let l = maximizer.point
    return (
      l[Entry.l11] * l[Entry.l11],
      l[Entry.l21] * l[Entry.l21] + l[Entry.l22] * l[Entry.l22]
    )
  }

  private func residual() -> Double {
    let second = pointVariances.second
    let l22 = maximizer.point[Entry.l22]
    return second > 0 ? l22 * l22 / second : 0
  }

  private var isLikelyOnBoundary: Bool {
    structure == .unstructured && residual() <= Self.likelyResidual
  }

  /// Climbs along the face of perfect correlations, where the integrals have
  /// one dimension, and stays there if the likelihood falls off from it.
  private mutating func tryPerfectCorrelation(nodes count: Int) -> Bool {
    maximizer.objective.kernel.use(QuadratureLevels.rule(count))
    let old = maximizer.point[Entry.l22]
    climbPerfectCorrelation()
    if isMaximalAcrossFace { return true }
    let spread = pointVariances.second.squareRoot()
    maximizer.setFree(where: isFree)
    maximizer.move {
      $0[Entry.l22] = max(old.magnitude, 0.1 * spread)
    }
    return false
  }

  private mutating func climbPerfectCorrelation() {
    let fixedMeans = fixedMeans
    maximizer.setFree {
      switch $0 {
      case 0: !fixedMeans.first
      case 1: !fixedMeans.second
      default: $0 != Entry.l22
      }
    }
    maximizer.move { $0[Entry.l22] = 0 }
    maximizer.climb(tolerance: Self.tolerance)
  }

  /// Whether the likelihood falls, or does not change, from l₂₂ = 0.
  private var isMaximalAcrossFace: Bool {
    let n = maximizer.parameterCount
    return maximizer.current.hessian[Entry.l22 * (n + 1)] <= 0
  }

  /// Puts a maximum that lies on a boundary, but for rounding, exactly there,
  /// and names the boundary.
  private mutating func settle() {
    if structure == .unstructured, maximizer.point[Entry.l22] != 0,
      residual() <= Self.negligibleResidual
    {
      maximizer.save(.face)
      let value = maximizer.current.value
      climbPerfectCorrelation()
      if !isMaximalAcrossFace || maximizer.current.value < value - 1e-9 {
        maximizer.restore(.face)
        maximizer.setFree(where: isFree)
      }
    }
    settleVariances()
  }

  private mutating func settleVariances() {
    let variances = pointVariances
    let isFirstZero =
      variances.first <= Self.negligibleVariance * typicalVariances.x
    let isSecondZero =
      variances.second <= Self.negligibleVariance * typicalVariances.y
    if isFirstZero || isSecondZero {
      tryZero(first: isFirstZero, second: isSecondZero)
    }
    classify()
  }

  private mutating func tryZero(first: Bool, second: Bool) {
    let l = maximizer.point
    let second2 = pointVariances.second.squareRoot()
    if first && l[Entry.l11] == 0 && second && second2 == 0 { return }
    maximizer.save(.face)
    let value = maximizer.current.value
    let fixedMeans = fixedMeans
    maximizer.setFree {
      switch $0 {
      case 0: !fixedMeans.first
      case 1: !fixedMeans.second
      case Entry.l11: !first
      case Entry.l21: false
      default: !second
      }
    }
    maximizer.move {
      if first { $0[Entry.l11] = 0 }
      $0[Entry.l21] = 0
      $0[Entry.l22] = second ? 0 : second2
    }
    maximizer.climb(tolerance: Self.tolerance)
    if !(maximizer.current.value
      >= value - 1e-11 * (1 + value.magnitude))
    {
      maximizer.restore(.face)
    }
  }

  private mutating func classify() {
    let l = maximizer.point
    let variances = pointVariances
    if variances.first == 0 {
      boundary =
        variances.second == 0 ? .zeroVarianceBoth : .zeroVarianceFirst
    } else if variances.second == 0 {
      boundary = .zeroVarianceSecond
    } else if l[Entry.l22] == 0, structure == .unstructured {
      boundary =
        l[Entry.l11] * l[Entry.l21] > 0
        ? .correlationAtPlusOne : .correlationAtMinusOne
    } else {
      boundary = .interior
    }
  }
}

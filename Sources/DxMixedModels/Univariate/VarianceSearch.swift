internal import DxOptimization
internal import RealModule

/// A point where the derivative of the log-likelihood of τ² is zero.
internal struct StationaryVariance {
  var variance: Double
  var isMaximum: Bool
}

/// Finds all stationary points of the likelihood over τ² ≥ 0, by bisection
/// with bounds.
///
/// The score and its derivative are differences of decreasing functions,
/// those of ``VarianceExpansion``, so that their values at the ends of an
/// interval bound them inside of it. An interval is set aside when the score
/// has no zero in it, searched for its one zero when the score is monotone,
/// and halved otherwise. What is left out is thus proved to hold nothing, but
/// for rounding errors.
///
/// Upper bound: with *m* the degrees of freedom, or the number of studies for
/// maximum likelihood, and S the unweighted squares, the score is negative
/// where S (τ² + max vᵢ) < m (τ² + min vᵢ)².
internal struct VarianceSearch {
  private let problem: UnivariateProblem
  private let isRestricted: Bool
  private let leastVariance: Double
  /// How often the likelihood was evaluated.
  private(set) var evaluations = 0
  /// The stationary points, in ascending order.
  private(set) var stationary: [StationaryVariance] = []
  /// The expansion at zero.
  private(set) var origin: VarianceExpansion
  /// A τ² beyond which the likelihood decreases.
  let upperBound: Double

  /// The relative width at which an interval is given up: its score is then
  /// zero within rounding errors, as at an inflexion.
  private static let leastRatio = 1 + 0x1p-30

  init(_ problem: UnivariateProblem, isRestricted: Bool) {
    self.problem = problem
    self.isRestricted = isRestricted
    leastVariance = problem.leastVariance
    origin = problem.expand(at: 0, isRestricted: isRestricted)
    upperBound = Self.upperBound(problem, isRestricted: isRestricted)
    evaluations = 1
    search()
  }

  private static func upperBound(
    _ problem: UnivariateProblem, isRestricted: Bool
  ) -> Double {
    let least = problem.leastVariance
    let spread = problem.greatestVariance - least
    let m = Double(
      isRestricted ? problem.degreesOfFreedom : problem.studyCount)
    let mean = problem.unweightedSquares / m
    let root = (mean * mean + 4 * mean * spread).squareRoot()
    // One per cent for the rounding errors of the bound itself.
    return 1.01 * Swift.max(0.5 * (mean + root) - least, 0)
  }

  private mutating func expand(_ variance: Double) -> VarianceExpansion {
    evaluations += 1
    return problem.expand(at: variance, isRestricted: isRestricted)
  }

  private mutating func search() {
    guard upperBound > 0 else { return }
    var open = [(lower: origin, upper: expand(upperBound))]
    while let (a, b) = open.popLast() {
      if a.slope < b.trace || b.slope > a.trace { continue }
      let isConcave = a.squaredTrace < 2 * b.curvature
      let isConvex = b.squaredTrace > 2 * a.curvature
      let low = a.variance + leastVariance
      let high = b.variance + leastVariance
      if isConcave || isConvex || high <= low * Self.leastRatio {
        addRoot(a, b)
        continue
      }
      let middle = expand(
        Swift.min(
          Swift.max((low * high).squareRoot() - leastVariance, a.variance),
          b.variance))
      open.append((middle, b))
      open.append((a, middle))
    }
  }

  /// Adds the one zero of the score in an interval, if there is one.
  private mutating func addRoot(
    _ a: VarianceExpansion, _ b: VarianceExpansion
  ) {
    // An interval holds its lower end, so that no zero counts twice.
    guard (a.score > 0) != (b.score > 0) || a.score == 0, b.score != 0 else {
      return
    }
    let isMaximum = b.score < 0
    if a.score == 0 {
      stationary.append(
        StationaryVariance(variance: a.variance, isMaximum: isMaximum))
      return
    }
    var finder = RootFinder()
    finder.tolerance = 0x1p-55 * (a.variance + leastVariance)
    var count = 0
    let root = try? finder.findRoot(
      in: a.variance...b.variance,
      withDerivatives: { variance in
        count += 1
        let expansion = problem.expand(
          at: variance, isRestricted: isRestricted)
        return ScalarDerivatives(
          value: expansion.score, first: expansion.scoreDerivative)
      })
    evaluations += count
    stationary.append(
      StationaryVariance(
        variance: root?.argument ?? 0.5 * (a.variance + b.variance),
        isMaximum: isMaximum))
  }

  /// The local maxima over τ² ≥ 0, in ascending order.
  var maxima: [Double] {
    let inner = stationary.filter(\.isMaximum).map(\.variance)
    let atZero = origin.score <= 0 && inner.first != 0
    // With a score of zero and no maximum there, zero is a minimum.
    let isMinimum = origin.score == 0 && stationary.first?.variance == 0
    return atZero && !isMinimum ? [0] + inner : inner
  }
}

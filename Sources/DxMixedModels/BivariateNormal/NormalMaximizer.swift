internal import DxLinearAlgebra
internal import DxOptimization

/// A likelihood of two normal outcomes, profiled over the coefficients of
/// their means.
internal protocol ProfiledNormalLikelihood {
  /// The scale of each outcome: the square root of the total variance.
  var scale: SIMD2<Double> { get }
  /// A typical within-study variance of each outcome.
  var typicalVariances: SIMD2<Double> { get }
  /// What rounding may do to the log-likelihood through its residuals.
  var roundingError: Double { get }
  /// Expands the log-likelihood about a covariance matrix.
  mutating func expand(
    at covariance: FactoredCovariance
  ) -> ProfiledExpansion
  /// Whether an expansion is exact only about the means that it finds.
  var needsNearbyMeans: Bool { get }
  /// Takes note that the maximiser moved to an expansion.
  mutating func accept(_ expansion: ProfiledExpansion)
  /// The further starting values that the data call for, if any.
  var furtherStarts: FurtherStarts? { get }
}

extension ProfiledNormalLikelihood {
  var needsNearbyMeans: Bool { false }

  /// Does nothing, which serves a likelihood that needs no point nearby.
  mutating func accept(_ expansion: ProfiledExpansion) {}
}

/// A maximum of the likelihood, and what is known about it.
internal struct NormalMaximum {
  var coordinates: CholeskyCoordinates
  var expansion: ProfiledExpansion
  var model: DescentModel
  var criterion: ConvergenceCriterion
  var boundary = CovarianceBoundary.interior
  var startsAgreed = true

  /// The log-likelihood without its constants.
  var value: Double { expansion.kernelLogLikelihood }

  /// The estimate of the covariance matrix.
  var psi: SymmetricMatrix2x2 { coordinates.psi }

  /// What is known about the maximum, after that many evaluations.
  func certificate(evaluations: Int) -> FitCertificate {
    FitCertificate(
      criterion: criterion, gradientNorm: model.gradientNorm,
      smallestHessianEigenvalue: model.hessian.smallestEigenvalue,
      evaluations: evaluations, startsAgreed: startsAgreed)
  }
}

/// Maximises a profiled likelihood over the covariance matrices Ψ ≥ 0.
internal struct NormalMaximizer<Likelihood: ProfiledNormalLikelihood> {
  var likelihood: Likelihood
  private(set) var evaluations = 0

  /// The decrease of the negative log-likelihood that is no longer worth a
  /// step.
  ///
  /// The estimates are then exact to within √(2 · 1e-19), 5e-10, of their
  /// standard errors.
  private static var predictedDecreaseTolerance: Double { 1e-19 }

  /// The decrease below which an iteration that no longer gets smaller is
  /// taken to have reached the rounding error of the gradient.
  private var roundingDecrease: Double {
    max(1e-13, likelihood.roundingError / 16)
  }

  /// The evaluations after which a second pass is worth its price: a fit
  /// that takes so long follows a narrow curved valley, in which a Hessian
  /// about the means of the previous point misleads.
  private static var singlePassEvaluations: Int { 12 }

  /// The evaluations that must gain more than the rounding error together.
  ///
  /// In the narrowest valleys, those of studies with millions of subjects,
  /// rounding makes up steps of its own and the iteration would not end.
  private static var stallEvaluations: Int { 30 }

  /// The ratio of the scaled variances below which the pivot is exchanged.
  private static var leastPivotShare: Double { 1e-2 }

  /// The difference of log-likelihoods up to which two starts agree.
  private static var agreement: Double { 1e-6 }

  /// Real data take 5 to 10 evaluations, so this many from one
  /// start mean a failure.
  private static var evaluationLimit: Int { 500 }

  /// The variance, in units of the typical within-study variance, below which
  /// zero is tried in its place.
  private static var negligibleVariance: Double { 1e-8 }

  /// The value of 1 − ρ² below which a correlation of ±1 is tried.
  private static var negligibleResidual: Double { 1e-9 }

  init(_ likelihood: Likelihood) {
    self.likelihood = likelihood
  }

  /// Finds the maximum, from a starting value and from as many others as the
  /// data call for, and classifies it.
  mutating func maximize(from start: SymmetricMatrix2x2) -> NormalMaximum {
    var best = settledMaximum(from: start)
    guard let furtherStarts = likelihood.furtherStarts else { return best }
    for index in 0..<furtherStarts.count {
      let other = settledMaximum(from: furtherStarts[index])
      let gain = other.value - best.value
      let agreed = gain.magnitude <= Self.agreement && best.startsAgreed
      if gain > 0 { best = other }
      best.startsAgreed = agreed
    }
    return best
  }

  private mutating func settledMaximum(
    from start: SymmetricMatrix2x2
  ) -> NormalMaximum {
    let typical = likelihood.typicalVariances
    let coordinates = CholeskyCoordinates(
      start, pivotIsFirst: start.m11 * typical.y >= start.m22 * typical.x,
      scale: likelihood.scale)
    let budget = evaluations + Self.evaluationLimit
    return settled(climb(from: coordinates, budget), budget)
  }

  /// Newton steps in a trust region until none is worth taking.
  private mutating func climb(
    from start: CholeskyCoordinates, _ budget: Int
  ) -> NormalMaximum {
    let beginning = evaluations
    var current = evaluate(start, isLate: false)
    guard current.expansion.kernelLogLikelihood.isFinite else {
      current.criterion = .notFinite
      return current
    }
    likelihood.accept(current.expansion)
    var region = TrustRegionRadius(radius: 1)
    var previousDecrease = Double.infinity
    var checkpoint = (evaluations: evaluations, value: current.value)
    while true {
      let step = trustRegionStep(
        hessian: current.model.hessian, gradient: current.model.gradient,
        radius: region.radius)
      if step.predictedDecrease <= Self.predictedDecreaseTolerance {
        return current
      }
      if step.predictedDecrease <= roundingDecrease,
        step.predictedDecrease > previousDecrease / 4
      {
        current.criterion = .predictedDecrease
        return current
      }
      previousDecrease = step.predictedDecrease
      let value = current.value
      let noise = 1e-13 * (1 + value.magnitude) + likelihood.roundingError
      if evaluations - checkpoint.evaluations >= Self.stallEvaluations {
        if value - checkpoint.value <= 4 * noise {
          current.criterion = .predictedDecrease
          return current
        }
        checkpoint = (evaluations, value)
      }
      if evaluations >= budget {
        current.criterion = .evaluationLimit
        return current
      }
      var next = current.coordinates
      next.entries += step.step
      let trial = evaluate(
        next, isLate: evaluations - beginning >= Self.singlePassEvaluations)
      let isAccepted = region.judge(
        actualDecrease: trial.value - value,
        predictedDecrease: step.predictedDecrease,
        stepLength: (step.step * step.step).sum().squareRoot(),
        roundingError: noise)
      if isAccepted {
        current = trial
        likelihood.accept(current.expansion)
        exchangePivotIfNeeded(&current)
      } else if region.radius < 1e-12 {
        current.criterion = .noProgress
        return current
      }
    }
  }

  /// Makes the other outcome the pivot where the pivot's variance is on its
  /// way to zero, and with it the means to tell l₂ from l₃.
  private func exchangePivotIfNeeded(_ current: inout NormalMaximum) {
    let l = current.coordinates.entries
    let other = l.y * l.y + l.z * l.z
    guard l.x * l.x < Self.leastPivotShare * other else { return }
    current.coordinates = CholeskyCoordinates(
      current.psi, pivotIsFirst: !current.coordinates.pivotIsFirst,
      scale: likelihood.scale)
    current.model = current.coordinates.descentModel(of: current.expansion)
  }

  private mutating func evaluate(
    _ coordinates: CholeskyCoordinates, isLate: Bool
  ) -> NormalMaximum {
    evaluations += 1
    var expansion = likelihood.expand(at: coordinates.covariance)
    if isLate, likelihood.needsNearbyMeans {
      // A second pass about the means just found makes the Hessian exact.
      evaluations += 1
      var exact = likelihood
      exact.accept(expansion)
      expansion = exact.expand(at: coordinates.covariance)
    }
    return NormalMaximum(
      coordinates: coordinates, expansion: expansion,
      model: coordinates.descentModel(of: expansion),
      criterion: .gradient)
  }

  /// Puts a maximum that lies on a boundary, but for rounding, exactly there.
  ///
  /// The point on the boundary is the start of one more climb, which ends at
  /// once if the boundary is right, and leaves it again along the negative
  /// curvature that the Hessian has there if it is not.
  private mutating func settled(
    _ maximum: NormalMaximum, _ budget: Int
  ) -> NormalMaximum {
    var boundaryPoint = maximum.coordinates
    let l = maximum.coordinates.entries
    let scale = maximum.coordinates.scale
    let typical =
      maximum.coordinates.pivotIsFirst
      ? likelihood.typicalVariances
      : SIMD2(likelihood.typicalVariances.y, likelihood.typicalVariances.x)
    let pivotVariance = l.x * l.x * scale.x * scale.x
    let otherVariance = (l.y * l.y + l.z * l.z) * scale.y * scale.y
    if pivotVariance <= Self.negligibleVariance * typical.x {
      boundaryPoint.entries.x = 0
    }
    if otherVariance <= Self.negligibleVariance * typical.y {
      boundaryPoint.entries.y = 0
      boundaryPoint.entries.z = 0
    } else if l.z * l.z <= Self.negligibleResidual * (l.y * l.y) {
      boundaryPoint.entries.z = 0
    }
    if boundaryPoint.entries == l { return classified(maximum) }
    let removed = (l - boundaryPoint.entries) * (l - boundaryPoint.entries)
    let kept =
      l * l + SIMD3(typical.x, typical.y, typical.y)
      / SIMD3(scale.x * scale.x, scale.y * scale.y, scale.y * scale.y)
    if all(removed .<= Double.ulpOfOne / 4 * kept.min()) {
      // No Σᵢ changes by so much as its last digit.
      var exact = maximum
      exact.coordinates = boundaryPoint
      exact.model = boundaryPoint.descentModel(of: maximum.expansion)
      return classified(exact)
    }
    var settled = climb(from: boundaryPoint, budget)
    let loss = maximum.value - settled.value
    if !(loss <= 1e-12 * (1 + maximum.value.magnitude)) { settled = maximum }
    return classified(settled)
  }

  private func classified(_ maximum: NormalMaximum) -> NormalMaximum {
    var result = maximum
    let l = maximum.coordinates.entries
    let pivotIsFirst = maximum.coordinates.pivotIsFirst
    if l.x == 0, l.y == 0, l.z == 0 {
      result.boundary = .zeroVarianceBoth
    } else if l.y == 0, l.z == 0 {
      result.boundary =
        pivotIsFirst ? .zeroVarianceSecond : .zeroVarianceFirst
    } else if l.x == 0 {
      result.boundary =
        pivotIsFirst ? .zeroVarianceFirst : .zeroVarianceSecond
    } else if l.z == 0 {
      result.boundary =
        l.x * l.y > 0 ? .correlationAtPlusOne : .correlationAtMinusOne
    }
    return result
  }
}

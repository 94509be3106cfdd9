internal import DxLinearAlgebra

/// The unweighted moments of the outcomes, from which the iteration starts.
internal struct UnweightedMoments {
  /// The mean of each outcome over the studies that report it.
  var means: SIMD2<Double>
  /// The mean within-study variance of each outcome.
  var meanWithinVariances: SIMD2<Double>
  /// The within-study variance that tells what is small: the mean, unless a
  /// more robust measure is given.
  var typicalVariances: SIMD2<Double>
  /// The smallest within-study variance of each outcome.
  var withinMinimum: SIMD2<Double>
  /// The largest within-study variance of each outcome.
  var withinMaximum: SIMD2<Double>
  /// The starting value of Ψ: the variance of the estimates less what is due
  /// to sampling, kept inside the parameter space.
  var psi: SymmetricMatrix2x2
  /// The covariance of the means under `psi`.
  var meanCovariance: SymmetricMatrix2x2
  /// The square roots of the total variances.
  var scale: SIMD2<Double>

  /// The least share of the total, and of the within-study variance, that a
  /// starting variance has: from exactly zero Newton could not leave.
  private static let leastShares = (total: 0.2, within: 1e-2)

  /// The largest correlation to start from.
  private static let largestCorrelation = 0.8

  /// Creates the moments from sums over the studies that report an outcome.
  ///
  /// - Parameters:
  ///   - counts: The number of studies that report each outcome.
  ///   - bothCount: The number that report both.
  ///   - means: The means of the outcomes.
  ///   - squares: The sums of squares about the means.
  ///   - products: The sum of products about the means.
  ///   - variances: The sums of the within-study variances.
  ///   - extremes: The smallest and largest of them.
  ///   - typicalVariances: A measure of them more robust than the mean.
  ///   - coefficientCounts: How many coefficients each mean depends on.
  init(
    counts: SIMD2<Double>, bothCount: Double, means: SIMD2<Double>,
    squares: SIMD2<Double>, products: Double, variances: SIMD2<Double>,
    extremes: (least: SIMD2<Double>, greatest: SIMD2<Double>),
    typicalVariances: SIMD2<Double>? = nil,
    coefficientCounts: SIMD2<Double> = SIMD2(repeating: 1)
  ) {
    withinMinimum = extremes.least
    withinMaximum = extremes.greatest
    self.means = means
    let one = SIMD2<Double>(repeating: 1)
    let freedom = pointwiseMax(counts - coefficientCounts, one)
    let total = squares / freedom
    meanWithinVariances = variances / counts
    let within = typicalVariances ?? meanWithinVariances
    self.typicalVariances = within
    let between = pointwiseMax(
      pointwiseMax(total - within, Self.leastShares.total * total),
      Self.leastShares.within * within)
    let bound =
      Self.largestCorrelation * (between.x * between.y).squareRoot()
    let covariance = products / max(bothCount - coefficientCounts.max(), 1)
    psi = SymmetricMatrix2x2(
      between.x, min(max(covariance, -bound), bound), between.y)
    meanCovariance = SymmetricMatrix2x2(
      (between.x + within.x) / counts.x,
      psi.m21 / max(bothCount, 1),
      (between.y + within.y) / counts.y)
    scale = SIMD2(
      (between.x + within.x).squareRoot(), (between.y + within.y).squareRoot())
  }
}

extension UnweightedMoments {
  /// What the rounding of one residual may change in its square over the
  /// smallest variance, and so in the log-likelihood near a singular Ψ.
  ///
  /// It is negligible unless a study has millions of subjects.
  var roundingError: Double {
    2 * .ulpOfOne * (scale * scale / withinMinimum).max()
  }

  /// The starting value of Ψ for a likelihood.
  ///
  /// Maximum likelihood does not make up for the means that are estimated,
  /// so its Ψ is smaller by a share of one in the number of studies.
  func start(
    _ likelihood: NormalLikelihood, studyCount: Int
  ) -> SymmetricMatrix2x2 {
    switch likelihood {
    case .restricted: psi
    case .maximumLikelihood:
      Double(studyCount - 1) / Double(studyCount) * psi
    }
  }
}

extension PairedOutcomes {
  /// The unweighted moments of what is reported.
  ///
  /// The sums of squares are taken about the first study, or in a second pass
  /// about the means where an outcome is missing, which keeps the digits that
  /// a sum about zero loses.
  ///
  /// - Complexity: one pass over the studies, or two; no allocation.
  internal var unweightedMoments: UnweightedMoments {
    reportedCount == 2 * studyCount ? completeMoments : incompleteMoments
  }

  private var completeMoments: UnweightedMoments {
    let origin = SIMD2(lanes[0].firstValue.x, lanes[0].secondValue.x)
    var first = Pair.zero, second = Pair.zero
    var firstSquares = Pair.zero, secondSquares = Pair.zero
    var products = Pair.zero
    var firstVariances = Pair.zero, secondVariances = Pair.zero
    var firstLeast = lanes[0].firstVariance
    var secondLeast = lanes[0].secondVariance
    var firstGreatest = Pair.zero, secondGreatest = Pair.zero
    for pair in lanes.dropLast(studyCount & 1) {
      let y1 = pair.firstValue - origin.x
      let y2 = pair.secondValue - origin.y
      first += y1
      second += y2
      firstSquares += y1 * y1
      secondSquares += y2 * y2
      products += y1 * y2
      firstVariances += pair.firstVariance
      secondVariances += pair.secondVariance
      firstLeast = pointwiseMin(firstLeast, pair.firstVariance)
      secondLeast = pointwiseMin(secondLeast, pair.secondVariance)
      firstGreatest = pointwiseMax(firstGreatest, pair.firstVariance)
      secondGreatest = pointwiseMax(secondGreatest, pair.secondVariance)
    }
    if studyCount & 1 == 1 {
      let last = lanes[lanes.count - 1]
      let y1 = last.firstValue.x - origin.x
      let y2 = last.secondValue.x - origin.y
      first.x += y1
      second.x += y2
      firstSquares.x += y1 * y1
      secondSquares.x += y2 * y2
      products.x += y1 * y2
      firstVariances.x += last.firstVariance.x
      secondVariances.x += last.secondVariance.x
      firstLeast = pointwiseMin(firstLeast, last.firstVariance)
      secondLeast = pointwiseMin(secondLeast, last.secondVariance)
      firstGreatest.x = max(firstGreatest.x, last.firstVariance.x)
      secondGreatest.x = max(secondGreatest.x, last.secondVariance.x)
    }
    let count = Double(studyCount)
    let shift = SIMD2(first.sum(), second.sum()) / count
    return UnweightedMoments(
      counts: SIMD2(repeating: count), bothCount: count,
      means: origin + shift,
      squares: SIMD2(firstSquares.sum(), secondSquares.sum())
        - count * shift * shift,
      products: products.sum() - count * shift.x * shift.y,
      variances: SIMD2(firstVariances.sum(), secondVariances.sum()),
      extremes: (
        SIMD2(firstLeast.min(), secondLeast.min()),
        SIMD2(firstGreatest.max(), secondGreatest.max())
      ))
  }

  private var incompleteMoments: UnweightedMoments {
    let counts = SIMD2(
      Double(reportedCounts.first), Double(reportedCounts.second))
    var sums = SIMD2<Double>.zero
    var variances = SIMD2<Double>.zero
    var least = SIMD2<Double>(repeating: .infinity)
    var greatest = SIMD2<Double>.zero
    for i in 0..<studyCount {
      let variance = self.variances(of: i)
      let reported = variance .< .infinity
      least = pointwiseMin(least, variance)
      greatest = pointwiseMax(
        greatest, variance.replacing(with: 0, where: .!reported))
      sums += values(of: i)
      variances += variance.replacing(with: 0, where: .!reported)
    }
    let means = sums / counts
    var squares = SIMD2<Double>.zero
    var products = 0.0
    var bothCount = 0.0
    for i in 0..<studyCount {
      let reported = self.variances(of: i) .< .infinity
      let deviation = (values(of: i) - means).replacing(
        with: 0, where: .!reported)
      squares += deviation * deviation
      products += deviation.x * deviation.y
      bothCount += reported[0] && reported[1] ? 1 : 0
    }
    return UnweightedMoments(
      counts: counts, bothCount: bothCount, means: means, squares: squares,
      products: products, variances: variances,
      extremes: (least, greatest))
  }
}

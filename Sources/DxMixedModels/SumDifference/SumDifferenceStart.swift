internal import DxLinearAlgebra
internal import RealModule

/// What a regression of the scaled sum and difference starts from.
///
/// The covariance and the ratio of the scales are those of ``PairedCounts``
/// without regressors, with few nodes. The coefficients are a least-squares
/// fit to the scaled sums and differences of the observed logits, with half a
/// success and half a failure added to each group; without regressors but
/// constants they are the scaled means themselves.
internal struct SumDifferenceStart {
  /// By the orthogonal regressors of the design.
  private(set) var coefficients: [Double]
  let radius: Double
  let correlation: Double
  /// A typical variance of an observed logit of each outcome.
  let typicalVariances: SIMD2<Double>

  /// The least variance of a start in units of the typical within-study one,
  /// so that neither the scale ratio is extreme nor the radius zero, where the
  /// angle has no meaning.
  private static let leastVariance = 1e-6
  /// The nodes of the fit without regressors.
  private static let nodeCount = 7

  /// - Parameter simple: The parameters without regressors.
  init(
    _ regression: SumDifferenceRegression, _ design: SumDifferenceDesign,
    _ layout: SumDifferenceLayout, _ simple: BinomialParameters
  ) {
    let counts = regression.counts
    var typical = SIMD2<Double>.zero
    var observed = SIMD2<Double>.zero
    var average = SIMD2<Double>.zero
    for study in 0..<counts.studyCount {
      let (y, n) = (counts.successes(of: study), counts.trials(of: study))
      let isObserved = n .> 0
      let variances = 1 / (y + 0.5) + 1 / (n - y + 0.5)
      typical.replace(with: typical + variances, where: isObserved)
      observed.replace(with: observed + 1, where: isObserved)
      average.replace(
        with: average + Self.logits(counts, study), where: isObserved)
    }
    typicalVariances = typical / observed
    average /= observed
    let psi = SymmetricMatrix2x2(
      max(simple.psi.m11, Self.leastVariance * typicalVariances.x),
      simple.psi.m21,
      max(simple.psi.m22, Self.leastVariance * typicalVariances.y))
    let product = (psi.m11 * psi.m22).squareRoot()
    radius = product.squareRoot()
    correlation = max(-1, min(psi.m21 / product, 1))
    coefficients = Array(repeating: 0, count: layout.coefficientCount)
    let ratio =
      layout.logScaleRatio.isEmpty
      ? 0 : SumDifferenceParameters(means: simple.means, psi: psi).logScaleRatio
    let scale = SIMD2(Double.exp(ratio / 2), .exp(-ratio / 2))
    for study in 0..<counts.studyCount {
      let isObserved = counts.trials(of: study) .> 0
      let scaled =
        scale
        * simple.means.replacing(
          with: simple.means + Self.logits(counts, study) - average,
          where: isObserved)
      for (range, value) in [
        (layout.sum, scaled.x + scaled.y),
        (layout.halfDifference, (scaled.x - scaled.y) / 2),
        (layout.logScaleRatio, ratio),
      ] {
        for index in range {
          coefficients[index] += design.rows[study][index] * value
        }
      }
    }
    // The regressors are orthogonal, and each has mean square 1 over the
    // studies that have trials.
    let entering = (0..<counts.studyCount).count {
      counts.trials(of: $0).max() > 0
    }
    for index in coefficients.indices {
      coefficients[index] /= Double(entering)
    }
  }

  private static func logits(
    _ counts: PairedCounts, _ study: Int
  ) -> SIMD2<Double> {
    let pair = counts.lanes[study >> 1]
    return SIMD2(
      pair.first.anchor[study & 1], pair.second.anchor[study & 1])
  }
}

extension BinomialParameters {
  /// The nodes of the fit that a search starts from.
  private static var nodeCount: Int { 7 }

  /// An estimate without regressors, to start from.
  ///
  /// Where there is none, as with a variance that runs away, uncorrelated
  /// effects of moderate size do.
  internal init(startFor counts: PairedCounts) {
    var counts = counts
    if let fit = try? counts.fit(.nodes(Self.nodeCount)),
      fit.means.x.isFinite, fit.means.y.isFinite
    {
      self.init(means: fit.means, psi: fit.psi)
    } else {
      self.init(means: .zero, psi: SymmetricMatrix2x2(1, 0, 1))
    }
  }

  /// Variances of moderate size, with half of the correlation that these do
  /// not have.
  internal var opposite: Self {
    Self(
      means: means,
      psi: psi.moderate(correlationSign: psi.m21 > 0 ? -1 : 1))
  }
}

internal import DxLinearAlgebra

/// The likelihood with one mean for each outcome and no other regressor.
internal struct InterceptLikelihood: ProfiledNormalLikelihood {
  let outcomes: PairedOutcomes
  let likelihood: NormalLikelihood
  let scale: SIMD2<Double>
  let typicalVariances: SIMD2<Double>
  private let start: SymmetricMatrix2x2
  private let precise: PreciseStudies?
  private var means: SIMD2<Double>
  private var meanCovariance: SymmetricMatrix2x2

  init(
    _ outcomes: PairedOutcomes, _ likelihood: NormalLikelihood,
    _ moments: UnweightedMoments
  ) {
    self.outcomes = outcomes
    self.likelihood = likelihood
    scale = moments.scale
    typicalVariances = moments.meanWithinVariances
    start = moments.psi
    precise = PreciseStudies(outcomes, moments)
    means = moments.means
    meanCovariance = moments.meanCovariance
  }

  func expand(at psi: SymmetricMatrix2x2) -> ProfiledExpansion {
    outcomes.expand(
      likelihood,
      at: ExpansionPoint(
        psi: psi, means: means, meanCovariance: meanCovariance))
  }

  mutating func accept(_ expansion: ProfiledExpansion) {
    means = expansion.means
    meanCovariance = expansion.meanCovariance
  }

  var furtherStartCount: Int { precise == nil ? 0 : 9 }

  func furtherStart(_ index: Int) -> SymmetricMatrix2x2 {
    switch index {
    case 0, 1:
      let bound = 0.999 * (start.m11 * start.m22).squareRoot()
      return SymmetricMatrix2x2(
        start.m11, index == 0 ? -bound : bound, start.m22)
    case 2:
      return 0.01
        * SymmetricMatrix2x2(typicalVariances.x, 0, typicalVariances.y)
    default:
      return precise?.line(throughPair: index - 3, of: outcomes) ?? start
    }
  }
}

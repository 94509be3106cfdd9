internal import DxLinearAlgebra

/// The likelihood with one mean for each outcome and no other regressor.
internal struct InterceptLikelihood: ProfiledNormalLikelihood {
  let outcomes: PairedOutcomes
  let likelihood: NormalLikelihood
  let scale: SIMD2<Double>
  let typicalVariances: SIMD2<Double>
  let roundingError: Double
  let furtherStarts: FurtherStarts?
  var needsNearbyMeans: Bool { true }
  private var means: SIMD2<Double>
  private var meanCovariance: SymmetricMatrix2x2

  init(
    _ outcomes: PairedOutcomes, _ likelihood: NormalLikelihood,
    _ moments: UnweightedMoments
  ) {
    self.outcomes = outcomes
    self.likelihood = likelihood
    scale = moments.scale
    typicalVariances = moments.typicalVariances
    roundingError = moments.roundingError
    furtherStarts = outcomes.furtherStarts(moments)
    means = moments.means
    meanCovariance = moments.meanCovariance
  }

  func expand(at covariance: FactoredCovariance) -> ProfiledExpansion {
    outcomes.expand(
      likelihood,
      at: ExpansionPoint(
        covariance: covariance, means: means, meanCovariance: meanCovariance))
  }

  mutating func accept(_ expansion: ProfiledExpansion) {
    means = expansion.means
    meanCovariance = expansion.meanCovariance
  }
}

extension PairedOutcomes {
  /// The further starting values that the data call for, if any.
  internal func furtherStarts(_ moments: UnweightedMoments) -> FurtherStarts? {
    FurtherStarts(studyCount: studyCount, moments) {
      (values(of: $0), variances(of: $0))
    }
  }

  /// The same, from the moments of the data.
  internal var furtherStarts: FurtherStarts? {
    furtherStarts(unweightedMoments)
  }
}

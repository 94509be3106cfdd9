internal import DxLinearAlgebra
internal import DxMixedModels
internal import RealModule

/// The I² of Zhou and Dendukuri, for both outcomes and for each.
///
/// The variance within a typical study is the expected binomial variance of
/// its logit, averaged over the random effects:
/// ```
/// s²A = (exp(a/2 + μA) + exp(a/2 − μA) + 2) · mean(1/n₁)
/// ```
/// and likewise for B. With Ψ = (a, c; c, b) they are
/// ```
/// univariate  a / (a + s²A)
/// bivariate   √|Ψ| / (√|Ψ| + √(s²A s²B))
/// ```
/// > Y. Zhou, N. Dendukuri. *Stat Med* 33 (2014) 2701–2717.
/// > doi:10.1002/sim.6115
public struct ZhouDendukuri: Hashable, Sendable, Codable {
  /// The I² of both outcomes.
  public var bivariate: ISquared
  /// The I² of the sensitivity.
  public var sensitivity: ISquared
  /// The I² of the specificity.
  public var specificity: ISquared
  /// The variance of the logit sensitivity within a typical study.
  public var typicalVarianceSensitivity: Double
  /// The variance of the logit specificity within a typical study.
  public var typicalVarianceSpecificity: Double
}

extension BivariateFit {
  /// The I² of Zhou and Dendukuri.
  ///
  /// Edge cases: NaN where a mean inverse size is not known, and for a model
  /// on another scale than the logit. Where a mean is infinite, the values
  /// that need it are NaN, with the caveat
  /// ``ISquaredCaveat/undefinedBecauseEstimateIsInfinite``; the typical
  /// variance is infinite.
  ///
  /// - Parameters:
  ///   - meanInverseDiseased: The mean over studies of one over the number of
  ///     diseased subjects; if it is `nil`, that of ``description``.
  ///   - meanInverseNonDiseased: The same for the subjects without disease.
  public func zhouDendukuri(
    meanInverseDiseased: Double? = nil, meanInverseNonDiseased: Double? = nil
  ) -> ZhouDendukuri {
    let known = transforms == .logit ? 1 : Double.nan
    let diseased =
      known * (meanInverseDiseased ?? description.meanInverseDiseased)
    let healthy =
      known * (meanInverseNonDiseased ?? description.meanInverseNonDiseased)
    let psi = betweenStudyCovariance
    let first = typicalVariance(
      mean.logitSensitivity, psi.m11, diseased)
    let second = typicalVariance(
      mean.logitSpecificity, psi.m22, healthy)
    // Rounding would leave a tiny determinant of either sign on a boundary.
    let generalised =
      boundary == .interior ? max(psi.determinant, 0).squareRoot() : 0
    let within = (first * second).squareRoot()
    return ZhouDendukuri(
      bivariate: ISquared(
        between: generalised, within: within,
        hasFiniteMean: meansAreFinite, definition: .zhouDendukuriBivariate,
        caveat: caveatOfBivariateISquared),
      sensitivity: ISquared(
        between: psi.m11, within: first,
        hasFiniteMean: mean.logitSensitivity.isFinite,
        definition: .zhouDendukuriSensitivity),
      specificity: ISquared(
        between: psi.m22, within: second,
        hasFiniteMean: mean.logitSpecificity.isFinite,
        definition: .zhouDendukuriSpecificity),
      typicalVarianceSensitivity: first,
      typicalVarianceSpecificity: second)
  }

  private var caveatOfBivariateISquared: ISquaredCaveat? {
    switch boundary {
    case .interior, .zeroVarianceBoth: nil
    case .correlationAtMinusOne, .correlationAtPlusOne:
      .zeroBecauseCorrelationIsAtBoundary
    case .zeroVarianceFirst, .zeroVarianceSecond:
      .zeroBecauseOneVarianceIsZero
    }
  }
}

extension ISquared {
  /// The share of one of two variances, unless a mean is infinite.
  fileprivate init(
    between: Double, within: Double, hasFiniteMean: Bool,
    definition: ISquaredDefinition, caveat: ISquaredCaveat? = nil
  ) {
    self.init(
      value: hasFiniteMean ? between / (between + within) : .nan,
      definition: definition,
      caveat: hasFiniteMean ? caveat : .undefinedBecauseEstimateIsInfinite)
  }
}

private func typicalVariance(
  _ mean: Double, _ variance: Double, _ meanInverseSize: Double
) -> Double {
  let spread: Double =
    .exp(variance / 2 + mean) + .exp(variance / 2 - mean) + 2
  return spread * meanInverseSize
}

internal import DxDistributions
internal import DxMixedModels

/// What the statistic of a likelihood-ratio test is referred to.
///
/// The two differ where the hypothesis is that a variance between studies is
/// zero, on the boundary of the parameters.
public enum LikelihoodRatioReference: String, Hashable, Sendable, Codable,
  CaseIterable
{
  /// The distribution of the statistic for many studies: on the boundary a
  /// mixture of χ² distributions.
  ///
  /// > S. G. Self and K.-Y. Liang. Asymptotic properties of maximum likelihood
  /// > estimators and likelihood ratio tests under nonstandard conditions.
  /// > *JASA* 82:605–610, 1987. doi:10.1080/01621459.1987.10478472
  case boundaryMixture
  /// χ² with the difference of the numbers of parameters as degrees of
  /// freedom, as metadta has it; on the boundary the P value is too large.
  case chiSquared
}

extension CovarianceStructure {
  /// Whether another structure is a special case of this one.
  internal func includes(_ other: Self) -> Bool {
    switch (self, other) {
    case (.unstructured, _): other != .unstructured
    case (.independent, _): other != .unstructured && other != .independent
    case (_, .zeroVarianceBoth): self != .zeroVarianceBoth
    default: false
    }
  }

  /// Whether a special case fixes a variance, not merely a correlation.
  internal func hasMoreVariances(than other: Self) -> Bool {
    includes(other) && other != .independent
  }

  /// The weights of χ² with 0, 1, … degrees of freedom for the hypothesis
  /// that a special case with fewer variances holds.
  ///
  /// - Parameter information: That of ψ₁₁, ψ₂₁ and ψ₂₂ where there are no
  ///   variances, a diagonal matrix; it is needed for no variance at all
  ///   against an unstructured covariance matrix.
  /// - Returns: `nil` without the information that is needed.
  internal func mixtureWeights(
    against other: Self, informationAtZeroVariance information: SIMD3<Double>?
  ) -> [Double]? {
    switch (self, other) {
    case (.unstructured, .zeroVarianceBoth):
      information.flatMap(coneWeights)
    case (.unstructured, _): [0, 0.5, 0.5]
    case (.independent, .zeroVarianceBoth): [0.25, 0.5, 0.25]
    default: [0.5, 0.5]
    }
  }
}

/// The weights for the cone of positive-semidefinite matrices in the metric of
/// a diagonal information of ψ₁₁, ψ₂₁ and ψ₂₂.
///
/// Without information of ψ₁₁ or ψ₂₂, where nothing is known of a variance,
/// it may be as large as any covariance needs; without information of ψ₂₁ the
/// two variances are estimated apart.
private func coneWeights(_ information: SIMD3<Double>) -> [Double]? {
  let rows = [
    [information.x, 0, 0], [0, information.y, 0], [0, 0, information.z],
  ]
  let variances = (information.x > 0 ? 1 : 0) + (information.z > 0 ? 1 : 0)
  switch (information.y > 0, variances) {
  case (true, 0): return [0, 1]
  case (true, 1): return [0, 0.5, 0.5]
  case (false, 0): return [1]
  case (false, 1): return [0.5, 0.5]
  case (false, _): return [0.25, 0.5, 0.25]
  case (true, _):
    return try? ChiBarSquaredDistribution(
      positiveSemidefiniteConeWithInformation: rows
    ).weights
  }
}

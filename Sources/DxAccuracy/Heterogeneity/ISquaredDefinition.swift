/// The definition of an I², the share of the variation between studies that is
/// due to heterogeneity.
///
/// The definitions answer different questions and give very different numbers
/// for the same data, so a value is never reported without its definition.
public enum ISquaredDefinition: String, Hashable, Sendable, Codable {
  /// Of one outcome, from Cochran's Q: max(0, (Q − df) / Q).
  ///
  /// > J. P. T. Higgins, S. G. Thompson. Quantifying heterogeneity in a
  /// > meta-analysis. *Stat Med* 21 (2002) 1539–1558. doi:10.1002/sim.1186
  case higginsThompson
  /// Of both outcomes, from the generalised variances of the bivariate model.
  ///
  /// > Y. Zhou, N. Dendukuri. Statistics for quantifying heterogeneity in
  /// > univariate and bivariate meta-analyses of binary data: the case of
  /// > meta-analyses of diagnostic accuracy. *Stat Med* 33 (2014) 2701–2717.
  /// > doi:10.1002/sim.6115
  case zhouDendukuriBivariate
  /// Of the sensitivity, from the bivariate model; same source.
  case zhouDendukuriSensitivity
  /// Of the specificity, from the bivariate model; same source.
  case zhouDendukuriSpecificity
}

/// A value of I² with its definition.
public struct ISquared: Hashable, Sendable, Codable {
  /// The share, from zero to one; multiply by 100 for a percentage.
  ///
  /// It is NaN where it does not exist; ``caveat`` may then say why.
  public var value: Double
  /// What the value means.
  public var definition: ISquaredDefinition
  /// What a reader must be told beside the value.
  public var caveat: ISquaredCaveat?

  /// Creates a value.
  public init(
    value: Double, definition: ISquaredDefinition,
    caveat: ISquaredCaveat? = nil
  ) {
    self.value = value
    self.definition = definition
    self.caveat = caveat
  }
}

/// Why an I² does not measure heterogeneity.
public enum ISquaredCaveat: String, Hashable, Sendable, Codable {
  /// The correlation is ±1, so that the generalised variance and the
  /// bivariate I² are zero however large the variances are.
  case zeroBecauseCorrelationIsAtBoundary
  /// One of the two variances is zero, so that the generalised variance and
  /// the bivariate I² are zero however large the other one is.
  case zeroBecauseOneVarianceIsZero
  /// A mean is infinite, so that nothing is known of a variance between
  /// studies and the value is NaN.
  case undefinedBecauseEstimateIsInfinite
}

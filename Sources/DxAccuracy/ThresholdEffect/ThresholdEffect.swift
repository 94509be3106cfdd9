/// The pair of variables whose correlation is read as a threshold effect.
public enum ThresholdEffectConvention: String, Hashable, Sendable, Codable {
  /// Logit sensitivity against logit *false-positive rate*, as in Meta-DiSc.
  ///
  /// A strong *positive* correlation suggests that studies differ in their
  /// threshold.
  ///
  /// > J. Zamora et al. Meta-DiSc: a software for meta-analysis of test
  /// > accuracy data. *BMC Med Res Methodol* 6 (2006) 31.
  /// > doi:10.1186/1471-2288-6-31
  case falsePositiveRate
  /// Logit sensitivity against logit *specificity*, as in midas.
  ///
  /// The sign is the opposite: a threshold effect is *negative*.
  case specificity
}

/// The rank correlation by which a threshold effect is judged.
public struct ThresholdEffect: Hashable, Sendable, Codable {
  /// The variables that are correlated, which set the sign.
  public var convention: ThresholdEffectConvention
  /// Their rank correlation.
  public var correlation: RankCorrelation

  /// Correlates the logits of the studies.
  ///
  /// Only ranks matter, so proportions would give the same result.
  ///
  /// - Throws: An ``UndefinedReason`` as of
  ///   ``RankCorrelation/init(_:_:test:)``.
  public init(
    _ points: [LogitPair],
    convention: ThresholdEffectConvention = .falsePositiveRate,
    test: RankCorrelationTest = .tApproximation
  ) throws(UndefinedReason) {
    let sign: Double = convention == .falsePositiveRate ? -1 : 1
    self.convention = convention
    correlation = try RankCorrelation(
      points.map(\.logitSensitivity),
      points.map { sign * $0.logitSpecificity }, test: test)
  }
}

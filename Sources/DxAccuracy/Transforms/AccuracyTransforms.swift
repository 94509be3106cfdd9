/// The scale on which sensitivity and specificity are modelled: one
/// transformation for each.
///
/// On scales other than the logit the bivariate model is that of Doebler,
/// Holling and Böhning. What is defined by logits does not exist there: the
/// hierarchical summary ROC model, the summary ROC lines with their areas,
/// the population mean and the I² of Zhou and Dendukuri.
///
/// > P. Doebler, H. Holling, D. Böhning. A mixed model approach to
/// > meta-analysis of diagnostic studies with binary test outcome. *Psychol
/// > Methods* 17 (2012) 418–436. doi:10.1037/a0028091
public struct AccuracyTransforms: Hashable, Sendable, Codable {
  /// The transformation of the sensitivity.
  public var sensitivity: AccuracyTransform
  /// The transformation of the specificity.
  public var specificity: AccuracyTransform

  /// Creates a scale from its two transformations.
  public init(sensitivity: AccuracyTransform, specificity: AccuracyTransform) {
    self.sensitivity = sensitivity
    self.specificity = specificity
  }

  /// The logits of both.
  public static let logit = AccuracyTransforms(
    sensitivity: .logit, specificity: .logit)

  /// The scale that the R package mada names by `alphasens` and `alphafpr`.
  ///
  /// mada models the false-positive rate instead of the specificity. As
  /// t_α(1 − *p*) = −t₂₋α(*p*), its α is 2 − α of the specificity here, and
  /// means and covariances differ in sign only.
  ///
  /// - Precondition: Both parameters lie in [0, 2].
  public static func mada(
    alphaSensitivity: Double, alphaFalsePositiveRate: Double
  ) -> AccuracyTransforms {
    AccuracyTransforms(
      sensitivity: AccuracyTransform(alpha: alphaSensitivity),
      specificity: AccuracyTransform(alpha: alphaFalsePositiveRate)
        .complement)
  }

  /// The transformed values of a point, sensitivity first.
  public func values(at point: LogitPair) -> SIMD2<Double> {
    SIMD2(
      sensitivity.value(atLogit: point.logitSensitivity),
      specificity.value(atLogit: point.logitSpecificity))
  }

  /// The point that has these transformed values, sensitivity first.
  ///
  /// Edge cases: a value beyond the image of its transformation gives an
  /// infinite logit, that is, a proportion of exactly 0 or 1.
  public func point(at values: SIMD2<Double>) -> LogitPair {
    LogitPair(
      logitSensitivity: sensitivity.logit(ofValue: values.x),
      logitSpecificity: specificity.logit(ofValue: values.y))
  }
}

public import DxMixedModels

/// The bivariate model of sensitivity and specificity, ready to be fitted.
///
/// The true logits of the sensitivity and the specificity of a study vary
/// about common means μ, with a covariance Ψ between studies. How the counts
/// depend on them is the ``likelihood``; by default they are binomial.
/// ```
/// let fit = try BivariateModel().fit(studies)
/// let approximate = try BivariateModel.normalApproximation().fit(studies)
/// ```
public struct BivariateModel: Hashable, Sendable, Codable {
  /// How the counts depend on the true accuracy of their study.
  public var likelihood: AccuracyLikelihood

  /// Creates a model.
  public init(_ likelihood: AccuracyLikelihood = .binomial()) {
    self.likelihood = likelihood
  }

  /// The model with the exact binomial likelihood.
  ///
  /// ``BinomialLikelihood`` says what the choices mean.
  public static func binomial(
    quadrature: BinomialQuadrature = .automatic(),
    structure: CovarianceStructure = .unstructured,
    incompleteStudies: IncompleteStudyPolicy = .keepObservedArm
  ) -> Self {
    Self(
      .binomial(
        BinomialLikelihood(
          quadrature: quadrature, structure: structure,
          incompleteStudies: incompleteStudies)))
  }

  /// The model with the normal approximation to the likelihood.
  ///
  /// ``NormalApproximation`` says what the choices mean.
  public static func normalApproximation(
    estimator: NormalEstimator = .restrictedMaximumLikelihood,
    correction: ContinuityCorrection = ContinuityCorrection(),
    incompleteStudies: IncompleteStudyPolicy = .refuse,
    transforms: AccuracyTransforms = .logit
  ) -> Self {
    Self(
      .normal(
        NormalApproximation(
          estimator: estimator, correction: correction,
          incompleteStudies: incompleteStudies, transforms: transforms)))
  }

  /// Fits the model.
  ///
  /// - Parameter studies: The studies, taken as independent of each other.
  /// - Throws: ``StudyDataError``, which names the study and the value at
  ///   fault.
  /// - Complexity: O(*k*) for *k* studies. The observations take one
  ///   allocation.
  public func fit(
    _ studies: [Study]
  ) throws(StudyDataError) -> BivariateFit {
    switch likelihood {
    case .binomial(let binomial): try binomial.fit(studies)
    case .normal(let normal): try normal.fit(studies)
    }
  }
}

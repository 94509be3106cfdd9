public import DxMixedModels

/// What to do with a study that has no diseased or no healthy subjects.
///
/// The normal approximation has no observation for an empty arm.
public enum IncompleteStudyPolicy: String, Hashable, Sendable, Codable,
  CaseIterable
{
  /// Throw an error that names the study.
  case refuse
  /// Leave the study out, and count it.
  case drop
  /// Keep the arm that was observed; the other enters as missing.
  case keepObservedArm
}

/// The bivariate model of sensitivity and specificity, ready to be fitted.
///
/// Study *i* observes the logits of its sensitivity and specificity with
/// independent sampling errors, and the true logits vary between studies:
/// ```
/// (logit Seᵢ, logit Spᵢ) ~ N(μ, Sᵢ + Ψ)
/// Sᵢ = diag(1/TPᵢ + 1/FNᵢ, 1/TNᵢ + 1/FPᵢ)
/// ```
/// with the counts after the continuity correction. Another scale than the
/// logit is a choice of ``transforms``; the within-study variances are then
/// those of the delta method.
/// ```
/// let fit = try BivariateModel().fit(studies)
/// ```
///
/// Assumptions: the counts are large enough for the normal approximation to
/// the logits; the studies are independent. The approximation is biased
/// towards ½ where proportions are near 1 and arms are small, and the
/// correction adds to it.
///
/// > J. B. Reitsma et al. Bivariate analysis of sensitivity and specificity
/// > produces informative summary measures in diagnostic reviews. *J Clin
/// > Epidemiol* 58:982–990, 2005. doi:10.1016/j.jclinepi.2005.02.022
public struct BivariateModel: Hashable, Sendable, Codable {
  /// How the between-study covariance is estimated.
  public var estimator: NormalEstimator
  /// What is added to zero cells.
  public var correction: ContinuityCorrection
  /// What to do with a study that has an empty arm.
  public var incompleteStudies: IncompleteStudyPolicy
  /// The scale on which the proportions are modelled.
  public var transforms: AccuracyTransforms

  /// Creates a model.
  public init(
    estimator: NormalEstimator = .restrictedMaximumLikelihood,
    correction: ContinuityCorrection = ContinuityCorrection(),
    incompleteStudies: IncompleteStudyPolicy = .refuse,
    transforms: AccuracyTransforms = .logit
  ) {
    self.estimator = estimator
    self.correction = correction
    self.incompleteStudies = incompleteStudies
    self.transforms = transforms
  }

  /// Fits the model.
  ///
  /// - Parameter studies: The studies, taken as independent of each other.
  /// - Throws: ``StudyDataError``, which names the study and the value at
  ///   fault.
  /// - Complexity: O(*k*) for *k* studies, with one allocation.
  public func fit(
    _ studies: [Study]
  ) throws(StudyDataError) -> BivariateFit {
    let observations = try TransformedObservations(studies, model: self)
    do throws(NormalModelError) {
      let estimate = try observations.outcomes.fit(estimator)
      return BivariateFit(estimate, observations: observations, model: self)
    } catch {
      throw observations.dataError(error, studies)
    }
  }
}

extension FitDescription {
  internal init(
    _ observations: TransformedObservations, model: BivariateModel,
    coefficientCount: Int = 2, halfLogDesignDeterminant: Double
  ) {
    self.init(
      estimator: model.estimator, correction: model.correction,
      correctedStudyCount: observations.correctedStudyCount,
      droppedStudyCount: observations.droppedStudyCount,
      oneArmedStudyCount: observations.oneArmedStudyCount,
      meanInverseDiseased: observations.meanInverseSizes.x,
      meanInverseNonDiseased: observations.meanInverseSizes.y,
      coefficientCount: coefficientCount,
      logTransformDerivatives: observations.logTransformDerivatives,
      halfLogDesignDeterminant: halfLogDesignDeterminant)
  }
}

extension BivariateFit {
  fileprivate init(
    _ estimate: BivariateNormalEstimate, observations: TransformedObservations,
    model: BivariateModel
  ) {
    self.init(
      studyCount: observations.outcomes.studyCount,
      transforms: model.transforms, transformedMean: estimate.means,
      meanCovariance: estimate.meanCovariance,
      betweenStudyCovariance: estimate.psi,
      jointCovariance: estimate.jointCovariance,
      boundary: estimate.boundary, certificate: estimate.certificate,
      logLikelihood: estimate.logLikelihood,
      description: FitDescription(
        observations, model: model,
        halfLogDesignDeterminant: estimate.halfLogDesignDeterminant))
  }
}

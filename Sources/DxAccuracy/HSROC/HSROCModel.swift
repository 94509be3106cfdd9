public import DxMixedModels

/// The hierarchical summary ROC model, with moderators of accuracy, threshold
/// and shape.
///
/// Study *i* has a threshold θᵢ and an accuracy αᵢ, and
/// ```
/// logit Seᵢ =  e^(−βᵢ/2) (θᵢ + αᵢ/2)    θᵢ ~ N(Θᵢ, σ²θ)
/// logit Spᵢ = −e^(βᵢ/2) (θᵢ − αᵢ/2)     αᵢ ~ N(Λᵢ, σ²α)
/// ```
/// The counts are binomial given these, as in ``BinomialLikelihood``. Λᵢ, Θᵢ
/// and βᵢ are linear in the covariates of the study, each in its own.
/// ```
/// let model = HSROCModel(moderators: [
///   HSROCModerator("type", .categorical(), on: [.accuracy, .shape])
/// ])
/// let fit = try model.fit(studies)
/// let curve = try fit.bivariateFit(at: ["type": "SAQ"]).srocCurve()
/// ```
/// Without moderators this is ``BivariateModel`` in other coordinates, with
/// the same likelihood. With the same moderators of accuracy and threshold and
/// none of the shape it is the bivariate model with these moderators of both
/// means. Moderators of the accuracy alone, or of the shape, and a symmetric
/// curve have no counterpart there.
///
/// Assumptions: as in ``BinomialLikelihood``; σ²θ and σ²α are the same in all
/// studies, so that the variances of the logits differ between studies where
/// the shape does.
///
/// > C. M. Rutter, C. A. Gatsonis. A hierarchical regression approach to
/// > meta-analysis of diagnostic test accuracy evaluations. *Stat Med* 20
/// > (2001) 2865–2884. doi:10.1002/sim.942
public struct HSROCModel: Hashable, Sendable, Codable {
  /// Which of accuracy and threshold vary between studies beyond what the
  /// moderators explain.
  public enum RandomEffects: String, Hashable, Sendable, Codable, CaseIterable {
    /// Both do.
    case accuracyAndThreshold
    /// σ²θ is zero.
    case accuracy
    /// σ²α is zero: the studies differ by their thresholds alone.
    case threshold
    /// Neither does.
    case none
  }

  /// The moderators, in the order of their coefficients.
  public var moderators: [HSROCModerator]
  /// Whether the shape is zero, so that the curve is symmetric.
  public var isSymmetric: Bool
  /// What varies between studies.
  public var randomEffects: RandomEffects
  /// How the random effects are integrated out.
  public var quadrature: BinomialQuadrature
  /// What to do with a study that has an empty arm.
  public var incompleteStudies: IncompleteStudyPolicy

  /// Creates a model.
  ///
  /// - Precondition: No moderator acts on the shape of a symmetric model.
  public init(
    moderators: [HSROCModerator] = [], isSymmetric: Bool = false,
    randomEffects: RandomEffects = .accuracyAndThreshold,
    quadrature: BinomialQuadrature = .automatic(),
    incompleteStudies: IncompleteStudyPolicy = .keepObservedArm
  ) {
    let ofShape = moderators.filter { $0.predictors.contains(.shape) }
    precondition(
      !isSymmetric || ofShape.isEmpty,
      "A symmetric model with moderators of its shape, \(ofShape.map(\.name))")
    self.moderators = moderators
    self.isSymmetric = isSymmetric
    self.randomEffects = randomEffects
    self.quadrature = quadrature
    self.incompleteStudies = incompleteStudies
  }

  /// Fits the model by maximum likelihood.
  ///
  /// Covariates of studies that are dropped for an empty arm are not read.
  ///
  /// - Parameter studies: The studies, taken as independent of each other.
  /// - Throws: ``HSROCModelError``, which names the study, the moderator and
  ///   the value at fault.
  /// - Complexity: O(*k* (*n*² + *q*²)) for *k* studies, *n* quadrature nodes
  ///   and *q* coefficients, about ten times.
  public func fit(_ studies: [Study]) throws(HSROCModelError) -> HSROCFit {
    let choices = BinomialLikelihood(
      quadrature: quadrature, incompleteStudies: incompleteStudies)
    let observations: CountObservations
    do throws(StudyDataError) {
      observations = try CountObservations(studies, choices: choices)
    } catch {
      throw .studyData(error)
    }
    let entering = (0..<observations.counts.studyCount).map {
      studies[observations.origin(of: $0)]
    }
    let fitted = try resolvedModerators(entering)
    let regression = try regression(observations, entering, fitted)
    do throws(SumDifferenceError) {
      return HSROCFit(
        try regression.fit(quadrature, structure: randomEffects.structure),
        moderators: fitted, observations: observations, choices: choices,
        model: self)
    } catch {
      throw HSROCModelError(error, observations, studies, entering)
    }
  }

  private func resolvedModerators(
    _ studies: [Study]
  ) throws(HSROCModelError) -> [FittedHSROCModerator] {
    var names: Set<String> = []
    var fitted: [FittedHSROCModerator] = []
    for moderator in moderators {
      guard names.insert(moderator.name).inserted else {
        throw .moderators(.repeatedModerator(moderator.name))
      }
      do throws(BivariateRegressionError) {
        fitted.append(try moderator.resolved(over: studies))
      } catch {
        throw .moderators(error)
      }
    }
    return fitted
  }

  private func regression(
    _ observations: CountObservations, _ studies: [Study],
    _ fitted: [FittedHSROCModerator]
  ) throws(HSROCModelError) -> SumDifferenceRegression {
    func columns(_ predictor: HSROCPredictor) -> [String] {
      fitted.terms(predictor).map(\.column)
    }
    var regression = SumDifferenceRegression(
      studyCount: studies.count, sumColumns: columns(.accuracy),
      halfDifferenceColumns: columns(.threshold),
      logScaleRatioColumns: isSymmetric ? [] : columns(.shape))
    for (index, study) in studies.enumerated() {
      do throws(CovariatePatternError) {
        let covariates = study.covariates
        regression.set(
          index, successes: observations.counts.successes(of: index),
          trials: observations.counts.trials(of: index),
          sumRow: try fitted.row(.accuracy, at: covariates),
          halfDifferenceRow: try fitted.row(.threshold, at: covariates),
          logScaleRatioRow: isSymmetric
            ? [] : try fitted.row(.shape, at: covariates))
      } catch {
        throw .moderators(BivariateRegressionError(error, study: study))
      }
    }
    return regression
  }
}

extension HSROCModel.RandomEffects {
  /// The same in terms of the model below.
  internal var structure: SumDifferenceStructure {
    switch self {
    case .accuracyAndThreshold: .unrestricted
    case .accuracy: .zeroHalfDifferenceVariance
    case .threshold: .zeroSumVariance
    case .none: .zeroVariances
    }
  }
}

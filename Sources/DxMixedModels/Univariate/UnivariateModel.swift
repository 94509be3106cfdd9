public import DxLinearAlgebra

/// A normal model of one outcome: what its mean depends on.
///
/// Study *i* reports yᵢ with the known sampling variance vᵢ, and
/// ```
/// yᵢ ~ N(xᵢ β, vᵢ + τ²)
/// ```
/// ```
/// let fit = try UnivariateModel().fit(outcomes, .restrictedMaximumLikelihood)
/// print(fit.coefficients, fit.betweenStudyVariance)
/// ```
public struct UnivariateModel: Hashable, Sendable {
  /// What the mean depends on.
  public var terms: [ModeratorTerm]

  /// Creates a model.
  public init(terms: [ModeratorTerm] = [.intercept]) {
    self.terms = terms
  }
}

extension UnivariateModel {
  /// Fits the model.
  ///
  /// The likelihoods may have several maxima where the variances are uneven.
  /// All stationary points over τ² ≥ 0 are enclosed by bounds of the score
  /// and of its derivative, so that the global maximum cannot be missed.
  ///
  /// Accuracy: τ² is as accurate as the sign of the estimating equation, close
  /// to the rounding error. It does not matter in which units the effects
  /// are, nor how uneven their variances.
  ///
  /// - Parameters:
  ///   - outcomes: The studies.
  ///   - estimator: How τ² is estimated.
  ///   - backend: What computes with matrices.
  /// - Throws: ``UnivariateModelError``.
  /// - Complexity: O(*k q*²) for *k* studies and *q* coefficients; about
  ///   fifty times as much for a likelihood as for a moment estimator.
  public func fit(
    _ outcomes: UnivariateOutcomes, _ estimator: HeterogeneityEstimator,
    backend: any LinearAlgebraBackend = LinearAlgebra.defaultBackend
  ) throws(UnivariateModelError) -> UnivariateFit {
    let basis: DesignBasis
    do throws(MultivariateModelError) {
      basis = try DesignBasis(terms, outcomes.outcomes, backend)
    } catch {
      throw .moderators(error)
    }
    guard !basis.labels.isEmpty else { throw .noCoefficients }
    let design = PivotedDesign(
      basis, isConstant: isConstant, variances: outcomes.variances)
    let problem = UnivariateProblem(outcomes, design)
    try problem.check(estimator, studyNames: outcomes.studyNames)
    let estimate = problem.estimate(estimator)
    return UnivariateFit(
      model: self, outcomes: outcomes, estimator: estimator,
      labels: basis.labels.map(\.column),
      halfLogDesignDeterminant: 0.5 * basis.logDesignDeterminant,
      problem: problem, estimate: estimate)
  }

  /// Whether the model has nothing but an intercept.
  internal var isConstant: Bool {
    let columns = terms.flatMap(\.columns)
    return columns.count == 1 && columns[0].values == nil
  }
}

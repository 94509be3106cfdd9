public import DxLinearAlgebra
internal import DxOptimization
internal import RealModule

/// A normal model of several outcomes: what their means depend on, and the
/// form of their covariance between studies.
///
/// Study *i* reports yᵢ, or a part of it, and
/// ```
/// yᵢ ~ N(Xᵢ β, Sᵢ + Ψ)
/// ```
/// with Sᵢ known. Outcomes that are not reported are missing at random. Where
/// studies come from groups, each ``RandomLevel`` adds a random effect that the
/// studies of a group share.
///
/// ```
/// let model = MultivariateModel(
///   terms: [.intercept, .numeric("year", years, center: 1983)])
/// let fit = try model.fit(outcomes, .restrictedMaximumLikelihood)
/// ```
public struct MultivariateModel: Hashable, Sendable {
  /// What the means depend on.
  public var terms: [ModeratorTerm]
  /// The form of the between-study covariance.
  public var structure: RandomEffectsStructure
  /// The levels of random effects above the studies.
  public var levels: [RandomLevel]

  /// Creates a model.
  public init(
    terms: [ModeratorTerm] = [.intercept],
    structure: RandomEffectsStructure = .unstructured,
    levels: [RandomLevel] = []
  ) {
    self.terms = terms
    self.structure = structure
    self.levels = levels
  }
}

extension MultivariateModel {
  /// Fits the model.
  ///
  /// The coefficients are profiled out by generalised least squares, and the
  /// likelihood is maximised over the parameters of Ψ by Newton's method in a
  /// trust region, with exact first and second derivatives. A Ψ of lower rank
  /// is an ordinary point of the search.
  ///
  /// The method of moments has a closed form: Ψ is any symmetric matrix that
  /// the moments give, with its eigenvalues raised to 2⁻²⁶ where they are
  /// smaller, in the units of the outcomes.
  ///
  /// - Parameters:
  ///   - outcomes: The studies.
  ///   - estimator: Maximum likelihood, restricted maximum likelihood, the
  ///     fixed effect, which is Ψ = 0, or, for an unstructured Ψ without
  ///     levels, the method of moments.
  ///   - backend: What computes with matrices.
  /// - Throws: ``MultivariateModelError``.
  /// - Complexity: O(*k* (*p*⁴ + *p*² *q*²)) for *k* studies, *p* outcomes and
  ///   *q* columns of moderators, ten to twenty times. With levels above the
  ///   studies, O(*n*³) for each component of *n* values that share random
  ///   effects.
  public func fit(
    _ outcomes: MultivariateOutcomes, _ estimator: NormalEstimator,
    backend: any LinearAlgebraBackend = LinearAlgebra.defaultBackend
  ) throws(MultivariateModelError) -> MultivariateFit {
    for structure in structures {
      try Self.validate(structure, outcomes, backend)
    }
    let basis = try DesignBasis(terms, outcomes, backend)
    try validateCounts(outcomes, basis, estimator)
    try validateLevels(outcomes, estimator, backend)
    if let fit = try pairedFit(outcomes, basis, estimator, backend) {
      return fit
    }
    let problem = MultivariateProblem(
      self, outcomes, basis, estimator, backend)
    if estimator == .methodOfMoments { return problem.methodOfMoments() }
    return levels.isEmpty ? problem.fit() : problem.fitLevels()
  }

  /// The structures of the studies and of the levels above.
  internal var structures: [RandomEffectsStructure] {
    [structure] + levels.map(\.structure)
  }

  /// Checks that the estimator applies: where each outcome has a variance of
  /// its own, it needs more studies than coefficients of its own, unless these
  /// are not allowed for.
  private func validateCounts(
    _ outcomes: MultivariateOutcomes, _ basis: DesignBasis,
    _ estimator: NormalEstimator
  ) throws(MultivariateModelError) {
    if estimator == .methodOfMoments,
      structure != .unstructured || !levels.isEmpty
    {
      throw .estimatorNeedsUnstructured(.methodOfMoments)
    }
    guard estimator.degreesOfFreedomNeeded > 0, structure.hasOwnVariances
    else { return }
    for outcome in 0..<outcomes.outcomeCount {
      let needed =
        estimator.degreesOfFreedomNeeded
        + basis.labels.count { $0.outcome == outcome }
      let reporting = outcomes.reportedCount(outcome)
      if reporting < needed {
        throw .tooFewStudies(
          outcome: outcomes.names[outcome], reporting: reporting,
          needed: needed)
      }
    }
  }

  private static func validate(
    _ structure: RandomEffectsStructure, _ outcomes: MultivariateOutcomes,
    _ backend: any LinearAlgebraBackend
  ) throws(MultivariateModelError) {
    let p = outcomes.outcomeCount
    switch structure {
    case .lowRank(let rank) where rank < 1 || rank > p:
      throw .invalidRank(rank, outcomes: p)
    case .proportional(let matrix), .fixed(let matrix):
      let spectrum =
        matrix.rowCount == p && matrix.columnCount == p
        ? try? SymmetricEigenDecomposition(matrix, backend: backend) : nil
      let values = spectrum?.values ?? []
      guard let least = values.first, let most = values.last,
        least >= -1e-12 * most, most > 0 || structure.isFixed
      else {
        throw .invalidStructure(order: matrix.rowCount, outcomes: p)
      }
    default:
      break
    }
  }
}

extension RandomEffectsStructure {
  /// Whether each outcome has a variance that no other outcome informs.
  fileprivate var hasOwnVariances: Bool {
    switch self {
    case .unstructured, .diagonal, .heteroscedasticCompoundSymmetry, .lowRank:
      true
    case .identity, .compoundSymmetry, .autoregressive, .proportional, .fixed:
      false
    }
  }

  fileprivate var isFixed: Bool {
    if case .fixed = self { return true }
    return false
  }
}

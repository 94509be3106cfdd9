internal import DxLinearAlgebra

extension MultivariateFit {
  /// A test of a model against a special case of it.
  public struct LikelihoodRatioTest: Hashable, Sendable, Codable {
    /// Twice the difference of the log-likelihoods, at least zero.
    public var statistic: Double
    /// The difference of the numbers of parameters.
    public var degreesOfFreedom: Int
    /// The probability that χ² with these degrees of freedom is at least as
    /// large; NaN without any.
    ///
    /// It is too large if ``isOnBoundary``.
    public var pValue: Double
    /// Whether the special case has a covariance on the boundary of those of
    /// the model, such as a variance of zero.
    ///
    /// The statistic does not follow χ² then, even with many studies.
    public var isOnBoundary: Bool
    /// The weights of χ² with 0, 1, … degrees of freedom in what the statistic
    /// follows on the boundary; `nil` inside, and where they depend on the
    /// data.
    public var mixtureWeights: [Double]?
    /// The probability that the mixture is at least as large; `nil` without
    /// weights.
    public var mixturePValue: Double?
    /// Whether an estimated covariance of the special case is singular, so
    /// that the distribution is in doubt even if the hypothesis is not on the
    /// boundary.
    public var isReducedSingular: Bool
  }

  /// The likelihood-ratio test of this model against a special case of it.
  ///
  /// The models may differ in their fixed parts, in the structures of their
  /// covariances and in their random levels. Fixed parts are compared by what
  /// their columns span, so that centres and references do not matter. A fit
  /// of the fixed effect counts as one by maximum likelihood with Ψ = 0.
  ///
  /// Fits by restricted maximum likelihood must have fixed parts of the same
  /// span. Their log-likelihoods are those of orthonormal error contrasts,
  /// ``LikelihoodConvention/errorContrasts``, which do not depend on the
  /// columns that a span is given by.
  ///
  /// If a variance is zero in the special case, χ² is wrong. The mixture of
  /// χ² is given where it does not depend on the data: for one variance, alone
  /// or as a multiple of a known matrix, and for a rank of *p* − 1 against *p*,
  /// it is one half of each of two numbers of degrees of freedom.
  ///
  /// > S. G. Self and K.-Y. Liang. "Asymptotic properties of maximum
  /// > likelihood estimators and likelihood ratio tests under nonstandard
  /// > conditions." *JASA* 82 (1987), 605–610, cases 5 and 6.
  /// > doi:10.1080/01621459.1987.10478472
  ///
  /// - Parameter reduced: A fit to the same outcomes by the same estimator.
  /// - Throws: ``MultivariateResultError``, which says why the two cannot be
  ///   compared.
  /// - Complexity: O(*k* *p* *q*²).
  public func likelihoodRatioTest(
    against reduced: MultivariateFit
  ) throws(MultivariateResultError) -> LikelihoodRatioTest {
    guard outcomes.isSame(as: reduced.outcomes) else { throw .differentData }
    guard likelihoodEstimator == reduced.likelihoodEstimator else {
      throw .differentEstimators
    }
    guard let logLikelihood, let other = reduced.logLikelihood else {
      throw .noLikelihood
    }
    let full = try basis(model.terms)
    let basis = try reduced.basis(reduced.model.terms)
    guard try isSpanned(basis, by: full) else {
      if estimator == .restrictedMaximumLikelihood {
        throw .restrictedLikelihood
      }
      throw .notNested
    }
    let regular = labels.count - reduced.labels.count
    if estimator == .restrictedMaximumLikelihood && regular != 0 {
      throw .restrictedLikelihood
    }
    let restrictions = try covarianceRestrictions(to: reduced)
    let count =
      regular + covarianceParameterCount - reduced.covarianceParameterCount
    guard count >= 0 else { throw .notNested }
    return likelihoodRatioTest(
      Swift.max(0, 2 * (logLikelihood - other)), count, restrictions,
      isReducedSingular: reduced.isSingular)
  }

  private func likelihoodRatioTest(
    _ statistic: Double, _ count: Int, _ restrictions: [CovarianceRestriction],
    isReducedSingular: Bool
  ) -> LikelihoodRatioTest {
    var result = LikelihoodRatioTest(
      statistic: statistic, degreesOfFreedom: count,
      pValue: chiSquaredTail(statistic, Double(count)),
      isOnBoundary: restrictions.contains {
        $0 == .halfSpace || $0 == .boundary
      },
      isReducedSingular: isReducedSingular)
    guard
      !restrictions.contains(.boundary), count > 0,
      restrictions.count(where: { $0 == .halfSpace }) == 1
    else { return result }
    var weights = Array(repeating: 0.0, count: count + 1)
    weights[count] = 0.5
    weights[count - 1] = 0.5
    result.mixtureWeights = weights
    // χ² with no degrees of freedom is zero.
    let lower =
      count > 1
      ? chiSquaredTail(statistic, Double(count - 1)) : statistic > 0 ? 0 : 1
    result.mixturePValue = 0.5 * (lower + result.pValue)
    return result
  }

  /// The fixed effect is maximum likelihood without heterogeneity.
  private var likelihoodEstimator: NormalEstimator {
    estimator == .fixedEffect ? .maximumLikelihood : estimator
  }

  private var zero: RandomEffectsStructure {
    let p = outcomes.outcomeCount
    return .fixed(Matrix(rowCount: p, columnCount: p))
  }

  private var isSingular: Bool {
    // What is zero by the model itself is not an estimate.
    if case .fixed = likelihoodStructure { return false }
    return rank < outcomes.outcomeCount
  }

  private var likelihoodStructure: RandomEffectsStructure {
    estimator == .fixedEffect ? zero : model.structure
  }

  /// How the covariances are restricted, level by level.
  private func covarianceRestrictions(
    to reduced: MultivariateFit
  ) throws(MultivariateResultError) -> [CovarianceRestriction] {
    let p = outcomes.outcomeCount
    guard
      let own = likelihoodStructure.restriction(
        to: reduced.likelihoodStructure, order: p)
    else { throw .notNested }
    var result = [own]
    var others = reduced.likelihoodLevels
    for level in likelihoodLevels {
      let match = others.firstIndex { $0.groups == level.groups }
      let structure = match.map { others[$0].structure } ?? zero
      guard
        let restriction = level.structure.restriction(to: structure, order: p)
      else { throw .notNested }
      result.append(restriction)
      if let match { others.remove(at: match) }
    }
    guard others.isEmpty else { throw .notNested }
    return result
  }

  private var likelihoodLevels:
    [(groups: [Int], structure: RandomEffectsStructure)]
  {
    if estimator == .fixedEffect { return [] }
    return model.levels.map {
      (StudyPartition.indices($0.groups), $0.structure)
    }
  }
}

extension MultivariateOutcomes {
  /// Whether the same values are reported with the same covariances.
  internal func isSame(as other: MultivariateOutcomes) -> Bool {
    guard names == other.names, studyCount == other.studyCount else {
      return false
    }
    let p = outcomeCount
    let packed = packedCount(order: p)
    for study in 0..<studyCount {
      for j in 0..<p {
        guard reports(study, j) == other.reports(study, j) else { return false }
        if !reports(study, j) { continue }
        guard values[study * p + j] == other.values[study * p + j] else {
          return false
        }
        for l in 0...j where reports(study, l) {
          let index = study * packed + packedIndex(j, l)
          guard covariances[index] == other.covariances[index] else {
            return false
          }
        }
      }
    }
    return true
  }
}

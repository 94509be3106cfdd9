internal import DxMixedModels

extension BivariateRegressionFit {
  /// The likelihood-ratio test of this model against a special case of it.
  ///
  /// Twice the difference of the log-likelihoods is referred to χ² with the
  /// difference of the numbers of parameters as degrees of freedom; a
  /// difference that rounding makes negative counts as zero. Models may
  /// differ in their coefficients, in whether groups of studies have their
  /// own between-study covariances, and in the structure of these. A
  /// hypothesis that a variance is zero lies on the boundary of the
  /// parameters, where the statistic follows a mixture instead:
  ///
  /// | this | against | weights of χ² with 0, 1, … degrees of freedom |
  /// |---|---|---|
  /// | unstructured | both zero | by the information, between ½ and 0 |
  /// | unstructured | one variance zero | 0, ½, ½ |
  /// | independent | one variance zero | ½, ½ |
  /// | independent | both zero | ¼, ½, ¼ |
  /// | one variance zero | both zero | ½, ½ |
  ///
  /// with as many degrees of freedom more as there are fewer coefficients.
  /// Under the hypothesis that both are zero the two arms are independent,
  /// which gives the weights for an independent structure; for an
  /// unstructured one they are the angles of the cone of covariance matrices
  /// in the metric of ``informationAtZeroVariance``.
  ///
  /// Models are told apart by the names and levels of their moderators; that
  /// the values of the covariates are the same is the caller's promise. χ² is
  /// the limit for many studies, all variances of the smaller model positive.
  ///
  /// > S. G. Self and K.-Y. Liang. Asymptotic properties of maximum likelihood
  /// > estimators and likelihood ratio tests under nonstandard conditions.
  /// > *JASA* 82:605–610, 1987. doi:10.1080/01621459.1987.10478472
  ///
  /// > A. Shapiro. Asymptotic distribution of test statistics in the analysis
  /// > of moment structures under inequality constraints. *Biometrika*
  /// > 72:133–144, 1985. doi:10.1093/biomet/72.1.133
  ///
  /// - Parameters:
  ///   - reduced: A fit to the same studies, with fewer moderators or with
  ///     moderators that act on fewer outcomes, with one between-study
  ///     covariance for all groups, or with a simpler one. A model without
  ///     moderators is a ``BivariateRegressionModel`` too.
  ///   - reference: What the statistic is referred to.
  /// - Throws: ``RegressionTestError``, which says why the two cannot be
  ///   compared.
  public func likelihoodRatioTest(
    against reduced: BivariateRegressionFit,
    reference: LikelihoodRatioReference = .boundaryMixture
  ) throws(RegressionTestError) -> ChiSquaredTest {
    guard dataDigest == reduced.dataDigest, studyCount == reduced.studyCount
    else { throw .differentData }
    guard description.estimator == reduced.description.estimator else {
      throw .differentEstimators
    }
    guard let logLikelihood, let other = reduced.logLikelihood else {
      throw .noLikelihood
    }
    guard isGeneralization(of: reduced) else { throw .notNested }
    if description.estimator == .restrictedMaximumLikelihood {
      throw .restrictedLikelihood
    }
    let statistic = max(2 * (logLikelihood - other), 0)
    let count = description.parameterCount - reduced.description.parameterCount
    let (own, others) = (description.structure, reduced.description.structure)
    if reference == .chiSquared || !own.hasMoreVariances(than: others) {
      return ChiSquaredTest(statistic: statistic, degreesOfFreedom: count)
    }
    // The information has the coefficients of the reduced model profiled
    // out; the others hardly matter, since they are nearly orthogonal to Ψ.
    guard groups.count == 1,
      let weights = own.mixtureWeights(
        against: others,
        informationAtZeroVariance: reduced.informationAtZeroVariance)
    else { throw .unknownDistribution }
    let regular = coefficients.count - reduced.coefficients.count
    return ChiSquaredTest(
      statistic: statistic,
      mixtureWeights: Array(repeating: 0, count: regular) + weights)
  }

  /// Whether another model is a special case of this one, and not the same.
  private func isGeneralization(of other: BivariateRegressionFit) -> Bool {
    // A column for another reference level or centre spans the same space.
    guard other.spans.isSubset(of: spans) else { return false }
    let (own, others) = (description.structure, other.description.structure)
    guard own == others || own.includes(others) else { return false }
    let hasSameGroups = betweenStudyGroups == other.betweenStudyGroups
    guard hasSameGroups || other.betweenStudyGroups == nil else {
      return false
    }
    return other.spans != spans || own != others || !hasSameGroups
  }

  /// What the columns of the design span, next to the intercepts.
  private var spans: Set<Span> {
    var spans: Set<Span> = []
    for moderator in moderators {
      for outcome in AccuracyOutcome.allCases
      where moderator.scope.contains(outcome) {
        spans.insert(
          Span(
            outcome: outcome, moderator: moderator.name,
            levels: Set(moderator.levels)))
      }
    }
    return spans
  }

  private struct Span: Hashable {
    var outcome: AccuracyOutcome
    var moderator: String
    var levels: Set<String>
  }
}

internal import DxLinearAlgebra
internal import DxMixedModels

/// A test whose statistic is referred to a χ² distribution.
public struct ChiSquaredTest: Hashable, Sendable, Codable {
  /// The statistic.
  public var statistic: Double
  /// Its degrees of freedom.
  public var degreesOfFreedom: Int
  /// The probability of a statistic at least as large under the hypothesis.
  public var pValue: Double

  internal init(statistic: Double, degreesOfFreedom: Int) {
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    pValue = chiSquaredUpperTail(
      statistic, degreesOfFreedom: Double(degreesOfFreedom))
  }
}

/// Why a test of a regression is refused.
public enum RegressionTestError: Error, Hashable, Sendable {
  /// The model has no moderator of this name.
  case unknownModerator(String)
  /// The moderator does not act on the outcome.
  case moderatorNotActing(String, on: AccuracyOutcome)
  /// The fits are to different studies, or to the same after different
  /// continuity corrections.
  case differentData
  /// The fits come from different estimators.
  case differentEstimators
  /// The restricted likelihoods of models with different moderators are those
  /// of different data; fit both by maximum likelihood.
  case restrictedLikelihood
  /// The method of moments has no likelihood.
  case noLikelihood
  /// The coefficients of the other model are not a proper part of those of
  /// this one.
  case notNested
}

extension BivariateRegressionFit {
  /// Wald's test that a moderator acts on no outcome, or not on a given one.
  ///
  /// The statistic bᵀ V⁻¹ b of the coefficients *b* of the moderator is
  /// referred to χ² with as many degrees of freedom as there are. V takes the
  /// between-study covariance as known, so that with few studies the P values
  /// are too small.
  ///
  /// Edge cases: the statistic is NaN where the coefficients are, or where V
  /// is singular.
  ///
  /// - Parameters:
  ///   - moderator: The name of the moderator.
  ///   - outcome: The outcome, or `nil` for all on which it acts.
  public func waldTest(
    of moderator: String, on outcome: AccuracyOutcome? = nil
  ) throws(RegressionTestError) -> ChiSquaredTest {
    guard moderators.contains(where: { $0.name == moderator }) else {
      throw .unknownModerator(moderator)
    }
    let terms = terms
    let indices = terms.indices.filter {
      terms[$0].moderator == moderator
        && (outcome == nil || terms[$0].outcome == outcome)
    }
    if let outcome, indices.isEmpty {
      throw .moderatorNotActing(moderator, on: outcome)
    }
    return ChiSquaredTest(
      statistic: waldStatistic(indices), degreesOfFreedom: indices.count)
  }

  private func waldStatistic(_ indices: [Int]) -> Double {
    let covariance = Matrix(
      rows: indices.map { row in
        indices.map { coefficientCovariance[row, $0] }
      })
    let estimates = Matrix(column: indices.map { coefficients[$0] })
    do throws(FactorizationError) {
      let whitened = try CholeskyFactor(covariance).solveLower(estimates)
      return whitened.elements.reduce(0) { $0 + $1 * $1 }
    } catch {
      return .nan
    }
  }

  /// The likelihood-ratio test of this model against one with fewer
  /// coefficients.
  ///
  /// Twice the difference of the log-likelihoods is referred to χ² with the
  /// difference of the numbers of coefficients as degrees of freedom; a
  /// difference that rounding makes negative counts as zero. Models are told
  /// apart by the names and levels of their moderators; that the values of
  /// the covariates are the same is the caller's promise.
  ///
  /// - Parameter reduced: A fit to the same studies, with fewer moderators or
  ///   with moderators that act on fewer outcomes. A model without moderators
  ///   is a ``BivariateRegressionModel`` too.
  /// - Throws: ``RegressionTestError``, which says why the two cannot be
  ///   compared.
  public func likelihoodRatioTest(
    against reduced: BivariateRegressionFit
  ) throws(RegressionTestError) -> ChiSquaredTest {
    guard dataDigest == reduced.dataDigest, studyCount == reduced.studyCount
    else { throw .differentData }
    guard description.estimator == reduced.description.estimator else {
      throw .differentEstimators
    }
    guard let logLikelihood, let other = reduced.logLikelihood else {
      throw .noLikelihood
    }
    // A column for another reference level or centre spans the same space.
    guard reduced.spans.isStrictSubset(of: spans) else { throw .notNested }
    if description.estimator == .restrictedMaximumLikelihood {
      throw .restrictedLikelihood
    }
    return ChiSquaredTest(
      statistic: max(2 * (logLikelihood - other), 0),
      degreesOfFreedom: coefficients.count - reduced.coefficients.count)
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

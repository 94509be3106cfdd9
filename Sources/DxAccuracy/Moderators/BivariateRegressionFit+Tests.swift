internal import DxLinearAlgebra
internal import DxMixedModels

/// A test whose statistic is referred to a χ² distribution, or to a mixture of
/// such.
public struct ChiSquaredTest: Hashable, Sendable, Codable {
  /// The statistic.
  public var statistic: Double
  /// Its degrees of freedom; of a mixture, the most.
  public var degreesOfFreedom: Int
  /// The weights of χ² with 0, 1, … degrees of freedom in the mixture that the
  /// statistic follows where the hypothesis lies on the boundary of the
  /// parameters; `nil` for χ² itself.
  public var mixtureWeights: [Double]?
  /// The probability of a statistic at least as large under the hypothesis.
  public var pValue: Double

  internal init(statistic: Double, degreesOfFreedom: Int) {
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    pValue = chiSquaredUpperTail(
      statistic, degreesOfFreedom: Double(degreesOfFreedom))
  }

  internal init(statistic: Double, mixtureWeights weights: [Double]) {
    self.statistic = statistic
    degreesOfFreedom = weights.count - 1
    mixtureWeights = weights
    pValue =
      statistic == 0
      ? 1
      : weights.indices.dropFirst().reduce(0) {
        $0 + weights[$1]
          * chiSquaredUpperTail(statistic, degreesOfFreedom: Double($1))
      }
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
  /// The fits come from different likelihoods or estimators.
  case differentEstimators
  /// The restricted likelihoods of models with different moderators are those
  /// of different data; fit both by maximum likelihood.
  case restrictedLikelihood
  /// The method of moments has no likelihood.
  case noLikelihood
  /// The other model is not a special case of this one.
  case notNested
  /// The hypothesis lies on a boundary where the distribution of the statistic
  /// depends on more than the two models.
  case unknownDistribution
}

extension BivariateRegressionFit {
  /// Wald's test that a moderator acts on no outcome, or not on a given one.
  ///
  /// The statistic bᵀ V⁻¹ b of the coefficients *b* of the moderator is
  /// referred to χ² with as many degrees of freedom as there are. V is
  /// ``coefficientCovariance``. Under the normal approximation it takes the
  /// between-study covariance as known, so that with few studies the P values
  /// are too small.
  ///
  /// Edge cases: the statistic is NaN where a coefficient is not finite, or
  /// where V is singular.
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
    guard estimates.elements.allSatisfy(\.isFinite) else { return .nan }
    do throws(FactorizationError) {
      let whitened = try CholeskyFactor(covariance).solveLower(estimates)
      return whitened.elements.reduce(0) { $0 + $1 * $1 }
    } catch {
      return .nan
    }
  }
}

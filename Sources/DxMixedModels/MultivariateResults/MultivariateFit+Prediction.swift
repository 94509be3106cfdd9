internal import DxLinearAlgebra

extension MultivariateFit {
  /// What is expected of a study that is not among those of the fit.
  public struct NewStudyPrediction: Hashable, Sendable, Codable {
    /// The mean outcomes of such studies, X β̂, with X C Xᵀ.
    public var mean: MultivariatePrediction
    /// The true outcomes of one such study of new groups: the same values, with
    /// the covariances of the random effects added.
    public var trueOutcomes: MultivariatePrediction
  }

  /// Predicts the outcomes of a new study with given values of the moderators.
  ///
  /// ```
  /// let prediction = try fit.prediction(at: ["year": 1990])
  /// let (lower, upper) = prediction.trueOutcomes.limits()
  /// ```
  /// The values are those that the terms were made from: centres are
  /// subtracted, categories compared with the reference, and interactions
  /// formed, as in the terms.
  ///
  /// - Parameters:
  ///   - values: A value for each moderator of the model.
  ///   - degreesOfFreedom: Those of t for the intervals.
  /// - Throws: ``MultivariateResultError`` if a moderator has no value, a
  ///   value of the wrong kind or an unknown category, or if a value belongs
  ///   to no moderator.
  public func prediction(
    at values: [String: ModeratorValue] = [:],
    _ degreesOfFreedom: DegreesOfFreedom = .infinite
  ) throws(MultivariateResultError) -> NewStudyPrediction {
    let regression = try regression()
    let terms = try termDesign(at: values)
    // In the basis, where nothing cancels that does not in the terms.
    let design = regression.product(terms, regression.basis.toCoefficients)
    let freedom = try self.degreesOfFreedom(
      degreesOfFreedom, involving: Array(coefficients.indices))
    let mean = MultivariatePrediction(
      values: regression.fitted(design),
      covariance: regression.congruence(design, regression.covariance),
      degreesOfFreedom: freedom)
    var trueOutcomes = mean
    trueOutcomes.covariance = regression.levels.reduce(
      mean.covariance + betweenStudyCovariance
    ) { $0 + $1.covariance }
    return NewStudyPrediction(mean: mean, trueOutcomes: trueOutcomes)
  }

  /// A row of regressors for each outcome, with a column for each coefficient.
  internal func termDesign(
    at values: [String: ModeratorValue]
  ) throws(MultivariateResultError) -> Matrix {
    let known = Set(
      model.terms.flatMap(\.columns).flatMap(\.factors).map(\.moderator))
    for name in values.keys.sorted() where !known.contains(name) {
      throw .unknownModerator(name)
    }
    var result = Matrix(
      rowCount: outcomes.outcomeCount, columnCount: coefficients.count)
    // The order is that of the labels.
    var index = 0
    for (row, name) in outcomes.names.enumerated() {
      for term in model.terms where term.scope != .shared && term.acts(on: name)
      {
        for column in term.columns {
          result[row, index] = try column.value(at: values)
          index += 1
        }
      }
    }
    for term in model.terms where term.scope == .shared {
      for column in term.columns {
        let value = try column.value(at: values)
        for row in 0..<outcomes.outcomeCount { result[row, index] = value }
        index += 1
      }
    }
    return result
  }
}

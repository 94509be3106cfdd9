public import DxLinearAlgebra

extension MultivariateFit {
  /// An estimate with its standard error, a test that it is zero and an
  /// interval.
  public struct LinearEstimate: Hashable, Sendable, Codable {
    /// What is estimated: `outcome: column` of a coefficient, `column` of a
    /// shared one, or the number of a combination.
    public var name: String
    /// The estimate.
    public var estimate: Double
    /// The standard error.
    public var standardError: Double
    /// The estimate divided by the standard error.
    public var statistic: Double
    /// The degrees of freedom of t, infinite for the normal distribution.
    public var degreesOfFreedom: Double
    /// The probability of a statistic of at least this magnitude if what is
    /// estimated is zero; NaN without positive degrees of freedom.
    public var pValue: Double
    /// The lower end of the interval.
    public var lower: Double
    /// The upper end of the interval.
    public var upper: Double

    internal init(
      name: String, _ estimate: Double, variance: Double,
      degreesOfFreedom: Double, level: Double
    ) {
      self.name = name
      self.estimate = estimate
      standardError = variance.squareRoot()
      statistic = estimate / standardError
      self.degreesOfFreedom = degreesOfFreedom
      pValue = twoSidedTail(statistic, degreesOfFreedom)
      let margin = twoSidedQuantile(level, degreesOfFreedom) * standardError
      lower = estimate - margin
      upper = estimate + margin
    }
  }

  /// The coefficients with standard errors, tests and intervals.
  ///
  /// The standard errors are those of ``coefficientCovariance``, which takes
  /// the covariances of the random effects as known.
  ///
  /// - Parameters:
  ///   - degreesOfFreedom: What t is referred to.
  ///   - level: The probability that an interval covers its coefficient.
  /// - Precondition: `level` is in (0, 1).
  public func coefficientTable(
    _ degreesOfFreedom: DegreesOfFreedom = .infinite, level: Double = 0.95
  ) throws(MultivariateResultError) -> [LinearEstimate] {
    var result: [LinearEstimate] = []
    for index in coefficients.indices {
      result.append(
        LinearEstimate(
          name: labels[index].name, coefficients[index],
          variance: coefficientCovariance[index, index],
          degreesOfFreedom: try self.degreesOfFreedom(
            degreesOfFreedom, involving: [index]), level: level))
    }
    return result
  }

  /// Linear combinations of the coefficients, with standard errors, tests and
  /// intervals.
  ///
  /// - Parameters:
  ///   - contrasts: A row for each combination, a column for each coefficient.
  ///   - degreesOfFreedom: What t is referred to.
  ///   - level: The probability that an interval covers its combination.
  /// - Precondition: There is a column for each coefficient, and `level` is in
  ///   (0, 1).
  public func linearCombinations(
    _ contrasts: Matrix, _ degreesOfFreedom: DegreesOfFreedom = .infinite,
    level: Double = 0.95
  ) throws(MultivariateResultError) -> [LinearEstimate] {
    checkColumns(contrasts)
    var result: [LinearEstimate] = []
    for row in 0..<contrasts.rowCount {
      let weights = contrasts.row(row)
      let covariance = (0..<weights.count).map {
        dot(coefficientCovariance.column($0), weights)
      }
      result.append(
        LinearEstimate(
          name: String(row), dot(weights, coefficients),
          variance: dot(covariance, weights),
          degreesOfFreedom: try self.degreesOfFreedom(
            degreesOfFreedom,
            involving: weights.indices.filter { weights[$0] != 0 }),
          level: level))
    }
    return result
  }

  /// A matrix of contrasts from the weights of the coefficients, those that
  /// are not named being zero.
  ///
  /// ```
  /// let contrasts = try fit.contrasts([[
  ///   .init("year", of: "probing"): 1, .init("year", of: "attachment"): -1,
  /// ]])
  /// ```
  public func contrasts(
    _ rows: [[Coefficient: Double]]
  ) throws(MultivariateResultError) -> Matrix {
    var result = Matrix(
      rowCount: rows.count, columnCount: coefficients.count)
    for (row, weights) in rows.enumerated() {
      for (coefficient, weight) in weights {
        guard let column = labels.firstIndex(of: coefficient) else {
          throw .unknownTerm(
            coefficient.column, outcome: coefficient.outcome)
        }
        result[row, column] = weight
      }
    }
    return result
  }

  internal func checkColumns(_ contrasts: Matrix) {
    precondition(
      contrasts.columnCount == coefficients.count,
      """
      Contrasts of \(contrasts.columnCount) columns for \
      \(coefficients.count) coefficients
      """)
  }
}

extension MultivariateFit.Coefficient {
  /// Creates the label of a coefficient: a column, and the outcome it belongs
  /// to, if it is not shared.
  public init(_ column: String, of outcome: String? = nil) {
    self.init(column: column, outcome: outcome)
  }

  /// The outcome and the column.
  internal var name: String {
    outcome.map { "\($0): \(column)" } ?? column
  }
}

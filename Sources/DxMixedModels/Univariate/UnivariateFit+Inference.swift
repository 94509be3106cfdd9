internal import DxLinearAlgebra

extension UnivariateFit {
  /// The factor s² by which an adjustment multiplies the covariance of the
  /// coefficients; NaN where it has no degree of freedom.
  public func varianceFactor(_ adjustment: StandardErrorAdjustment) -> Double {
    let factor = generalizedSquares / Double(degreesOfFreedom)
    switch adjustment {
    case .none: return 1
    case .knappHartung: return factor
    case .knappHartungAtLeastOne: return factor < 1 ? 1 : factor
    }
  }

  /// A test and an interval for each coefficient, in the order of
  /// ``labels``.
  ///
  /// - Parameters:
  ///   - adjustment: How the standard errors allow for an estimated τ².
  ///   - level: The probability of the intervals.
  /// - Precondition: The level is strictly between zero and one.
  public func coefficientEstimates(
    _ adjustment: StandardErrorAdjustment = .none, level: Double = 0.95
  ) -> [CoefficientEstimate] {
    coefficients.indices.map { index in
      var row = Array(repeating: 0.0, count: coefficients.count)
      row[index] = 1
      return mean(at: row, adjustment, level: level)
    }
  }

  /// The mean of studies with given values of the columns: x β.
  ///
  /// - Parameters:
  ///   - row: A value for each of ``labels``; one for an intercept.
  ///   - adjustment: How the standard error allows for an estimated τ².
  ///   - level: The probability of the interval.
  /// - Precondition: The row has as many entries as there are coefficients,
  ///   and the level is strictly between zero and one.
  public func mean(
    at row: [Double] = [1], _ adjustment: StandardErrorAdjustment = .none,
    level: Double = 0.95
  ) -> CoefficientEstimate {
    let variance = varianceFactor(adjustment) * variance(at: row)
    return CoefficientEstimate(
      estimate: zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 },
      standardError: variance.squareRoot(),
      degreesOfFreedom: adjustment == .none ? nil : degreesOfFreedom,
      level: level)
  }

  /// x Cov(β) xᵀ without adjustment.
  private func variance(at row: [Double]) -> Double {
    precondition(
      row.count == coefficients.count,
      "A row of \(row.count) values for \(coefficients.count) coefficients")
    var sum = 0.0
    for i in row.indices {
      for j in row.indices {
        sum += row[i] * coefficientCovariance[i, j] * row[j]
      }
    }
    return sum
  }

  /// Tests all coefficients but the intercept; without an intercept, all.
  ///
  /// With an adjustment, the statistic is divided by s² and by its degrees of
  /// freedom, and referred to F. It is `nil` if there is nothing but an
  /// intercept.
  public func moderatorTest(
    _ adjustment: StandardErrorAdjustment = .none
  ) -> ModeratorTest? {
    let chosen = labels.indices.filter {
      labels[$0] != ModeratorTerm.intercept.name
    }
    let m = chosen.count
    guard m > 0 else { return nil }
    // Unit variances keep columns of different units apart from rounding.
    let scale = chosen.map { coefficientCovariance[$0, $0].squareRoot() }
    var correlations: [Double] = []
    for i in 0..<m {
      for j in 0..<m {
        correlations.append(
          coefficientCovariance[chosen[i], chosen[j]] / scale[i] / scale[j])
      }
    }
    let inverse = invertPositiveDefinite(correlations, order: m).inverse
    let scaled = (0..<m).map { coefficients[chosen[$0]] / scale[$0] }
    var statistic = 0.0
    for i in 0..<m {
      for j in 0..<m {
        statistic += scaled[i] * inverse[i * m + j] * scaled[j]
      }
    }
    let denominator = adjustment == .none ? nil : degreesOfFreedom
    if denominator != nil {
      statistic /= varianceFactor(adjustment) * Double(m)
    }
    return ModeratorTest(
      statistic: statistic, degreesOfFreedom: m,
      denominatorDegreesOfFreedom: denominator,
      pValue: fTail(
        denominator == nil ? statistic / Double(m) : statistic, Double(m),
        denominator.map(Double.init) ?? .infinity))
  }
}

/// The distribution to which a prediction interval is referred.
public enum PredictionReference: String, Hashable, Sendable, Codable,
  CaseIterable
{
  /// The normal distribution.
  case normal
  /// Student's distribution with k − q degrees of freedom.
  case student
  /// Student's distribution with k − q − 1 degrees of freedom: k − 2 without
  /// moderators, as Higgins, Thompson and Spiegelhalter propose.
  ///
  /// > J. P. T. Higgins, S. G. Thompson, D. J. Spiegelhalter. A re-evaluation
  /// > of random-effects meta-analysis. *J R Stat Soc A* 172 (2009) 137–159.
  /// > doi:10.1111/j.1467-985X.2008.00552.x
  case studentOneLess
}

extension UnivariateFit {
  /// An interval for the true effect in a new study: the mean ± c √(SE² + τ²).
  ///
  /// - Parameters:
  ///   - row: A value for each of ``labels``; one for an intercept.
  ///   - adjustment: How SE allows for an estimated τ².
  ///   - reference: The distribution of c; by default the normal one without
  ///     an adjustment, and Student's with k − q degrees of freedom with one.
  ///   - level: The probability of the interval.
  /// - Returns: The ends, which are NaN without degrees of freedom.
  /// - Precondition: As for ``mean(at:_:level:)``.
  public func predictionInterval(
    at row: [Double] = [1], _ adjustment: StandardErrorAdjustment = .none,
    reference: PredictionReference? = nil, level: Double = 0.95
  ) -> (lower: Double, upper: Double) {
    let mean = mean(at: row, adjustment, level: level)
    let degrees: Int? =
      switch reference ?? (adjustment == .none ? .normal : .student) {
      case .normal: nil
      case .student: degreesOfFreedom
      case .studentOneLess: degreesOfFreedom - 1
      }
    let total = mean.standardError * mean.standardError + betweenStudyVariance
    let prediction = CoefficientEstimate(
      estimate: mean.estimate, standardError: total.squareRoot(),
      degreesOfFreedom: degrees, level: level)
    return (prediction.lower, prediction.upper)
  }
}

internal import DxLinearAlgebra
internal import DxMixedModels
internal import RealModule

extension HSROCFit {
  /// The parameters of the curve of studies with given covariates.
  ///
  /// - Parameter covariates: A value for each moderator; others are ignored.
  /// - Throws: ``CovariatePatternError``, which names the moderator and the
  ///   value.
  public func parameters(
    at covariates: [String: CovariateValue] = [:]
  ) throws(CovariatePatternError) -> HSROCParameters {
    try projection(at: covariates).parameters(self)
  }

  /// The parameters at a pattern of covariates, with intervals.
  ///
  /// They are those of ``BivariateFit/hsroc(level:method:)``; what the model or
  /// a boundary fixes has no standard error.
  ///
  /// - Throws: ``CovariatePatternError``, as ``parameters(at:)``.
  public func estimate(
    at covariates: [String: CovariateValue] = [:],
    level: ConfidenceLevel = .ninetyFivePercent,
    method: IntervalMethod = .wald
  ) throws(CovariatePatternError) -> HSROCEstimate {
    let projection = try projection(at: covariates)
    let parameters = projection.parameters(self)
    let covariance = covariance.map(projection.covariance)
    let builder = IntervalBuilder(
      level: level, method: method, studyCount: studyCount)
    func wald(_ value: Double, _ index: Int, _ isFixed: Bool = false)
      -> IntervalEstimate
    {
      interval(
        value, variance: covariance?[index, index], isFixed: isFixed, builder)
    }
    func logarithmic(_ value: Double, _ index: Int) -> IntervalEstimate {
      let reason =
        value == 0 ? .fixedAtBoundary : missingCovarianceReason
      guard value > 0, let covariance else {
        return builder.undefined(.log(value), scale: .log, reason: reason)
      }
      return builder.interval(
        .log(value), variance: covariance[index, index] / (value * value),
        scale: .log)
    }
    return HSROCEstimate(
      lambda: wald(parameters.lambda, 0), theta: wald(parameters.theta, 1),
      beta: wald(parameters.beta, 2, !isShapeEstimated),
      varianceAlpha: logarithmic(parameters.varianceAlpha, 3),
      varianceTheta: logarithmic(parameters.varianceTheta, 4))
  }

  /// What the model says of studies with given covariates, as a bivariate fit
  /// from which everything else is computed.
  ///
  /// Means, between-study covariance and the covariance of all five are
  /// carried over by the derivatives of the change of coordinates. The
  /// likelihood and the certificate are those of the whole model.
  ///
  /// - Throws: ``HSROCPatternError``, if the pattern does not fit the
  ///   moderators, or the fit has no finite estimate or no covariance.
  public func bivariateFit(
    at covariates: [String: CovariateValue] = [:]
  ) throws(HSROCPatternError) -> BivariateFit {
    let projection: HSROCProjection
    do throws(CovariatePatternError) {
      projection = try self.projection(at: covariates)
    } catch {
      throw .covariates(error)
    }
    guard let boundary = outcome.boundary, let covariance else {
      throw .undefined(missingCovarianceReason)
    }
    let parameters = projection.parameters(self)
    let joint = JointCovariance(
      projection.covariance(covariance), parameters: parameters)
    return BivariateFit(
      studyCount: studyCount, mean: parameters.mean,
      meanCovariance: joint.means,
      betweenStudyCovariance: parameters.betweenStudyCovariance,
      jointCovariance: joint, boundary: boundary, certificate: certificate,
      logLikelihood: logLikelihood, description: description)
  }

  private func projection(
    at covariates: [String: CovariateValue]
  ) throws(CovariatePatternError) -> HSROCProjection {
    HSROCProjection(
      accuracy: try moderators.row(.accuracy, at: covariates),
      threshold: try moderators.row(.threshold, at: covariates),
      shape: isSymmetric ? [] : try moderators.row(.shape, at: covariates))
  }
}

extension HSROCFit.Outcome {
  /// Where the covariance of the logits lies; `nil` without finite estimates.
  fileprivate var boundary: CovarianceBoundary? {
    switch self {
    case .interior: .interior
    case .zeroVarianceAlpha: .correlationAtMinusOne
    case .zeroVarianceTheta: .correlationAtPlusOne
    case .zeroVarianceBoth: .zeroVarianceBoth
    case .unboundedShape, .unboundedAccuracy, .unboundedVariance: nil
    }
  }
}

/// The rows of the designs at a pattern.
private struct HSROCProjection {
  let accuracy: [Double]
  let threshold: [Double]
  let shape: [Double]

  func parameters(_ fit: HSROCFit) -> HSROCParameters {
    HSROCParameters(
      lambda: Self.product(accuracy, fit.accuracyCoefficients),
      theta: Self.product(threshold, fit.thresholdCoefficients),
      beta: Self.product(shape, fit.shapeCoefficients),
      varianceAlpha: fit.varianceAlpha, varianceTheta: fit.varianceTheta)
  }

  /// The covariance of Λ, Θ, β, σ²α and σ²θ at the pattern.
  func covariance(_ matrix: Matrix) -> Matrix {
    let count = accuracy.count + threshold.count + shape.count
    func padded(_ row: [Double], after skipped: Int) -> [Double] {
      var padded = Array(repeating: 0.0, count: count + 2)
      for (index, entry) in row.enumerated() {
        padded[skipped + index] = entry
      }
      return padded
    }
    return matrix.carried(by: [
      padded(accuracy, after: 0), padded(threshold, after: accuracy.count),
      padded(shape, after: accuracy.count + threshold.count),
      padded([1], after: count), padded([1], after: count + 1),
    ])
  }

  fileprivate static func product(
    _ row: [Double], _ column: [Double]
  ) -> Double {
    zip(row, column).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension Matrix {
  /// J V Jᵀ for the rows of J.
  fileprivate func carried(by rows: [[Double]]) -> Matrix {
    let columns = (0..<columnCount).map { column($0) }
    let half = rows.map { row in
      columns.map { HSROCProjection.product(row, $0) }
    }
    var result = Matrix(rowCount: rows.count, columnCount: rows.count)
    for column in rows.indices {
      for row in column..<rows.count {
        let value = HSROCProjection.product(half[row], rows[column])
        result[row, column] = value
        result[column, row] = value
      }
    }
    return result
  }
}

extension JointCovariance {
  /// The covariance of the bivariate parameters, from that of Λ, Θ, β, σ²α
  /// and σ²θ.
  fileprivate init(_ covariance: Matrix, parameters: HSROCParameters) {
    let mean = parameters.mean
    let psi = parameters.betweenStudyCovariance
    let low = Double.exp(-parameters.beta / 2)
    let high = Double.exp(parameters.beta / 2)
    // The derivatives of μA, μB, ψ₁₁, ψ₂₁ and ψ₂₂.
    let v = covariance.carried(by: [
      [low / 2, low, -mean.logitSensitivity / 2, 0, 0],
      [high / 2, -high, mean.logitSpecificity / 2, 0, 0],
      [0, 0, -psi.m11, low * low / 4, low * low],
      [0, 0, 0, 0.25, -1],
      [0, 0, psi.m22, high * high / 4, high * high],
    ])
    self.init(
      means: SymmetricMatrix2x2(v[0, 0], v[1, 0], v[1, 1]),
      firstMeanWithPsi: SIMD3(v[2, 0], v[3, 0], v[4, 0]),
      secondMeanWithPsi: SIMD3(v[2, 1], v[3, 1], v[4, 1]),
      psi: SymmetricMatrix3x3(
        v[2, 2], v[3, 2], v[4, 2], v[3, 3], v[4, 3], v[4, 4]))
  }
}

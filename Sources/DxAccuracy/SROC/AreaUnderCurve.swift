internal import DxLinearAlgebra
internal import DxSpecialFunctions
internal import RealModule

extension SROCCurve {
  /// The area under the curve over all false-positive rates.
  ///
  /// Accuracy: with ``AreaUnderCurveDefinition/exactIntegral`` the relative
  /// error is below 2e-15, and grows to 1e-13 with an intercept of ±700.
  ///
  /// - Complexity: Some 250 evaluations of the curve for intercepts within
  ///   ±20, and no allocation.
  public func areaUnderCurve(
    _ definition: AreaUnderCurveDefinition = .exactIntegral
  ) -> Double {
    area(definition).value
  }

  /// The area over a range of false-positive rates, divided by its width.
  ///
  /// It is the mean sensitivity over the range; multiply by
  /// ``FalsePositiveRateRange/width`` for the area itself. The definition
  /// ``AreaUnderCurveDefinition/mada99`` cuts the range to [0.01, 0.99], as
  /// mada does, and gives NaN where nothing is left.
  ///
  /// Accuracy: an absolute error of about 1e-15.
  public func partialAreaUnderCurve(
    over range: FalsePositiveRateRange,
    _ definition: AreaUnderCurveDefinition = .exactIntegral
  ) -> Double {
    (try? normalizedArea(definition, over: range))?.value ?? .nan
  }

  internal func area(
    _ definition: AreaUnderCurveDefinition
  ) -> LogisticLineArea {
    switch definition {
    case .exactIntegral: LogisticLineArea(self)
    case .mada99: LogisticLineArea(mada99: self, over: .mada)
    }
  }

  internal func normalizedArea(
    _ definition: AreaUnderCurveDefinition, over range: FalsePositiveRateRange
  ) throws(UndefinedReason) -> LogisticLineArea {
    switch definition {
    case .exactIntegral:
      var area = LogisticLineArea(self, over: range)
      area.value /= range.width
      area.complement /= range.width
      area.interceptDerivative /= range.width
      area.slopeDerivative /= range.width
      return area
    case .mada99:
      return LogisticLineArea(
        mada99: self, over: try range.clamped(to: .mada))
    }
  }
}

extension FalsePositiveRateRange {
  /// The range to which mada cuts every curve.
  internal static let mada = FalsePositiveRateRange(lower: 0.01, upper: 0.99)
}

/// The estimated area under a summary ROC curve, with what defines it.
public struct AreaUnderCurveEstimate: Hashable, Sendable, Codable {
  /// The area, divided by the width of the range, with an interval on the
  /// logit scale.
  public var area: IntervalEstimate
  /// The line that is the curve.
  public var line: SROCLine
  /// How the area is computed.
  public var definition: AreaUnderCurveDefinition
  /// The range of false-positive rates.
  public var range: FalsePositiveRateRange
  /// Whether the line is decreasing, so that the area summarises nothing.
  public var curveIsDecreasing: Bool

  /// The area that is not divided by the width of the range.
  public var unnormalizedEstimate: Double { area.estimate * range.width }
}

extension BivariateFit {
  /// The area under the summary ROC curve, whole or partial.
  ///
  /// The interval is that of the delta method on the logit scale. The line
  /// goes through the mean, `A = μA + B μB`, so that the gradient by the means
  /// is that of A alone, and the between-study covariance enters through the
  /// slope B.
  ///
  /// - Parameters:
  ///   - line: The definition of the curve.
  ///   - definition: The definition of the area.
  ///   - range: The false-positive rates; beyond those observed the curve is
  ///     an extrapolation.
  ///   - level: The level of the interval.
  ///   - method: The reference distribution of the interval.
  /// - Throws: An ``UndefinedReason`` if the curve does not exist.
  public func areaUnderCurve(
    _ line: SROCLine = .rutterGatsonis,
    definition: AreaUnderCurveDefinition = .exactIntegral,
    over range: FalsePositiveRateRange = .full,
    level: ConfidenceLevel = .ninetyFivePercent,
    method: IntervalMethod = .wald
  ) throws(UndefinedReason) -> AreaUnderCurveEstimate {
    let curve = try srocCurve(line)
    let area =
      range == .full
      ? curve.area(definition)
      : try curve.normalizedArea(definition, over: range)
    let builder = IntervalBuilder(
      level: level, method: method, studyCount: studyCount)
    let transformed = Double.log(area.value) - .log(area.complement)
    let estimate: IntervalEstimate
    if let jointCovariance {
      let slope = try line.slope(betweenStudyCovariance)
      let bySlope =
        area.interceptDerivative * mean.logitSpecificity
        + area.slopeDerivative
      let gradient = DeltaGradient(
        mean: area.interceptDerivative * SIMD2(1, curve.slope),
        psi: bySlope * slope.gradient)
      let jacobian = 1 / (area.value * area.complement)
      estimate = builder.interval(
        transformed,
        variance: (jacobian * gradient).variance(under: jointCovariance),
        scale: .logit)
    } else {
      estimate = builder.undefined(
        transformed, scale: .logit, reason: .jointCovarianceUnavailable)
    }
    return AreaUnderCurveEstimate(
      area: estimate, line: line, definition: definition, range: range,
      curveIsDecreasing: curve.isDecreasing)
  }
}

internal import DxSpecialFunctions
internal import RealModule

/// The uniform distribution on an interval.
///
/// Accuracy: lengths and distances from the ends are held in two doubles, so
/// that each result is rounded about once.
public struct UniformDistribution: Sendable, Hashable {
  /// The interval, which is not a single point.
  public let support: ClosedRange<Double>
  /// Its length; +∞ if that overflows.
  public let length: Double

  /// The uniform distribution on [0, 1].
  public static let standard = UniformDistribution(unchecked: 0...1)

  /// Creates the uniform distribution on an interval.
  ///
  /// - Throws: ``ParameterError`` unless both ends are finite and differ, and
  ///   so is the distance between them.
  public init(on interval: ClosedRange<Double>) throws(ParameterError) {
    try requireFinite(interval.lowerBound, "lowerBound")
    try requireFinite(interval.upperBound, "upperBound")
    let length = interval.upperBound - interval.lowerBound
    try requireFinitePositive(length, "length")
    self.init(unchecked: interval)
  }

  private init(unchecked interval: ClosedRange<Double>) {
    support = interval
    length = interval.upperBound - interval.lowerBound
  }

  private var exactLength: DoubleDouble {
    DoubleDouble(sum: support.upperBound, -support.lowerBound)
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension UniformDistribution: ContinuousDistribution, ClosedFormEntropy {
  public var mean: Double {
    // Halved first, because the sum may overflow.
    0.5 * support.lowerBound + 0.5 * support.upperBound
  }

  public var variance: Double { length * length / 12 }

  public var mode: Double { support.lowerBound }

  public var entropy: Double { exactLength.logarithm().high }

  public func density(at x: Double) -> Double {
    if x.isNaN { return x }
    return support.contains(x) ? 1 / length : 0
  }

  public func logDensity(at x: Double) -> Double {
    if x.isNaN { return x }
    return support.contains(x) ? -entropy : -.infinity
  }

  public func cumulativeProbability(at x: Double) -> Double {
    fraction(from: support.lowerBound, to: x)
  }

  public func survivalProbability(at x: Double) -> Double {
    fraction(from: x, to: support.upperBound)
  }

  public func quantile(_ p: Double) -> Double {
    guard p >= 0 && p <= 1 else { return .nan }
    return point(p, from: support.lowerBound, towards: 1)
  }

  public func upperQuantile(_ q: Double) -> Double {
    guard q >= 0 && q <= 1 else { return .nan }
    return point(q, from: support.upperBound, towards: -1)
  }

  /// The part of the interval between two points, of which one is an end.
  private func fraction(from x: Double, to y: Double) -> Double {
    if x.isNaN || y.isNaN { return .nan }
    let distance = DoubleDouble(sum: y, -x)
    guard distance.high > 0 else { return 0 }
    guard distance.high < length else { return 1 }
    return Swift.min(1, (distance / exactLength).high)
  }

  private func point(
    _ p: Double, from end: Double, towards direction: Double
  ) -> Double {
    let x = (exactLength * (p * direction) + end).high
    return Swift.min(
      Swift.max(x, support.lowerBound), support.upperBound)
  }
}

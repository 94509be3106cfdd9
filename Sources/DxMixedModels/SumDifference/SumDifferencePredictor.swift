/// One of the three quantities that a regression of the sum and difference of
/// two logits explains.
public enum SumDifferencePredictor: String, Hashable, Sendable, Codable,
  CaseIterable
{
  /// The mean of the scaled sum.
  case sum
  /// The mean of half the scaled difference.
  case halfDifference
  /// The logarithm of the ratio of the second standard deviation to the
  /// first.
  case logScaleRatio
}

extension SumDifferencePredictor {
  /// The position in `allCases`.
  internal var index: Int {
    switch self {
    case .sum: 0
    case .halfDifference: 1
    case .logScaleRatio: 2
    }
  }
}

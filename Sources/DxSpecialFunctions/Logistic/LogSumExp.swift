internal import RealModule

/// The logarithm of the sum of the exponentials of two numbers,
/// `log(exp(x) + exp(y))`.
///
/// Edge cases: a −∞ contributes nothing, and two of them give −∞; +∞ gives +∞,
/// and NaN gives NaN.
public func logSumExp(_ x: Double, _ y: Double) -> Double {
  if x.isNaN || y.isNaN { return .nan }
  let (larger, smaller) = x < y ? (y, x) : (x, y)
  guard larger.isFinite else { return larger }
  return larger.logarithmOfSum(
    withTail: exponential(of: smaller, over: larger))
}

/// The logarithm of the sum of the exponentials of some numbers.
///
/// It neither overflows nor loses the small terms: all are taken relative to
/// the largest one, whose logarithm the sum may cancel. Therefore the
/// exponentials, the sum and its logarithm are computed in two doubles each.
///
/// Edge cases: −∞ for no numbers at all, or none but −∞; +∞ where one is +∞,
/// and NaN where one is NaN.
///
/// Accuracy: correctly rounded but for rare cases; where the result is next to
/// zero because the terms cancel, within 2⁻⁸⁸ absolutely.
///
/// - Complexity: Two passes over the values, some 30 ns for each.
@specialized(where Values == [Double])
public func logSumExp<Values: Collection>(_ values: Values) -> Double
where Values.Element == Double {
  var largest = -Double.infinity
  for value in values {
    if value.isNaN { return value }
    largest = Swift.max(largest, value)
  }
  guard largest.isFinite else { return largest }
  var tail = DoubleDouble(0)
  var isFirst = true
  for value in values {
    // The largest term is 1, and stays apart so that the rest keeps its
    // relative accuracy.
    if value == largest && isFirst {
      isFirst = false
    } else {
      tail = tail + exponential(of: value, over: largest)
    }
  }
  return largest.logarithmOfSum(withTail: tail)
}

/// exp(x − largest).
private func exponential(
  of x: Double, over largest: Double
) -> DoubleDouble {
  let difference = DoubleDouble(sum: x, -largest)
  guard difference.high > -700 else {
    return DoubleDouble(Double.exp(x - largest))
  }
  return DoubleDouble.exp(difference)
}

extension Double {
  /// self + log(1 + tail).
  fileprivate func logarithmOfSum(withTail tail: DoubleDouble) -> Double {
    (DoubleDouble.logOnePlus(tail) + self).high
  }
}

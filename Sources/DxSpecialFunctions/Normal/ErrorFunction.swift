/// The scaled complementary error function, exp(x²) erfc(x).
///
/// It goes on where the complementary error function underflows.
///
/// Edge cases: +∞ below −26.6, where it overflows, 0 at +∞, and NaN for NaN.
public func scaledComplementaryErrorFunction(_ x: Double) -> Double {
  scaledErfc(x)
}

// Expected values: mpmath 1.3.0 at 300 bits, split into two doubles; and
// exact arithmetic.

import DxSpecialFunctions
import Testing
import _DxTestSupport

@Suite("Sums of two doubles")
struct DoubleDoubleTests {
  @Test(
    "logarithms have 93 bits, and 78 next to one",
    arguments: [
      (0x1p-1074, -744.4400719213812, -4.422444340918698e-14),
      (1e-300, -690.7755278982137, -2.3670096176709832e-14),
      (0.3, -1.2039728043259361, 8.935521583403776e-17),
      (0.7071, -0.346583180371942, 2.3156292029870996e-17),
      (0.99999999, -1.0000000100247594e-08, 7.30990666591367e-27),
      (1.0000001, 9.999999505838704e-08, 1.5249709528441489e-24),
      (1.41, 0.34358970439007686, -2.001182163029091e-18),
      (1.99, 0.688134638736401, 6.4875583863583315e-18),
      (3.0, 1.0986122886681098, -9.07129723500153e-17),
      (12345.678, 9.421061321291832, -1.9085650743481053e-16),
      (1e+300, 690.7755278982137, 2.3747660028800243e-14),
    ])
  func logarithm(x: Double, high: Double, low: Double) {
    let got = DoubleDouble.log(x)
    #expect(got.high == high)
    // The documented accuracy, next to one and elsewhere.
    let size = high.magnitude
    let bound =
      size < 0.125 ? size * 0x1p-78 : Swift.max(1, size) * 0x1p-93
    #expect((got.low - low).magnitude <= bound)
  }

  @Test(
    "deviances keep their digits next to their zero",
    arguments: [
      (7.0, 7.000001, 7.142856464581934e-14, 4.305964774815986e-30),
      (1e10, 10_000_300_000.0, 4.499910002024952, -2.1509125657470137e-16),
      (3.0, 12.0, 4.8411169166403285, -3.611874137558093e-16),
      (0.0, 2.5, 2.5, 0.0),
      (1e-5, 1e5, 99999.99975974149, -5.882826108620686e-13),
    ])
  func deviance(x: Double, mean: Double, high: Double, low: Double) {
    let got = DoubleDouble.deviance(DoubleDouble(x), from: DoubleDouble(mean))
    #expect(((got.high - high) + (got.low - low)).magnitude <= high * 0x1p-64)
  }

  @Test("what is no logarithm stays a number or NaN")
  func logarithmEdges() {
    #expect(DoubleDouble.log(0).high == -.infinity)
    #expect(DoubleDouble.log(.infinity).high == .infinity)
    #expect(DoubleDouble.log(-1).high.isNaN)
    #expect(DoubleDouble.log(1).high == 0)
  }

  @Test("sums and products of doubles are exact")
  func exactness() {
    let sum = DoubleDouble(sum: 1, 0x1p-80)
    #expect(sum.high == 1 && sum.low == 0x1p-80)
    let product = DoubleDouble(product: 1 + 0x1p-40, 1 + 0x1p-40)
    #expect(product.high == 1 + 0x1p-39 && product.low == 0x1p-80)
    let third = DoubleDouble(1) / DoubleDouble(3)
    let back = third * 3 - 1
    #expect(back.high.magnitude <= 0x1p-100)
  }

  @Test("exponentials that underflow round once")
  func exponential() {
    let far = DoubleDouble.log(0x1p-1070)
    #expect(far.exponential(times: 0x1p60) == 0x1p-1010)
    #expect(DoubleDouble(-.infinity).exponential(times: 3) == 0)
    #expect(DoubleDouble(800).exponential(times: 0x1p-200) < .infinity)
  }
}

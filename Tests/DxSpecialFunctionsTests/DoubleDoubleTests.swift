// Expected values: mpmath 1.3.0 at 300 bits, split into two doubles; and
// exact arithmetic.

import DxSpecialFunctions
import Testing
import _DxTestSupport

@Suite("Sums of two doubles")
struct DoubleDoubleTests {
  @Test(
    "logarithms have some 100 bits",
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
    // 2⁻¹⁰⁰ of the result.
    #expect((got.low - low).magnitude <= high.magnitude * 0x1p-100)
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

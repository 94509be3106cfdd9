// Expected values: limits of the functions, in exact arithmetic.

import DxSpecialFunctions
import Testing
import _DxTestSupport

@Suite("Edge cases of special functions")
struct EdgeCaseTests {
  @Test("logistic functions saturate")
  func logistic() {
    #expect(expit(-.infinity) == 0)
    #expect(expit(.infinity) == 1)
    #expect(expit(0) == 0.5)
    #expect(expit(-740) > 0)
    #expect(expit(.nan).isNaN)
    #expect(logit(0) == -.infinity)
    #expect(logit(1) == .infinity)
    #expect(logit(0.5) == 0)
    #expect(logit(-0.1).isNaN)
    #expect(logit(1.1).isNaN)
    #expect(logit(.nan).isNaN)
    #expect(log1pexp(-.infinity) == 0)
    #expect(log1pexp(.infinity) == .infinity)
    #expect(log1pexp(1000) == 1000)
  }

  @Test("logit inverts expit", arguments: [-700, -20, -1, -1e-3, 0.2, 3, 30])
  func inverse(x: Double) {
    // The rounding of p costs ulp(p) / (p (1 − p)); p > 1/2 is nearer 1.
    let bound = 2 * .ulpOfOne * (1 + 1 / expit(-x.magnitude))
    let error = scaledError(logit(expit(x)), x)
    #expect(error <= (x > 0 ? bound : 4 * .ulpOfOne))
  }

  @Test("gamma functions at the ends")
  func gamma() {
    #expect(regularizedGammaP(2, 0) == 0)
    #expect(regularizedGammaQ(2, 0) == 1)
    #expect(regularizedGammaP(2, .infinity) == 1)
    #expect(regularizedGammaQ(2, .infinity) == 0)
    #expect(regularizedGammaP(0, 1).isNaN)
    #expect(regularizedGammaP(2, -1).isNaN)
    #expect(regularizedGammaQ(.nan, 1).isNaN)
    #expect(regularizedGammaQ(.infinity, 1).isNaN)
    #expect(inverseRegularizedGammaP(2, 0) == 0)
    #expect(inverseRegularizedGammaP(2, 1) == .infinity)
    #expect(inverseRegularizedGammaQ(2, 0) == .infinity)
    #expect(inverseRegularizedGammaQ(2, 1) == 0)
    #expect(inverseRegularizedGammaQ(2, 1.5).isNaN)
    // P is x^0.001 / Γ(1.001): its inverse at 1/2 is near 2⁻¹⁰⁰⁰, and at
    // 10⁻³ far below the smallest double.
    #expect(inverseRegularizedGammaP(0.001, 0.5) > 0)
    #expect(inverseRegularizedGammaP(0.001, 1e-3) == 0)
  }

  @Test("beta functions at the ends")
  func beta() {
    #expect(regularizedBeta(2, 3, 0) == 0)
    #expect(regularizedBeta(2, 3, 1) == 1)
    #expect(complementaryRegularizedBeta(2, 3, 0) == 1)
    #expect(complementaryRegularizedBeta(2, 3, 1) == 0)
    #expect(regularizedBeta(2, 3, 1.1).isNaN)
    #expect(regularizedBeta(-2, 3, 0.5).isNaN)
    #expect(regularizedBeta(2, .infinity, 0.5).isNaN)
    #expect(inverseRegularizedBeta(2, 3, 0) == 0)
    #expect(inverseRegularizedBeta(2, 3, 1) == 1)
    #expect(inverseComplementaryRegularizedBeta(2, 3, 0) == 1)
    #expect(inverseRegularizedBeta(2, 3, -0.1).isNaN)
    #expect(logBeta(-1, 2).isNaN)
    #expect(logBeta(0, 2) == .infinity)
    #expect(logBeta(.infinity, 2) == -.infinity)
    #expect(logBeta(1, 1) == 0)
  }

  @Test("normal functions at the ends")
  func normal() {
    #expect(standardNormalQuantile(0) == -.infinity)
    #expect(standardNormalQuantile(1) == .infinity)
    #expect(standardNormalQuantile(0.5) == 0)
    #expect(standardNormalQuantile(-1e-9).isNaN)
    #expect(standardNormalQuantile(1.1).isNaN)
    #expect(standardNormalQuantile(.nan).isNaN)
    #expect(standardNormalProbability(-.infinity) == 0)
    #expect(standardNormalProbability(.infinity) == 1)
    #expect(standardNormalProbability(.nan).isNaN)
    #expect(standardNormalProbability(0) == 0.5)
    #expect(inverseErf(1) == .infinity)
    #expect(inverseErf(-1) == -.infinity)
    #expect(inverseErf(1.5).isNaN)
    #expect(inverseErfc(0) == .infinity)
    #expect(inverseErfc(2) == -.infinity)
    #expect(inverseErfc(.leastNonzeroMagnitude) > 26)
  }

  @Test("the tails are complementary", arguments: [0.3, 1, 8, 25, 1e4])
  func complement(a: Double) {
    for factor in [0.01, 0.5, 0.97, 1, 1.2, 3] {
      let x = a * factor
      let sum = regularizedGammaP(a, x) + regularizedGammaQ(a, x)
      #expect(relativeError(sum, 1) <= .ulpOfOne)
      let u = factor / (1 + factor)
      let whole =
        regularizedBeta(a, 30, u) + complementaryRegularizedBeta(a, 30, u)
      #expect(relativeError(whole, 1) <= .ulpOfOne)
    }
  }

  @Test("beta reflects", arguments: [0.25, 1, 7, 60, 3e4])
  func reflection(a: Double) {
    // 1/2 and 1/4 have exact complements.
    for x in [0.25, 0.5, 0.75] {
      let left = regularizedBeta(a, 40, x)
      let right = complementaryRegularizedBeta(40, a, 1 - x)
      #expect(ulpError(left, right) <= 8)
    }
  }
}

// Expected values: the defining integral by Arb (python-flint 0.9.0) at 220
// bits, two for each region of the algorithm; closed forms at a = 1 and h = 0.

import DxSpecialFunctions
import Testing
import _DxTestSupport

@Suite("Owen's T function")
struct OwenTTests {
  @Test(
    "each region against ball arithmetic",
    arguments: [
      (-0.9079467441285188, -3.0248834124969965, -0.0909038662435234518),
      (2.6291684995658736e-05, 210.96336779912573, 0.249245574239234507),
      (11.047663800885683, -0.26592076509873935, -5.60758041837041434e-29),
      (-1.5944010900591346, -1.8754410025432435, -0.0276925982166646286),
      (6.5, 35.32350092708069, 2.0080002919295589e-11),
      (-33.10001891088406, 0.5081433139094301, 7.42498923259418803e-241),
      (0.03831211752203456, -1.0000000000000016, -0.124883251857169175),
      (-0.7037779084017144, 1.3575845288709607, 0.10473025932695398),
      (2.71223475936063, -0.5270358039633075, -0.00147780451580485114),
      (-2.7217393254988984, -0.999999999986287, -0.00161821221410796386),
      (6.4791155099432105, 3.172928422966599e-271, 3.86963397369072643e-281),
      (-1.0349401564431033, -0.4643640351758793, -0.0390707173444421481),
    ])
  func regions(h: Double, a: Double, expected: Double) {
    // Measured over 3,000 points: 1.4 ulp.
    #expect(ulpError(owensT(h, a), expected) <= 2)
  }

  @Test("a = 1 and h = 0 have closed forms")
  func closedForms() {
    for h in [0.1, 0.7, 1.5, 2.6, 2.9, 7, 20] {
      let p = standardNormalProbability(-h)
      // Three roundings of the right-hand side, and 1.4 of the left.
      #expect(ulpError(owensT(h, 1), 0.5 * p * (1 - p)) <= 4)
    }
    #expect(ulpError(owensT(0, 1), 0.125) <= 1)
    #expect(ulpError(owensT(0, 3.0.squareRoot()), 1.0 / 6) <= 2)
    #expect(ulpError(owensT(0, 1 / 3.0.squareRoot()), 1.0 / 12) <= 2)
    #expect(ulpError(owensT(0, 1e-300), 1.5915494309189535e-301) <= 1)
  }

  @Test("even in h, odd in a")
  func symmetry() {
    for (h, a) in [(0.4, 0.3), (1.2, 1.7), (0.2, 9), (5, 3)] {
      let value = owensT(h, a)
      #expect(owensT(-h, a) == value)
      #expect(owensT(h, -a) == -value && owensT(-h, -a) == -value)
    }
  }

  @Test("regions meet without a step")
  func borders() {
    for h in [0.3, 1.0, 1.375, 2.0, 2.75, 5.5, 20] {
      for a in [0.5, 1, 2, 2.75 / h, 2 / h, 9 / h] {
        let below = owensT(h, a.nextDown)
        let above = owensT(h, a.nextUp)
        #expect(ulpError(above, below) <= 4, "\(h), \(a)")
      }
    }
  }

  @Test("infinities, zeros, NaN and the least numbers")
  func edges() {
    #expect(owensT(0, .infinity) == 0.25 && owensT(0, -.infinity) == -0.25)
    #expect(owensT(1.5, .infinity) == 0.5 * standardNormalProbability(-1.5))
    #expect(owensT(.infinity, 2) == 0 && owensT(-.infinity, .infinity) == 0)
    #expect(owensT(2, 0).sign == .plus && owensT(2, -0.0).sign == .minus)
    #expect(owensT(.infinity, -1).sign == .minus)
    #expect(owensT(.nan, 1).isNaN && owensT(1, .nan).isNaN)
    #expect(owensT(50, .nan).isNaN && owensT(.nan, .infinity).isNaN)
    #expect(owensT(0, .nan).isNaN)
    #expect(owensT(40, 1) == 0 && owensT(1e300, 1e300) == 0)
    // 3.3759606e−323 is seven least numbers.
    #expect(
      owensT(38.3994140625, 1.9947428517550845) == 7 * .leastNonzeroMagnitude)
  }
}

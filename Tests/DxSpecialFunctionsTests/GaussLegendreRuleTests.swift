// Expected values: closed forms of the roots of P₂…P₅ and of integrals; the
// first node and weight of order 1000 by mpmath 1.3.0 at 60 digits.

import DxSpecialFunctions
import Testing
import _DxTestSupport

@Suite("Gauss–Legendre rules")
struct GaussLegendreRuleTests {
  @Test("low orders have their closed form")
  func closedForms() {
    let one = GaussLegendreRule(order: 1)
    #expect(one.nodes == [0] && one.weights == [2])
    let two = GaussLegendreRule(order: 2)
    #expect(ulpError(two.nodes[1], (1.0 / 3).squareRoot()) <= 1)
    #expect(two.weights == [1, 1])
    let three = GaussLegendreRule(order: 3)
    #expect(ulpError(three.nodes[2], 0.6.squareRoot()) <= 1)
    #expect(three.nodes[1] == 0)
    #expect(ulpError(three.weights[1], 8.0 / 9) <= 1)
    let five = GaussLegendreRule(order: 5)
    let node = (5 + 2 * (10.0 / 7).squareRoot()).squareRoot() / 3
    #expect(ulpError(five.nodes[4], node) <= 2)
    #expect(ulpError(five.weights[2], 128.0 / 225) <= 1)
  }

  @Test("order 1000 is right to the last place at its end")
  func largeOrder() {
    let rule = GaussLegendreRule(order: 1000)
    #expect(ulpError(rule.nodes[0], -0.9999971112980756) <= 1)
    #expect(ulpError(rule.weights[0], 7.413338416432072e-06) <= 1)
  }

  @Test(
    "nodes ascend, and powers are integrated exactly",
    arguments: [1, 2, 3, 4, 7, 16, 31, 64, 101])
  func exactness(order: Int) {
    let rule = GaussLegendreRule(order: order)
    #expect(rule.order == order)
    #expect(zip(rule.nodes, rule.nodes.dropFirst()).allSatisfy { $0 < $1 })
    #expect(rule.weights.allSatisfy { $0 > 0 })
    #expect(rule.nodes == rule.nodes.reversed().map { -$0 })
    // Each of n terms rounds: n/2 units at most, far fewer as a rule.
    for degree in [0, order, 2 * order - 1] {
      let got = rule.integrate(from: 0, to: 2) { x in
        var power = 1.0
        for _ in 0..<degree { power *= x / 2 }
        return power
      }
      let error = relativeError(got, 2 / Double(degree + 1))
      #expect(error <= 16 * .ulpOfOne, "degree \(degree)")
    }
  }

  @Test("composite, reversed and empty intervals")
  func intervals() {
    let rule = GaussLegendreRule(order: 12)
    let function: (Double) -> Double = { 1 / (1 + 25 * $0 * $0) }
    // ∫ 1/(1 + 25x²) = (2/5) atan 5 over [−1, 1].
    let exact = 0.5493603067780063
    let fine = rule.integrate(from: -1, to: 1, panelCount: 16, function)
    #expect(relativeError(fine, exact) <= 16 * .ulpOfOne)
    let reversed = rule.integrate(from: 1, to: -1, panelCount: 16, function)
    #expect(reversed == -fine)
    #expect(rule.integrate(from: 3, to: 3, function) == 0)
    #expect(rule.integrate(from: 0, to: 1) { _ in .nan }.isNaN)
  }

  @Test("an error of the integrand comes through")
  func failure() {
    struct Refusal: Error {}
    let rule = GaussLegendreRule(order: 3)
    #expect(throws: Refusal.self) {
      try rule.integrate(from: 0, to: 1) { _ in throw Refusal() }
    }
  }
}

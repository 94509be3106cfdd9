// Expected values: mpmath 1.3.0 at 60 digits, see
// Fixtures/distributions/README.md; closed forms of the roots of H₁…H₃ and of
// the moments Γ(m + ½).

import DxSpecialFunctions
import Testing
import _DxTestSupport

@Suite("Gauss–Hermite rules")
struct GaussHermiteRuleTests {
  @Test("low orders have their closed form")
  func closedForms() {
    let rootPi = Double.pi.squareRoot()
    let one = GaussHermiteRule(order: 1)
    #expect(one.nodes == [0] && one.nodes[0].sign == .plus)
    #expect(ulpError(one.weights[0], rootPi) <= 1)
    #expect(ulpError(one.scaledWeights[0], rootPi) <= 1)
    let two = GaussHermiteRule(order: 2)
    #expect(ulpError(two.nodes[1], 0.5.squareRoot()) <= 1)
    #expect(ulpError(two.weights[0], rootPi / 2) <= 1)
    let three = GaussHermiteRule(order: 3)
    #expect(ulpError(three.nodes[2], 1.5.squareRoot()) <= 1)
    #expect(ulpError(three.weights[1], rootPi * 2 / 3) <= 1)
    #expect(three.order == 3)
  }

  // The limits are the errors measured over all nodes of 17 orders, 0.5, 1.0
  // and 1.0 units, rounded up by half.
  @Test("nodes and weights against high precision")
  func accuracy() throws {
    let all = try ReferenceValue.all
    var rules: [Int: GaussHermiteRule] = [:]
    func check(
      _ name: String, _ ulps: Double,
      _ values: (GaussHermiteRule) -> [Double]
    ) throws {
      for point in try #require(all[name]) {
        let order = Int(point.arguments[0])
        let rule = rules[order] ?? GaussHermiteRule(order: order)
        rules[order] = rule
        let got = values(rule)[Int(point.arguments[1])]
        #expect(ulpError(got, point.value) <= ulps, "\(point)")
      }
    }
    try check("gaussHermiteNode", 1) { $0.nodes }
    try check("gaussHermiteWeight", 1.5) { $0.weights }
    try check("gaussHermiteScaledWeight", 1.5) { $0.scaledWeights }
  }

  @Test("every order to 200 is symmetric and has the exact moments")
  func everyOrder() {
    for order in 1...200 {
      let rule = GaussHermiteRule(order: order)
      #expect(rule.order == order)
      #expect(zip(rule.nodes, rule.nodes.dropFirst()).allSatisfy { $0 < $1 })
      #expect(rule.nodes == rule.nodes.reversed().map { -$0 })
      #expect(rule.weights == rule.weights.reversed())
      #expect(rule.weights.allSatisfy { $0 > 0 })
      #expect(order % 2 == 0 || rule.nodes[order / 2] == 0)
      let sum = rule.weights.reduce(0, +)
      // n terms round, which costs far less than n/2 units.
      #expect(
        relativeError(sum, Double.pi.squareRoot()) <= 16 * .ulpOfOne,
        "order \(order)")
      for half in Set([order / 2, order - 1]) where half >= 1 {
        // A node's rounding counts little: xᵈ e^(−x²) is flat where it is
        // large.
        #expect(
          (momentRatio(rule, half: half) - 1).magnitude <= 16 * .ulpOfOne,
          "order \(order), degree \(2 * half)")
      }
    }
  }

  @Test("at order 400 only the plain weights underflow")
  func underflow() {
    let rule = GaussHermiteRule(order: 400)
    #expect(zip(rule.nodes, rule.nodes.dropFirst()).allSatisfy { $0 < $1 })
    #expect(rule.weights[0] == 0 && rule.weights[399] == 0)
    // The least is in the middle, where it is near π/√(2n) = 0.111.
    #expect(rule.scaledWeights.allSatisfy { $0 > 0.11 })
    #expect((momentRatio(rule, half: 0) - 1).magnitude <= 16 * .ulpOfOne)
  }
}

/// The moment of degree 2·`half` by the scaled weights, over its exact value.
private func momentRatio(_ rule: GaussHermiteRule, half: Int) -> Double {
  let logMoment = DoubleDouble.logGamma(Double(half) + 0.5)
  var sum = 0.0
  for (x, weight) in zip(rule.nodes, rule.scaledWeights) {
    guard x != 0 || half == 0 else { continue }
    let logPower =
      half == 0
      ? DoubleDouble(0) : DoubleDouble.log(x.magnitude) * (2 * Double(half))
    let exponent = logPower - DoubleDouble(product: x, x) - logMoment
    sum += exponent.exponential(times: weight)
  }
  return sum
}

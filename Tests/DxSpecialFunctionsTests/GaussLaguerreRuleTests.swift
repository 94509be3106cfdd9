// Expected values: Newton's iteration on the three-term recurrence with mpmath
// 1.3.0 at 60 digits; closed forms of L₁ and L₂ and of the moments Γ(α + 1 + m).

import DxSpecialFunctions
import Testing
import _DxTestSupport

@Suite("Gauss–Laguerre rules")
struct GaussLaguerreRuleTests {
  @Test("low orders have their closed form")
  func closedForms() {
    let one = GaussLaguerreRule(order: 1)
    #expect(one.nodes == [1] && one.weights == [1])
    #expect(ulpError(one.scaledWeights[0], 2.718281828459045) <= 1)
    let two = GaussLaguerreRule(order: 2)
    let root = 2.0.squareRoot()
    #expect(relativeError(two.nodes[0], 2 - root) <= 2 * .ulpOfOne)
    #expect(relativeError(two.nodes[1], 2 + root) <= 2 * .ulpOfOne)
    #expect(relativeError(two.weights[1], (2 - root) / 4) <= 2 * .ulpOfOne)
    let shifted = GaussLaguerreRule(order: 1, exponent: 3)
    #expect(shifted.nodes == [4] && shifted.weights == [6])
    #expect(shifted.exponent == 3 && shifted.order == 1)
  }

  @Test(
    "nodes and weights against high precision",
    arguments: [
      Row(
        5, -0.99, 0, 0.00200797612186347227,
        98.561580084104102, 0.211013707837387134),
      Row(
        5, -0.99, 4, 10.9711765013861594,
        0.0000110283911268203538, 6.87201730729563158),
      Row(
        16, 2.5, 0, 0.469211497788551608,
        0.0531203147202763478, 0.563138201387966206),
      Row(
        16, 2.5, 7, 11.8503580731507443,
        0.00974248481969794948, 2.82413968963306236),
      Row(
        16, 2.5, 15, 56.2257442004047987,
        1.10114838944465784e-19, 12.1769427432453766),
      Row(
        64, 0.3, 0, 0.0315008810179011893,
        0.0236136416224638603, 0.0687617334479048276),
      Row(
        64, 0.3, 63, 235.390583297881932,
        6.01899439934691953e-101, 19.8069968242403185),
      Row(
        20, 1000.0, 0, 789.786937609176584,
        .infinity, 34.2446276041927538),
      Row(
        20, 1000.0, 19, 1276.25412673981469,
        .infinity, 47.1514641777645445),
      Row(
        300, 0.0, 0, 0.00481130699722792264,
        0.0122881195719285862, 0.012347383942824708),
      Row(
        300, 0.0, 150, 197.549578619446202,
        4.47055393396684437e-86, 2.78646270981905179),
      Row(
        300, 0.0, 299, 1162.79748972094527,
        0, 33.8733863480713206),
      Row(
        3, -0.5, 0, 0.190163509193488133,
        1.44925919044878505, 0.764357651461721827),
      Row(
        3, -0.5, 1, 1.78449274854325159,
        0.314134640645713288, 2.49958884315366145),
    ])
  func accuracy(row: Row) {
    let rule = GaussLaguerreRule(order: row.order, exponent: row.exponent)
    // Measured over 24 rules: 0.5 units.
    #expect(ulpError(rule.nodes[row.index], row.node) <= 1)
    let weight = rule.weights[row.index]
    #expect(weight == row.weight || ulpError(weight, row.weight) <= 1)
    #expect(ulpError(rule.scaledWeights[row.index], row.scaledWeight) <= 1)
  }

  @Test(
    "nodes ascend, and have the exact moments",
    arguments: [1, 2, 3, 8, 31, 100], [-0.9, -0.5, 0, 0.5, 4, 60])
  func everyOrder(order: Int, exponent: Double) {
    let rule = GaussLaguerreRule(order: order, exponent: exponent)
    #expect(rule.order == order && rule.nodes[0] > 0)
    #expect(zip(rule.nodes, rule.nodes.dropFirst()).allSatisfy { $0 < $1 })
    #expect(rule.scaledWeights.allSatisfy { $0 > 0 && $0 < .infinity })
    // The nodes' sum is n (n + α), that of the weights Γ(α + 1).
    let n = Double(order)
    let sum = rule.nodes.reduce(0, +)
    #expect(relativeError(sum, n * (n + exponent)) <= 16 * .ulpOfOne)
    for degree in [0, 1, order, 2 * order - 1] {
      let moment = DoubleDouble.logGamma(exponent + 1 + Double(degree))
      var ratio = 0.0
      for (x, weight) in zip(rule.nodes, rule.scaledWeights) {
        let power = DoubleDouble.log(x) * (exponent + Double(degree))
        ratio += (power - x - moment).exponential(times: weight)
      }
      // A node's rounding counts by the power that is taken.
      #expect(
        (ratio - 1).magnitude <= (16 + 2 * Double(degree)) * .ulpOfOne,
        "degree \(degree)")
    }
  }

  @Test("large orders underflow only where they have to")
  func underflow() {
    let rule = GaussLaguerreRule(order: 400)
    #expect(rule.weights[399] == 0 && rule.scaledWeights[399] > 1)
    #expect(zip(rule.nodes, rule.nodes.dropFirst()).allSatisfy { $0 < $1 })
    #expect(relativeError(rule.weights.reduce(0, +), 1) <= 16 * .ulpOfOne)
  }

  /// A node of a rule.
  struct Row: Sendable {
    var order: Int
    var exponent: Double
    var index: Int
    var node: Double
    var weight: Double
    var scaledWeight: Double

    init(
      _ order: Int, _ exponent: Double, _ index: Int, _ node: Double,
      _ weight: Double, _ scaledWeight: Double
    ) {
      self.order = order
      self.exponent = exponent
      self.index = index
      self.node = node
      self.weight = weight
      self.scaledWeight = scaledWeight
    }
  }
}

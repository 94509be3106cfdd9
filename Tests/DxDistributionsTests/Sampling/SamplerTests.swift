// What is drawn is compared with the cumulative probabilities of this library,
// which are tested against other software elsewhere, and with exact
// arithmetic. The battery program does the same with more values.

import Foundation
import RealModule
import Testing
import _DxTestSupport

@testable import DxDistributions

@Suite("Samplers")
struct SamplerTests {
  /// Some 300 tests: a failure by chance is expected once in thirty thousand
  /// seeds.
  let level = 1e-7

  private func check(
    _ run: (inout SamplerBattery) throws -> Void
  ) throws {
    var battery = SamplerBattery(count: 4_000)
    try run(&battery)
    for test in battery.tests { #expect(test.probability > level, "\(test)") }
    #expect(!battery.tests.isEmpty)
  }

  @Test("location and scale") func locationScale() throws {
    try check { try $0.runLocationScale() }
  }

  @Test("gamma family") func gammas() throws {
    try check { try $0.runGammas() }
  }

  @Test("beta family") func betas() throws {
    try check { try $0.runBetas() }
  }

  @Test("noncentral and mixed") func noncentral() throws {
    try check { try $0.runNoncentral() }
  }

  @Test("binomial family") func binomials() throws {
    try check { try $0.runBinomials() }
  }

  @Test("Poisson family") func poissons() throws {
    try check { try $0.runPoissons() }
  }

  @Test("hypergeometric family") func hypergeometrics() throws {
    try check { try $0.runHypergeometrics() }
  }

  @Test("vectors") func vectors() throws {
    try check { try $0.runVectors() }
  }

  @Test("the battery fails a wrong distribution")
  func counterexample() throws {
    var battery = SamplerBattery(count: 4_000)
    try battery.check("shifted", Shifted())
    #expect(battery.tests.filter { !($0.probability > level) }.count == 3)
  }

  /// A normal distribution that draws values a tenth too far to the right.
  private struct Shifted: ContinuousDistribution {
    var support: ClosedRange<Double> { standard.support }
    var mean: Double { 0 }
    var variance: Double { 1 }
    var mode: Double { 0 }
    private var standard: NormalDistribution { .standard }
    func density(at x: Double) -> Double { standard.density(at: x) }
    func logDensity(at x: Double) -> Double { standard.logDensity(at: x) }
    func cumulativeProbability(at x: Double) -> Double {
      standard.cumulativeProbability(at: x)
    }
    func survivalProbability(at x: Double) -> Double {
      standard.survivalProbability(at: x)
    }
    func quantile(_ p: Double) -> Double { standard.quantile(p) }
    func upperQuantile(_ q: Double) -> Double { standard.upperQuantile(q) }
    func sample<G: RandomNumberGenerator>(using generator: inout G) -> Double {
      standard.sample(using: &generator) + 0.2
    }
  }
}

@Suite("Sampling")
struct SamplingTests {
  @Test("an array has the values of single calls")
  func arrays() throws {
    func check<D: UnivariateDistribution>(_ distribution: D) {
      var one = PhiloxGenerator(seed: 3)
      var other = one
      let values = distribution.samples(50, using: &one)
      #expect(
        values
          == (0..<50).map { _ in
            distribution.sample(using: &other)
          })
      #expect(one == other)
      #expect(distribution.samples(0, using: &one).isEmpty)
      #expect(one == other)
    }
    check(NormalDistribution.standard)
    check(try GammaDistribution(shape: 0.4))
    check(try BinomialDistribution(trials: 80, successProbability: 0.4))
    check(try ChiBarSquaredDistribution(weights: [0.5, 0.25, 0.25]))
  }

  @Test("any generator gives the values of Philox for the same words")
  func anyGenerator() throws {
    struct Wrapped: RandomNumberGenerator {
      var generator: PhiloxGenerator
      mutating func next() -> UInt64 { generator.next() }
    }
    let distribution = try GammaDistribution(shape: 0.4)
    var plain = PhiloxGenerator(seed: 4)
    var wrapped = Wrapped(generator: plain)
    #expect(
      distribution.samples(50, using: &plain)
        == distribution.samples(50, using: &wrapped))
  }

  /// The share of values below a bound, in standard errors from what it is
  /// expected to be.
  private func deviation(
    _ values: [Double], below bound: Double, probability: Double
  ) -> Double {
    let n = Double(values.count)
    let count = Double(values.filter { $0 < bound }.count)
    return (count - n * probability)
      / (n * probability * (1 - probability)).squareRoot()
  }

  @Test("tiny shapes underflow as often as they should")
  func tinyShapes() throws {
    // P(X < x) = x^a / Γ(1 + a) for x = 2⁻¹⁰⁷⁵ and a = 0.001, by mpmath.
    var generator = PhiloxGenerator(seed: 5)
    let zeros = try GammaDistribution(shape: 0.001)
      .samples(10_000, using: &generator)
    #expect(
      deviation(zeros, below: 0x1p-1074, probability: 0.474944736700843)
        .magnitude < 5)
    // Each half of the law is at an end, but for a part of the order 10⁻⁷.
    let ends = try BetaDistribution(alpha: 1e-10, beta: 3e-10)
      .samples(10_000, using: &generator)
    #expect(ends.allSatisfy { $0 == 0 || $0 == 1 })
    #expect(deviation(ends, below: 0.5, probability: 0.75).magnitude < 5)
    let t = try StudentTDistribution(degreesOfFreedom: 1e-3)
      .samples(10_000, using: &generator)
    #expect(!t.contains { $0.isNaN })
    #expect(deviation(t, below: 0, probability: 0.5).magnitude < 5)
    let corners = try DirichletDistribution(
      concentrations: [1e-9, 1e-9, 2e-9])
    for _ in 0..<100 {
      let x = corners.sample(using: &generator)
      #expect(x.max() == 1 && x.reduce(0, +) == 1)
    }
  }

  @Test("huge shapes keep their spread")
  func hugeShapes() throws {
    var generator = PhiloxGenerator(seed: 6)
    let shape = 1e10
    let values = try GammaDistribution(shape: shape)
      .samples(10_000, using: &generator)
      .map { ($0 - shape) / shape.squareRoot() }
    let square = values.reduce(0) { $0 + $1 * $1 }
    // The standard error of the sum of squares is √(2 n).
    #expect((square - 10_000).magnitude < 5 * 20_000.0.squareRoot())
  }

  @Test("degenerate counts")
  func degenerate() throws {
    var generator = PhiloxGenerator(seed: 7)
    func all<D: UnivariateDistribution>(
      _ distribution: D, are value: Double
    ) -> Bool {
      distribution.samples(20, using: &generator).allSatisfy { $0 == value }
    }
    #expect(
      all(try BinomialDistribution(trials: 0, successProbability: 0.5), are: 0))
    for n in [5.0, 1e9] {
      #expect(
        all(try BinomialDistribution(trials: n, successProbability: 0), are: 0))
      #expect(
        all(try BinomialDistribution(trials: n, successProbability: 1), are: n))
    }
    for (successes, draws, value) in [
      (0.0, 7.0, 0.0), (7, 0, 0), (12, 7, 7), (7, 12, 7), (12, 12, 12),
    ] {
      let table = try HypergeometricDistribution(
        total: 12, successes: successes, draws: draws)
      #expect(all(table, are: value))
    }
    // Next to odds of zero nothing but the least number is possible.
    #expect(
      all(
        try FisherNoncentralHypergeometricDistribution(
          total: 12, successes: 4, draws: 9, oddsRatio: 1e-300), are: 1))
  }

  @Test("multinomial counts add up, and empty categories stay empty")
  func multinomial() throws {
    var generator = PhiloxGenerator(seed: 8)
    let distribution = try MultinomialDistribution(
      trials: 1e9, probabilities: [0, 0.5, 0, 1e-12, 0.5 - 1e-12, 0])
    for _ in 0..<20 {
      let counts = distribution.sample(using: &generator)
      #expect(counts.reduce(0, +) == 1e9)
      #expect(counts[0] == 0 && counts[2] == 0 && counts[5] == 0)
    }
  }
}

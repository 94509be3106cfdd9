// Functions 1, 2, 3, 4, 6, 10, 11, 12, 13 and 14 of G. E. Alefeld, F. A. Potra
// and Y. Shi, Algorithm 748: enclosing zeros of continuous functions, ACM
// Trans. Math. Softw. 21:327–344, 1995, doi:10.1145/210089.210111, and two
// classics. Roots by hand or by mpmath 1.3.0 at 40 digits.

import DxOptimization
import RealModule
import Testing
import _DxTestSupport

struct RootCase: Sendable, CustomTestStringConvertible {
  var name: String
  var interval: ClosedRange<Double>
  var root: Double
  /// The relative error by which the rounding of the function moves the root.
  var conditioning = 4 * Double.ulpOfOne
  /// Brent's bound on the number of bisections is far above these.
  var mostEvaluations = 20
  var function: @Sendable (Jet) -> Jet

  var testDescription: String { name }

  func value(_ x: Double) -> Double { derivatives(x).value }

  func derivatives(_ x: Double) -> ScalarDerivatives {
    let jet = function(Jet(variable: 0, of: 1, at: x))
    return ScalarDerivatives(
      value: jet.value, first: jet.gradient[0], second: jet.hessian[0])
  }

  static let all: [RootCase] = [
    RootCase(
      name: "sin x − x/2", interval: (.pi / 2)...(.pi),
      root: 1.895494267033981
    ) { x in x.sine - 0.5 * x },
    // Cancellation between the poles magnifies rounding.
    RootCase(
      name: "poles at squares", interval: (1 + 1e-9)...(4 - 1e-9),
      root: 3.0229153472730568, conditioning: 1e-14, mostEvaluations: 80
    ) { x in
      (1...20).map { i in
        let weight = -2 * Double((2 * i - 5) * (2 * i - 5))
        return weight * (x - Double(i * i)).power(-3)
      }.dropFirst().reduce((-18) * (x - 1.0).power(-3), +)
    },
    RootCase(
      name: "−40 x exp(−x)", interval: -9...31, root: 0, mostEvaluations: 30
    ) { x in (-40) * x * ((-1) * x).exponential },
    RootCase(name: "x⁴ − 0.2", interval: 0...5, root: 0.668740304976422) {
      x in x.power(4) - 0.2
    },
    RootCase(name: "sin x − ½", interval: 0...1.5, root: .pi / 6) { x in
      x.sine - 0.5
    },
    RootCase(
      name: "2x exp(−5) − 2 exp(−5x) + 1", interval: 0...1,
      root: 0.13825715505682407
    ) { x in
      2 * Double.exp(-5) * x - 2 * ((-5) * x).exponential + 1.0
    },
    RootCase(
      name: "2x exp(−20) − 2 exp(−20x) + 1", interval: 0...1,
      root: 0.03465735902085385
    ) { x in
      2 * Double.exp(-20) * x - 2 * ((-20) * x).exponential + 1.0
    },
    RootCase(
      name: "exp(−15x)(x − 1) + x¹⁵", interval: 0...1,
      root: 0.5481822943406552
    ) { x in ((-15) * x).exponential * (x - 1.0) + x.power(15) },
    RootCase(
      name: "(20x − 1)/(19x)", interval: 0.01...1, root: 0.05,
      mostEvaluations: 30
    ) { x in (20 * x - 1.0) * (19 * x).power(-1) },
    // The root of this rank turns an error of u into 20 u.
    RootCase(
      name: "x^(1/20) − 20^(1/20)", interval: 1...100, root: 20,
      conditioning: 40 * .ulpOfOne
    ) { x in x.power(0.05) - .pow(20, 0.05) },
    RootCase(name: "cos x − x", interval: 0...1, root: 0.7390851332151607) {
      x in x.cosine - x
    },
    RootCase(
      name: "Wallis' x³ − 2x − 5", interval: 2...3, root: 2.0945514815423265
    ) { x in x.power(3) - 2 * x - 5.0 },
  ]
}

@Suite("Root finder")
struct RootFinderTests {
  @Test("Brent's method finds the roots", arguments: RootCase.all)
  func brent(_ testCase: RootCase) throws {
    var calls = 0
    let root = try RootFinder().findRoot(in: testCase.interval) { x in
      calls += 1
      return testCase.value(x)
    }
    check(root, testCase, calls, atMost: testCase.mostEvaluations)
  }

  @Test("Halley's method finds the roots", arguments: RootCase.all)
  func halley(_ testCase: RootCase) throws {
    var calls = 0
    let root = try RootFinder().findRoot(
      in: testCase.interval,
      withDerivatives: { x in
        calls += 1
        return testCase.derivatives(x)
      })
    check(root, testCase, calls, atMost: 80)
  }

  @Test("Newton's method finds the roots", arguments: RootCase.all)
  func newton(_ testCase: RootCase) throws {
    var calls = 0
    let root = try RootFinder().findRoot(
      in: testCase.interval,
      withDerivatives: { x in
        calls += 1
        var result = testCase.derivatives(x)
        result.second = 0
        return result
      })
    check(root, testCase, calls, atMost: 80)
  }

  private func check(
    _ root: ScalarSearchResult, _ testCase: RootCase, _ calls: Int,
    atMost most: Int
  ) {
    #expect(root.criterion == .bracket)
    #expect(root.evaluations == calls)
    #expect(calls <= most)
    #expect(root.lower <= root.argument && root.argument <= root.upper)
    // The bracket of a root x is at most 4 (2 ulpOfOne |x|) wide.
    #expect(
      root.upper - root.lower
        <= 8.1 * .ulpOfOne * root.argument.magnitude + 1e-300)
    // As the bracket, and as the function's own rounding.
    let error = (root.argument - testCase.root).magnitude
    let tolerance = testCase.conditioning + 8 * .ulpOfOne
    #expect(error <= tolerance * testCase.root.magnitude + 1e-300)
  }

  @Test("Newton and Halley are fast from a near start")
  func speed() throws {
    func derivatives(_ x: Double) -> ScalarDerivatives {
      ScalarDerivatives(value: x * x - 2, first: 2 * x, second: 2)
    }
    let root = try RootFinder().findRoot(
      in: 0...2, startingAt: 1.5, withDerivatives: derivatives)
    // Two for the ends; cubic convergence from 0.09 takes three, and one
    // or two close the bracket.
    #expect(root.evaluations <= 8)
    #expect(relativeError(root.argument, 2.0.squareRoot()) <= 8 * .ulpOfOne)
  }

  @Test("derivatives that lie cost only time", arguments: [0.0, -3, .nan, 1e9])
  func wrongDerivative(_ slope: Double) throws {
    let root = try RootFinder().findRoot(
      in: 0...2,
      withDerivatives: {
        ScalarDerivatives(value: $0 * $0 - 2, first: slope, second: .nan)
      })
    #expect(root.criterion == .bracket)
    #expect(relativeError(root.argument, 2.0.squareRoot()) <= 8 * .ulpOfOne)
  }

  // Functions 13 and 14 of the list: x exp(−x⁻²), flat to all orders at its
  // root, which underflows to zero for |x| < 0.037; and a jump at 0.
  @Test("a flat root and a jump")
  func flatAndJump() throws {
    let flat = try RootFinder().findRoot(in: -1...4) { x in
      x == 0 ? 0 : x * .exp(-1 / (x * x))
    }
    #expect(flat.criterion == .bracket)
    #expect(flat.value == 0)
    #expect(flat.argument.magnitude <= 0.04)
    let jump = try RootFinder().findRoot(in: -1e4...(.pi / 2)) { x in
      x > 0 ? (x / 1.5 + .sin(x) - 1) / 20 : -0.05
    }
    #expect(jump.criterion == .bracket)
    #expect(
      relativeError(jump.argument, 0.623806518961612) <= 8 * .ulpOfOne)
    let sign = try RootFinder().findRoot(in: -1...3) { x in x < 1 ? -1 : 1 }
    #expect(sign.criterion == .bracket)
    #expect(sign.lower < 1 && sign.upper >= 1)
    #expect(relativeError(sign.argument, 1) <= 8 * .ulpOfOne)
  }

  @Test("a root at an end", arguments: [0.0...1, (-1.0)...0, 0.0...0])
  func endPoint(_ interval: ClosedRange<Double>) throws {
    let root = try RootFinder().findRoot(in: interval) { $0 * 5 }
    #expect(root.argument == 0)
    #expect(root.value == 0)
    #expect(root.lower == 0 && root.upper == 0)
    #expect(root.evaluations == 2)
    let same = try RootFinder().findRoot(
      in: interval,
      withDerivatives: { ScalarDerivatives(value: $0 * 5, first: 5) })
    #expect(same.argument == 0)
    #expect(same.evaluations == 2)
  }

  @Test("no sign change is an error with the values")
  func noSignChange() {
    #expect(
      throws: BracketError.noSignChange(
        lower: -1, lowerValue: 2, upper: 2, upperValue: 5)
    ) { try RootFinder().findRoot(in: -1...2) { $0 * $0 + 1 } }
    #expect(
      throws: BracketError.noSignChange(
        lower: -1, lowerValue: -2, upper: 2, upperValue: -5)
    ) {
      try RootFinder().findRoot(
        in: -1...2,
        withDerivatives: {
          ScalarDerivatives(value: -$0 * $0 - 1, first: -2 * $0)
        })
    }
  }

  @Test("NaN at an end is an error, and inside an early end")
  func notANumber() throws {
    #expect(throws: BracketError.notANumber(argument: 1)) {
      try RootFinder().findRoot(in: -1...1) { $0 < 1 ? $0 : .nan }
    }
    #expect(throws: BracketError.notANumber(argument: -1)) {
      try RootFinder().findRoot(in: -1...1) { $0 > -1 ? $0 : .nan }
    }
    let root = try RootFinder().findRoot(in: -1...2) { x in
      x.magnitude < 1 ? .nan : x
    }
    #expect(root.criterion == .notFinite)
    #expect(root.lower == -1 && root.upper == 2)
    let other = try RootFinder().findRoot(
      in: -1...2,
      withDerivatives: {
        ScalarDerivatives(value: $0.magnitude < 1 ? .nan : $0, first: 1)
      })
    #expect(other.criterion == .notFinite)
  }

  @Test("infinite values serve by their sign")
  func infinite() throws {
    let root = try RootFinder().findRoot(in: -1...2) { x in
      x < 0.3 ? -.infinity : .infinity
    }
    #expect(root.criterion == .bracket)
    #expect(relativeError(root.argument, 0.3) <= 8 * .ulpOfOne)
    let logarithm = try RootFinder().findRoot(in: 0...3) { .log($0) }
    #expect(relativeError(logarithm.argument, 1) <= 8 * .ulpOfOne)
  }

  @Test("the tolerance and the limit are honoured", arguments: [1e-1, 1e-6])
  func toleranceAndLimit(_ tolerance: Double) throws {
    var finder = RootFinder()
    finder.tolerance = tolerance
    let root = try finder.findRoot(in: 0...2) { $0 * $0 - 2 }
    #expect(root.criterion == .bracket)
    #expect((root.argument - 2.0.squareRoot()).magnitude <= 2 * tolerance)
    finder.evaluationLimit = 3
    finder.tolerance = 0
    let limited = try finder.findRoot(in: 0...2) { $0 * $0 - 2 }
    #expect(limited.criterion == .evaluationLimit)
    #expect(limited.evaluations == 3)
    #expect(limited.lower < 2.0.squareRoot() && limited.upper > 1.4)
  }
}

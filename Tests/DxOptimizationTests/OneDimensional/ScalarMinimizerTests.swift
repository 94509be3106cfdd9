// The function Σ (2i − 5)²/(x − i²)² between its poles is the test of R. P.
// Brent, Algorithms for Minimization without Derivatives, 1973; its
// minima at mpmath 1.3.0 with 40 digits. The rest follows by hand.

import DxOptimization
import RealModule
import Testing
import _DxTestSupport

@Suite("Scalar minimiser")
struct ScalarMinimizerTests {
  // The argument is good to the root of the rounding, times √(2f/(f″x²)),
  // which is below 4 for these.
  @Test(
    "finds the minima of Brent's function",
    arguments: [
      (1.0, 3.0229153472730568, 3.676699016901901),
      (5.0, 29.828227326504756, 3.032290519284512),
    ])
  func brentFunction(
    _ row: (pole: Double, argument: Double, value: Double)
  ) {
    var calls = 0
    let lower = row.pole * row.pole
    let upper = (row.pole + 1) * (row.pole + 1)
    let minimum = ScalarMinimizer().minimize(in: lower...upper) { x in
      calls += 1
      return (1...20).reduce(0.0) { sum, i in
        let weight = Double((2 * i - 5) * (2 * i - 5))
        let distance = x - Double(i * i)
        return sum + weight / (distance * distance)
      }
    }
    #expect(minimum.criterion == .bracket)
    #expect(minimum.evaluations == calls)
    #expect(calls <= 30)
    #expect(relativeError(minimum.argument, row.argument) <= 6e-8)
    #expect(relativeError(minimum.value, row.value) <= 8 * .ulpOfOne)
    #expect(minimum.lower <= minimum.argument)
    #expect(minimum.argument <= minimum.upper)
  }

  @Test("a parabola is found to the tolerance", arguments: [0.0, 1e-8, 1e-3])
  func parabola(_ tolerance: Double) {
    var minimizer = ScalarMinimizer()
    minimizer.absoluteTolerance = tolerance
    let minimum = minimizer.minimize(in: -3...10) { ($0 - 2) * ($0 - 2) }
    #expect(minimum.criterion == .bracket)
    #expect((minimum.argument - 2).magnitude <= 3 * tolerance + 1e-7)
    #expect(minimum.evaluations <= 15)
  }

  // Zero tolerances end too. Below a distance of 1e-8 values cannot differ.
  @Test("tolerances of zero end")
  func toleranceZero() {
    var minimizer = ScalarMinimizer()
    minimizer.relativeTolerance = 0
    let minimum = minimizer.minimize(in: 0...4) { 1 + ($0 - 2) * ($0 - 2) }
    #expect(minimum.criterion == .bracket)
    #expect(scaledError(minimum.argument, 2) <= 2e-8)
    let atZero = minimizer.minimize(in: -1...2) { $0 * $0 }
    #expect(atZero.value <= 1e-30)
    #expect(atZero.evaluations <= minimizer.evaluationLimit)
  }

  @Test("a minimum at an end is approached", arguments: [1.0, -1.0])
  func endPoint(_ slope: Double) {
    let minimum = ScalarMinimizer().minimize(in: -1...1) { slope * $0 }
    #expect(minimum.criterion == .bracket)
    #expect(scaledError(minimum.argument, -slope) <= 1e-7)
  }

  @Test("a kink is found to the tolerance")
  func kink() {
    let minimum = ScalarMinimizer().minimize(in: -2...1) {
      ($0 - 0.3).magnitude
    }
    #expect(minimum.criterion == .bracket)
    #expect(scaledError(minimum.argument, 0.3) <= 3e-8)
  }

  @Test("a constant, a point, and an interval of one")
  func flat() {
    let constant = ScalarMinimizer().minimize(in: 0...1) { _ in 3 }
    #expect(constant.criterion == .bracket)
    #expect(constant.value == 3)
    #expect(constant.argument > 0 && constant.argument < 1)
    let point = ScalarMinimizer().minimize(in: 2...2) { $0 }
    #expect(point.argument == 2)
    #expect(point.evaluations == 1)
  }

  @Test("values that are not finite")
  func notFinite() {
    let never = ScalarMinimizer().minimize(in: 0...1) { _ in .nan }
    #expect(never.criterion == .notFinite)
    #expect(never.evaluations == 1)
    // No value beyond 1; the first golden section of 0...2 is at 0.76.
    let half = ScalarMinimizer().minimize(in: 0...2) { x in
      x > 1 ? .nan : (x - 0.9) * (x - 0.9)
    }
    #expect(half.criterion == .bracket)
    #expect(scaledError(half.argument, 0.9) <= 1e-7)
  }

  @Test("the limit is honoured", arguments: [1, 2, 7])
  func limit(_ limit: Int) {
    var minimizer = ScalarMinimizer()
    minimizer.evaluationLimit = limit
    var calls = 0
    let minimum = minimizer.minimize(in: 0...4) { x in
      calls += 1
      return .cosh(x - 1)
    }
    #expect(minimum.criterion == .evaluationLimit)
    #expect(minimum.evaluations == limit)
    #expect(calls == limit)
  }
}

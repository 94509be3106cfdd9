// Objectives that break their promises; the outcomes follow from the rules
// that TrustRegionNewton documents.

import DxOptimization
import Testing
import _DxTestSupport

@Suite("Trust-region Newton and hostile objectives")
struct HostileObjectiveTests {
  @Test(
    "a start that is not finite",
    arguments: [
      (Double.nan, 1.0, 1.0), (.infinity, 1, 1), (1, .nan, 1),
      (1, 1, -.infinity),
    ])
  func notFinite(_ bad: (Double, Double, Double)) {
    var objective = ClosureObjective { _ in (bad.0, [bad.1], [bad.2]) }
    let minimum = TrustRegionNewton().minimize(&objective, from: [1])
    #expect(minimum.convergence.criterion == .notFinite)
    #expect(minimum.convergence.evaluations == 1)
    #expect(minimum.convergence.gradientNorm.isNaN)
    #expect(minimum.point == [1])
  }

  @Test("a NaN as a start")
  func startIsNaN() {
    var objective = TestProblem.rosenbrock.objective
    let minimum = TrustRegionNewton().minimize(&objective, from: [.nan, 1])
    #expect(minimum.convergence.criterion == .notFinite)
  }

  // −log x + x has its minimum at 1 and no value for x ≤ 0.
  @Test("a domain that Newton's step leaves", arguments: [1e-3, 1.9, 5, 40])
  func domain(_ start: Double) {
    var objective = ClosureObjective { x in
      guard x[0] > 0 else { return (.nan, [.nan], [.nan]) }
      let jet = Jet(variable: 0, of: 1, at: x[0])
      let f = jet - jet.logarithm
      return (f.value, f.gradient, f.hessian)
    }
    let minimum = TrustRegionNewton().minimize(&objective, from: [start])
    #expect(minimum.convergence.criterion.isConverged)
    #expect(scaledError(minimum.point[0], 1) <= 1e-9)
    #expect(objective.evaluations == minimum.convergence.evaluations)
  }

  @Test("minus infinity is no minimum")
  func minusInfinity() {
    var objective = ClosureObjective { x in
      x[0] > 3 ? (-.infinity, [0], [0]) : (-x[0], [-1], [0])
    }
    let minimum = TrustRegionNewton().minimize(&objective, from: [0])
    #expect(minimum.convergence.criterion == .noProgress)
    #expect(minimum.value.isFinite)
    #expect(minimum.point[0] <= 3)
  }

  @Test(
    "a value only at the start",
    arguments: [[0.0], [1.0], [1e10], [1e-10]])
  func isolatedPoint(_ start: [Double]) {
    var calls = 0
    var objective = ClosureObjective { x in
      calls += 1
      return (calls == 1 ? 1 : .nan, [1], [0])
    }
    let minimum = TrustRegionNewton().minimize(&objective, from: start)
    #expect(minimum.convergence.criterion == .noProgress)
    #expect(minimum.point == start)
    #expect(objective.evaluations == minimum.convergence.evaluations)
    #expect(objective.evaluations <= 60)
  }

  // The gradient has the wrong sign in one variable, is off by a constant,
  // or points uphill altogether.
  @Test("a gradient that lies", arguments: 0..<3)
  func wrongGradient(_ lie: Int) {
    var objective = ClosureObjective { x in
      let f = x[0] * x[0] + 3 * x[1] * x[1]
      var g = [2 * x[0], 6 * x[1]]
      switch lie {
      case 0: g[0] = -g[0]
      case 1: g[0] += 1
      default: g = [-g[0], -g[1]]
      }
      return (f, g, [2, 0, 0, 6])
    }
    // The second lie would be believed from further away, where Newton's step
    // to the false minimum does go downhill.
    let start = lie == 1 ? [0.0, 0.0] : [1, 1]
    let minimum = TrustRegionNewton().minimize(&objective, from: start)
    #expect(minimum.convergence.criterion == .noProgress)
    #expect(minimum.value <= (lie == 1 ? 1e-14 : 4))
    #expect(objective.evaluations <= 200)
  }

  // |x| with the Hessian of a smooth function: the derivative jumps.
  @Test("a kink")
  func kink() {
    var objective = ClosureObjective { x in
      (x[0].magnitude, [x[0] < 0 ? -1 : 1], [0.1])
    }
    let minimum = TrustRegionNewton().minimize(&objective, from: [0.7])
    #expect(minimum.convergence.criterion == .noProgress)
    #expect(minimum.point[0].magnitude <= 1e-9)
  }

  // A wrong Hessian costs steps only.
  @Test("a Hessian that lies", arguments: [-1.0, 0, 0.1, 10])
  func wrongHessian(_ factor: Double) {
    var objective = ClosureObjective { x in
      let h = 2 * factor
      return (
        x[0] * x[0] + x[1] * x[1], [2 * x[0], 2 * x[1]], [h, 0, 0, h]
      )
    }
    let minimum = TrustRegionNewton().minimize(&objective, from: [1, 2])
    #expect(minimum.value <= 1e-9)
    #expect(minimum.convergence.evaluations <= 1000)
  }

  @Test("a constant")
  func constant() {
    var objective = ClosureObjective { _ in (3, [0, 0], [0, 0, 0, 0]) }
    let minimum = TrustRegionNewton().minimize(&objective, from: [1, 2])
    #expect(minimum.convergence.criterion == .gradient)
    #expect(minimum.point == [1, 2])
    #expect(minimum.convergence.hessianEigenvalues == [0, 0])
  }

  @Test(
    "extreme scales", arguments: [1e-30, 1e-100, 1e-8, 1e8, 1e100, 1e140])
  func scales(_ factor: Double) {
    var objective = ClosureObjective { x in
      let (a, b) = (x[0] - 1, x[1] + 2)
      return (
        factor * (a * a + a * b + b * b + 1),
        [factor * (2 * a + b), factor * (a + 2 * b)],
        [2 * factor, factor, factor, 2 * factor]
      )
    }
    var newton = TrustRegionNewton()
    newton.valueScale = 0
    let minimum = newton.minimize(&objective, from: [30, 40])
    #expect(minimum.convergence.criterion.isConverged)
    #expect(scaledError(minimum.point[0], 1) <= 1e-9)
    #expect(scaledError(minimum.point[1], -2) <= 1e-9)
  }
}

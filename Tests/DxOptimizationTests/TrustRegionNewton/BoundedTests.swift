// Expected solutions: see BoundedProblems.swift, or by hand as each test says.

import DxOptimization
import Testing
import _DxTestSupport

@Suite("Trust-region Newton in a box")
struct BoundedTests {
  @Test("finds the published solutions", arguments: TestProblem.bounded)
  func publishedSolutions(_ problem: TestProblem) {
    var objective = problem.objective
    let minimum = TrustRegionNewton().minimize(
      &objective, from: problem.start, lowerBounds: problem.lower,
      upperBounds: problem.upper)
    let record = minimum.convergence
    #expect(record.criterion.isConverged, "\(record)")
    #expect(record.evaluations == objective.evaluations)
    #expect(record.evaluations <= 60)
    #expect(objective.staysInBox)
    #expect(record.gradientNorm <= 1e-9 * max(1, minimum.value.magnitude))
    // HS3 has a curvature of 2e-5, so 1e-9 in the gradient is 5e-5 in x₁.
    let tolerance = problem.name == "HS3" ? 5e-5 : 1e-8
    for (x, want) in zip(minimum.point, problem.solution ?? []) {
      #expect(scaledError(x, want) <= tolerance)
    }
    #expect(scaledError(minimum.value, problem.minimum) <= 1e-13)
  }

  @Test("names the active bounds with their multipliers")
  func activeBounds() {
    var objective = TestProblem.hs45.objective
    let minimum = TrustRegionNewton().minimize(
      &objective, from: TestProblem.hs45.start,
      lowerBounds: TestProblem.hs45.lower, upperBounds: TestProblem.hs45.upper)
    // The product of the variables is 120, so each derivative is −1/xᵢ.
    let active = minimum.convergence.activeBounds
    #expect(active.map(\.index) == [0, 1, 2, 3, 4])
    #expect(active.allSatisfy { $0.side == .upper })
    for bound in active {
      let want = -1 / Double(bound.index + 1)
      #expect(relativeError(bound.derivative, want) <= 1e-14)
    }
    #expect(minimum.convergence.hessianEigenvalues.isEmpty)
    #expect(minimum.convergence.gradientNorm == 0)
  }

  // Rosenbrock's function in boxes that cut off its minimum or its valley.
  // With x₁ ≤ c < 1 the solution is (c, c²), at (1 − c)²; with x₂ ≤ 1 and
  // x₁ ≥ 2 it is (2, 1), at 901.
  @Test(
    "Rosenbrock's function in boxes",
    arguments: [
      ([-2.0, -2], [0.5, 2.0], [0.5, 0.25]),
      ([-2.0, -2], [-0.5, 2.0], [-0.5, 0.25]),
      ([2.0, -5], [5.0, 1.0], [2.0, 1.0]),
      ([-5.0, -5], [1.0, 1.0], [1.0, 1.0]),
      ([1.0, 1], [5.0, 5.0], [1.0, 1.0]),
      ([1.0, -5], [1.0, 5.0], [1.0, 1.0]),
      ([3.0, 4], [3.0, 4.0], [3.0, 4.0]),
    ])
  func rosenbrockBoxes(
    _ row: (lower: [Double], upper: [Double], solution: [Double])
  ) {
    var problem = TestProblem.rosenbrock
    problem.lower = row.lower
    problem.upper = row.upper
    var objective = problem.objective
    let minimum = TrustRegionNewton().minimize(
      &objective, from: [-1.2, 1], lowerBounds: row.lower,
      upperBounds: row.upper)
    #expect(minimum.convergence.criterion.isConverged)
    #expect(objective.staysInBox)
    #expect(objective.evaluations == minimum.convergence.evaluations)
    for (x, want) in zip(minimum.point, row.solution) {
      #expect(scaledError(x, want) <= 1e-9)
    }
  }

  @Test("all variables fixed take one evaluation")
  func fixed() {
    var objective = TestProblem.rosenbrock.objective
    let minimum = TrustRegionNewton().minimize(
      &objective, from: [0, 0], lowerBounds: [3, 4], upperBounds: [3, 4])
    #expect(minimum.point == [3, 4])
    #expect(minimum.convergence.criterion == .gradient)
    #expect(objective.evaluations == 1)
    #expect(minimum.convergence.activeBounds.map(\.side) == [.fixed, .fixed])
  }

  // (x − 1)² + (y − 2)² with the bound exactly at the minimum: the multiplier
  // is zero, and the bound may or may not be met exactly.
  @Test("a degenerate bound", arguments: [[-5.0, 7.0], [1.0, 2.0], [1, 0]])
  func degenerate(_ start: [Double]) {
    var objective = ClosureObjective { x in
      let (a, b) = (x[0] - 1, x[1] - 2)
      return (a * a + b * b, [2 * a, 2 * b], [2, 0, 0, 2])
    }
    let minimum = TrustRegionNewton().minimize(
      &objective, from: start, lowerBounds: [1, -.infinity],
      upperBounds: [.infinity, 2])
    #expect(minimum.convergence.criterion.isConverged)
    #expect(scaledError(minimum.point[0], 1) <= 1e-9)
    #expect(scaledError(minimum.point[1], 2) <= 1e-9)
    #expect(minimum.convergence.evaluations <= 8)
  }

  // f = (x + y)⁴ + (x − y)² at a corner, which is degenerate in the Hessian
  // and in the multipliers alike.
  @Test("a degenerate corner")
  func degenerateCorner() {
    var objective = ClosureObjective { x in
      let (s, d) = (x[0] + x[1], x[0] - x[1])
      let (g, h) = (4 * s * s * s, 12 * s * s)
      return (
        s * s * s * s + d * d, [g + 2 * d, g - 2 * d],
        [h + 2, h - 2, h - 2, h + 2]
      )
    }
    let minimum = TrustRegionNewton().minimize(
      &objective, from: [3, 1], lowerBounds: [0, 0])
    #expect(minimum.convergence.criterion.isConverged)
    // The gradient is cubic: 4 s³ ≤ 1e-9 gives s ≤ 7e-4.
    #expect(minimum.point[0] <= 1e-3)
    #expect(minimum.point[1] <= 1e-3)
  }

  // −x² + y² at x = 0: stationary, on its bound, and a maximum along the
  // one direction that is allowed.
  @Test("negative curvature away from a bound is followed")
  func maximumOnBound() {
    var objective = ClosureObjective { x in
      (x[1] * x[1] - x[0] * x[0], [-2 * x[0], 2 * x[1]], [-2, 0, 0, 2])
    }
    let minimum = TrustRegionNewton().minimize(
      &objective, from: [0, 1], lowerBounds: [0, -1], upperBounds: [3, 2])
    #expect(minimum.convergence.criterion == .gradient)
    #expect(minimum.point[0] == 3)
    #expect(minimum.point[1].magnitude <= 1e-9)
    #expect(minimum.value == -9)
  }

  // −Σ i xᵢ² over a box has its minimum at the farther bound of each
  // variable from a start on that side: a vertex.
  @Test("a concave function ends at a vertex", arguments: [1, 7, 40])
  func vertex(_ n: Int) {
    var objective = ClosureObjective { x in
      var value = 0.0
      var gradient = x
      var hessian = Array(repeating: 0.0, count: n * n)
      for i in 0..<n {
        let weight = Double(i + 1)
        value -= weight * x[i] * x[i]
        gradient[i] = -2 * weight * x[i]
        hessian[i + n * i] = -2 * weight
      }
      return (value, gradient, hessian)
    }
    let minimum = TrustRegionNewton().minimize(
      &objective, from: Array(repeating: 0.1, count: n),
      lowerBounds: Array(repeating: -1, count: n),
      upperBounds: Array(repeating: 2, count: n))
    #expect(minimum.convergence.criterion == .gradient)
    #expect(minimum.point == Array(repeating: 2, count: n))
    #expect(minimum.convergence.activeBounds.count == n)
  }

  // ½ Σ (xᵢ − i + n/2)² over [−1, 1]ⁿ: the projection of the centre.
  @Test("many bounds become active at once")
  func projection() {
    let n = 50
    var objective = ClosureObjective { x in
      var value = 0.0
      var gradient = x
      var hessian = Array(repeating: 0.0, count: n * n)
      for i in 0..<n {
        let r = x[i] - (Double(i) - 25) / 10
        value += 0.5 * r * r
        gradient[i] = r
        hessian[i + n * i] = 1
      }
      return (value, gradient, hessian)
    }
    let minimum = TrustRegionNewton().minimize(
      &objective, from: Array(repeating: 0, count: n),
      lowerBounds: Array(repeating: -1, count: n),
      upperBounds: Array(repeating: 1, count: n))
    #expect(minimum.convergence.criterion == .gradient)
    #expect(objective.evaluations <= 8)
    for (i, x) in minimum.point.enumerated() {
      let want = min(1, max(-1, (Double(i) - 25) / 10))
      #expect(scaledError(x, want) <= 1e-14)
    }
    // 15 to each side lie on or beyond their bounds, which 15 and 35 meet.
    #expect(minimum.convergence.activeBounds.count >= 29)
  }

  // Seeded convex quadratics: the conditions of Karush, Kuhn and Tucker
  // certify the solution without knowing it.
  @Test("convex quadratics meet the optimality conditions", arguments: 0..<40)
  func quadratics(_ seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let n = 1 + seed % 9
    let root = (0..<(n * n)).map { _ in random.nextNumber() }
    let linear = (0..<n).map { _ in 3 * random.nextNumber() }
    let lower = (0..<n).map { _ in -random.nextNumber().magnitude }
    let upper = (0..<n).map { _ in random.nextNumber().magnitude }
    var hessian = Array(repeating: 0.0, count: n * n)
    for i in 0..<n {
      for j in 0..<n {
        for k in 0..<n {
          hessian[i + n * j] += root[i + n * k] * root[j + n * k]
        }
      }
      hessian[i + n * i] += 0.01
    }
    var objective = ClosureObjective { x in
      var value = 0.0
      var gradient = linear
      for j in 0..<n {
        for i in 0..<n { gradient[i] += hessian[i + n * j] * x[j] }
      }
      for i in 0..<n { value += 0.5 * x[i] * (gradient[i] + linear[i]) }
      return (value, gradient, hessian)
    }
    let minimum = TrustRegionNewton().minimize(
      &objective, from: Array(repeating: 5, count: n), lowerBounds: lower,
      upperBounds: upper)
    #expect(minimum.convergence.criterion.isConverged)
    #expect(minimum.convergence.evaluations <= 12)
    for i in 0..<n {
      let (x, g) = (minimum.point[i], minimum.gradient[i])
      #expect(x >= lower[i] && x <= upper[i])
      // The gradient tolerance, in each variable.
      if x > lower[i] { #expect(g <= 2e-9) }
      if x < upper[i] { #expect(g >= -2e-9) }
    }
  }
}

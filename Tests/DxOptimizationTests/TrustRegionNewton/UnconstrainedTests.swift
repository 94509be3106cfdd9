// Expected minima: see UnconstrainedProblems.swift.

import DxOptimization
import RealModule
import Testing
import _DxTestSupport

@Suite("Trust-region Newton without bounds")
struct UnconstrainedTests {
  @Test("finds the published minima", arguments: TestProblem.unconstrained)
  func publishedMinima(_ problem: TestProblem) {
    checkMinimum(problem)
  }

  @Test("finds them from far starts", arguments: TestProblem.farStarts)
  func farStarts(_ problem: TestProblem) {
    checkMinimum(problem)
  }

  private func checkMinimum(_ problem: TestProblem) {
    var objective = problem.objective
    let minimum = TrustRegionNewton().minimize(&objective, from: problem.start)
    let record = minimum.convergence
    #expect(record.criterion.isConverged, "\(record)")
    #expect(record.evaluations == objective.evaluations)
    #expect(record.activeBounds.isEmpty)
    #expect(record.hessianEigenvalues.count == problem.start.count)
    let largest = record.hessianEigenvalues.last ?? 0
    #expect(
      record.hessianEigenvalues.allSatisfy { $0 >= -1e-12 * largest })
    // Six digits are what the paper prints; the values of zero are reached
    // to the square of the gradient tolerance or better, but for Powell's
    // singular function, which is flat to fourth order.
    #expect(scaledError(minimum.value, problem.minimum) <= 2e-6)
    if problem.minimum == 0 { #expect(minimum.value <= 1e-11) }
    for (x, want) in zip(minimum.point, problem.solution ?? []) {
      #expect(scaledError(x, want) <= 1e-6)
    }
  }

  // Three decimal digits become six, twelve, sixteen: from a point 1e-3 away
  // the gradient is at rounding level after four steps at the most.
  @Test("converges quadratically")
  func quadratic() {
    var objective = TestProblem.rosenbrock.objective
    var newton = TrustRegionNewton()
    newton.gradientTolerance = 1e-13
    let minimum = newton.minimize(&objective, from: [1.001, 1.001])
    #expect(minimum.convergence.criterion.isConverged)
    #expect(objective.evaluations <= 6)
    #expect(minimum.convergence.gradientNorm <= 1e-13)
  }

  // The minimum of 85822 has rounding errors of 1e-11 in its value, which
  // hide the last half of the digits of the point; the gradient does not.
  @Test("reaches the rounding of the gradient with a tolerance of zero")
  func toleranceZero() {
    var objective = TestProblem.brownDennis.objective
    var newton = TrustRegionNewton()
    newton.gradientTolerance = 0
    let minimum = newton.minimize(
      &objective, from: TestProblem.brownDennis.start)
    #expect(minimum.convergence.criterion.isConverged)
    let terms = 85822.0.squareRoot()
    #expect(minimum.convergence.gradientNorm <= 1e4 * .ulpOfOne * terms)
    #expect(objective.evaluations <= 50)
  }

  @Test("counts evaluations and honours their limit", arguments: [1, 2, 5])
  func evaluationLimit(_ limit: Int) {
    var objective = TestProblem.rosenbrock.objective
    var newton = TrustRegionNewton()
    newton.evaluationLimit = limit
    let minimum = newton.minimize(&objective, from: [-1.2, 1])
    #expect(minimum.convergence.criterion == .evaluationLimit)
    #expect(minimum.convergence.evaluations == limit)
    #expect(objective.evaluations == limit)
    // 24.2 at the start, and never worse.
    #expect(minimum.value <= 24.200000000000003)
  }

  // f = x² − y² + y⁴ has a saddle at the origin and minima of −¼ at
  // y = ±√½, where the Hessian is diag(2, 4).
  @Test(
    "leaves a saddle point",
    arguments: [[0.0, 0.0], [1.0, 0.0], [1.0, 1e-300]])
  func saddle(_ start: [Double]) {
    var objective = ClosureObjective { x in
      let (a, b) = (x[0], x[1])
      return (
        a * a - b * b + b * b * b * b, [2 * a, -2 * b + 4 * b * b * b],
        [2, 0, 0, -2 + 12 * b * b]
      )
    }
    let minimum = TrustRegionNewton().minimize(&objective, from: start)
    #expect(minimum.convergence.criterion.isConverged)
    #expect(scaledError(minimum.value, -0.25) <= 1e-15)
    #expect(
      relativeError(minimum.point[1].magnitude, 0.5.squareRoot()) <= 1e-9)
    let eigenvalues = minimum.convergence.hessianEigenvalues
    #expect(relativeError(eigenvalues[0], 2) <= 1e-8)
    #expect(relativeError(eigenvalues[1], 4) <= 1e-8)
    #expect(objective.evaluations == minimum.convergence.evaluations)
  }

  // f = (x + y − 1)²: every point of a line is a minimum.
  @Test("ends on a valley of minima")
  func singular() {
    var objective = ClosureObjective { x in
      let r = x[0] + x[1] - 1
      return (r * r, [2 * r, 2 * r], [2, 2, 2, 2])
    }
    let minimum = TrustRegionNewton().minimize(&objective, from: [3, 5])
    #expect(minimum.convergence.criterion.isConverged)
    #expect(scaledError(minimum.point[0] + minimum.point[1], 1) <= 1e-9)
    let eigenvalues = minimum.convergence.hessianEigenvalues
    #expect(eigenvalues[0].magnitude <= 1e-14)
    #expect(relativeError(eigenvalues[1], 4) <= 1e-14)
  }

  // The second difference matrix has the eigenvalues 2 − 2 cos(kπ/(n + 1)),
  // exact up to their own rounding of 2 u; the iteration adds some n u times
  // the largest, which is 4.
  @Test("the certificate has the whole spectrum", arguments: [1, 2, 3, 10, 60])
  func spectrum(_ n: Int) {
    let matrix = secondDifferences(n)
    var objective = quarticObjective(matrix, n, quartic: 0)
    let minimum = TrustRegionNewton().minimize(
      &objective, from: Array(repeating: 1, count: n))
    #expect(minimum.convergence.criterion == .gradient)
    #expect(minimum.hessian == matrix)
    let eigenvalues = minimum.convergence.hessianEigenvalues
    #expect(eigenvalues.count == n)
    for (k, value) in eigenvalues.enumerated() {
      let angle = Double.pi * Double(k + 1) / Double(n + 1)
      let error = (value - (2 - 2 * .cos(angle))).magnitude
      #expect(error <= 4 * Double(n + 3) * .ulpOfOne)
    }
  }

  // ½ xᵀ(A − 3/2)x + ¼ Σ xᵢ⁴ from zero, a saddle point where two fifths of
  // the eigenvalues are negative.
  @Test("leaves a saddle of many negative eigenvalues", arguments: [2, 5, 40])
  func manySaddles(_ n: Int) {
    var matrix = secondDifferences(n)
    for i in 0..<n { matrix[i + n * i] -= 1.5 }
    var objective = quarticObjective(matrix, n, quartic: 1)
    let minimum = TrustRegionNewton().minimize(
      &objective, from: Array(repeating: 0, count: n))
    #expect(minimum.convergence.criterion.isConverged)
    #expect(minimum.value < -0.1)
    #expect((minimum.convergence.hessianEigenvalues.first ?? 0) > 0)
    #expect(minimum.convergence.gradientNorm <= 1e-10)
    #expect(minimum.convergence.evaluations <= 40)
  }

  private func secondDifferences(_ n: Int) -> [Double] {
    var matrix = Array(repeating: 0.0, count: n * n)
    for i in 0..<n {
      matrix[i + n * i] = 2
      if i + 1 < n {
        matrix[i + 1 + n * i] = -1
        matrix[i + n * (i + 1)] = -1
      }
    }
    return matrix
  }

  /// The function `½ xᵀAx + ¼ c Σ xᵢ⁴`.
  private func quarticObjective(
    _ matrix: [Double], _ n: Int, quartic c: Double
  ) -> ClosureObjective {
    ClosureObjective { x in
      var gradient = Array(repeating: 0.0, count: n)
      var hessian = matrix
      for j in 0..<n {
        for i in 0..<n { gradient[i] += matrix[i + n * j] * x[j] }
      }
      var value = 0.0
      for i in 0..<n {
        let square = x[i] * x[i]
        value += 0.5 * x[i] * gradient[i] + 0.25 * c * square * square
        gradient[i] += c * square * x[i]
        hessian[i + n * i] += 3 * c * square
      }
      return (value, gradient, hessian)
    }
  }

  @Test("no variables")
  func empty() {
    var objective = ClosureObjective { _ in (7, [], []) }
    let minimum = TrustRegionNewton().minimize(&objective, from: [])
    #expect(minimum.value == 7)
    #expect(minimum.point.isEmpty)
    #expect(minimum.convergence.criterion == .gradient)
    #expect(minimum.convergence.evaluations == 1)
    #expect(objective.evaluations == 1)
  }

  // f = cosh(x − 2) needs more than one step.
  @Test("one variable", arguments: [-300.0, 0, 2, 5])
  func oneVariable(_ start: Double) {
    var objective = ClosureObjective { x in
      let up = Jet(variable: 0, of: 1, at: x[0] - 2).exponential.value
      let down = 1 / up
      return ((up + down) / 2, [(up - down) / 2], [(up + down) / 2])
    }
    let minimum = TrustRegionNewton().minimize(&objective, from: [start])
    #expect(minimum.convergence.criterion.isConverged)
    #expect(scaledError(minimum.point[0], 2) <= 1e-9)
    #expect(minimum.hessian.count == 1)
  }

  @Test("an unbounded function ends at the limit")
  func unbounded() {
    var objective = ClosureObjective { x in (x[0], [1], [0]) }
    var newton = TrustRegionNewton()
    newton.evaluationLimit = 60
    newton.maximumRadius = 100
    let minimum = newton.minimize(&objective, from: [0])
    #expect(minimum.convergence.criterion == .evaluationLimit)
    #expect(minimum.value < -1000)
  }
}

// The derivatives of every test problem against central differences.

import Testing
import _DxTestSupport

@Suite("Derivatives of the test problems")
struct DerivativeTests {
  // With h = 2⁻¹⁷ of a variable, truncation is of order h² = 6e-11 times a
  // third derivative, and rounding 3e-11 times the value: 1e-5 of the largest
  // entry covers both for functions as curved as these.
  @Test(
    "agree with differences",
    arguments: (TestProblem.unconstrained + TestProblem.bounded).filter {
      $0.start.count <= 10
    })
  func agree(_ problem: TestProblem) {
    var objective = problem.objective
    // Off the start, where symmetric problems have derivatives of zero.
    let point = problem.start.enumerated().map { (i, x) in
      0.9 * x + 0.01 * Double(i + 1)
    }
    let at = evaluate(&objective, point)
    let gradientSize = at.gradient.map(\.magnitude).max() ?? 0
    let hessianSize = at.hessian.map(\.magnitude).max() ?? 0
    let n = point.count
    for j in 0..<n {
      let h = 0x1p-17 * max(1, point[j].magnitude)
      var (up, down) = (point, point)
      up[j] += h
      down[j] -= h
      let above = evaluate(&objective, up)
      let below = evaluate(&objective, down)
      let slope = (above.value - below.value) / (2 * h)
      #expect(
        (slope - at.gradient[j]).magnitude
          <= 1e-5 * max(gradientSize, at.value.magnitude))
      for i in 0..<n {
        let curvature = (above.gradient[i] - below.gradient[i]) / (2 * h)
        let difference = (curvature - at.hessian[i + n * j]).magnitude
        #expect(difference <= 1e-5 * max(hessianSize, gradientSize))
      }
    }
  }

  private func evaluate(
    _ objective: inout CountedObjective, _ point: [Double]
  ) -> (value: Double, gradient: [Double], hessian: [Double]) {
    var gradient = point
    var hessian = Array(repeating: 0.0, count: point.count * point.count)
    var gradientSpan = gradient.mutableSpan
    var hessianSpan = hessian.mutableSpan
    let value = objective.evaluate(
      at: point.span, gradient: &gradientSpan, hessian: &hessianSpan)
    return (value, gradient, hessian)
  }
}

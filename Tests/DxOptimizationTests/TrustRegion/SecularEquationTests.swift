// Shifts are roots of the secular equation by mpmath 1.3.0 at 50 digits, or
// follow from the numbers by hand where the test says so.

import DxLinearAlgebra
import DxOptimization
import Testing
import _DxTestSupport

struct SecularCase: Sendable {
  var eigenvalues: [Double]
  var gradient: [Double]
  var radius: Double
  var shifted: Double

  static let all: [SecularCase] = [
    SecularCase(
      eigenvalues: [1, 2, 3], gradient: [1, 1, 1], radius: 0.5,
      shifted: 2.7348182888589117),
    SecularCase(
      eigenvalues: [-1, 0.5, 4], gradient: [0.3, -2, 1], radius: 2,
      shifted: 0.18756297867631555),
    // Nearly hard: μ + λ₁ must be resolved far below the rounding of μ.
    SecularCase(
      eigenvalues: [-2, 1, 1], gradient: [1e-12, 1.5, 0], radius: 1,
      shifted: 1.1547005383791034e-12),
    SecularCase(
      eigenvalues: [-2, 1, 1], gradient: [1e-12, 1.5, 0], radius: 0.3,
      shifted: 2),
    SecularCase(
      eigenvalues: [0, 1, 10], gradient: [1e-3, 1, 1], radius: 1.2,
      shifted: 0.0015196315643009445),
    SecularCase(
      eigenvalues: [-1e8, -1, 1e8], gradient: [1, 1, 1], radius: 1e-3,
      shifted: 1000.0000000624989),
  ]
}

@Suite("Secular equation")
struct SecularEquationTests {
  @Test("finds the root", arguments: SecularCase.all)
  func findsRoot(_ testCase: SecularCase) {
    let solution = solveSecularEquation(
      eigenvalues: testCase.eigenvalues, gradient: testCase.gradient,
      radius: testCase.radius)
    #expect(!solution.isInterior)
    #expect(solution.hardCaseLength == 0)
    // The length is met to 1e-8; the length depends on the shift with a
    // logarithmic derivative of at least 0.2 in these cases.
    #expect(
      relativeError(solution.shiftedSmallestEigenvalue, testCase.shifted)
        <= 5e-8)
  }

  @Test("a short Newton step is interior")
  func interior() {
    let solution = solveSecularEquation(
      eigenvalues: [1, 2], gradient: [1, -4], radius: 3)
    #expect(solution.isInterior)
    #expect(solution.multiplier == 0)
    #expect(solution.component(eigenvalue: 1, gradient: 1) == -1)
    #expect(solution.component(eigenvalue: 2, gradient: -4) == 2)
  }

  // H = diag(−2, 1), g = (0, 3): μ = 2 gives the step −3/3 = −1 along the
  // second vector, and √(radius² − 1) must be added along the first.
  @Test("hard case")
  func hardCase() {
    let solution = solveSecularEquation(
      eigenvalues: [-2, 1], gradient: [0, 3], radius: 2)
    #expect(!solution.isInterior)
    #expect(solution.multiplier == 2)
    #expect(solution.component(eigenvalue: -2, gradient: 0) == 0)
    #expect(solution.component(eigenvalue: 1, gradient: 3) == -1)
    let length = 3.0.squareRoot()
    #expect(relativeError(solution.hardCaseLength, length) <= 4 * .ulpOfOne)
  }

  @Test("no gradient at all at a saddle")
  func saddle() {
    let solution = solveSecularEquation(
      eigenvalues: [-2, 2], gradient: [0, 0], radius: 0.5)
    #expect(solution.hardCaseLength == 0.5)
    #expect(!solution.isInterior)
  }

  @Test("a singular Hessian with a consistent gradient is interior")
  func singular() {
    let solution = solveSecularEquation(
      eigenvalues: [0, 4], gradient: [0, 4], radius: 2)
    #expect(solution.isInterior)
    #expect(solution.hardCaseLength == 0)
    #expect(solution.component(eigenvalue: 4, gradient: 4) == -1)
  }

  @Test("degenerate smallest eigenvalue")
  func degenerate() {
    // Both components are −g/σ, so σ = ‖g‖/radius = 5.
    let solution = solveSecularEquation(
      eigenvalues: [-7, -7], gradient: [3, 4], radius: 1)
    #expect(relativeError(solution.shiftedSmallestEigenvalue, 5) <= 2e-8)
  }

  @Test("nothing to solve")
  func empty() {
    let solution = solveSecularEquation(
      eigenvalues: [], gradient: [], radius: 1)
    #expect(solution.isInterior)
  }

  @Test("scales at the ends of the range", arguments: [1e-150, 1e150])
  func scales(_ scale: Double) {
    let solution = solveSecularEquation(
      eigenvalues: [1, 2, 3], gradient: [scale, scale, scale],
      radius: 0.5 * scale)
    #expect(
      relativeError(solution.shiftedSmallestEigenvalue, 2.7348182888589117)
        <= 5e-8)
  }

  @Test(
    "ends on inputs that are not finite", arguments: [Double.nan, .infinity])
  func notFinite(_ bad: Double) {
    let solution = solveSecularEquation(
      eigenvalues: [-1, bad], gradient: [bad, 1], radius: 1)
    #expect(!solution.isInterior)
  }
}

@Suite("Trust-region step of three parameters")
struct TrustRegionStep3x3Tests {
  @Test("a short Newton step is taken exactly")
  func newton() {
    // H (1, 2, 3) = (6, 11, 18) by hand, and −½ gᵀs = ½·82.
    let (step, decrease, isInterior) = trustRegionStep(
      hessian: SymmetricMatrix3x3(4, 1, 0, 5, 0, 6),
      gradient: SIMD3(-6, -11, -18), radius: 10)
    for i in 0..<3 {
      #expect(relativeError(step[i], Double(i + 1)) <= 8 * .ulpOfOne)
    }
    #expect(relativeError(decrease, 41) <= 8 * .ulpOfOne)
    #expect(isInterior)
  }

  // Moré and Sorensen's conditions: (H + μ)s = −g, H + μ semidefinite,
  // μ ≥ 0, and μ = 0 or s on the boundary, checked for seeded matrices.
  @Test("optimality conditions hold", arguments: 0..<200)
  func optimality(_ seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let h = SymmetricMatrix3x3(
      random.nextNumber(), random.nextNumber(), random.nextNumber(),
      random.nextNumber(),
      random.nextNumber(), random.nextNumber())
    let g = SIMD3(random.nextNumber(), random.nextNumber(), random.nextNumber())
    let radius = 0.05 + random.nextNumber().magnitude
    let (s, decrease, isInterior) = trustRegionStep(
      hessian: h, gradient: g, radius: radius)
    let length = (s * s).sum().squareRoot()
    let slope = (g * s).sum()
    let model = -(slope + 0.5 * h.quadraticForm(s))
    #expect(scaledError(decrease, model) <= 1e-14)
    // μ from the component of −(Hs + g) along s.
    let residual = h * s + g
    let multiplier = -(residual * s).sum() / (length * length)
    let smallest = h.eigenDecomposition().values.x
    #expect(multiplier >= -1e-13)
    #expect(smallest + multiplier >= -1e-8)
    #expect((residual + multiplier * s).max() <= 1e-12)
    #expect((residual + multiplier * s).min() >= -1e-12)
    if isInterior {
      #expect(length <= radius)
      #expect(multiplier.magnitude <= 1e-12 * max(1, 1 / length))
    } else {
      #expect(relativeError(length, radius) <= 2e-8)
    }
  }

  // The same conditions for positive definite Hessians, up to nearly singular
  // ones, whose Newton step is too long.
  @Test("convex steps to the boundary", arguments: 0..<60)
  func convexBoundary(_ seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let u = SIMD3(random.nextNumber(), random.nextNumber(), random.nextNumber())
    let v = SIMD3(random.nextNumber(), random.nextNumber(), random.nextNumber())
    let ridge: Double = [1, 1e-3, 1e-7][seed % 3]
    func entry(_ i: Int, _ j: Int) -> Double {
      u[i] * u[j] + v[i] * v[j] + (i == j ? ridge : 0)
    }
    let h = SymmetricMatrix3x3(
      entry(0, 0), entry(1, 0), entry(2, 0), entry(1, 1), entry(2, 1),
      entry(2, 2))
    let g = SIMD3(random.nextNumber(), random.nextNumber(), random.nextNumber())
    let radius = 0.01
    let (s, decrease, isInterior) = trustRegionStep(
      hessian: h, gradient: g, radius: radius)
    #expect(!isInterior)
    #expect(relativeError((s * s).sum().squareRoot(), radius) <= 2e-8)
    let model = -((g * s).sum() + 0.5 * h.quadraticForm(s))
    #expect(relativeError(decrease, model) <= 1e-13)
    let residual = h * s + g
    let multiplier = -(residual * s).sum() / (s * s).sum()
    #expect(multiplier > 0)
    #expect((residual + multiplier * s).max() <= 1e-10)
    #expect((residual + multiplier * s).min() >= -1e-10)
  }

  @Test("a saddle point without gradient is left")
  func saddle() {
    let (step, decrease, isInterior) = trustRegionStep(
      hessian: SymmetricMatrix3x3(2, 0, 0, -4, 0, 1), gradient: .zero,
      radius: 0.5)
    #expect(step.y.magnitude == 0.5)
    #expect(step.x == 0 && step.z == 0)
    #expect(decrease == 0.5)
    #expect(!isInterior)
  }

  @Test("a flat quadratic stays where it is")
  func flat() {
    let (step, decrease, isInterior) = trustRegionStep(
      hessian: .zero, gradient: .zero, radius: 1)
    #expect(step == .zero)
    #expect(decrease == 0)
    #expect(isInterior)
  }

  @Test("a linear function goes down to the boundary")
  func linear() {
    let (step, decrease, isInterior) = trustRegionStep(
      hessian: .zero, gradient: SIMD3(3, 0, -4), radius: 10)
    // The length is met to 1e-8.
    #expect(relativeError(step.x, -6) <= 2e-8)
    #expect(relativeError(step.z, 8) <= 2e-8)
    #expect(relativeError(decrease, 50) <= 2e-8)
    #expect(!isInterior)
  }
}

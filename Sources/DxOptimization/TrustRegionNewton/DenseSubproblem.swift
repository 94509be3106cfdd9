internal import DxLinearAlgebra

/// The trust-region subproblem for a dense Hessian, in reusable storage.
///
/// A Cholesky factorisation and Newton's step come first. Where the step is
/// too long, the secular equation is solved by further factorisations; where
/// there is none, by the eigen-decomposition, which also serves the hard case.
///
/// > J. J. Moré and D. C. Sorensen. Computing a trust region step. *SIAM J.
/// > Sci. Stat. Comput.* 4:553–572, 1983, §3. doi:10.1137/0904038
package struct DenseSubproblem: Sendable {
  /// How a step came about.
  package struct Outcome {
    /// Whether the radius did not limit the step.
    package var isInterior: Bool
    /// Whether a multiple of the first eigenvector, of either sign, was
    /// added.
    package var isHardCase: Bool
  }

  /// The lower triangle of the Hessian, column by column.
  package var hessian: [Double]
  /// The gradient.
  package var gradient: [Double]
  /// The step that the last solution found.
  package private(set) var step: [Double]
  // The Cholesky factor, or the eigenvectors.
  private var factor: [Double]
  private var work: [Double]
  private var cholesky: CholeskyKernel
  private var eigen: SymmetricEigenKernel

  package init(capacity: Int) {
    gradient = Array(repeating: 0, count: capacity)
    step = gradient
    work = gradient
    hessian = Array(repeating: 0, count: capacity * capacity)
    factor = hessian
    cholesky = CholeskyKernel(capacity: capacity)
    eigen = SymmetricEigenKernel(capacity: capacity)
  }

  /// Minimises the quadratic over a ball.
  package mutating func solve(order n: Int, radius: Double) -> Outcome {
    if factor(order: n, shift: 0) {
      let length = newtonStep(order: n)
      if length <= radius {
        return Outcome(isInterior: true, isHardCase: false)
      }
      if length.isFinite, shorten(order: n, length, radius) {
        return Outcome(isInterior: false, isHardCase: false)
      }
    }
    return solveBySpectrum(order: n, radius: radius)
  }

  /// Factors the Hessian.
  ///
  /// - Returns: Whether it is positive definite beyond rounding.
  package mutating func factor(order n: Int) -> Bool {
    factor(order: n, shift: 0)
  }

  /// Solves for Newton's step with the factor of ``factor(order:)``.
  package mutating func solveFactored(order n: Int) {
    _ = newtonStep(order: n)
  }

  /// Whether the Hessian has an eigenvalue that is negative beyond rounding.
  package mutating func hasNegativeCurvature(order n: Int) -> Bool {
    if factor(order: n, shift: 0) { return false }
    let values = eigenvalues(order: n)
    guard let least = values.first, let most = values.last else {
      return false
    }
    return least < -8 * .ulpOfOne * max(least.magnitude, most.magnitude)
  }

  /// The eigenvalues of the Hessian, or nothing if it is not finite.
  package mutating func eigenvalues(order n: Int) -> ArraySlice<Double> {
    copyHessian(order: n, shift: 0)
    let unconverged = eigen.decompose(
      &factor, order: n, wantsVectors: false)
    if unconverged != nil { return [] }
    return eigen.values[0..<n]
  }

  /// Replaces the step by its negative.
  package mutating func reverseStep(order n: Int) {
    for i in 0..<n { step[i] = -step[i] }
  }

  private mutating func copyHessian(order n: Int, shift: Double) {
    for j in 0..<n {
      for i in j..<n { factor[i + n * j] = hessian[i + n * j] }
      factor[j + n * j] += shift
    }
  }

  /// Factors the Hessian with a shift of its diagonal.
  ///
  /// - Returns: Whether each pivot exceeds the rounding error of its diagonal
  ///   entry, without which a step would be noise.
  private mutating func factor(order n: Int, shift: Double) -> Bool {
    copyHessian(order: n, shift: shift)
    if cholesky.factor(&factor, order: n) != nil { return false }
    for j in 0..<n {
      let (root, diagonal) = (factor[j + n * j], hessian[j + n * j] + shift)
      if !(root * root > Self.leastPivot * diagonal) { return false }
    }
    return true
  }

  // Eight units of rounding.
  private static var leastPivot: Double { 4 * .ulpOfOne }
  // The radius is a heuristic, of which a thousandth does not matter.
  private static var lengthTolerance: Double { 1.001 }

  /// Solves for the step with the current factor, and returns its length.
  private mutating func newtonStep(order n: Int) -> Double {
    for i in 0..<n { step[i] = -gradient[i] }
    TriangularKernel.solve(factor, order: n, .plain, &step)
    TriangularKernel.solve(factor, order: n, .transposed, &step)
    return length(of: step, n)
  }

  /// Solves the secular equation for a positive definite Hessian, whose
  /// Newton step is too long.
  ///
  /// Newton's iterates on the reciprocal of the length stay left of the root,
  /// so each shifted matrix is positive definite too.
  private mutating func shorten(
    order n: Int, _ newtonLength: Double, _ radius: Double
  ) -> Bool {
    var length = newtonLength
    var shift = 0.0
    for _ in 0..<20 {
      for i in 0..<n { work[i] = step[i] }
      TriangularKernel.solve(factor, order: n, .plain, &work)
      let ratio = length / self.length(of: work, n)
      let next = shift + ratio * ratio * (length / radius - 1)
      guard next > shift, factor(order: n, shift: next) else { return false }
      shift = next
      length = newtonStep(order: n)
      if length <= Self.lengthTolerance * radius { return true }
    }
    return false
  }

  private mutating func solveBySpectrum(
    order n: Int, radius: Double
  ) -> Outcome {
    copyHessian(order: n, shift: 0)
    let unconverged = eigen.decompose(&factor, order: n, wantsVectors: true)
    if unconverged != nil {
      for i in 0..<n { step[i] = 0 }
      return Outcome(isInterior: false, isHardCase: false)
    }
    for j in 0..<n {
      var sum = 0.0
      for i in 0..<n { sum += factor[i + n * j] * gradient[i] }
      work[j] = sum
    }
    let solution = solveSecularEquation(
      eigenvalues: eigen.values[0..<n], gradient: work[0..<n],
      radius: radius)
    for i in 0..<n { step[i] = 0 }
    for j in 0..<n {
      let component =
        solution.component(eigenvalue: eigen.values[j], gradient: work[j])
        + (j == 0 ? solution.hardCaseLength : 0)
      for i in 0..<n { step[i] += component * factor[i + n * j] }
    }
    return Outcome(
      isInterior: solution.isInterior,
      isHardCase: solution.hardCaseLength > 0)
  }

  private func length(of vector: [Double], _ n: Int) -> Double {
    var squares = 0.0
    for i in 0..<n { squares += vector[i] * vector[i] }
    return squares.squareRoot()
  }
}

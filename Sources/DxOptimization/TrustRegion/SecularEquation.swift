/// The minimiser of a quadratic in a ball, in the basis of eigenvectors.
///
/// The component of the step along an eigenvector comes from
/// ``component(eigenvalue:gradient:)``.
public struct SecularSolution: Hashable, Sendable {
  /// The smallest eigenvalue λ₁ of the Hessian.
  public var smallestEigenvalue: Double
  /// The smallest eigenvalue of the shifted Hessian, `λ₁ + μ ≥ 0`.
  ///
  /// This is kept, rather than μ, because it is found without cancellation.
  public var shiftedSmallestEigenvalue: Double
  /// The length to add along the first eigenvector in the hard case, else 0.
  ///
  /// Both signs serve equally.
  public var hardCaseLength: Double
  /// Whether the minimiser lies inside the ball, so that μ is zero.
  public var isInterior: Bool

  /// Creates a solution from its parts.
  @inlinable
  public init(
    smallestEigenvalue: Double, shiftedSmallestEigenvalue: Double,
    hardCaseLength: Double, isInterior: Bool
  ) {
    self.smallestEigenvalue = smallestEigenvalue
    self.shiftedSmallestEigenvalue = shiftedSmallestEigenvalue
    self.hardCaseLength = hardCaseLength
    self.isInterior = isInterior
  }

  /// The Lagrange multiplier μ of the constraint on the length.
  @inlinable
  public var multiplier: Double {
    isInterior ? 0 : max(0, shiftedSmallestEigenvalue - smallestEigenvalue)
  }

  /// The component of the step along an eigenvector.
  ///
  /// In the hard case ``hardCaseLength`` must be added to the component
  /// along the first eigenvector.
  ///
  /// - Parameters:
  ///   - eigenvalue: The eigenvalue λ of that eigenvector.
  ///   - gradient: The component of the gradient along it.
  @inlinable
  public func component(eigenvalue: Double, gradient: Double) -> Double {
    gradient == 0
      ? 0
      : -gradient
        / ((eigenvalue - smallestEigenvalue) + shiftedSmallestEigenvalue)
  }
}

/// Minimises `gᵀs + ½ sᵀHs` over `‖s‖ ≤ radius` in the basis of eigenvectors.
///
/// Outside the easy case of a positive definite Hessian and a short Newton
/// step, the multiplier is the root right of the pole of
/// ```
/// ‖s(μ)‖ = radius,   sᵢ(μ) = −gᵢ / (λᵢ + μ)
/// ```
/// Newton's method runs on the reciprocal of the norm, which is concave and
/// nearly linear in μ, so it converges monotonically from the left; the start
/// is the largest of the lower bounds that single components give, at which
/// the norm is at most √n times the radius. The unknown is `λ₁ + μ`, the
/// distance to the pole, so a nearly hard case loses no digits.
///
/// In the hard case (no gradient along the first eigenvectors, λ₁ < 0 and a
/// short remaining step) the minimiser is completed along the first
/// eigenvector, which is how a saddle point is left.
///
/// Accuracy: the length of a step on the boundary exceeds the radius by a
/// relative error of at most 1e-8.
///
/// Edge cases:
///
/// - Empty collections give an interior solution.
/// - A smallest eigenvalue that is zero or negative only by rounding, with no
///   gradient to follow, gives the interior step of least norm.
/// - Where an input is not a number, the result is unspecified.
///
/// - Parameters:
///   - eigenvalues: The eigenvalues of the Hessian in ascending order.
///   - gradient: The components of the gradient along the eigenvectors.
///   - radius: The length that the step may have.
/// - Precondition: The collections are equally long, and `radius > 0`.
/// - Complexity: O(*n*) for each of about five iterations; no allocation.
///
/// > J. J. Moré and D. C. Sorensen. Computing a trust region step. *SIAM J.
/// > Sci. Stat. Comput.* 4:553–572, 1983, §3. doi:10.1137/0904038
@inlinable
public func solveSecularEquation<Components>(
  eigenvalues: Components, gradient: Components, radius: Double
) -> SecularSolution
where Components: RandomAccessCollection, Components.Element == Double {
  precondition(
    eigenvalues.count == gradient.count,
    "\(eigenvalues.count) eigenvalues, but \(gradient.count) components")
  precondition(radius > 0, "A radius of \(radius) is not positive")
  guard let smallest = eigenvalues.first, let largest = eigenvalues.last else {
    return SecularSolution(
      smallestEigenvalue: 0, shiftedSmallestEigenvalue: 0, hardCaseLength: 0,
      isInterior: true)
  }
  var solution = SecularSolution(
    smallestEigenvalue: smallest, shiftedSmallestEigenvalue: max(0, smallest),
    hardCaseLength: 0, isInterior: false)
  let relativeLength = _relativeStepLength(
    solution, eigenvalues, gradient, radius
  ).length
  if relativeLength <= 1 {
    // An eigenvalue is known to a few units of rounding of the largest.
    let noise =
      8 * Double.ulpOfOne * max(smallest.magnitude, largest.magnitude)
    solution.isInterior = smallest >= -noise
    if !solution.isInterior {
      solution.hardCaseLength =
        radius
        * ((1 - relativeLength) * (1 + relativeLength)).squareRoot()
    }
    return solution
  }
  for (eigenvalue, component) in zip(eigenvalues, gradient) {
    let bound = component.magnitude / radius - (eigenvalue - smallest)
    solution.shiftedSmallestEigenvalue = max(
      solution.shiftedSmallestEigenvalue, bound)
  }
  // Five iterations are usual, about 25 the worst at this tolerance.
  for _ in 0..<64 {
    let (length, slope) = _relativeStepLength(
      solution, eigenvalues, gradient, radius)
    let next =
      solution.shiftedSmallestEigenvalue
      + (length - 1) * length * length / slope
    if !(length > 1 + 1e-8) || !(next > solution.shiftedSmallestEigenvalue) {
      break
    }
    solution.shiftedSmallestEigenvalue = next
  }
  return solution
}

/// The length of a step in units of the radius, and `Σ sᵢ² / (λᵢ + μ)`.
///
/// The slope is −½ of the derivative of the squared length.
@inlinable
internal func _relativeStepLength<Components>(
  _ solution: SecularSolution, _ eigenvalues: Components,
  _ gradient: Components, _ radius: Double
) -> (length: Double, slope: Double)
where Components: RandomAccessCollection, Components.Element == Double {
  var squares = 0.0
  var slope = 0.0
  for (eigenvalue, component) in zip(eigenvalues, gradient)
  where component != 0 {
    let shifted =
      (eigenvalue - solution.smallestEigenvalue)
      + solution.shiftedSmallestEigenvalue
    let step = (component / radius) / shifted
    squares += step * step
    slope += step * step / shifted
  }
  return (squares.squareRoot(), slope)
}

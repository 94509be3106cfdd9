public import DxLinearAlgebra

/// Minimises a quadratic of three parameters over a ball.
///
/// The quadratic is `gᵀs + ½ sᵀHs`. A positive definite Hessian whose Newton
/// step is short enough costs one division; where it is too long, the secular
/// equation is solved with a few shifted matrices. All else takes an
/// eigen-decomposition, which also leaves a saddle point along the direction
/// of negative curvature.
///
/// - Parameters:
///   - hessian: The matrix H, of any signature.
///   - gradient: The vector g.
///   - radius: The length that the step may have.
/// - Returns: The step; the decrease of the quadratic that it achieves, which
///   is not negative; and whether it lies inside the ball, where it is
///   Newton's step.
/// - Precondition: `radius > 0`.
///
/// Edge cases: an input that is not finite gives a step that is not finite,
/// or any step of a permitted length; the iteration ends in either case.
///
/// - Complexity: no allocation.
///
/// > J. J. Moré and D. C. Sorensen. Computing a trust region step. *SIAM J.
/// > Sci. Stat. Comput.* 4:553–572, 1983. doi:10.1137/0904038
@inlinable @inline(__always)
public func trustRegionStep(
  hessian: SymmetricMatrix3x3, gradient: SIMD3<Double>, radius: Double
) -> (step: SIMD3<Double>, predictedDecrease: Double, isInterior: Bool) {
  if let newton = hessian.solvePositiveDefinite(-gradient) {
    let squaredLength =
      newton.x * newton.x + newton.y * newton.y + newton.z * newton.z
    if squaredLength <= radius * radius {
      let slope =
        newton.x * gradient.x + newton.y * gradient.y + newton.z * gradient.z
      return (newton, -0.5 * slope, true)
    }
    if let (step, decrease) = _shortenedTrustRegionStep(
      hessian: hessian, gradient: gradient, radius: radius, newton: newton)
    {
      return (step, decrease, false)
    }
  }
  return _spectralTrustRegionStep(
    hessian: hessian, gradient: gradient, radius: radius)
}

/// The step to the boundary for a positive definite Hessian, whose Newton step
/// is too long.
///
/// Newton's method on the reciprocal of the length, as in
/// ``solveSecularEquation(eigenvalues:gradient:radius:)`` but without the
/// spectrum: it stays left of the root, where each shifted matrix is positive
/// definite too. Returns `nil` if rounding prevents that.
@usableFromInline
internal func _shortenedTrustRegionStep(
  hessian: SymmetricMatrix3x3, gradient: SIMD3<Double>, radius: Double,
  newton: SIMD3<Double>
) -> (step: SIMD3<Double>, predictedDecrease: Double)? {
  var shifted = hessian
  var shift = 0.0
  var step = newton
  for _ in 0..<12 {
    let squaredLength =
      step.x * step.x + step.y * step.y + step.z * step.z
    let excess = squaredLength.squareRoot() / radius - 1
    if excess <= 1e-8 {
      let slope =
        step.x * gradient.x + step.y * gradient.y + step.z * gradient.z
      return (step, 0.5 * (shift * squaredLength - slope))
    }
    guard let solved = shifted.solvePositiveDefinite(step) else { return nil }
    let slope = step.x * solved.x + step.y * solved.y + step.z * solved.z
    let next = shift + squaredLength / slope * excess
    guard next > shift, next.isFinite else { return nil }
    shift = next
    shifted.m11 = hessian.m11 + shift
    shifted.m22 = hessian.m22 + shift
    shifted.m33 = hessian.m33 + shift
    guard let next = shifted.solvePositiveDefinite(-gradient) else {
      return nil
    }
    step = next
  }
  return nil
}

/// The step by eigen-decomposition, for every Hessian.
@usableFromInline
internal func _spectralTrustRegionStep(
  hessian: SymmetricMatrix3x3, gradient: SIMD3<Double>, radius: Double
) -> (step: SIMD3<Double>, predictedDecrease: Double, isInterior: Bool) {
  let spectrum = hessian.eigenDecomposition()
  let rotated = spectrum.coordinates(of: gradient)
  let solution = solveSecularEquation(
    eigenvalues: ThreeComponents(spectrum.values),
    gradient: ThreeComponents(rotated), radius: radius)
  var coordinates = SIMD3<Double>()
  for i in 0..<3 {
    coordinates[i] = solution.component(
      eigenvalue: spectrum.values[i], gradient: rotated[i])
  }
  coordinates.x += solution.hardCaseLength
  // Of the two forms of the decrease, the one whose terms are all positive:
  // ½ sᵀ(H + μ)s + ½ μ sᵀs.
  var decrease = 0.0
  for i in 0..<3 {
    let shifted =
      (spectrum.values[i] - spectrum.values.x)
      + solution.shiftedSmallestEigenvalue
    decrease +=
      0.5 * (shifted + solution.multiplier) * coordinates[i] * coordinates[i]
  }
  return (
    spectrum.vector(at: coordinates), decrease, solution.isInterior
  )
}

/// The three numbers of a vector, as a collection that needs no array.
internal struct ThreeComponents: RandomAccessCollection {
  internal var vector: SIMD3<Double>

  internal init(_ vector: SIMD3<Double>) {
    self.vector = vector
  }

  internal var startIndex: Int { 0 }
  internal var endIndex: Int { 3 }
  internal subscript(position: Int) -> Double { vector[position] }
}

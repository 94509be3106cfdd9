public import DxLinearAlgebra

/// Minimises a quadratic of three parameters over a ball.
///
/// The quadratic is `gᵀs + ½ sᵀHs`. A positive definite Hessian whose Newton
/// step is short enough costs one division and one square root; all else
/// takes an eigen-decomposition and the secular equation, which also leave a
/// saddle point along the direction of negative curvature.
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
  }
  return _spectralTrustRegionStep(
    hessian: hessian, gradient: gradient, radius: radius)
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

/// A point with the value and the derivatives of the objective there.
internal struct NewtonIterate {
  internal var point: [Double]
  internal var value: Double
  internal var gradient: [Double]
  internal var hessian: [Double]

  internal init(point: [Double]) {
    self.point = point
    value = .nan
    gradient = Array(repeating: 0, count: point.count)
    hessian = Array(repeating: 0, count: point.count * point.count)
  }

  /// Evaluates the objective at the point.
  internal mutating func evaluate<Objective: TwiceDifferentiableObjective>(
    _ objective: inout Objective
  ) {
    value = Self.evaluate(&objective, point, &gradient, &hessian)
  }

  // Two spans of one structure's properties would overlap in the eyes of the
  // exclusivity check; two arguments do not.
  private static func evaluate<Objective: TwiceDifferentiableObjective>(
    _ objective: inout Objective, _ point: [Double],
    _ gradient: inout [Double], _ hessian: inout [Double]
  ) -> Double {
    var gradientSpan = gradient.mutableSpan
    var hessianSpan = hessian.mutableSpan
    return objective.evaluate(
      at: point.span, gradient: &gradientSpan, hessian: &hessianSpan)
  }

  /// Whether the value and each derivative is a finite number.
  internal var isFinite: Bool {
    let n = point.count
    guard value.isFinite else { return false }
    for j in 0..<n {
      if !gradient[j].isFinite { return false }
      for i in j..<n where !hessian[i + n * j].isFinite { return false }
    }
    return true
  }

  /// The Euclidean norm of `P(x − g) − x` for the projection P on a box.
  internal func projectedGradientNorm(
    lower: [Double], upper: [Double]
  ) -> Double {
    var squares = 0.0
    for i in 0..<point.count {
      // Not `min`, which would hide a NaN.
      let g = gradient[i]
      let room = g > 0 ? point[i] - lower[i] : upper[i] - point[i]
      let part = g.magnitude > room ? room : g.magnitude
      squares += part * part
    }
    return squares.squareRoot()
  }

  /// The Hessian with its upper triangle filled from the lower.
  internal var symmetrizedHessian: [Double] {
    let n = point.count
    var full = hessian
    for j in 0..<n { for i in j..<n { full[j + n * i] = full[i + n * j] } }
    return full
  }
}

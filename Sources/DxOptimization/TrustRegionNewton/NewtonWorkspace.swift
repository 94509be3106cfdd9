/// All that a minimisation in a box needs, allocated once.
internal struct NewtonWorkspace {
  /// A trial point and what the quadratic model says of it.
  internal struct Proposal {
    /// The decrease of the quadratic from the current to the trial point.
    internal var predictedDecrease: Double
    /// The Euclidean length of the step.
    internal var length: Double
    /// Whether the step is not limited by the radius.
    internal var isInterior: Bool
  }

  internal let lower: [Double]
  internal let upper: [Double]
  internal var current: NewtonIterate
  internal var trial: NewtonIterate
  internal var subproblem: DenseSubproblem
  // The indices of the variables that the subproblem is about.
  internal var free: [Int]
  internal var freeCount = 0
  // The Hessian times the step from the current to the trial point, and the
  // point from which a projected search starts.
  internal var product: [Double]
  internal var origin: [Double]

  /// Starts from the projection of a point on the box.
  internal init(start: [Double], lower: [Double], upper: [Double]) {
    let n = start.count
    var point = start
    for i in 0..<n {
      point[i] = NewtonWorkspace.clamp(point[i], lower[i], upper[i])
    }
    self.lower = lower
    self.upper = upper
    current = NewtonIterate(point: point)
    trial = NewtonIterate(point: point)
    subproblem = DenseSubproblem(capacity: n)
    free = Array(repeating: 0, count: n)
    product = point
    origin = point
  }

  internal var order: Int { current.point.count }

  /// The nearest number in an interval; a NaN remains one.
  internal static func clamp(
    _ x: Double, _ lower: Double, _ upper: Double
  ) -> Double {
    x < lower ? lower : (x > upper ? upper : x)
  }

  /// Makes the trial point the current one.
  internal mutating func acceptTrial() {
    swap(&current, &trial)
  }

  // MARK: Faces of the box

  /// Whether a variable is held on a bound by its derivative.
  private func isBinding(_ i: Int) -> Bool {
    let (x, g) = (current.point[i], current.gradient[i])
    return lower[i] == upper[i] || (x <= lower[i] && g > 0)
      || (x >= upper[i] && g < 0)
  }

  /// Selects the variables that no bound holds back at the current point.
  internal mutating func selectNonbinding() {
    freeCount = 0
    for i in 0..<order where !isBinding(i) {
      free[freeCount] = i
      freeCount += 1
    }
  }

  /// Selects the variables strictly between their bounds at the trial point.
  internal mutating func selectInside() {
    freeCount = 0
    for i in 0..<order
    where trial.point[i] > lower[i] && trial.point[i] < upper[i] {
      free[freeCount] = i
      freeCount += 1
    }
  }

  /// Copies the selected rows and columns of the Hessian.
  internal mutating func gatherHessian() {
    let (n, m) = (order, freeCount)
    for b in 0..<m {
      let column = n * free[b]
      // The indices are ascending, so these are in the lower triangle.
      for a in b..<m {
        subproblem.hessian[a + m * b] = current.hessian[free[a] + column]
      }
    }
  }

  /// Whether a direction that no bound blocks has negative curvature.
  internal mutating func hasNegativeCurvature() -> Bool {
    selectNonbinding()
    gatherHessian()
    return subproblem.hasNegativeCurvature(order: freeCount)
  }

  // MARK: The quadratic model

  /// The value of the quadratic at the trial point, against the current one.
  ///
  /// Leaves the Hessian times the step in `product`.
  internal mutating func modelChange() -> Double {
    let n = order
    for i in 0..<n { product[i] = 0 }
    for j in 0..<n {
      let sj = trial.point[j] - current.point[j]
      if sj == 0 { continue }
      product[j] += current.hessian[j + n * j] * sj
      for i in (j + 1)..<max(n, j + 1) {
        product[i] += current.hessian[i + n * j] * sj
      }
    }
    // The upper triangle, row by row.
    for j in 0..<n {
      var sum = 0.0
      for i in (j + 1)..<max(n, j + 1) {
        sum +=
          current.hessian[i + n * j] * (trial.point[i] - current.point[i])
      }
      product[j] += sum
    }
    var change = 0.0
    for i in 0..<n {
      let step = trial.point[i] - current.point[i]
      change += step * (current.gradient[i] + 0.5 * product[i])
    }
    return change
  }

  /// The distance between the current and the trial point.
  internal var stepLength: Double {
    var squares = 0.0
    for i in 0..<order {
      let step = trial.point[i] - current.point[i]
      squares += step * step
    }
    return squares.squareRoot()
  }
}

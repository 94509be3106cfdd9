internal import DxLinearAlgebra

/// The distribution of a cluster-robust covariance of contrasts where the
/// working model is right.
///
/// Each cluster contributes the outer product of Gᵢᵀ rᵢ to the covariance, with
/// Gᵢ = A W X C Lᵀ. As residuals have the covariance V − X C Xᵀ,
/// ```
/// Cov(Gᵢᵀ rᵢ, Gⱼᵀ rⱼ) = [i = j] Gᵢᵀ V Gᵢ − Eᵢᵀ Eⱼ,   C = Rᵀ R,  Eᵢ = R Xᵀ Gᵢ
/// ```
/// so that sums over pairs of clusters are squares of a sum over clusters.
///
/// > J. E. Pustejovsky, E. Tipton. *J Bus Econ Stat* 36 (2018), 672–683,
/// > §§3.1 and 3.2. doi:10.1080/07350015.2016.1247004
extension ClusterRobustCovariance {
  /// Satterthwaite's degrees of freedom of each coefficient.
  internal func satterthwaiteDegreesOfFreedom() throws(MultivariateResultError)
    -> [Double]
  {
    let q = fit.coefficients.count
    let root = try informationRoot()
    let target = regression.product(
      regression.covariance, .plain, regression.basis.toCoefficients,
      .transposed)
    var mean = Array(repeating: 0.0, count: q)
    var variance = mean
    var products = Array(repeating: OuterProductSum(order: q), count: q)
    try forEachScore(target, root) { block, weights, outer in
      let spread = regression.product(block.covariance, weights)
      for index in 0..<q {
        let vector = outer.column(index)
        let square = dot(vector, vector)
        let expected =
          dot(weights.column(index), spread.column(index)) - square
        mean[index] += expected
        variance[index] += expected * expected - square * square
        products[index].add(vector, regression.backend)
      }
    }
    var result: [Double] = []
    for index in 0..<q {
      let sum = products[index].total(regression.backend).elements
      let pairs = dot(sum, sum)
      result.append(
        mean[index] * mean[index] / (variance[index] + pairs))
    }
    return result
  }

  /// Calls a closure with each cluster that reports something, its G and E.
  private func forEachScore(
    _ target: Matrix, _ root: Matrix,
    _ body: (ClusterBlock, Matrix, Matrix) -> Void
  ) throws(MultivariateResultError) {
    try regression.forEachBlock { block throws(MultivariateResultError) in
      if block.count == 0 { return }
      let weights = regression.product(
        try regression.adjustedDesign(block, adjustment), target)
      let outer = regression.product(
        root,
        regression.product(block.design, .transposed, weights, .plain))
      body(block, weights, outer)
    }
  }

  /// R with C = Rᵀ R.
  private func informationRoot() throws(MultivariateResultError) -> Matrix {
    guard
      let factor = try? CholeskyFactor(
        regression.covariance, backend: regression.backend)
    else { throw .singularInformation }
    return factor.lower.transposed
  }
}

extension ClusterRobustCovariance {
  /// The degrees of freedom η of the Wishart distribution with the total
  /// variance of the covariance of some contrasts, in units in which its
  /// expectation is the identity.
  ///
  /// > E. Tipton, J. E. Pustejovsky. *J Educ Behav Stat* 40 (2015), 604–634,
  /// > the test AHZ. doi:10.3102/1076998615606099
  internal func wishartDegreesOfFreedom(
    _ contrasts: Matrix
  ) throws(MultivariateResultError) -> Double {
    let root = try informationRoot()
    let count = contrasts.rowCount
    let plain = regression.product(
      regression.covariance, .plain,
      regression.product(contrasts, regression.basis.toCoefficients),
      .transposed)
    var expectation = Matrix(rowCount: count, columnCount: count)
    try forEachMoment(plain, root) { own, outer in
      expectation =
        expectation + own
        - regression.product(outer, .transposed, outer, .plain)
    }
    // With Ω = D Dᵀ, L is replaced by D⁻¹ L; the total variance does not
    // depend on the root.
    guard
      let factor = try? CholeskyFactor(
        expectation.symmetrized, backend: regression.backend),
      let scaled = try? factor.solveLower(plain.transposed)
    else { throw .singularContrasts }
    var tensor = OuterProductSum(order: fit.coefficients.count * count)
    var total = 0.0
    try forEachMoment(scaled.transposed, root) { own, outer in
      let square = regression.product(outer, .transposed, outer, .plain)
      total += pairSum(own - square) - pairSum(square)
      tensor.add(outer.elements, regression.backend)
    }
    total += pairSum(tensor.total(regression.backend), contrasts: count)
    return Double(count * (count + 1)) / total
  }

  /// (tr P)² + tr P².
  private func pairSum(_ matrix: Matrix) -> Double {
    let trace = matrix.diagonal.reduce(0, +)
    return trace * trace + dot(matrix.elements, matrix.transposed.elements)
  }

  /// Σᵢⱼ (tr Eᵢᵀ Eⱼ)² + tr (Eᵢᵀ Eⱼ)² from Σ vec Eᵢ vec Eᵢᵀ.
  private func pairSum(_ tensor: Matrix, contrasts: Int) -> Double {
    let q = fit.coefficients.count
    var sum = dot(tensor.elements, tensor.elements)
    for s in 0..<contrasts {
      for t in 0..<contrasts {
        for a in 0..<q {
          for b in 0..<q {
            sum += tensor[a + q * s, b + q * t] * tensor[a + q * t, b + q * s]
          }
        }
      }
    }
    return sum
  }

  /// Calls a closure with Gᵀ V G and E of each cluster.
  private func forEachMoment(
    _ target: Matrix, _ root: Matrix, _ body: (Matrix, Matrix) -> Void
  ) throws(MultivariateResultError) {
    try forEachScore(target, root) { block, weights, outer in
      body(
        regression.congruence(weights.transposed, block.covariance), outer)
    }
  }
}

/// Σ v vᵀ over vectors, as a product of matrices for many at a time.
private struct OuterProductSum {
  private var sum: Matrix
  private var waiting: [Double] = []

  private static var chunk: Int { 128 }

  init(order: Int) { sum = Matrix(rowCount: order, columnCount: order) }

  mutating func add(_ vector: [Double], _ backend: any LinearAlgebraBackend) {
    waiting += vector
    if waiting.count >= Self.chunk * vector.count { flush(backend) }
  }

  mutating func total(_ backend: any LinearAlgebraBackend) -> Matrix {
    flush(backend)
    return sum
  }

  private mutating func flush(_ backend: any LinearAlgebraBackend) {
    if waiting.isEmpty { return }
    let vectors = Matrix(
      rowCount: sum.rowCount, columnCount: waiting.count / sum.rowCount,
      columnMajor: waiting)
    backend.multiply(
      alpha: 1, vectors, .plain, vectors, .transposed, beta: 1, into: &sum)
    waiting.removeAll(keepingCapacity: true)
  }
}

public import DxLinearAlgebra
internal import RealModule

/// The multivariate normal distribution.
///
/// ```
/// let law = try MultivariateNormalDistribution(
///   mean: [0, 1], covariance: [[2, 0.6], [0.6, 1]])
/// let rest = try law.conditional(on: [0], equal: [1.5])
/// ```
///
/// With the Cholesky factor L of the covariance Σ = L Lᵀ and z = L⁻¹(x − μ)
/// the density is
/// ```
/// f(x) = (2π)^(−d/2) det(L)⁻¹ exp(−zᵀz/2)
/// ```
///
/// Edge cases: a vector with an infinity has density 0; in no dimensions the
/// density is 1.
///
/// Accuracy: z is the solution for a covariance that differs from Σ in the
/// last places, so that an error of zᵀz grows with the condition number of the
/// correlations. ``BivariateNormalDistribution`` loses nothing.
public struct MultivariateNormalDistribution: Sendable, Hashable {
  /// The expected value, which is also the mode.
  public let mean: [Double]
  /// The covariance matrix, exactly symmetric.
  public let covariance: Matrix
  /// The lower Cholesky factor of the covariance.
  internal let factor: Matrix
  /// The logarithm of the density at the mean.
  private let peak: Double

  /// Creates a multivariate normal distribution.
  ///
  /// - Parameters:
  ///   - mean: The expected value.
  ///   - covariance: The covariance, of which the lower triangle is read.
  /// - Precondition: `covariance` is square and of the order of `mean`.
  /// - Throws: ``ParameterError`` unless all numbers are finite and the
  ///   covariance is positive definite to working precision.
  /// - Complexity: *d*³/3 floating-point operations.
  public init(
    mean: [Double], covariance: Matrix
  ) throws(ParameterError) {
    precondition(
      covariance.rowCount == mean.count && covariance.isSquare,
      "A mean of \(mean.count) numbers has no covariance of "
        + "\(covariance.rowCount)×\(covariance.columnCount)")
    for (index, value) in mean.enumerated() {
      try requireFinite(value, "mean[\(index)]")
    }
    var symmetric = covariance
    for column in 0..<mean.count {
      for row in column..<mean.count {
        let value = covariance[row, column]
        try requireFinite(value, "covariance[\(row)][\(column)]")
        symmetric[column, row] = value
      }
    }
    guard
      let factor = try? CholeskyFactor(symmetric, backend: PortableBackend())
    else { throw .notPositiveDefinite(name: "covariance") }
    self.init(mean: mean, covariance: symmetric, factor: factor.lower)
  }

  private init(mean: [Double], covariance: Matrix, factor: Matrix) {
    self.mean = mean
    self.covariance = covariance
    self.factor = factor
    peak = factor.diagonal.reduce(0) {
      $0 - Double.log($1) - 0.9189385332046728
    }
  }

  /// The differential entropy, log √det(2πe Σ), in nats.
  public var entropy: Double { 0.5 * Double(dimension) - peak }

  /// The distribution of some of the components.
  ///
  /// - Parameter indices: Which ones, each at most once, in the order wanted.
  /// - Precondition: The indices are different and in 0 ..< `dimension`.
  /// - Throws: ``ParameterError`` if rounding makes their covariance seem
  ///   singular.
  public func marginal(
    of indices: [Int]
  ) throws(ParameterError) -> MultivariateNormalDistribution {
    checkIndices(indices)
    return try MultivariateNormalDistribution(
      mean: indices.map { mean[$0] }, covariance: block(indices))
  }

  /// The distribution of the other components, in their order, given the
  /// values of some.
  ///
  /// With the given components first, the conditional covariance has the last
  /// block of the Cholesky factor as its own factor, and nothing is subtracted.
  ///
  /// - Parameters:
  ///   - indices: Which components are given, each at most once.
  ///   - values: Their values.
  /// - Precondition: The indices are different and in 0 ..< `dimension`, and
  ///   there are as many values.
  /// - Throws: ``ParameterError`` if a value is not finite, or if rounding
  ///   makes the covariance seem singular.
  public func conditional(
    on indices: [Int], equal values: [Double]
  ) throws(ParameterError) -> MultivariateNormalDistribution {
    checkIndices(indices)
    precondition(
      indices.count == values.count,
      "\(indices.count) components do not have \(values.count) values")
    for (index, value) in values.enumerated() {
      try requireFinite(value, "values[\(index)]")
    }
    let rest = (0..<dimension).filter { !indices.contains($0) }
    let whole = try marginal(of: indices + rest)
    let m = indices.count
    var z = zip(values, whole.mean).map { $0 - $1 }
    whole.solve(&z)
    let d = rest.count
    var factor = Matrix(rowCount: d, columnCount: d)
    var center = rest.map { mean[$0] }
    for row in 0..<d {
      for k in 0..<m { center[row] += whole.factor[m + row, k] * z[k] }
      for column in 0...row {
        factor[row, column] = whole.factor[m + row, m + column]
      }
    }
    return MultivariateNormalDistribution(
      mean: center, covariance: Self.square(of: factor), factor: factor)
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension MultivariateNormalDistribution: MultivariateDistribution {
  public var dimension: Int { mean.count }

  public func density(at x: [Double]) -> Double { .exp(logDensity(at: x)) }

  public func logDensity(at x: [Double]) -> Double {
    checkLength(x)
    if x.contains(where: \.isNaN) { return .nan }
    if x.contains(where: \.isInfinite) { return -.infinity }
    var z = zip(x, mean).map { $0 - $1 }
    solve(&z)
    let square = z.reduce(0) { $0 + $1 * $1 }
    // Only an overflow on the way can have made it NaN.
    return square.isNaN ? -.infinity : peak - 0.5 * square
  }

  public func sample<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> [Double] {
    var x = mean
    for column in 0..<dimension {
      let z = NormalDistribution.standard.sample(using: &generator)
      for row in column..<dimension { x[row] += factor[row, column] * z }
    }
    return x
  }
}

extension MultivariateNormalDistribution {
  /// Solves L z = x in place, for as many rows as there are.
  private func solve(_ x: inout [Double]) {
    for column in x.indices {
      x[column] /= factor[column, column]
      for row in column + 1..<Swift.max(x.count, column + 1) {
        x[row] -= factor[row, column] * x[column]
      }
    }
  }

  /// The rows and columns of the covariance that are named.
  private func block(_ indices: [Int]) -> Matrix {
    var result = Matrix(rowCount: indices.count, columnCount: indices.count)
    for (row, i) in indices.enumerated() {
      for (column, j) in indices.enumerated() {
        result[row, column] = covariance[i, j]
      }
    }
    return result
  }

  /// L Lᵀ.
  private static func square(of factor: Matrix) -> Matrix {
    let d = factor.rowCount
    var result = Matrix(rowCount: d, columnCount: d)
    for row in 0..<d {
      for column in 0...row {
        var sum = 0.0
        for k in 0...column { sum += factor[row, k] * factor[column, k] }
        result[row, column] = sum
        result[column, row] = sum
      }
    }
    return result
  }

  private func checkIndices(_ indices: [Int]) {
    precondition(
      indices.allSatisfy { (0..<dimension).contains($0) }
        && Set(indices).count == indices.count,
      "\(indices) are not different components of \(dimension)")
  }
}

extension MultivariateDistribution {
  /// Traps unless the vector has the distribution's dimension.
  internal func checkLength(_ x: [Double]) {
    precondition(
      x.count == dimension, "\(x.count) numbers are not \(dimension)")
  }
}

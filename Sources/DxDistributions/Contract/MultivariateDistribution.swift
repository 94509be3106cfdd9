public import DxLinearAlgebra

/// A probability distribution of vectors of fixed length.
///
/// Edge cases, the same for every distribution:
///
/// - A vector with a NaN gives NaN.
/// - Outside the support the density is 0 and its logarithm −∞.
///
/// Parameters are checked once, by the initializer, which throws a
/// ``ParameterError``; a vector of another length traps.
public protocol MultivariateDistribution: Sendable, Hashable {
  /// The length of the vectors.
  var dimension: Int { get }

  /// The expected value.
  var mean: [Double] { get }

  /// The covariance matrix, `dimension` × `dimension`.
  var covariance: Matrix { get }

  /// The probability density; for a discrete distribution the probability.
  ///
  /// - Precondition: `x` has `dimension` elements.
  func density(at x: [Double]) -> Double

  /// The natural logarithm of the density, finite also where the density
  /// itself underflows.
  ///
  /// - Precondition: `x` has `dimension` elements.
  func logDensity(at x: [Double]) -> Double

  /// A random vector.
  ///
  /// The same generator in the same state gives the same vector.
  func sample<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> [Double]
}

public import DxLinearAlgebra
internal import DxSpecialFunctions
internal import RealModule

/// The Dirichlet distribution of probabilities with sum 1.
///
/// With concentrations αᵢ, and A for their sum, the density of the first k − 1
/// of k numbers is
/// ```
/// f(x) = Γ(A) ∏ xᵢ^(αᵢ − 1) / Γ(αᵢ)
/// ```
///
/// Edge cases: a vector with a number below 0, or whose sum is off 1 by more
/// than 1e−10, is outside the support. At an xᵢ of 0 the density is 0 for
/// αᵢ > 1 and +∞ for αᵢ < 1; where both happen, it is NaN.
///
/// The logarithm of the density is computed from the deviances between αᵢ and
/// A xᵢ, which are small where the density is not, rather than from log-gamma
/// functions.
///
/// Accuracy: logarithm of the density, measured maximum error 2.5 ulp, 90th
/// percentile 0.5 ulp; density, 0.6 ulp; over 1,326 points with 2 to 6
/// concentrations from 1e−5 to 1e6.
public struct DirichletDistribution: Sendable, Hashable {
  /// The exponents of the xᵢ, plus one, all positive.
  public let concentrations: [Double]
  /// The sum of the concentrations.
  public let totalConcentration: Double
  private let total: DoubleDouble
  /// What `sample(using:)` has worked out once.
  internal let sampler: DirichletSampler

  /// Creates a Dirichlet distribution.
  ///
  /// - Parameter concentrations: The exponents of the xᵢ, plus one.
  /// - Precondition: There is at least one concentration.
  /// - Throws: ``ParameterError`` unless they, and their sum, are positive and
  ///   finite.
  public init(concentrations: [Double]) throws(ParameterError) {
    precondition(!concentrations.isEmpty, "A sum of 1 needs a number")
    var total = DoubleDouble(0)
    for (index, value) in concentrations.enumerated() {
      try requireFinitePositive(value, "concentrations[\(index)]")
      total = total + value
    }
    try requireFinite(total.high, "sum of concentrations")
    self.concentrations = concentrations
    self.total = total
    sampler = DirichletSampler(concentrations: concentrations)
    totalConcentration = total.high
  }

  /// The place of the greatest density; nil unless all concentrations are
  /// above 1, because otherwise it is not unique or at an end.
  public var mode: [Double]? {
    guard concentrations.allSatisfy({ $0 > 1 }) else { return nil }
    let excess = concentrations.reduce(0) { $0 + ($1 - 1) }
    return concentrations.map { ($0 - 1) / excess }
  }

  /// The differential entropy, in nats.
  ///
  /// Terms of the size of A log A cancel where the concentrations are large:
  /// the error is absolute.
  public var entropy: Double {
    var sum =
      DoubleDouble(digamma(totalConcentration))
      * (total - Double(dimension)) - .logGamma(total)
    for a in concentrations {
      sum = sum + .logGamma(DoubleDouble(a))
      sum = sum - DoubleDouble(product: a - 1, digamma(a))
    }
    return sum.high
  }

  /// The distribution of one component.
  ///
  /// - Precondition: The index is below `dimension`, which is at least 2.
  public func marginal(
    of index: Int
  ) throws(ParameterError) -> BetaDistribution {
    precondition(
      concentrations.indices.contains(index) && dimension > 1,
      "Component \(index) of \(dimension) has no distribution of its own")
    return try BetaDistribution(
      alpha: concentrations[index], beta: (total - concentrations[index]).high)
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension DirichletDistribution: MultivariateDistribution {
  public var dimension: Int { concentrations.count }

  public var mean: [Double] {
    concentrations.map { $0 / totalConcentration }
  }

  public var covariance: Matrix {
    let m = mean
    var result = Matrix(rowCount: dimension, columnCount: dimension)
    for row in m.indices {
      for column in m.indices {
        let rest =
          row == column
          ? (total - concentrations[row]).high / totalConcentration
          : -m[column]
        result[row, column] = m[row] * rest / (totalConcentration + 1)
      }
    }
    return result
  }

  public func density(at x: [Double]) -> Double {
    guard let edge = edgeLogDensity(x) else {
      return interiorLogDensity(x).exponential()
    }
    return .exp(edge)
  }

  public func logDensity(at x: [Double]) -> Double {
    edgeLogDensity(x) ?? interiorLogDensity(x).high
  }
}

extension DirichletDistribution {
  /// The logarithm of the density outside the support and on its boundary.
  private func edgeLogDensity(_ x: [Double]) -> Double? {
    checkLength(x)
    if x.contains(where: \.isNaN) { return .nan }
    let sum = x.reduce(0, +)
    guard x.allSatisfy({ $0 >= 0 }) && (sum - 1).magnitude <= 1e-10 else {
      return -.infinity
    }
    var edge: Double?
    for (value, a) in zip(x, concentrations) where value == 0 && a != 1 {
      edge = (edge ?? 0) + (a < 1 ? .infinity : -.infinity)
    }
    return edge
  }

  /// The logarithm of the density, for an x that is positive where α is
  /// not 1.
  private func interiorLogDensity(_ x: [Double]) -> DoubleDouble {
    var log = logGammaRemainder(total)
    var sum = DoubleDouble(0)
    for (value, a) in zip(x, concentrations) {
      sum = sum + value
      log = log - logGammaRemainder(DoubleDouble(a))
      // Only α = 1 has a density between 0 and ∞ at x = 0.
      guard value > 0 else {
        log = log + (total.logarithm() + 1)
        continue
      }
      log =
        log - .deviance(a, from: total * value) - .log(value)
    }
    // The deviances hold A Σxᵢ − A, of which the formula knows nothing.
    return log + total * (sum - 1)
  }

  /// log Γ(a) − a log a + a, which is δ(a) − ½ log a/2π.
  private func logGammaRemainder(_ a: DoubleDouble) -> DoubleDouble {
    let log = a.logarithm()
    // Below one δ(a) is large, and a double holds it to fewer places.
    if a.high < 1 { return .logGamma(a + 1) - log - a * log + a }
    return (DoubleDouble.logTwoPi - log) * 0.5 + stirlingError(a.high)
  }
}

internal import DxLinearAlgebra

/// How a cluster-robust covariance makes up for residuals being smaller than
/// errors.
///
/// With *m* clusters that report something, *n* reported values and *q*
/// coefficients:
public enum ClusterAdjustment: String, Hashable, Sendable, Codable,
  CaseIterable
{
  /// CR0: not at all.
  case none
  /// CR1: by *m*/(*m* − 1).
  case clusters
  /// CR1p: by *m*/(*m* − *q*), as `robust` in metafor.
  case clustersLessCoefficients
  /// CR1S: by *m* (*n* − 1)/((*m* − 1)(*n* − *q*)), as Stata.
  case clustersAndValues
  /// CR2: bias-reduced linearisation, by which the covariance has no bias if
  /// that of the fit is right.
  case biasReduced

  /// The number that the covariance is multiplied by; NaN where there is none.
  internal func factor(clusters: Int, values: Int, coefficients: Int) -> Double
  {
    let (m, n, q) = (Double(clusters), Double(values), Double(coefficients))
    let value =
      switch self {
      case .none, .biasReduced: 1.0
      case .clusters: m / (m - 1)
      case .clustersLessCoefficients: m / (m - q)
      case .clustersAndValues: m * (n - 1) / ((m - 1) * (n - q))
      }
    return value > 0 && value.isFinite ? value : .nan
  }
}

extension ClusterBlock {
  /// The part of an error that a residual must keep, to tell directions in
  /// which the cluster determines the fit from rounding.
  private static var least: Double { 1e-10 }

  /// A of the cluster, by which residuals are multiplied.
  ///
  /// With Φ = V of the cluster and D its Cholesky factor, Φ = D Dᵀ,
  /// ```
  /// A = D B^{+1/2} Dᵀ,   B = Dᵀ (Φ − X C Xᵀ) D
  /// ```
  /// where the exponent stands for the symmetric square root of the
  /// Moore–Penrose inverse. A is symmetric, and so depends on the units of the
  /// outcomes.
  ///
  /// > J. E. Pustejovsky, E. Tipton. "Small-sample methods for cluster-robust
  /// > variance estimation and hypothesis testing in fixed effects models."
  /// > *J Bus Econ Stat* 36 (2018), 672–683, Theorem 1.
  /// > doi:10.1080/07350015.2016.1247004
  ///
  /// Departure: the rank of B is that of D⁻¹ (Φ − X C Xᵀ) D⁻ᵀ, whose
  /// eigenvalues are between zero and one whatever the units.
  internal func biasReduction(
    _ regression: MarginalRegression
  ) throws(MultivariateResultError) -> Matrix {
    let backend = regression.backend
    let explained = regression.congruence(design, regression.covariance)
    let rest = covariance - explained
    guard
      let factor = try? CholeskyFactor(covariance, backend: backend),
      let half = try? factor.solveLower(rest),
      let share = try? factor.solveLower(half.transposed),
      let shares = try? SymmetricEigenDecomposition(
        share.symmetrized, backend: backend),
      let spectrum = try? SymmetricEigenDecomposition(
        regression.product(
          regression.product(factor.lower, .transposed, rest, .plain),
          factor.lower
        ).symmetrized, backend: backend)
    else {
      throw .singularCovariance(
        study: studies.first.map { regression.outcomes.studyNames[$0] } ?? "")
    }
    let nullity = shares.values.count { $0 <= Self.least }
    let rotated = regression.product(factor.lower, spectrum.vectors)
    var scaled = rotated
    for column in 0..<count {
      let value = spectrum.values[column]
      let weight =
        column >= nullity && value > 0 ? 1 / value.squareRoot() : 0
      for row in 0..<count { scaled[row, column] *= weight }
    }
    return regression.product(scaled, .plain, rotated, .transposed)
      .symmetrized
  }
}

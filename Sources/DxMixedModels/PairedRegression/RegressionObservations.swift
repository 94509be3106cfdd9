internal import DxLinearAlgebra

/// What the studies report, as deviations from ordinary least squares.
///
/// The deviations keep the digits that large values would cost the sums of
/// each iteration.
internal struct RegressionObservations: Sendable {
  /// The deviations, zero where an outcome is not reported.
  let residuals: [SIMD2<Double>]
  /// The within-study covariances, with infinite variances where an outcome
  /// is not reported.
  let covariances: [SymmetricMatrix2x2]
  /// The ordinary least-squares coefficients of the orthonormal design.
  let coefficients: [Double]
  /// How many studies report each outcome.
  let reportedCounts: SIMD2<Double>

  /// The number of reported estimates, over both outcomes.
  var reportedCount: Int { Int(reportedCounts.sum()) }

  init(
    values: [SIMD2<Double>], covariances: [SymmetricMatrix2x2],
    design: RegressionDesign
  ) {
    let count = design.coefficientCount
    let rows = design.rows.elements
    var coefficients = [Double](repeating: 0, count: count)
    var counts = SIMD2<Double>.zero
    let reported = zip(values, covariances).map { value, covariance in
      let mask = Self.reported(covariance)
      counts += SIMD2<Double>.zero.replacing(with: 1, where: mask)
      return value.replacing(with: 0, where: .!mask)
    }
    for (study, value) in reported.enumerated() {
      let first = 2 * study * count
      for row in 0..<count {
        coefficients[row] +=
          rows[first + row] * value.x + rows[first + count + row] * value.y
      }
    }
    residuals = reported.enumerated().map { study, value in
      let first = 2 * study * count
      var residual = value
      for row in 0..<count {
        residual.x -= rows[first + row] * coefficients[row]
        residual.y -= rows[first + count + row] * coefficients[row]
      }
      return residual
    }
    self.covariances = covariances
    self.coefficients = coefficients
    reportedCounts = counts
  }

  /// Which outcomes a within-study covariance says to be reported.
  static func reported(
    _ covariance: SymmetricMatrix2x2
  ) -> SIMDMask<SIMD2<Int64>> {
    SIMD2(covariance.m11, covariance.m22) .!= .infinity
  }

  /// The unweighted moments of the deviations.
  ///
  /// The typical variances are medians, so that no single study, however
  /// imprecise, decides what is small.
  ///
  /// - Parameter coefficientCounts: The number of coefficients of each
  ///   outcome.
  func unweightedMoments(
    coefficientCounts: SIMD2<Double>
  ) -> UnweightedMoments {
    var squares = SIMD2<Double>.zero
    var variances = SIMD2<Double>.zero
    var products = 0.0
    var bothCount = 0.0
    var least = SIMD2<Double>(repeating: .infinity)
    var greatest = SIMD2<Double>.zero
    for (residual, covariance) in zip(residuals, covariances) {
      let mask = Self.reported(covariance)
      squares += residual * residual
      products += residual.x * residual.y
      let diagonal = SIMD2(covariance.m11, covariance.m22)
      let reported = diagonal.replacing(with: 0, where: .!mask)
      variances += reported
      least = pointwiseMin(least, diagonal)
      greatest = pointwiseMax(greatest, reported)
      bothCount += mask[0] && mask[1] ? 1 : 0
    }
    return UnweightedMoments(
      counts: reportedCounts, bothCount: bothCount, means: .zero,
      squares: squares, products: products, variances: variances,
      extremes: (least, greatest),
      typicalVariances: SIMD2(
        Self.median(covariances.map(\.m11)),
        Self.median(covariances.map(\.m22))),
      coefficientCounts: coefficientCounts)
  }

  /// The median, the lower one of two, of what is finite.
  private static func median(_ variances: [Double]) -> Double {
    let sorted = variances.filter(\.isFinite).sorted()
    return sorted.isEmpty ? .nan : sorted[(sorted.count - 1) / 2]
  }
}

internal import DxLinearAlgebra
internal import RealModule

/// The generalised least-squares fit for one Ψ, in whitened coordinates.
///
/// With the weights Wᵢ = (Sᵢ + Ψ)⁻¹, zero for what is not reported, and the
/// information `Σ QᵢᵀWᵢQᵢ = L Lᵀ`, let `Zᵢ = L⁻¹ Qᵢᵀ`. All that the likelihood
/// and the method of moments need are inner products of the columns of Zᵢ and
/// of Zᵢ Wᵢ: the coefficients have the covariance I in these coordinates.
internal struct GeneralizedLeastSquares {
  /// The weights of the studies, Wᵢ.
  let weights: [SymmetricMatrix2x2]
  /// The residuals about the fit, zero where not reported.
  let residuals: [SIMD2<Double>]
  /// Zᵢ, side by side.
  let whitened: Matrix
  /// Zᵢ Wᵢ, side by side.
  let weighted: Matrix
  /// The factor L.
  let factor: CholeskyFactor
  /// The coefficients in the whitened coordinates, L⁻¹ Σ QᵢᵀWᵢ eᵢ.
  let whitenedCoefficients: [Double]
  /// Σ log|Sᵢ + Ψ| over what is reported.
  let logDeterminant: Double

  /// Fits the observations, or gives `nil` where the information matrix is
  /// not positive definite to working precision.
  init?(
    _ design: RegressionDesign, _ observations: RegressionObservations,
    psi: SymmetricMatrix2x2, _ backend: any LinearAlgebraBackend
  ) {
    var logDeterminant = 0.0
    let weights = observations.covariances.map {
      Self.weight($0, psi, &logDeterminant)
    }
    let information = backend.product(
      design.rows, .plain, Self.product(design.rows, weights), .transposed)
    guard
      let factor = try? CholeskyFactor(information, backend: backend),
      let whitened = try? factor.solveLower(design.rows)
    else { return nil }
    let weighted = Self.product(whitened, weights)
    let coefficients = Self.score(weighted, observations.residuals)
    self.weights = weights
    self.logDeterminant = logDeterminant
    self.factor = factor
    self.whitened = whitened
    self.weighted = weighted
    whitenedCoefficients = coefficients
    residuals = Self.residuals(
      observations.residuals, whitened, coefficients)
  }

  /// The coefficients of the orthonormal design, or any other vectors of the
  /// whitened coordinates, one in a column: L⁻ᵀ times them.
  func unwhitened(
    _ vectors: Matrix, _ backend: any LinearAlgebraBackend
  ) -> Matrix? {
    var result = vectors
    guard
      (try? backend.solveTriangular(factor.lower, .transposed, &result)) != nil
    else { return nil }
    return result
  }

  /// The products `Σ (Zᵢ Wᵢ eₐ)(Zᵢ Wᵢ e_b)ᵀ`, in four blocks.
  func weightedGramian(_ backend: any LinearAlgebraBackend) -> Matrix {
    // Column by column, the two columns of a study are one column of twice
    // the length.
    let stacked = Matrix(
      rowCount: 2 * weighted.rowCount, columnCount: weights.count,
      columnMajor: weighted.elements)
    return backend.rankKProduct(stacked, .plain)
  }

  /// The inverse of S + Ψ over what is reported.
  ///
  /// By the Schur complement, because a determinant would overflow for
  /// variances that are themselves harmless.
  private static func weight(
    _ within: SymmetricMatrix2x2, _ psi: SymmetricMatrix2x2,
    _ logDeterminant: inout Double
  ) -> SymmetricMatrix2x2 {
    let total = within + psi
    switch (within.m11 == .infinity, within.m22 == .infinity) {
    case (true, true):
      return .zero
    case (false, true):
      logDeterminant += .log(total.m11)
      return SymmetricMatrix2x2(1 / total.m11, 0, 0)
    case (true, false):
      logDeterminant += .log(total.m22)
      return SymmetricMatrix2x2(0, 0, 1 / total.m22)
    case (false, false):
      let slope = total.m21 / total.m11
      let remainder = total.m22 - slope * total.m21
      logDeterminant += .log(total.m11) + .log(remainder)
      let precision = 1 / remainder
      return SymmetricMatrix2x2(
        1 / total.m11 + slope * slope * precision, -slope * precision,
        precision)
    }
  }

  /// A matrix with two columns for each study, times the weights.
  private static func product(
    _ matrix: Matrix, _ weights: [SymmetricMatrix2x2]
  ) -> Matrix {
    let count = matrix.rowCount
    var entries = matrix.elements
    for (study, weight) in weights.enumerated() {
      let first = 2 * study * count
      for row in first..<(first + count) {
        let result = weight * SIMD2(entries[row], entries[row + count])
        entries[row] = result.x
        entries[row + count] = result.y
      }
    }
    return Matrix(
      rowCount: count, columnCount: matrix.columnCount, columnMajor: entries)
  }

  /// The sum over the studies of their two columns times their residuals.
  private static func score(
    _ weighted: Matrix, _ residuals: [SIMD2<Double>]
  ) -> [Double] {
    let count = weighted.rowCount
    let entries = weighted.elements
    var result = [Double](repeating: 0, count: count)
    for (study, residual) in residuals.enumerated() {
      let first = 2 * study * count
      for row in 0..<count {
        result[row] +=
          entries[first + row] * residual.x
          + entries[first + count + row] * residual.y
      }
    }
    return result
  }

  private static func residuals(
    _ old: [SIMD2<Double>], _ whitened: Matrix, _ coefficients: [Double]
  ) -> [SIMD2<Double>] {
    let count = whitened.rowCount
    let entries = whitened.elements
    return old.indices.map { study in
      let first = 2 * study * count
      var residual = old[study]
      for row in 0..<count {
        residual.x -= entries[first + row] * coefficients[row]
        residual.y -= entries[first + count + row] * coefficients[row]
      }
      return residual
    }
  }
}

internal import DxLinearAlgebra

extension RegressionProblem {
  /// The matrix-based method of moments.
  ///
  /// With the weights Wᵢ = Sᵢ⁻¹ and the hat matrix H of the fit with them,
  /// and in blocks of the studies,
  /// ```
  /// Q = Σ Wᵢ (yᵢ − ŷᵢ)(yᵢ − ŷᵢ)ᵀ
  /// E Q = Σᵢ (W (I − H) S)ᵢᵢ + Σᵢⱼ Aᵢⱼ Ψ Cⱼᵢ,   A = W (I − H),  C = (I − H)ᵀ
  /// ```
  /// The estimate is the Ψ that solves the second equation for the observed
  /// Q, made symmetric and with its eigenvalues truncated from below. An
  /// entry that no study informs is zero. What a study does not report has
  /// no row in any of the matrices.
  ///
  /// > D. Jackson, I. R. White, R. D. Riley. A matrix-based method of moments
  /// > for fitting the multivariate random effects model for meta-analysis
  /// > and meta-regression. *Biometrical Journal* 55:231–245, 2013.
  /// > doi:10.1002/bimj.201200152
  internal func methodOfMoments() -> PairedRegressionEstimate {
    let moment = leastSquares(at: .zero).flatMap {
      momentEquation(about: $0).solution(scale: moments.scale, backend)
    }
    let nan = SymmetricMatrix2x2(.nan, .nan, .nan)
    let solved = MomentEstimate(truncating: moment ?? nan)
    return estimate(
      .methodOfMoments, at: solved.psi, boundary: solved.boundary,
      certificate: .closedForm)
  }

  /// The equation of the moments, from the fit at Ψ = 0.
  ///
  /// Over the columns z of Z and x of Z W of a study, with the unit matrix
  /// `Ψ = e_c e_dᵀ`, the entry (a, b) of the operator is
  /// ```
  /// Σᵢ (W_ac − x_a·x_c) δ_bd − W_ac (x_d·z_b) + Σᵢⱼ (x_a·x_c')(x_d'·z_b)
  /// ```
  /// where the columns with a prime are those of study j.
  private func momentEquation(
    about fit: GeneralizedLeastSquares
  ) -> MomentEquation {
    let count = design.coefficientCount
    let studies = fit.weights.count
    var equation = MomentEquation()
    for study in 0..<studies {
      let (x, z) = (
        StudyColumns(fit.weighted, study), StudyColumns(fit.whitened, study)
      )
      equation.add(
        weight: fit.weights[study], residual: fit.residuals[study],
        reported: RegressionObservations.reported(
          observations.covariances[study]),
        weightedProducts: x.products(with: x),
        mixedProducts: x.products(with: z))
    }
    let x = Matrix(
      rowCount: 2 * count, columnCount: studies,
      columnMajor: fit.weighted.elements)
    let z = Matrix(
      rowCount: 2 * count, columnCount: studies,
      columnMajor: fit.whitened.elements)
    equation.add(
      weightedGramian: fit.weightedGramian(backend),
      mixedGramian: backend.product(x, .plain, z, .transposed))
    return equation
  }
}

/// A matrix of order two that need not be symmetric.
private typealias Square = [[Double]]

/// The two columns of a study in a matrix.
private struct StudyColumns {
  let columns: [[Double]]

  init(_ matrix: Matrix, _ study: Int) {
    columns = [matrix.column(2 * study), matrix.column(2 * study + 1)]
  }

  func products(with other: Self) -> Square {
    columns.map { left in
      other.columns.map { right in
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
  }
}

/// The linear equation of the moments for the four entries of Ψ, row by row.
private struct MomentEquation {
  var matrix = Matrix(rowCount: 4, columnCount: 4)
  var rightHandSide = Matrix(rowCount: 4, columnCount: 1)

  /// The relative size of a pivot below which no study informs an entry.
  private static let rankTolerance = 1e-12

  /// Adds what depends on one study alone.
  mutating func add(
    weight: SymmetricMatrix2x2, residual: SIMD2<Double>,
    reported: SIMDMask<SIMD2<Int64>>, weightedProducts: Square,
    mixedProducts: Square
  ) {
    let w = [[weight.m11, weight.m21], [weight.m21, weight.m22]]
    let u = weight * residual
    for a in 0..<2 {
      for b in 0..<2 {
        let row = 2 * a + b
        let expected = (a == b && reported[a] ? 1 : 0) - mixedProducts[a][b]
        rightHandSide[row, 0] += u[a] * residual[b] - expected
        for c in 0..<2 {
          if reported[b] {
            matrix[row, 2 * c + b] += w[a][c] - weightedProducts[a][c]
          }
          for d in 0..<2 {
            matrix[row, 2 * c + d] -= w[a][c] * mixedProducts[d][b]
          }
        }
      }
    }
  }

  /// Adds what depends on all pairs of studies.
  mutating func add(weightedGramian g: Matrix, mixedGramian h: Matrix) {
    let count = g.rowCount / 2
    for row in 0..<4 {
      let (a, b) = (count * (row / 2), count * (row % 2))
      for column in 0..<4 {
        let (c, d) = (count * (column / 2), count * (column % 2))
        for j in 0..<count {
          for i in 0..<count {
            matrix[row, column] += h[a + i, b + j] * g[c + i, d + j]
          }
        }
      }
    }
  }

  /// The symmetric part of the solution.
  ///
  /// - Parameter scale: The scales of the outcomes, in units of which the
  ///   rank is decided.
  func solution(
    scale: SIMD2<Double>, _ backend: any LinearAlgebraBackend
  ) -> SymmetricMatrix2x2? {
    var scaled = matrix
    var right = rightHandSide
    for row in 0..<4 {
      let rowScale = scale[row / 2] / scale[row % 2]
      right[row, 0] *= rowScale
      for column in 0..<4 {
        scaled[row, column] *=
          rowScale * scale[column / 2] * scale[column % 2]
      }
    }
    guard
      let factor = try? PivotedQRFactor(
        scaled, rankTolerance: Self.rankTolerance, backend: backend),
      let x = try? factor.solveLeastSquares(right)
    else { return nil }
    return SymmetricMatrix2x2(
      x[0, 0] * scale.x * scale.x,
      (x[1, 0] + x[2, 0]) / 2 * scale.x * scale.y,
      x[3, 0] * scale.y * scale.y)
  }
}

internal import DxLinearAlgebra

/// The linear equation of the matrix-based method of moments, for the entries
/// of Ψ.
///
/// With the weights Wᵢ = Sᵢ⁻¹ and the hat matrix H of the fit with them, and
/// in blocks of the studies,
/// ```
/// Q = Σ Wᵢ (yᵢ − ŷᵢ)(yᵢ − ŷᵢ)ᵀ
/// E Q = Σᵢ (W (I − H) S)ᵢᵢ + Σᵢⱼ Aᵢⱼ Ψ Cⱼᵢ,   A = W (I − H),  C = (I − H)ᵀ
/// ```
/// The estimate is the Ψ that solves the second equation for the observed Q,
/// made symmetric. What a study does not report has no row in any of the
/// matrices.
///
/// In whitened coordinates, in which the coefficients of the fit have the
/// covariance I, let the columns z of Zᵢ be the regressors of the outcomes of
/// a study, and x those of Zᵢ Wᵢ. With the unit matrix `Ψ = e_c e_dᵀ`, the
/// entry (a, b) of the operator is
/// ```
/// Σᵢ (W_ac − x_a·x_c) δ_bd − W_ac (x_d·z_b) + Σᵢⱼ (x_a·x_c')(x_d'·z_b)
/// ```
/// where the columns with a prime are those of study j. The last sum is one
/// over products of `Σᵢ x_a z_bᵀ` and `Σⱼ x_c x_dᵀ`, so that no pair of
/// studies is formed.
///
/// > D. Jackson, I. R. White, R. D. Riley. A matrix-based method of moments
/// > for fitting the multivariate random effects model for meta-analysis
/// > and meta-regression. *Biometrical Journal* 55:231–245, 2013.
/// > doi:10.1002/bimj.201200152
internal struct MomentEquation {
  private let order: Int
  private let coefficientCount: Int
  /// The operator, column by column, with a row for each (a, b) and a column
  /// for each (c, d): a p + b, and c p + d.
  private var coefficients: [Double]
  private var rightHandSide: [Double]
  /// Σ x xᵀ over the stacked columns of each study.
  private var weightedGramian: Matrix
  /// Σ x zᵀ over the stacked columns of each study.
  private var mixedGramian: Matrix
  /// Σ W_ac (x_d·z_b), with a row for each (a, c) and a column for each
  /// (d, b).
  private var weightProducts: Matrix

  /// The relative size of a pivot below which no study informs an entry.
  private static let rankTolerance = 1e-12

  /// Creates the equation of no studies.
  init(order: Int, coefficientCount: Int) {
    self.order = order
    self.coefficientCount = coefficientCount
    let entries = order * order
    coefficients = Array(repeating: 0, count: entries * entries)
    rightHandSide = Array(repeating: 0, count: entries)
    let stacked = order * coefficientCount
    weightedGramian = Matrix(rowCount: stacked, columnCount: stacked)
    mixedGramian = weightedGramian
    weightProducts = Matrix(rowCount: entries, columnCount: entries)
  }

  /// Adds some studies.
  ///
  /// - Complexity: O(*n* *p*² (*p*² + *q*²)) for *n* studies, *p* outcomes and
  ///   *q* coefficients.
  mutating func add(
    _ studies: MomentStudies, _ backend: any LinearAlgebraBackend
  ) {
    let weighted = studies.weightedRegressors()
    let products = StudyProducts(
      studies, weighted: weighted, coefficientCount: coefficientCount)
    for study in 0..<studies.count {
      add(study, of: studies, products)
    }
    let rowCount = order * coefficientCount
    let x = Matrix(
      rowCount: rowCount, columnCount: studies.count, columnMajor: weighted)
    let z = Matrix(
      rowCount: rowCount, columnCount: studies.count,
      columnMajor: studies.regressors)
    backend.multiply(
      alpha: 1, x, .plain, x, .transposed, beta: 1, into: &weightedGramian)
    backend.multiply(
      alpha: 1, x, .plain, z, .transposed, beta: 1, into: &mixedGramian)
    backend.multiply(
      alpha: 1, studies.weightMatrices, .plain, products.mixed, .transposed,
      beta: 1, into: &weightProducts)
  }

  /// Adds what depends on one study alone.
  private mutating func add(
    _ study: Int, of studies: MomentStudies, _ products: StudyProducts
  ) {
    let p = order
    let entries = p * p
    let first = study * p
    for a in 0..<p where studies.reported[first + a] {
      var u = 0.0
      for c in 0..<p {
        u += studies.weight(study, a, c) * studies.residuals[first + c]
      }
      for b in 0..<p where studies.reported[first + b] {
        let row = a * p + b
        rightHandSide[row] +=
          u * studies.residuals[first + b] - (a == b ? 1 : 0)
          + products.mixed[row, study]
        for c in 0..<p {
          coefficients[row + entries * (c * p + b)] +=
            studies.weight(study, a, c) - products.weighted(study, a, c)
        }
      }
    }
  }

  /// The operator, with what depends on all pairs of studies.
  private func matrix(_ backend: any LinearAlgebraBackend) -> Matrix {
    let entries = order * order
    var result = Matrix(
      rowCount: entries, columnCount: entries, columnMajor: coefficients)
    let p = order
    for a in 0..<p {
      for b in 0..<p {
        for c in 0..<p {
          for d in 0..<p {
            result[a * p + b, c * p + d] -=
              weightProducts[a * p + c, d * p + b]
          }
        }
      }
    }
    backend.multiply(
      alpha: 1, blocks(of: mixedGramian), .transposed,
      blocks(of: weightedGramian), .plain, beta: 1, into: &result)
    return result
  }

  /// The blocks of a matrix, of which each becomes a column.
  private func blocks(of matrix: Matrix) -> Matrix {
    let (p, q) = (order, coefficientCount)
    let source = matrix.elements
    var elements: [Double] = []
    elements.reserveCapacity(source.count)
    for a in 0..<p {
      for b in 0..<p {
        for j in 0..<q {
          let start = a * q + (b * q + j) * p * q
          elements += source[start..<(start + q)]
        }
      }
    }
    return Matrix(
      rowCount: q * q, columnCount: p * p, columnMajor: elements)
  }

  /// The symmetric part of the solution, or `nil` where there is none.
  ///
  /// An entry that no study informs is zero.
  ///
  /// - Parameter scale: The scales of the outcomes, in units of which the
  ///   rank is decided.
  /// - Complexity: O(*p*⁶ + *p*⁴ *q*²).
  func solution(
    scale: [Double], _ backend: any LinearAlgebraBackend
  ) -> Matrix? {
    let p = order
    var scaled = matrix(backend)
    var right = Matrix(column: rightHandSide)
    for row in 0..<(p * p) {
      let rowScale = scale[row / p] / scale[row % p]
      right[row, 0] *= rowScale
      for column in 0..<(p * p) {
        scaled[row, column] *=
          rowScale * scale[column / p] * scale[column % p]
      }
    }
    guard
      let factor = try? PivotedQRFactor(
        scaled, rankTolerance: Self.rankTolerance, backend: backend),
      let x = try? factor.solveLeastSquares(right)
    else { return nil }
    var result = Matrix(rowCount: p, columnCount: p)
    for a in 0..<p {
      for b in 0..<p {
        result[a, b] =
          (x[a * p + b, 0] + x[b * p + a, 0]) / 2 * scale[a] * scale[b]
      }
    }
    return result
  }
}

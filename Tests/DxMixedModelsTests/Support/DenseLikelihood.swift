import DxLinearAlgebra
import RealModule

/// The likelihood of the normal model in textbook form, over one dense
/// covariance matrix of all reported estimates.
///
/// With `P = V⁻¹ − V⁻¹X(XᵀV⁻¹X)⁻¹XᵀV⁻¹` and the derivative Vⱼ of V, all follows
/// from `∂P = −P Vⱼ P`; it shares no formula with the library's sums over
/// studies.
struct DenseLikelihood {
  var y: [Double] = []
  /// The study and the outcome of each estimate.
  var labels: [(study: Int, outcome: Int)] = []
  var x: Matrix
  var within: Matrix
  private let backend = PortableBackend()

  struct Expansion {
    var logLikelihood = 0.0
    var gradient: [Double] = []
    /// The lower triangle, column by column.
    var hessian: [Double] = []
    var coefficients: [Double] = []
    var covariance: Matrix
  }

  init(
    values: [SIMD2<Double>], covariances: [SymmetricMatrix2x2],
    firstRows: [[Double]], secondRows: [[Double]]
  ) {
    var rows: [[Double]] = []
    for study in values.indices {
      let variances = SIMD2(covariances[study].m11, covariances[study].m22)
      for outcome in 0..<2 where variances[outcome] < .infinity {
        y.append(values[study][outcome])
        labels.append((study, outcome))
        rows.append(
          outcome == 0
            ? firstRows[study] + secondRows[study].map { _ in 0 }
            : firstRows[study].map { _ in 0 } + secondRows[study])
      }
    }
    x = Matrix(rows: rows)
    within = Matrix(rowCount: y.count, columnCount: y.count)
    for i in y.indices {
      for j in y.indices where labels[i].study == labels[j].study {
        let s = covariances[labels[i].study]
        within[i, j] = Self.entry(s, labels[i].outcome, labels[j].outcome)
      }
    }
  }

  /// The log-likelihood without constants, and its derivatives by
  /// (ψ₁₁, ψ₂₁, ψ₂₂).
  func expand(
    at psi: SymmetricMatrix2x2, isRestricted: Bool
  ) throws -> Expansion {
    let factor = try CholeskyFactor(
      within + between(psi), backend: backend)
    let w = try factor.inverse()
    let wx = backend.product(w, x)
    let information = try CholeskyFactor(
      backend.product(x, .transposed, wx, .plain), backend: backend)
    let v = try information.inverse()
    let p =
      w - backend.product(backend.product(wx, v), .plain, wx, .transposed)
    let column = Matrix(column: y)
    let py = backend.product(p, column)
    var result = Expansion(covariance: v)
    result.coefficients =
      backend.product(v, backend.product(wx, .transposed, column, .plain))
      .elements
    result.logLikelihood =
      -0.5
      * (factor.logDeterminant + inner(column, py)
        + (isRestricted ? information.logDeterminant : 0))
    let derivatives = [
      SymmetricMatrix2x2(1, 0, 0), SymmetricMatrix2x2(0, 1, 0),
      SymmetricMatrix2x2(0, 0, 1),
    ].map(between)
    // tr(W Vⱼ) of the ordinary, and tr(P Vⱼ) of the restricted likelihood.
    let q = isRestricted ? p : w
    let vpy = derivatives.map { backend.product($0, py) }
    let qv = derivatives.map { backend.product(q, $0) }
    for j in 0..<3 {
      let trace = qv[j].diagonal.reduce(0, +)
      result.gradient.append(0.5 * (inner(py, vpy[j]) - trace))
      for k in j..<3 {
        let trace = inner(qv[j], qv[k].transposed)
        result.hessian.append(
          0.5 * trace - inner(vpy[j], backend.product(p, vpy[k])))
      }
    }
    return result
  }

  private func inner(_ lhs: Matrix, _ rhs: Matrix) -> Double {
    zip(lhs.elements, rhs.elements).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Ψ, or its derivative, for every pair of estimates of one study.
  private func between(_ psi: SymmetricMatrix2x2) -> Matrix {
    var result = Matrix(rowCount: y.count, columnCount: y.count)
    for i in y.indices {
      for j in y.indices where labels[i].study == labels[j].study {
        result[i, j] = Self.entry(psi, labels[i].outcome, labels[j].outcome)
      }
    }
    return result
  }

  private static func entry(
    _ matrix: SymmetricMatrix2x2, _ row: Int, _ column: Int
  ) -> Double {
    row != column ? matrix.m21 : row == 0 ? matrix.m11 : matrix.m22
  }
}

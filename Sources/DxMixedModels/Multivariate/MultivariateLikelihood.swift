internal import DxLinearAlgebra

/// The likelihood of several normal outcomes, profiled over the coefficients.
///
/// ```
/// −2 ℓ(Ψ) = Σ log |Vᵢ| + Σ rᵢᵀ Wᵢ rᵢ (+ log |Σ Xᵢᵀ Wᵢ Xᵢ|),
/// Vᵢ = Sᵢ + Ψ,  Wᵢ = Vᵢ⁻¹,  rᵢ = yᵢ − Xᵢ β̂(Ψ)
/// ```
/// Both derivatives are sums over the studies of products of entries of Wᵢ
/// and of another matrix, so that they come from products of matrices with a
/// row for each study: with C = (Σ XᵀWX)⁻¹, uᵢ = Wᵢ rᵢ, Mᵢ = Wᵢ Xᵢ C Xᵢᵀ Wᵢ
/// (restricted likelihood only) and D the derivative of Ψ by an entry,
/// ```
/// ∂ℓ   = ½ tr D Σ (uᵢuᵢᵀ + Mᵢ − Wᵢ)
/// −∂²ℓ = Σ tr D Wᵢ D′ (uᵢuᵢᵀ + Mᵢ − ½ Wᵢ) − gᵀ C g′ − ½ tr C K C K′,
/// g = Σ Xᵢᵀ Wᵢ D uᵢ,  K = Σ Xᵢᵀ Wᵢ D Wᵢ Xᵢ (restricted likelihood only)
/// ```
///
/// > D. A. Harville. "Maximum likelihood approaches to variance component
/// > estimation and to related problems." *JASA* 72 (1977), 320–338, §5.
/// > doi:10.1080/01621459.1977.10480998
internal struct MultivariateLikelihood: ProfiledMultivariateLikelihood, Sendable
{
  let studies: StudyQuads
  let design: FixedDesign
  let isRestricted: Bool
  let backend: any LinearAlgebraBackend
  private var weights: QuadWeights
  private var rows: ChunkRows
  private(set) var evaluations = 0

  /// The studies whose products are formed at a time: their rows stay in the
  /// cache.
  private static var chunk: Int { 128 }

  /// The number of entries of Wᵢ ⊗ zᵢ up to which the trace of K is worth its
  /// price, which is the square; beyond, the second derivatives of the
  /// restricted likelihood are without it, an error of the order of the
  /// coefficients over the observations.
  private static var traceLimit: Int { 256 }

  init(
    _ studies: StudyQuads, _ design: FixedDesign, isRestricted: Bool,
    _ backend: any LinearAlgebraBackend
  ) {
    self.studies = studies
    self.design = design
    self.isRestricted = isRestricted
    self.backend = backend
    weights = QuadWeights(studies)
    rows = ChunkRows(studies, design, limit: Self.chunk)
  }

  private var outcomeCount: Int { studies.outcomeCount }
  private var packed: Int { studies.packedCount }

  /// Expands the log-likelihood about a packed Ψ; it is −∞ where a matrix is
  /// not positive definite to working precision.
  mutating func expand(at psi: [Double]) -> MultivariateExpansion {
    evaluations += 1
    weights.update(studies, psi: psi)
    guard weights.isValid, let fit = solve() else {
      return MultivariateExpansion()
    }
    return expansion(fit)
  }

  /// The generalised least-squares fit for a packed Ψ.
  mutating func leastSquares(at psi: [Double]) -> LeastSquares? {
    weights.update(studies, psi: psi)
    return weights.isValid ? solve() : nil
  }

  /// The coefficients for weights of one.
  mutating func ordinaryCoefficients() -> [Double] {
    weights.update(studies, psi: Array(repeating: 0, count: packed))
    return solve()?.coefficients
      ?? Array(repeating: 0, count: design.coefficientCount)
  }

  /// The generalised least-squares coefficients and their covariance.
  struct LeastSquares {
    var coefficients: [Double]
    var covariance: Matrix
    var logDeterminant: Double

    /// Solves normal equations; `nil` where the information is not positive
    /// definite to working precision.
    init?(
      _ information: Matrix, _ right: Matrix,
      _ backend: any LinearAlgebraBackend
    ) {
      guard
        let factor = try? CholeskyFactor(information, backend: backend),
        let inverse = try? factor.inverse(),
        let solution = try? factor.solve(right)
      else { return nil }
      coefficients = solution.elements
      covariance = inverse
      logDeterminant = factor.logDeterminant
    }
  }

  /// Solves the normal equations for the present weights.
  mutating func solve() -> LeastSquares? {
    let columns = design.columnCount
    var products = ColumnProduct(packed * columns, columns)
    var right = ColumnProduct(columns, outcomeCount)
    rows.restart()
    while rows.advance() {
      rows.load(weights.weights)
      products.add(
        rows.weighted, rows.regressors, rowCount: rows.rowCount, backend)
      rows.loadProducts(weights.weights)
      right.add(
        rows.regressors, rows.residuals, rowCount: rows.rowCount, backend)
    }
    let information = design.crossProduct(products.matrix)
    return LeastSquares(
      information, Matrix(column: design.sum(right.matrix)), backend)
  }

  private mutating func expansion(_ fit: LeastSquares) -> MultivariateExpansion
  {
    let p = outcomeCount
    let columns = design.columnCount
    var sums = ExpansionSums(
      packed: packed, columns: columns, outcomeCount: p,
      hasTraces: isRestricted && packed * columns <= Self.traceLimit)
    let means = design.spread(fit.coefficients, outcomeCount: p)
    let leverage =
      isRestricted ? design.spread(fit.covariance, outcomeCount: p) : nil
    rows.restart()
    while rows.advance() {
      rows.load(weights.weights)
      rows.loadResiduals(means, weights.weights)
      if let leverage {
        rows.loadLeverage(leverage, weights.weights, backend)
      }
      sums.add(rows, backend)
    }
    sums.finish(rows)
    return MultivariateExpansion(
      sums, fit, design, weights, isRestricted: isRestricted, backend)
  }
}

internal import DxLinearAlgebra

/// The likelihood of several normal outcomes with random effects at several
/// levels, profiled over the coefficients.
///
/// The studies of a component, which share random effects directly or through
/// others, have the covariance
/// ```
/// V = S + Σ over levels of Z (I ⊗ Ψ) Zᵀ
/// ```
/// with an S of blocks, and Z a one where a value belongs to a group and an
/// outcome. The likelihood and its derivatives are those of
/// ``MultivariateLikelihood``, with the component in the place of the study,
/// and D = Z (I ⊗ E) Zᵀ the derivative of V by an entry of any level's Ψ. The
/// traces with two of these are sums over pairs of groups of products of
/// Zᵀ W Z and Zᵀ (uuᵀ + M − ½ W) Z.
///
/// - Complexity: O(*n*³) for a component of *n* values, and the memory of
///   O(*n*²).
internal struct LevelLikelihood: ProfiledMultivariateLikelihood, Sendable {
  let blocks: [LevelBlock]
  let outcomeCount: Int
  let levelCount: Int
  let coefficientCount: Int
  let isRestricted: Bool
  private let backend: any LinearAlgebraBackend
  /// V⁻¹ and V⁻¹X of each component.
  private var weights: [(inverse: Matrix, design: Matrix)] = []
  private var logDeterminant = 0.0
  private(set) var evaluations = 0

  /// The number of values of a component from which the backend pays for its
  /// calls.
  private static var smallCount: Int { 24 }

  init(
    _ studies: StudyQuads, _ components: LevelComponents,
    _ design: FixedDesign, isRestricted: Bool,
    _ backend: any LinearAlgebraBackend
  ) {
    blocks = components.studies.map {
      LevelBlock($0, components, studies, design)
    }.filter { $0.count > 0 }
    outcomeCount = studies.outcomeCount
    levelCount = 1 + components.groups.count
    coefficientCount = design.coefficientCount
    self.isRestricted = isRestricted
    self.backend = backend
  }

  mutating func expand(at psi: [Double]) -> MultivariateExpansion {
    evaluations += 1
    guard update(psi), let fit = solve(), let root = root(of: fit) else {
      return MultivariateExpansion()
    }
    var sums = LevelSums(
      levelCount: levelCount, outcomeCount: outcomeCount,
      coefficientCount: coefficientCount, isRestricted: isRestricted)
    for (block, weight) in zip(blocks, weights) {
      sums.add(
        block, weight.inverse, weight.design, fit.coefficients, root,
        backend(for: block))
    }
    var result = sums.expansion(backend)
    result.kernelLogLikelihood =
      -0.5
      * (logDeterminant + sums.deviance
        + (isRestricted ? fit.logDeterminant : 0))
    return result
  }

  private func backend(for block: LevelBlock) -> any LinearAlgebraBackend {
    block.count < Self.smallCount ? PortableBackend() : backend
  }

  /// Computes the weights for packed covariances.
  ///
  /// - Returns: Whether all matrices were positive definite.
  private mutating func update(_ psi: [Double]) -> Bool {
    weights.removeAll(keepingCapacity: true)
    logDeterminant = 0
    for block in blocks {
      let backend = backend(for: block)
      guard
        let factor = try? CholeskyFactor(
          block.covariance(psi), backend: backend),
        let inverse = try? factor.inverse()
      else { return false }
      logDeterminant += factor.logDeterminant
      weights.append((inverse, backend.product(inverse, block.design)))
    }
    return logDeterminant.isFinite
  }

  /// The generalised least-squares fit for packed covariances.
  mutating func leastSquares(
    at psi: [Double]
  ) -> MultivariateLikelihood.LeastSquares? {
    update(psi) ? solve() : nil
  }

  /// The fit for the present weights.
  private func solve() -> MultivariateLikelihood.LeastSquares? {
    var information = Matrix(
      rowCount: coefficientCount, columnCount: coefficientCount)
    var right = Matrix(rowCount: coefficientCount, columnCount: 1)
    for (block, weight) in zip(blocks, weights) {
      let backend = backend(for: block)
      backend.multiply(
        alpha: 1, block.design, .transposed, weight.design, .plain, beta: 1,
        into: &information)
      backend.multiply(
        alpha: 1, weight.design, .transposed, Matrix(column: block.values),
        .plain, beta: 1, into: &right)
    }
    return MultivariateLikelihood.LeastSquares(information, right, backend)
  }

  /// An F with F Fᵀ the covariance of the coefficients.
  private func root(
    of fit: MultivariateLikelihood.LeastSquares
  ) -> Matrix? {
    (try? CholeskyFactor(fit.covariance, backend: backend))?.lower
  }
}

internal import DxLinearAlgebra

/// What the likelihood-ratio statistic of two structures of a covariance
/// matrix follows.
internal enum CovarianceRestriction: Hashable, Sendable {
  /// The structures are the same.
  case none
  /// The restriction is on parameters inside their range: χ².
  case regular
  /// One variance is zero that has no covariance with another: half of χ²
  /// with one degree of freedom less, for this restriction alone.
  case halfSpace
  /// The restriction lies on the boundary in another way.
  case boundary
}

extension RandomEffectsStructure {
  /// How this structure is restricted to another, or `nil` if the other is not
  /// a special case of it.
  ///
  /// The matrices that belong to structures are compared entry by entry.
  internal func restriction(
    to other: Self, order p: Int
  ) -> CovarianceRestriction? {
    let own = normalized(order: p)
    let others = other.normalized(order: p)
    if own == others { return CovarianceRestriction.none }
    if case .fixed(let matrix) = others {
      return own.restriction(toFixed: matrix, order: p)
    }
    if case .lowRank(let rank) = others {
      return own.restriction(toRank: rank, order: p)
    }
    if case .proportional(let matrix) = others {
      return own.restriction(toMultipleOf: matrix, order: p)
    }
    return own.allowsVarying(others, order: p) ? .regular : nil
  }

  /// The same set of matrices under one name.
  private func normalized(order p: Int) -> Self {
    switch self {
    case .lowRank(let rank) where rank >= p: return .unstructured
    case .fixed, .lowRank: return self
    case .proportional(let matrix):
      guard
        matrix == matrix[0, 0] * Matrix.identity(order: p), matrix[0, 0] > 0
      else { return self }
      return p == 1 ? .unstructured : .identity
    default: break
    }
    if p == 1 { return .unstructured }
    if p > 2 { return self }
    switch self {
    case .heteroscedasticCompoundSymmetry: return .unstructured
    case .autoregressive: return .compoundSymmetry
    default: return self
    }
  }

  /// Whether a structure of free variances, other than this, is a special case.
  private func allowsVarying(_ other: Self, order p: Int) -> Bool {
    switch (self, other) {
    case (.unstructured, _): true
    case (.heteroscedasticCompoundSymmetry, .compoundSymmetry),
      (.heteroscedasticCompoundSymmetry, .diagonal),
      (.heteroscedasticCompoundSymmetry, .identity),
      (.compoundSymmetry, .identity), (.autoregressive, .identity),
      (.diagonal, .identity):
      true
    default: false
    }
  }

  private func restriction(
    toFixed matrix: Matrix, order p: Int
  ) -> CovarianceRestriction? {
    let isZero = matrix.elements.allSatisfy { $0 == 0 }
    if case .fixed = self { return nil }
    if isZero {
      // Only a single variance makes a half-space.
      switch self {
      case .unstructured where p == 1: return .halfSpace
      case .identity, .proportional: return .halfSpace
      default: return .boundary
      }
    }
    switch self {
    case .unstructured:
      return Self.isPositiveDefinite(matrix) ? .regular : .boundary
    case .diagonal:
      let isDiagonal = matrix == .diagonal(matrix.diagonal)
      guard isDiagonal else { return nil }
      return matrix.diagonal.allSatisfy { $0 > 0 } ? .regular : .boundary
    case .identity:
      return matrix == matrix[0, 0] * Matrix.identity(order: p)
        ? .regular : nil
    default: return nil
    }
  }

  private func restriction(
    toRank rank: Int, order p: Int
  ) -> CovarianceRestriction? {
    switch self {
    case .unstructured:
      // Near a matrix of rank p − 1 the positive semi-definite ones fill a
      // half-space.
      return rank == p - 1 ? .halfSpace : .boundary
    case .lowRank(let own) where own > rank: return .boundary
    default: return nil
    }
  }

  private func restriction(
    toMultipleOf matrix: Matrix, order p: Int
  ) -> CovarianceRestriction? {
    switch self {
    case .unstructured:
      return Self.isPositiveDefinite(matrix) ? .regular : .boundary
    case .diagonal where matrix == .diagonal(matrix.diagonal):
      return matrix.diagonal.allSatisfy { $0 > 0 } ? .regular : .boundary
    default: return nil
    }
  }

  private static func isPositiveDefinite(_ matrix: Matrix) -> Bool {
    (try? CholeskyFactor(matrix, backend: LinearAlgebra.defaultBackend)) != nil
  }
}

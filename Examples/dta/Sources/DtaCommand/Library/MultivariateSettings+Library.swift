internal import DxMeta

extension FitSettings.Method {
  /// The estimator of a normal model.
  var estimator: NormalEstimator {
    switch self {
    case .ml: .maximumLikelihood
    case .reml: .restrictedMaximumLikelihood
    case .fixed: .fixedEffect
    case .moments: .methodOfMoments
    }
  }
}

extension MultivariateSettings {
  /// Whether this build can compute what is asked for.
  var isAvailable: Bool { libraryBackend != nil }

  /// What computes with matrices, or `nil` if this build does not have it.
  var libraryBackend: (any LinearAlgebraBackend)? {
    switch backend {
    case .auto: LinearAlgebra.defaultBackend
    case .portable: PortableBackend()
    case .openblas: OpenBLASBackend()
    }
  }
}

extension MultivariateSettings.Structure {
  /// The structure of the library, for a number of outcomes.
  func libraryStructure(
    outcomes count: Int
  ) throws(FitFailure) -> RandomEffectsStructure {
    switch self {
    case .unstructured: .unstructured
    case .diagonal: .diagonal
    case .identity: .identity
    case .compoundSymmetry: .compoundSymmetry
    case .heteroscedasticCompoundSymmetry: .heteroscedasticCompoundSymmetry
    case .autoregressive: .autoregressive
    case .lowRank(let rank): .lowRank(rank)
    case .proportional(let triangle):
      .proportional(to: try Self.matrix(triangle, order: count))
    case .fixed(let triangle): .fixed(try Self.matrix(triangle, order: count))
    }
  }

  private static func matrix(
    _ triangle: [Double], order: Int
  ) throws(FitFailure) -> Matrix {
    let pairs = OutcomeColumns.pairs(order)
    guard pairs.count == triangle.count else {
      throw .usage(
        "--structure has a triangle of \(triangle.count) numbers, and "
          + "\(order) outcomes need \(pairs.count)")
    }
    var matrix = Matrix(rowCount: order, columnCount: order)
    for (pair, value) in zip(pairs, triangle) {
      matrix[pair.row, pair.column] = value
      matrix[pair.column, pair.row] = value
    }
    return matrix
  }
}

internal import DxLinearAlgebra
internal import RealModule

/// A point of a covariance map.
internal struct CovariancePoint: Sendable {
  var map: CovarianceMap
  var parameters: [Double]

  /// The packed matrix at the point.
  var psi: [Double] { map.psi(at: parameters[...]) }
}

extension CovarianceMap {
  /// A point whose matrix is near a given one.
  ///
  /// - Parameter psi: A packed positive definite matrix.
  static func start(
    _ structure: RandomEffectsStructure, near psi: [Double], order p: Int,
    _ backend: any LinearAlgebraBackend
  ) -> CovariancePoint {
    let diagonal = (0..<p).map { psi[packedIndex($0, $0)] }
    let map = CovarianceMap(structure, order: p, backend)
    let mean = diagonal.reduce(0, +) / Double(p)
    let pairs = packedPairs(order: p).filter { $0.row != $0.column }
    let covariance =
      pairs.reduce(0) { $0 + psi[packedIndex($1.row, $1.column)] }
      / Double(Swift.max(1, pairs.count))
    let parameters: [Double]
    switch structure {
    case .unstructured:
      return trapezoid(structure, near: psi, order: p, limit: p, backend)
    case .lowRank(let rank):
      return trapezoid(
        structure, near: leading(rank, psi, order: p, backend), order: p,
        limit: rank, backend)
    case .fixed:
      parameters = []
    case .heteroscedasticCompoundSymmetry where p > 1:
      let least = -1 / Double(p - 1)
      let share = (covariance / mean - least) / (1 - least)
      let bounded = Swift.max(0.05, Swift.min(0.95, share))
      parameters =
        diagonal.map { $0.squareRoot() } + [.asin(2 * bounded - 1)]
    case .autoregressive where p > 1:
      let correlation = Swift.max(-0.9, Swift.min(0.9, covariance / mean))
      parameters = [mean.squareRoot(), .asin(correlation)]
    case .compoundSymmetry where p > 1:
      let first = Swift.max(0.1 * mean, mean + Double(p - 1) * covariance)
      let second = Swift.max(0.1 * mean, mean - covariance)
      parameters = [first.squareRoot(), second.squareRoot()]
    case .diagonal, .heteroscedasticCompoundSymmetry:
      parameters = diagonal.map { $0.squareRoot() }
    case .identity, .proportional, .autoregressive, .compoundSymmetry:
      parameters = [mean.squareRoot()]
    }
    return CovariancePoint(map: map, parameters: parameters)
  }

  /// A point whose factor is trapezoidal in an order of the outcomes in which
  /// the largest variances come first; columns beyond the rank are zero.
  fileprivate static func trapezoid(
    _ structure: RandomEffectsStructure, near psi: [Double], order p: Int,
    limit: Int, negligible: [Double]? = nil,
    _ backend: any LinearAlgebraBackend
  ) -> CovariancePoint {
    let factor = PivotedCholesky(
      psi, limit: limit,
      negligible: negligible ?? Array(repeating: 0, count: p))
    let map = CovarianceMap(
      structure, order: p, pivots: factor.pivots, backend)
    let parameters = factor.columns.flatMap { $0 }
    return CovariancePoint(
      map: map,
      parameters: parameters
        + Array(repeating: 0, count: map.parameterCount - parameters.count))
  }

  /// The nearest matrix of some rank, packed.
  private static func leading(
    _ rank: Int, _ psi: [Double], order p: Int,
    _ backend: any LinearAlgebraBackend
  ) -> [Double] {
    let pairs = packedPairs(order: p)
    var matrix = Matrix(rowCount: p, columnCount: p)
    for (pair, value) in zip(pairs, psi) {
      matrix[pair.row, pair.column] = value
    }
    guard
      let spectrum = try? SymmetricEigenDecomposition(matrix, backend: backend)
    else { return psi }
    return pairs.map { pair in
      (p - rank..<p).reduce(0) {
        $0 + spectrum.vectors[pair.row, $1] * spectrum.values[$1]
          * spectrum.vectors[pair.column, $1]
      }
    }
  }
}

extension CovariancePoint {
  /// Further points, well spread, for a structure whose correlations are tied
  /// together.
  ///
  /// Standard deviations and loadings are in units of the total, and the range
  /// of angles leaves out their ends.
  func neighbours() -> [CovariancePoint] {
    let isTied =
      switch map.structure {
      case .autoregressive, .heteroscedasticCompoundSymmetry, .lowRank:
        map.order > 1 && map.order <= Self.neighbourOrder
      default: false
      }
    guard isTied else { return [] }
    let bounds = map.lowerBounds
    return (1...Self.neighbourCount).map { index in
      var result = self
      for parameter in bounds.indices {
        let share = Self.share(index, parameter)
        let isAngle = map.hasAngle && parameter == bounds.count - 1
        result.parameters[parameter] =
          isAngle
          ? 3 * share - 1.5
          : 1.2 * (bounds[parameter] == 0 ? share : 2 * share - 1)
      }
      return result
    }
  }

  private static var neighbourCount: Int { 128 }
  /// The number of outcomes beyond which so many points cost too much.
  private static var neighbourOrder: Int { 10 }

  /// A coordinate, from 0 to 1, of a point of the additive sequence of the
  /// square roots of the primes.
  private static func share(_ index: Int, _ coordinate: Int) -> Double {
    let primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]
    let root = Double(primes[coordinate % primes.count]).squareRoot()
    let product =
      Double(index) * root * Double(1 + coordinate / primes.count)
    return product - product.rounded(.down)
  }

  /// The same matrix with the largest variances first, or `nil` where the
  /// order of the outcomes is not free.
  ///
  /// - Parameter negligible: For each outcome, the variance beyond the
  ///   columns before that is replaced by zero.
  func repivoted(
    negligible: [Double], _ backend: any LinearAlgebraBackend
  ) -> CovariancePoint? {
    switch map.structure {
    case .unstructured:
      CovarianceMap.trapezoid(
        map.structure, near: psi, order: map.order, limit: map.order,
        negligible: negligible, backend)
    case .lowRank(let rank):
      CovarianceMap.trapezoid(
        map.structure, near: psi, order: map.order, limit: rank,
        negligible: negligible, backend)
    default:
      nil
    }
  }

  /// The point with what is on a boundary, but for rounding, exactly there.
  ///
  /// - Parameter negligible: For each outcome, the variance that is
  ///   negligible beside those within studies.
  func settled(
    negligible: [Double], _ backend: any LinearAlgebraBackend
  ) -> CovariancePoint {
    let limits = limits(negligible)
    if let result = repivoted(negligible: limits, backend) { return result }
    var result = self
    // Angles of correlations are no factors, but their ends are finite.
    let count =
      map.hasAngle ? parameters.count - 1 : parameters.count
    let limit = limits.max() ?? 0
    for index in 0..<count
    where parameters[index] * parameters[index] <= limit {
      result.parameters[index] = 0
    }
    return result
  }

  /// The rank of the matrix.
  func rank(negligible: [Double]) -> Int {
    PivotedCholesky(
      psi, limit: map.order, negligible: limits(negligible)
    ).rank
  }

  private func limits(_ negligible: [Double]) -> [Double] {
    let psi = self.psi
    return negligible.enumerated().map {
      Swift.max(
        Self.negligibleShare * psi[packedIndex($0, $0)], $1)
    }
  }

  /// The share of a variance beyond which it is explained by others.
  private static var negligibleShare: Double { 1e-9 }
}

extension CovarianceMap {
  /// Whether the last parameter is the angle of a correlation.
  fileprivate var hasAngle: Bool {
    switch form {
    case .equalCorrelation, .autoregressive: true
    case .factor, .fixed: false
    }
  }
}

internal import DxLinearAlgebra

/// A covariance matrix as a smooth function of unbounded parameters, under
/// which every boundary is an ordinary point.
///
/// Most structures are Ψ = F Fᵀ with an F that is linear in the parameters. A
/// zero variance and a correlation of ±1 then lie at finite parameters where
/// the derivative vanishes in the direction that leads back inside, and the
/// second derivative decides whether they are a maximum.
internal struct CovarianceMap: Sendable {
  /// The structure, in the units of the map.
  let structure: RandomEffectsStructure
  /// The order of the matrix.
  let order: Int
  /// The number of parameters.
  let parameterCount: Int
  internal let form: Form

  internal enum Form: Sendable {
    /// Ψ = F Fᵀ.
    case factor([FactorEntry], columnCount: Int)
    /// Ψ = D R D with one correlation for all pairs.
    case equalCorrelation
    /// Ψ = τ² ρ to the distance.
    case autoregressive
    case fixed([Double])
  }

  /// A term of F: `coefficient` times a parameter.
  internal struct FactorEntry: Sendable {
    var row: Int
    var column: Int
    var parameter: Int
    var coefficient = 1.0
  }

  /// The derivatives of the map at a point.
  struct Derivatives {
    /// The derivatives of the packed entries, parameter by parameter.
    var jacobian: [Double]
    /// Σₐ gₐ ∂²Ψₐ for given weights of the packed entries, column by column.
    var curvature: [Double]
  }
}

extension CovarianceMap {
  /// Creates the map of a structure whose matrices, if it has any, are
  /// positive semi-definite.
  ///
  /// - Parameter pivots: The order in which the outcomes become rows of a
  ///   trapezoidal factor; by default their own.
  init(
    _ structure: RandomEffectsStructure, order p: Int, pivots: [Int]? = nil,
    _ backend: any LinearAlgebraBackend
  ) {
    self.structure = structure
    order = p
    let pivots = pivots ?? Array(0..<p)
    switch structure {
    case .heteroscedasticCompoundSymmetry where p > 1:
      (form, parameterCount) = (.equalCorrelation, p + 1)
    case .autoregressive where p > 1:
      (form, parameterCount) = (.autoregressive, 2)
    case .unstructured:
      (form, parameterCount) = Self.trapezoid(pivots, rank: p)
    case .lowRank(let rank):
      (form, parameterCount) = Self.trapezoid(
        pivots, rank: Swift.min(rank, p))
    case .diagonal, .heteroscedasticCompoundSymmetry:
      let entries = (0..<p).map {
        FactorEntry(row: $0, column: $0, parameter: $0)
      }
      (form, parameterCount) = (.factor(entries, columnCount: p), p)
    case .identity, .autoregressive:
      let entries = (0..<p).map {
        FactorEntry(row: $0, column: $0, parameter: 0)
      }
      (form, parameterCount) = (.factor(entries, columnCount: p), 1)
    case .compoundSymmetry:
      (form, parameterCount) = (Self.exchangeable(p), p > 1 ? 2 : 1)
    case .proportional(let matrix):
      (form, parameterCount) = (Self.multiple(of: matrix, backend), 1)
    case .fixed(let matrix):
      form = .fixed(
        packedPairs(order: p).map { matrix[$0.row, $0.column] })
      parameterCount = 0
    }
  }

  private static func trapezoid(_ pivots: [Int], rank: Int) -> (Form, Int) {
    var entries: [FactorEntry] = []
    for column in 0..<rank {
      for row in pivots[column...] {
        entries.append(
          FactorEntry(row: row, column: column, parameter: entries.count))
      }
    }
    return (.factor(entries, columnCount: rank), entries.count)
  }

  /// The symmetric square root a J/p + b (I − J/p), with J all ones, of which
  /// the squares a² and b² are the two eigenvalues.
  private static func exchangeable(_ p: Int) -> Form {
    var entries: [FactorEntry] = []
    let share = 1 / Double(p)
    for row in 0..<p {
      for column in 0..<p {
        entries.append(
          FactorEntry(
            row: row, column: column, parameter: 0, coefficient: share))
        if p > 1 {
          entries.append(
            FactorEntry(
              row: row, column: column, parameter: 1,
              coefficient: (row == column ? 1 : 0) - share))
        }
      }
    }
    return .factor(entries, columnCount: p)
  }

  /// The symmetric square root of a matrix with a mean variance of one, times
  /// a parameter.
  private static func multiple(
    of matrix: Matrix, _ backend: any LinearAlgebraBackend
  ) -> Form {
    var entries: [FactorEntry] = []
    guard
      let spectrum = try? SymmetricEigenDecomposition(matrix, backend: backend)
    else { return .factor([], columnCount: 0) }
    let vectors = spectrum.vectors
    let mean = spectrum.values.reduce(0, +) / Double(matrix.rowCount)
    for (column, value) in spectrum.values.enumerated() {
      let root = Swift.max(0, value / mean).squareRoot()
      for row in 0..<matrix.rowCount {
        entries.append(
          FactorEntry(
            row: row, column: column, parameter: 0,
            coefficient: root * vectors[row, column]))
      }
    }
    return .factor(entries, columnCount: matrix.columnCount)
  }

  /// The least value of each parameter.
  ///
  /// A standard deviation must not change its sign where the correlations
  /// have a common one; in all other forms the sign is free.
  var lowerBounds: [Double] {
    var bounds = [Double](repeating: -.infinity, count: parameterCount)
    if case .equalCorrelation = form {
      for index in 0..<order { bounds[index] = 0 }
    }
    return bounds
  }

  /// The packed matrix at a point.
  func psi(at parameters: ArraySlice<Double>) -> [Double] {
    let parameters = Array(parameters)
    let pairs = packedPairs(order: order)
    switch form {
    case .factor(let entries, let columns):
      let factor = factor(entries, columns, parameters)
      return pairs.map { pair in
        var sum = 0.0
        for column in 0..<columns {
          sum +=
            factor[pair.row + order * column]
            * factor[pair.column + order * column]
        }
        return sum
      }
    case .equalCorrelation:
      let rho = equalCorrelation(parameters).value
      return pairs.map {
        parameters[$0.row] * parameters[$0.column]
          * ($0.row == $0.column ? 1 : rho)
      }
    case .autoregressive:
      let rho = Self.correlation(parameters[1], least: -1).value
      return pairs.map {
        parameters[0] * parameters[0] * power(rho, $0.row - $0.column)
      }
    case .fixed(let psi):
      return psi
    }
  }

  /// The derivatives at a point, the second ones summed with weights.
  ///
  /// - Parameter g: The derivatives of a function by the packed entries.
  func derivatives(
    at parameters: ArraySlice<Double>, weights g: ArraySlice<Double>
  ) -> Derivatives {
    let (parameters, g) = (Array(parameters), Array(g))
    var result = Derivatives(
      jacobian: Array(repeating: 0, count: g.count * parameterCount),
      curvature: Array(repeating: 0, count: parameterCount * parameterCount))
    switch form {
    case .factor(let entries, let columns):
      addFactor(entries, columns, parameters, g, to: &result)
    case .equalCorrelation:
      addEqualCorrelation(parameters, g, to: &result)
    case .autoregressive:
      addAutoregression(parameters, g, to: &result)
    case .fixed:
      break
    }
    return result
  }

  /// F, column by column.
  private func factor(
    _ entries: [FactorEntry], _ columns: Int, _ parameters: [Double]
  ) -> [Double] {
    var factor = [Double](repeating: 0, count: order * columns)
    for entry in entries {
      factor[entry.row + order * entry.column] +=
        entry.coefficient * parameters[entry.parameter]
    }
    return factor
  }

  private func addFactor(
    _ entries: [FactorEntry], _ columns: Int, _ parameters: [Double],
    _ g: [Double], to result: inout Derivatives
  ) {
    let factor = factor(entries, columns, parameters)
    for entry in entries {
      // ∂Ψ = E Fᵀ + F Eᵀ has the entry's column of F in its row.
      let start = g.count * entry.parameter
      for other in 0..<order {
        let twice = other == entry.row ? 2.0 : 1.0
        result.jacobian[start + packedIndex(entry.row, other)] +=
          twice * entry.coefficient * factor[other + order * entry.column]
      }
    }
    for first in entries {
      for second in entries where second.column == first.column {
        // An entry of g off the diagonal stands for two halves.
        let weight =
          g[packedIndex(first.row, second.row)]
          * (first.row == second.row ? 2 : 1)
        result.curvature[first.parameter + parameterCount * second.parameter] +=
          weight * first.coefficient * second.coefficient
      }
    }
  }
}

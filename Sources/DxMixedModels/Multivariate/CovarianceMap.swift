internal import DxLinearAlgebra
internal import RealModule

/// A covariance matrix as a smooth function of unbounded parameters, under
/// which every boundary is an ordinary point.
///
/// Most structures are Ψ = F Fᵀ with an F that is linear in the parameters. A
/// zero variance and a correlation of ±1 then lie at finite parameters where
/// the derivative vanishes in the direction that leads back inside, and the
/// second derivative decides whether they are a maximum.
internal struct CovarianceMap: Sendable {
  /// The order of the matrix.
  let order: Int
  /// The number of parameters.
  let parameterCount: Int
  private let form: Form

  private enum Form: Sendable {
    /// Ψ = F Fᵀ.
    case factor([FactorEntry], columnCount: Int)
    /// Ψ = D R D with one correlation for all pairs.
    case equalCorrelation
    /// Ψ = τ² ρ to the distance.
    case autoregressive
    case fixed([Double])
  }

  /// A term of F: `coefficient` times a parameter.
  private struct FactorEntry: Sendable {
    var row: Int
    var column: Int
    var parameter: Int
    var coefficient = 1.0
  }

  /// The derivatives of the map at a point.
  struct Derivatives {
    /// The derivatives of the packed entries, one row for each entry, one
    /// column for each parameter.
    var jacobian: Matrix
    /// Σₐ gₐ ∂²Ψₐ for given weights of the packed entries.
    var curvature: Matrix
  }
}

extension CovarianceMap {
  /// Creates the map of a structure whose matrices, if it has any, are
  /// positive semi-definite.
  init(
    _ structure: RandomEffectsStructure, order p: Int,
    _ backend: any LinearAlgebraBackend
  ) {
    order = p
    switch structure {
    case .heteroscedasticCompoundSymmetry where p > 1:
      (form, parameterCount) = (.equalCorrelation, p + 1)
    case .autoregressive where p > 1:
      (form, parameterCount) = (.autoregressive, 2)
    case .unstructured:
      (form, parameterCount) = Self.trapezoid(p, rank: p)
    case .lowRank(let rank):
      (form, parameterCount) = Self.trapezoid(p, rank: Swift.min(rank, p))
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

  private static func trapezoid(_ p: Int, rank: Int) -> (Form, Int) {
    var entries: [FactorEntry] = []
    for column in 0..<rank {
      for row in column..<p {
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

  /// The symmetric square root of a matrix, times a parameter.
  private static func multiple(
    of matrix: Matrix, _ backend: any LinearAlgebraBackend
  ) -> Form {
    var entries: [FactorEntry] = []
    guard
      let spectrum = try? SymmetricEigenDecomposition(matrix, backend: backend)
    else { return .factor([], columnCount: 0) }
    let vectors = spectrum.vectors
    for (column, value) in spectrum.values.enumerated() {
      let root = Swift.max(0, value).squareRoot()
      for row in 0..<matrix.rowCount {
        entries.append(
          FactorEntry(
            row: row, column: column, parameter: 0,
            coefficient: root * vectors[row, column]))
      }
    }
    return .factor(entries, columnCount: matrix.columnCount)
  }

  /// The packed matrix at a point.
  func psi(at parameters: [Double]) -> [Double] {
    let pairs = packedPairs(order: order)
    switch form {
    case .factor(let entries, let columns):
      let factor = factor(entries, columns, parameters)
      return pairs.map { pair in
        (0..<columns).reduce(0) {
          $0 + factor[pair.row, $1] * factor[pair.column, $1]
        }
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
    at parameters: [Double], weights g: [Double]
  ) -> Derivatives {
    var result = Derivatives(
      jacobian: Matrix(rowCount: g.count, columnCount: parameterCount),
      curvature: Matrix(
        rowCount: parameterCount, columnCount: parameterCount))
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

  private func factor(
    _ entries: [FactorEntry], _ columns: Int, _ parameters: [Double]
  ) -> Matrix {
    var factor = Matrix(rowCount: order, columnCount: columns)
    for entry in entries {
      factor[entry.row, entry.column] +=
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
      for other in 0..<order {
        let twice = other == entry.row ? 2.0 : 1.0
        result.jacobian[packedIndex(entry.row, other), entry.parameter] +=
          twice * entry.coefficient * factor[other, entry.column]
      }
    }
    for first in entries {
      for second in entries where second.column == first.column {
        // An entry of g off the diagonal stands for two halves.
        let weight =
          g[packedIndex(first.row, second.row)]
          * (first.row == second.row ? 2 : 1)
        result.curvature[first.parameter, second.parameter] +=
          weight * first.coefficient * second.coefficient
      }
    }
  }
}

// MARK: - Structures with a correlation of their own

extension CovarianceMap {
  /// The correlation m + h sin φ between its ends, with its two derivatives:
  /// the ends are points where the first derivative vanishes.
  private static func correlation(
    _ angle: Double, least: Double
  ) -> (value: Double, first: Double, second: Double) {
    let half = 0.5 * (1 - least)
    let sine = Double.sin(angle)
    return (least + half * (1 + sine), half * .cos(angle), -half * sine)
  }

  private func equalCorrelation(
    _ parameters: [Double]
  ) -> (value: Double, first: Double, second: Double) {
    Self.correlation(
      parameters[order], least: order > 1 ? -1 / Double(order - 1) : -1)
  }

  private func addEqualCorrelation(
    _ parameters: [Double], _ g: [Double], to result: inout Derivatives
  ) {
    let p = order
    let rho = equalCorrelation(parameters)
    for (index, pair) in packedPairs(order: p).enumerated() {
      let (j, l) = (pair.row, pair.column)
      let (x, y) = (parameters[j], parameters[l])
      if j == l {
        result.jacobian[index, j] = 2 * x
        result.curvature[j, j] += 2 * g[index]
        continue
      }
      result.jacobian[index, j] = y * rho.value
      result.jacobian[index, l] = x * rho.value
      result.jacobian[index, p] = x * y * rho.first
      let terms = [
        (j, l, rho.value), (j, p, y * rho.first), (l, p, x * rho.first),
      ]
      for (first, second, value) in terms {
        result.curvature[first, second] += g[index] * value
        result.curvature[second, first] += g[index] * value
      }
      result.curvature[p, p] += g[index] * x * y * rho.second
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    exponent < 0 ? 0 : (0..<exponent).reduce(1) { x, _ in x * base }
  }

  private func addAutoregression(
    _ parameters: [Double], _ g: [Double], to result: inout Derivatives
  ) {
    let scale = parameters[0]
    let rho = Self.correlation(parameters[1], least: -1)
    for (index, pair) in packedPairs(order: order).enumerated() {
      let distance = pair.row - pair.column
      let d = Double(distance)
      let value = power(rho.value, distance)
      let slope = d * power(rho.value, distance - 1)
      let bend = d * (d - 1) * power(rho.value, distance - 2)
      result.jacobian[index, 0] = 2 * scale * value
      result.jacobian[index, 1] = scale * scale * slope * rho.first
      result.curvature[0, 0] += g[index] * 2 * value
      let mixed = g[index] * 2 * scale * slope * rho.first
      result.curvature[0, 1] += mixed
      result.curvature[1, 0] += mixed
      result.curvature[1, 1] +=
        g[index] * scale * scale
        * (bend * rho.first * rho.first + slope * rho.second)
    }
  }
}

// MARK: - Starting values

extension CovarianceMap {
  /// The parameters of a matrix of the structure that is near a given one.
  ///
  /// - Parameters:
  ///   - psi: A positive definite matrix.
  ///   - mean: The mean of its diagonal.
  ///   - covariance: The mean of what is off the diagonal.
  func startingParameters(
    _ psi: Matrix, mean: Double, covariance: Double
  ) -> [Double] {
    let p = order
    switch form {
    case .fixed:
      return []
    case .autoregressive:
      let correlation = Swift.max(-0.9, Swift.min(0.9, covariance / mean))
      return [mean.squareRoot(), .asin(correlation)]
    case .equalCorrelation:
      let least = -1 / Double(p - 1)
      let share = (covariance / mean - least) / (1 - least)
      let bounded = Swift.max(0.05, Swift.min(0.95, share))
      return psi.diagonal.map { $0.squareRoot() } + [.asin(2 * bounded - 1)]
    case .factor(let entries, _):
      return factorParameters(entries, psi, mean, covariance)
    }
  }

  private func factorParameters(
    _ entries: [FactorEntry], _ psi: Matrix, _ mean: Double,
    _ covariance: Double
  ) -> [Double] {
    let p = order
    if parameterCount == 1 {
      // A multiple of one matrix: the one with the same trace.
      let squares = entries.reduce(0) { $0 + $1.coefficient * $1.coefficient }
      return [(mean * Double(p) / Swift.max(squares, 1e-300)).squareRoot()]
    }
    if entries.count == 2 * p * p {
      let first = Swift.max(0.1 * mean, mean + Double(p - 1) * covariance)
      let second = Swift.max(0.1 * mean, mean - covariance)
      return [first.squareRoot(), second.squareRoot()]
    }
    if entries.allSatisfy({ $0.row == $0.column }) && parameterCount == p {
      return psi.diagonal.map { $0.squareRoot() }
    }
    var factor = Matrix(rowCount: p, columnCount: p)
    for j in 0..<p {
      for l in 0...j {
        var sum = psi[j, l]
        for t in 0..<l { sum -= factor[j, t] * factor[l, t] }
        factor[j, l] =
          l < j ? sum / factor[l, l] : Swift.max(sum, 1e-6 * mean).squareRoot()
      }
    }
    return entries.map { factor[$0.row, $0.column] }
  }
}

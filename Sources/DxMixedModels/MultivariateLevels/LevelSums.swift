internal import DxLinearAlgebra

/// The sums over components from which the derivatives by the covariances of
/// the levels are assembled.
///
/// With F Fᵀ the covariance of the coefficients and N = W X F, the terms of
/// ``MultivariateLikelihood`` are M = N Nᵀ, gᵀ C g′ = (Nᵀ D u)ᵀ (Nᵀ D′ u) and
/// tr C K C K′ = tr (Nᵀ D N)(Nᵀ D′ N).
internal struct LevelSums {
  private let levelCount: Int
  private let outcomeCount: Int
  private let coefficientCount: Int
  private let isRestricted: Bool
  /// Σ rᵀ u.
  private(set) var deviance = 0.0
  /// For each level, the sums of uuᵀ + M − W over its groups.
  private var slopes: [[Double]]
  /// For each two levels, the sums of (Zᵀ W Z) ⊗ (Zᵀ T Z) over their groups,
  /// with T = uuᵀ + M − ½ W.
  private var curvatures: [Matrix]
  /// For each level, the sums of (Zᵀ N) ⊗ (Zᵀ u) over its groups.
  private var moments: [Matrix]
  /// For each level, the sums of (Zᵀ N) ⊗ (Zᵀ N) over its groups; empty where
  /// they are not wanted.
  private var traces: [Matrix]

  /// The number of outcomes times that of coefficients up to which the trace
  /// of K is worth its price, which is the square; beyond, the second
  /// derivatives of the restricted likelihood are without it, an error of the
  /// order of the coefficients over the observations.
  private static var traceLimit: Int { 1024 }

  init(
    levelCount: Int, outcomeCount p: Int, coefficientCount q: Int,
    isRestricted: Bool
  ) {
    self.levelCount = levelCount
    outcomeCount = p
    coefficientCount = q
    self.isRestricted = isRestricted
    slopes = Array(
      repeating: Array(repeating: 0, count: p * p), count: levelCount)
    curvatures = Array(
      repeating: Matrix(rowCount: p * p, columnCount: p * p),
      count: levelCount * (levelCount + 1) / 2)
    moments = Array(
      repeating: Matrix(rowCount: p * q, columnCount: p), count: levelCount)
    let hasTraces = isRestricted && p * q <= Self.traceLimit
    traces = Array(
      repeating: Matrix(rowCount: p * q, columnCount: p * q),
      count: hasTraces ? levelCount : 0)
  }

  /// Adds a component.
  ///
  /// - Parameters:
  ///   - weight: W.
  ///   - design: W X.
  ///   - root: F.
  mutating func add(
    _ block: LevelBlock, _ weight: Matrix, _ design: Matrix,
    _ coefficients: [Double], _ root: Matrix,
    _ backend: any LinearAlgebraBackend
  ) {
    var residual = Matrix(column: block.values)
    backend.multiply(
      alpha: -1, block.design, .plain, Matrix(column: coefficients), .plain,
      beta: 1, into: &residual)
    let u = backend.product(weight, residual)
    for (x, y) in zip(residual.elements, u.elements) { deviance += x * y }
    let whitened = backend.product(design, root)
    var middle = -0.5 * weight
    backend.multiply(
      alpha: 1, u, .plain, u, .transposed, beta: 1, into: &middle)
    if isRestricted {
      backend.multiply(
        alpha: 1, whitened, .plain, whitened, .transposed, beta: 1,
        into: &middle)
    }
    for level in 0..<levelCount {
      addCurvatures(block, weight, middle, level, backend)
      addMoments(block, whitened, u, level, backend)
    }
  }

  private mutating func addCurvatures(
    _ block: LevelBlock, _ weight: Matrix, _ middle: Matrix, _ level: Int,
    _ backend: any LinearAlgebraBackend
  ) {
    let p = outcomeCount
    for other in 0...level {
      let left = block.sums(weight, level, other, outcomeCount: p)
      let right = block.sums(middle, level, other, outcomeCount: p)
      backend.multiply(
        alpha: 1, left, .transposed, right, .plain, beta: 1,
        into: &curvatures[packedIndex(level, other)])
      if other < level { continue }
      let groups = block.groupCounts[level]
      let (x, y) = (right.elements, left.elements)
      for pair in 0..<(p * p) {
        var sum = 0.0
        for group in 0..<groups {
          let index = group + groups * group + groups * groups * pair
          sum += x[index] - 0.5 * y[index]
        }
        slopes[level][pair] += sum
      }
    }
  }

  private mutating func addMoments(
    _ block: LevelBlock, _ whitened: Matrix, _ u: Matrix, _ level: Int,
    _ backend: any LinearAlgebraBackend
  ) {
    let left = block.sums(whitened, level, outcomeCount: outcomeCount)
    let right = block.sums(u, level, outcomeCount: outcomeCount)
    backend.multiply(
      alpha: 1, left, .transposed, right, .plain, beta: 1,
      into: &moments[level])
    if !traces.isEmpty {
      backend.multiply(
        alpha: 1, left, .transposed, left, .plain, beta: 1,
        into: &traces[level])
    }
  }
}

// MARK: - Derivatives

extension LevelSums {
  /// The derivatives, without the value.
  func expansion(_ backend: any LinearAlgebraBackend) -> MultivariateExpansion {
    let pairs = packedPairs(order: outcomeCount)
    let p = outcomeCount
    var result = MultivariateExpansion()
    result.gradient = slopes.flatMap { slope in
      pairs.map {
        ($0.row == $0.column ? 0.5 : 1) * slope[$0.row * p + $0.column]
      }
    }
    let count = result.gradient.count
    var hessian = Matrix(rowCount: count, columnCount: count)
    addCurvatures(pairs, to: &hessian)
    let g = vectors(pairs)
    backend.multiply(
      alpha: -1, g, .transposed, g, .plain, beta: 1, into: &hessian)
    if !traces.isEmpty {
      let k = information(pairs)
      backend.multiply(
        alpha: -0.5, k, .transposed, k, .plain, beta: 1, into: &hessian)
    }
    result.hessian = hessian.elements
    return result
  }

  /// Σ tr D W D′ T for each two entries.
  private func addCurvatures(
    _ pairs: [PackedPair], to hessian: inout Matrix
  ) {
    let p = outcomeCount
    for level in 0..<levelCount {
      for other in 0...level {
        let sums = curvatures[packedIndex(level, other)]
        for (i, first) in pairs.enumerated() {
          for (j, second) in pairs.enumerated() {
            var sum = 0.0
            for (x, y) in first.orders {
              for (v, w) in second.orders {
                sum += sums[y * p + v, x * p + w]
              }
            }
            let row = level * pairs.count + i
            let column = other * pairs.count + j
            hessian[row, column] = sum
            hessian[column, row] = sum
          }
        }
      }
    }
  }

  /// The vectors Nᵀ D u, a column for each entry.
  private func vectors(_ pairs: [PackedPair]) -> Matrix {
    let p = outcomeCount
    var result = Matrix(
      rowCount: coefficientCount, columnCount: levelCount * pairs.count)
    for (level, sums) in moments.enumerated() {
      for (index, pair) in pairs.enumerated() {
        for (x, y) in pair.orders {
          for c in 0..<coefficientCount {
            result[c, level * pairs.count + index] += sums[x + p * c, y]
          }
        }
      }
    }
    return result
  }

  /// The matrices Nᵀ D N, each of them a column.
  private func information(_ pairs: [PackedPair]) -> Matrix {
    let (p, q) = (outcomeCount, coefficientCount)
    var elements: [Double] = []
    elements.reserveCapacity(q * q * levelCount * pairs.count)
    for sums in traces {
      let source = sums.elements
      for pair in pairs {
        for d in 0..<q {
          for c in 0..<q {
            var sum = 0.0
            for (x, y) in pair.orders {
              sum += source[x + p * c + p * q * (y + p * d)]
            }
            elements.append(sum)
          }
        }
      }
    }
    return Matrix(
      rowCount: q * q, columnCount: levelCount * pairs.count,
      columnMajor: elements)
  }
}

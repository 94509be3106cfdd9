internal import DxLinearAlgebra

extension SumDifferenceSearch {
  /// The covariance of the coefficients and the two variances.
  mutating func covariance(
    _ design: SumDifferenceDesign
  ) -> Matrix? {
    let layout = maximizer.objective.layout
    let count = layout.parameterCount
    switch boundary {
    case .unboundedMean, .unboundedScaleRatio, .unboundedVariance: return nil
    case .interior, .zeroSumVariance, .zeroHalfDifferenceVariance,
      .zeroVariances:
      break
    }
    var inverse = Array(repeating: 0.0, count: count * count)
    guard maximizer.storeCovariance(into: &inverse) else { return nil }
    let jacobian = jacobian(design)
    // J V Jᵀ.
    var result = Matrix(rowCount: count, columnCount: count)
    for column in 0..<count {
      let carried = (0..<count).map { row in
        (0..<count).reduce(0.0) {
          $0 + inverse[row + count * $1] * jacobian[column, $1]
        }
      }
      for row in column..<count {
        let value = (0..<count).reduce(0.0) {
          $0 + jacobian[row, $1] * carried[$1]
        }
        result[row, column] = value
        result[column, row] = value
      }
    }
    return result
  }

  /// The derivatives of the coefficients and variances by the parameters of
  /// the search.
  private func jacobian(_ design: SumDifferenceDesign) -> Matrix {
    let layout = maximizer.objective.layout
    let count = layout.coefficientCount
    var result = Matrix(rowCount: count + 2, columnCount: count + 2)
    for column in 0..<count {
      for row in 0..<count {
        result[row, column] = design.toCoefficients[row, column]
      }
    }
    let radius = maximizer.point[layout.radius]
    let rotation = rotation
    let shares = rotation.shares
    // σ²s = 2 r² (1 + ρ), σ²d = r² (1 − ρ) / 2 and dρ/dω = −sign · sin ω.
    let byAngle = -radius * radius * rotation.sign * rotation.sine
    result[count, count] = 8 * radius * shares.plus
    result[count, count + 1] = 2 * byAngle
    result[count + 1, count] = 2 * radius * shares.minus
    result[count + 1, count + 1] = -0.5 * byAngle
    return result
  }
}

/// The projection P = W − W Z (Zᵀ W Z)⁻¹ Zᵀ W of weighted least squares, with
/// diagonal weights W, in the blocks of ``PivotedDesign``.
///
/// It is never formed; everything costs O(*k q*²).
internal struct StudyProjection {
  private let rows: [Double]
  private let q: Int
  /// The weights.
  let weights: StudyValues
  /// B = Cᵀ W_R C, row by row.
  private let restProduct: [Double]
  /// A⁻¹, row by row: the covariance of the means of the pivots.
  let inverse: [Double]
  /// log |A|.
  let logDeterminant: Double

  init(_ design: PivotedDesign, _ weights: StudyValues) {
    rows = design.rows
    q = design.coefficientCount
    self.weights = weights
    restProduct = crossProduct(rows, q) { weights.rest[$0] }
    var matrix = restProduct
    for s in 0..<q { matrix[s * q + s] += weights.pivots[s] }
    (inverse, logDeterminant) = invertPositiveDefinite(matrix, order: q)
  }
}

/// What weighted least squares leave over.
internal struct ProjectedValues {
  /// P x.
  var values: StudyValues
  /// xᵀ P x.
  var squares: Double
  /// How much the means of the pivots differ from their values.
  var shift: [Double]
}

extension StudyProjection {
  /// The projection of one value for each study.
  func project(_ x: StudyValues) -> ProjectedValues {
    var residuals = x.rest
    subtract(x.pivots, from: &residuals)
    var shift = Array(repeating: 0.0, count: q)
    // The second pass removes the rounding errors of the normal equations;
    // a single mean has none to speak of.
    for _ in 0..<(q > 1 ? 2 : 1) {
      var right = shift
      for s in 0..<q { right[s] *= -weights.pivots[s] }
      for index in residuals.indices {
        let value = weights.rest[index] * residuals[index]
        for s in 0..<q { right[s] += rows[index * q + s] * value }
      }
      let step = (0..<q).map { row in
        (0..<q).reduce(0) { $0 + inverse[row * q + $1] * right[$1] }
      }
      for s in 0..<q { shift[s] += step[s] }
      subtract(step, from: &residuals)
    }
    var squares = 0.0
    for index in residuals.indices {
      let value = weights.rest[index] * residuals[index]
      squares += value * residuals[index]
      residuals[index] = value
    }
    for s in 0..<q { squares += weights.pivots[s] * shift[s] * shift[s] }
    return ProjectedValues(
      values: StudyValues(
        rest: residuals,
        pivots: (0..<q).map { -weights.pivots[$0] * shift[$0] }),
      squares: squares, shift: shift)
  }

  private func subtract(_ means: [Double], from values: inout [Double]) {
    for index in values.indices {
      for s in 0..<q { values[index] -= rows[index * q + s] * means[s] }
    }
  }

  /// The traces tr(P D) and tr(P D P D) for a diagonal matrix D.
  func traces(_ d: StudyValues) -> (single: Double, double: Double) {
    let (w, u) = (weights.rest, weights.pivots)
    let e = multiply(inverse, restProduct, q)
    let second = crossProduct(rows, q) { w[$0] * w[$0] * d.rest[$0] }
    let third = crossProduct(rows, q) {
      let weighted = w[$0] * d.rest[$0]
      return w[$0] * weighted * weighted
    }
    let f = multiply(inverse, second, q)
    let g = multiply(inverse, third, q)
    let mixed = multiply(f, inverse, q)
    var single = 0.0
    var double = 0.0
    for index in w.indices {
      let value = w[index] * d.rest[index]
      single += value
      double += value * value
    }
    for s in 0..<q {
      let value = d.pivots[s] * u[s]
      single += value * e[s * q + s] - f[s * q + s]
      double += 2 * (value * u[s] * mixed[s * q + s] - g[s * q + s])
      for t in 0..<q {
        double += f[s * q + t] * f[t * q + s]
        double +=
          value * e[s * q + t] * (d.pivots[t] * u[t]) * e[t * q + s]
      }
    }
    return (single, double)
  }
}

/// Σ wᵢ zᵢ zᵢᵀ over rows of *q* numbers.
private func crossProduct(
  _ rows: [Double], _ q: Int, _ weight: (Int) -> Double
) -> [Double] {
  var result = Array(repeating: 0.0, count: q * q)
  for index in 0..<(q > 0 ? rows.count / q : 0) {
    let w = weight(index)
    for s in 0..<q {
      let weighted = w * rows[index * q + s]
      for t in 0...s {
        result[s * q + t] += weighted * rows[index * q + t]
      }
    }
  }
  for s in 0..<q {
    for t in 0..<s { result[t * q + s] = result[s * q + t] }
  }
  return result
}

private func multiply(_ x: [Double], _ y: [Double], _ q: Int) -> [Double] {
  var result = Array(repeating: 0.0, count: q * q)
  for row in 0..<q {
    for inner in 0..<q {
      let factor = x[row * q + inner]
      for column in 0..<q {
        result[row * q + column] += factor * y[inner * q + column]
      }
    }
  }
  return result
}

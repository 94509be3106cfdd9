internal import RealModule

/// The inverse of a positive-definite matrix, row by row, and the logarithm of
/// its determinant.
///
/// For the few coefficients of a model of one outcome, at each step of a
/// search. It scales with the rows and columns of the matrix.
internal func invertPositiveDefinite(
  _ matrix: [Double], order q: Int
) -> (inverse: [Double], logDeterminant: Double) {
  if q == 1 { return ([1 / matrix[0]], .log(matrix[0])) }
  var lower = matrix
  var logDeterminant = 0.0
  for j in 0..<q {
    for t in 0..<j {
      let factor = lower[j * q + t]
      for i in j..<q { lower[i * q + j] -= factor * lower[i * q + t] }
    }
    logDeterminant += .log(lower[j * q + j])
    let root = lower[j * q + j].squareRoot()
    for i in j..<q { lower[i * q + j] /= root }
  }
  // The inverse of the factor, and then the product of it with itself.
  var factor = Array(repeating: 0.0, count: q * q)
  for j in 0..<q {
    factor[j * q + j] = 1 / lower[j * q + j]
    for i in (j + 1)..<Swift.max(q, j + 1) {
      var sum = 0.0
      for t in j..<i { sum += lower[i * q + t] * factor[t * q + j] }
      factor[i * q + j] = -sum / lower[i * q + i]
    }
  }
  var inverse = Array(repeating: 0.0, count: q * q)
  for i in 0..<q {
    for j in 0...i {
      var sum = 0.0
      for t in i..<q { sum += factor[t * q + i] * factor[t * q + j] }
      inverse[i * q + j] = sum
      inverse[j * q + i] = sum
    }
  }
  return (inverse, logDeterminant)
}

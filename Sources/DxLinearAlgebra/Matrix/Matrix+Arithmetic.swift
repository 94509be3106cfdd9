// Elementwise arithmetic only: a product of matrices is work for a backend,
// so it is asked of one by name.

extension Matrix {
  /// The sum of two matrices of the same shape.
  public static func + (lhs: Matrix, rhs: Matrix) -> Matrix {
    combine(lhs, rhs, "add") { $0 + $1 }
  }

  /// The difference of two matrices of the same shape.
  public static func - (lhs: Matrix, rhs: Matrix) -> Matrix {
    combine(lhs, rhs, "subtract") { $0 - $1 }
  }

  /// The matrix with the sign of each entry changed.
  public static prefix func - (operand: Matrix) -> Matrix {
    var result = operand
    for index in result.elements.indices { result.elements[index].negate() }
    return result
  }

  /// The matrix with each entry multiplied by a number.
  public static func * (lhs: Double, rhs: Matrix) -> Matrix {
    var result = rhs
    for index in result.elements.indices { result.elements[index] *= lhs }
    return result
  }

  @inline(__always)
  private static func combine(
    _ lhs: Matrix, _ rhs: Matrix, _ verb: StaticString,
    _ operation: (Double, Double) -> Double
  ) -> Matrix {
    precondition(
      lhs.rowCount == rhs.rowCount && lhs.columnCount == rhs.columnCount,
      "Cannot \(verb) matrices of shape \(lhs.shape) and \(rhs.shape)")
    var result = lhs
    for index in result.elements.indices {
      result.elements[index] = operation(
        result.elements[index], rhs.elements[index])
    }
    return result
  }
}

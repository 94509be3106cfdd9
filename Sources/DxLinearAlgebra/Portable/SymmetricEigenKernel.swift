/// Eigenvalues and eigenvectors of a dense symmetric matrix.
internal enum SymmetricEigenKernel {
  /// Overwrites a finite square matrix by its eigenvectors.
  internal static func diagonalize(
    _ matrix: inout Matrix
  ) throws(FactorizationError) -> [Double] {
    let order = matrix.rowCount
    if order == 0 { return [] }
    let scale = safeScale(of: matrix)
    if scale != 1 { matrix = scale * matrix }
    var unconverged: Int?
    let iterated = matrix.withPointer { a -> [Double] in
      let reflectorScales = TridiagonalReduction.reduce(a, order: order)
      let diagonal = (0..<order).map { a[$0 * order + $0] }
      let subdiagonal = (0..<(order - 1)).map { a[$0 * order + $0 + 1] }
      TridiagonalReduction.formOrthogonalFactor(
        a, order: order, scales: reflectorScales)
      var iteration = ImplicitQLIteration(
        diagonal: diagonal, subdiagonal: subdiagonal, vectors: a)
      unconverged = iteration.run()
      return iteration.diagonal
    }
    if let unconverged {
      throw .backendFailure(
        routine: "implicit QL iteration", code: unconverged + 1)
    }
    var values = iterated ?? []
    if scale != 1 { for index in values.indices { values[index] /= scale } }
    sort(&values, &matrix)
    return values
  }

  /// A power of two that brings the entries into a range where no product of
  /// three overflows; one if they lie in it.
  private static func safeScale(of matrix: Matrix) -> Double {
    let order = matrix.rowCount
    var largest = 0.0
    for column in 0..<order {
      for row in column..<order {
        largest = max(largest, matrix.elements[column * order + row].magnitude)
      }
    }
    if largest == 0 || (largest > 0x1p-300 && largest < 0x1p300) { return 1 }
    return largest > 1 ? 0x1p-600 : 0x1p600
  }

  /// Orders the values, and the columns with them.
  private static func sort(_ values: inout [Double], _ vectors: inout Matrix) {
    let order = values.count
    let source = values.indices.sorted { values[$0] < values[$1] }
    if source.elementsEqual(values.indices) { return }
    let unsorted = (values, vectors.elements)
    for (target, origin) in source.enumerated() {
      values[target] = unsorted.0[origin]
      for row in 0..<order {
        vectors.elements[target * order + row] =
          unsorted.1[origin * order + row]
      }
    }
  }
}

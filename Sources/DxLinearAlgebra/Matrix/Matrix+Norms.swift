extension Matrix {
  /// The largest magnitude among the entries.
  ///
  /// Edge cases: zero for a matrix without entries; a NaN anywhere gives a
  /// NaN.
  public var maximumMagnitude: Double {
    var result = 0.0
    for entry in elements {
      if entry.isNaN { return .nan }
      result = max(result, entry.magnitude)
    }
    return result
  }

  /// The largest sum of magnitudes over a column, the norm ‖A‖₁.
  ///
  /// Edge cases: zero for a matrix without entries; a NaN anywhere gives a
  /// NaN.
  public var oneNorm: Double {
    var result = 0.0
    for column in 0..<columnCount {
      var sum = 0.0
      for row in 0..<rowCount { sum += self[row, column].magnitude }
      if sum.isNaN { return .nan }
      result = max(result, sum)
    }
    return result
  }

  /// The square root of the sum of squares of the entries.
  ///
  /// Neither overflows nor underflows before the result does.
  ///
  /// Edge cases: zero for a matrix without entries; a NaN anywhere gives a
  /// NaN.
  public var frobeniusNorm: Double {
    elements.withUnsafeBufferPointer { euclideanNorm($0) }
  }
}

/// An orthonormal basis of the space that some vectors span.
internal struct OrthonormalSpan {
  let dimension: Int
  private(set) var basis: [[Double]] = []

  /// The part of a vector, relative to its length, below which it counts as
  /// none: half the digits of a double.
  static var tolerance: Double { 1e-8 }

  init(dimension: Int) { self.dimension = dimension }

  /// Whether the vectors span the whole space.
  var isWhole: Bool { basis.count == dimension }

  /// Adds a vector, unless it is in the span but for rounding.
  mutating func add(_ vector: [Double]) {
    guard let rest = remainder(vector) else { return }
    basis.append(rest)
  }

  /// Whether a vector is in the span, but for rounding.
  func contains(_ vector: [Double]) -> Bool { remainder(vector) == nil }

  /// An orthonormal basis of all that is orthogonal to the span.
  var complement: [[Double]] {
    var whole = self
    for index in 0..<dimension where !whole.isWhole {
      // The coordinate axes that are farthest from the span come first, so
      // that what is left of each is not small.
      var axis = [Double](repeating: 0, count: dimension)
      axis[whole.farthestAxis ?? index] = 1
      whole.add(axis)
    }
    return Array(whole.basis.dropFirst(basis.count))
  }

  /// The coordinate axis of which the smallest part is in the span.
  private var farthestAxis: Int? {
    (0..<dimension).min { share(of: $0) < share(of: $1) }
  }

  private func share(of axis: Int) -> Double {
    basis.reduce(0) { $0 + $1[axis] * $1[axis] }
  }

  /// The unit vector along the part of a vector that is not in the span.
  private func remainder(_ vector: [Double]) -> [Double]? {
    let length = dot(vector, vector).squareRoot()
    guard length > 0, !isWhole else { return nil }
    var rest = vector.map { $0 / length }
    // Twice is enough to be orthogonal to rounding.
    for _ in 0..<2 {
      for direction in basis {
        let share = dot(direction, rest)
        for index in rest.indices { rest[index] -= share * direction[index] }
      }
    }
    let left = dot(rest, rest).squareRoot()
    return left > Self.tolerance ? rest.map { $0 / left } : nil
  }
}

/// The inner product of two vectors of the same length.
internal func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}

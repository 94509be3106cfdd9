/// The index of an entry of a symmetric matrix in its packed lower triangle.
///
/// It is packed row by row: 11, 21, 22, 31 and so on.
@inline(__always)
internal func packedIndex(_ row: Int, _ column: Int) -> Int {
  row >= column
    ? row * (row + 1) / 2 + column : column * (column + 1) / 2 + row
}

/// How many entries the packed triangle of a matrix of some order has.
internal func packedCount(order: Int) -> Int { order * (order + 1) / 2 }

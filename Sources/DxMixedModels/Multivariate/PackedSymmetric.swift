/// The index of an entry of a symmetric matrix in its packed lower triangle.
///
/// It is packed row by row: 11, 21, 22, 31 and so on.
@inline(__always)
internal func packedIndex(_ row: Int, _ column: Int) -> Int {
  row >= column
    ? row &* (row &+ 1) / 2 &+ column : column &* (column &+ 1) / 2 &+ row
}

/// How many entries the packed triangle of a matrix of some order has.
internal func packedCount(order: Int) -> Int { order * (order + 1) / 2 }

/// Calls a function with the number of outcomes, which is a constant to the
/// compiler if it is small.
@inline(__always)
internal func withUnrolledOrder<Result>(
  _ order: Int, _ body: (Int) -> Result
) -> Result {
  switch order {
  case 2: body(2)
  case 3: body(3)
  case 4: body(4)
  default: body(order)
  }
}

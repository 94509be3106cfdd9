// Loops over contiguous numbers. Four lanes and two accumulators, because the
// order of a floating-point sum is part of its meaning and the compiler will
// not change it on its own.

internal typealias Lanes = SIMD4<Double>

@inline(__always)
internal func loadLanes(_ pointer: UnsafePointer<Double>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

@inline(__always)
internal func storeLanes(
  _ lanes: Lanes, _ pointer: UnsafeMutablePointer<Double>
) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: lanes, as: Lanes.self)
}

/// The inner product of two vectors.
internal func dot(
  _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int
) -> Double {
  var first = Lanes.zero
  var second = Lanes.zero
  var index = 0
  while index + 8 <= count {
    first += loadLanes(x + index) * loadLanes(y + index)
    second += loadLanes(x + index + 4) * loadLanes(y + index + 4)
    index += 8
  }
  var sum = (first + second).sum()
  while index < count {
    sum += x[index] * y[index]
    index += 1
  }
  return sum
}

/// Adds a multiple of the vector `x` to the vector `y`.
internal func addScaled(
  _ factor: Double, _ x: UnsafePointer<Double>,
  to y: UnsafeMutablePointer<Double>, count: Int
) {
  for index in 0..<count { y[index] += factor * x[index] }
}

/// Subtracts a combination of four vectors from `y`.
///
/// The vectors start `stride` numbers apart, and so do their factors.
internal func subtractFour(
  _ x: UnsafePointer<Double>, stride: Int, factors: UnsafePointer<Double>,
  from y: UnsafeMutablePointer<Double>, count: Int
) {
  let f0 = factors[0]
  let f1 = factors[stride]
  let f2 = factors[2 * stride]
  let f3 = factors[3 * stride]
  let (x1, x2, x3) = (x + stride, x + 2 * stride, x + 3 * stride)
  for i in 0..<count {
    y[i] -= (x[i] * f0 + x1[i] * f1) + (x2[i] * f2 + x3[i] * f3)
  }
}

/// Whether no entry is a NaN or an infinity.
internal func allFinite(_ values: UnsafeBufferPointer<Double>) -> Bool {
  guard let base = values.baseAddress else { return true }
  // A finite number times zero is zero, and anything else is a NaN, which
  // then sticks to the sum.
  var first = Lanes.zero
  var second = Lanes.zero
  var index = 0
  while index + 8 <= values.count {
    first += loadLanes(base + index) * 0
    second += loadLanes(base + index + 4) * 0
    index += 8
  }
  var sum = (first + second).sum()
  while index < values.count {
    sum += base[index] * 0
    index += 1
  }
  return sum == 0
}

/// The Euclidean norm, without overflow or underflow on the way.
internal func euclideanNorm(_ values: UnsafeBufferPointer<Double>) -> Double {
  guard let base = values.baseAddress else { return 0 }
  let square = dot(base, base, count: values.count)
  // Within these bounds no square overflowed, and those that underflowed
  // are too small to matter.
  if square > 0x1p-960 && square < 0x1p1000 { return square.squareRoot() }
  var largest = 0.0
  for value in values {
    if value.isNaN { return .nan }
    largest = max(largest, value.magnitude)
  }
  if largest == 0 || largest.isInfinite { return largest }
  var sum = 0.0
  for value in values { sum += (value / largest) * (value / largest) }
  return largest * sum.squareRoot()
}

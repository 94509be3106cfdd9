/// Evaluates a smooth function on the positive half-line from a table of
/// polynomials, four to an octave and each of degree 13.
///
/// Functions of the gamma family have their nearest singularity at zero, so
/// that on quarters of an octave all polynomials converge at one rate: by 18
/// with each degree at the lower end of an octave, and faster above it. There
/// is no division and, unlike with a rational function, no amplified rounding
/// error: but for the constant term all terms are a ninth of it at most.
///
/// - Parameters:
///   - table: The coefficients, from the constant on, row after row.
///   - first: The power of two at which the table begins.
///   - x: A number from there to the end of the table, which selects the row.
///   - excess: What the argument exceeds `x` by; far less than the row's width.
@inline(__always)
internal func octaveTableValue(
  _ table: [Double], first: Double, at x: Double, excess: Double = 0
) -> Double {
  let (constant, rest) = octaveTableParts(
    table, first: first, at: x, excess: excess)
  return constant + rest
}

/// The same as a sum of a constant and the rest, which is smaller.
@inline(__always)
internal func octaveTableParts(
  _ table: [Double], first: Double, at x: Double, excess: Double = 0
) -> (constant: Double, rest: Double) {
  let row = Int(truncatingIfNeeded: (x.bitPattern &- first.bitPattern) >> 50)
  // The two leading bits of the fraction, and a one behind them.
  let center = Double(bitPattern: (x.bitPattern & ~0 << 50) | 1 << 49)
  return table.withUnsafeBufferPointer { c in
    let i = 14 * row
    precondition(i >= 0 && i + 13 < c.count, "No row for \(x)")
    let t = x - center + excess
    let t2 = t * t
    let t4 = t2 * t2
    let low = c[i + 1] + c[i + 2] * t + (c[i + 3] + c[i + 4] * t) * t2
    let middle = c[i + 5] + c[i + 6] * t + (c[i + 7] + c[i + 8] * t) * t2
    let high = c[i + 9] + c[i + 10] * t + (c[i + 11] + c[i + 12] * t) * t2
    let top = high + c[i + 13] * t4
    return (c[i], t * (low + (middle + top * t4) * t4))
  }
}

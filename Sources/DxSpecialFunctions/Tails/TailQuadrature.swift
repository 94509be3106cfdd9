internal import RealModule

/// ∫₀^∞ exp(−φ(s)) ds for a convex φ with φ(0) = 0 that increases from there.
///
/// The tails of a log-concave density are such integrals, with a positive
/// integrand and no cancellation, whatever the size of the parameters: this
/// takes the place of an asymptotic expansion. The rule has 32 nodes on
/// [0, S] with φ(S) near 42, found by Newton's iteration, which on a convex
/// function ends above the root.
///
/// - Parameters:
///   - start: Some s > 0, about where φ reaches 42.
///   - exponent: φ.
///   - slope: The derivative of φ.
@inline(__always)
internal func tailQuadrature(
  start: Double, exponent: (Double) -> Double, slope: (Double) -> Double
) -> Double {
  var end = start
  for _ in 0..<12 {
    let value = exponent(end)
    if value > 40.5 && value < 44 { break }
    end -= (value - 42) / slope(end)
  }
  var sum = 0.0
  for index in stride(from: 0, to: quadratureTable.count, by: 2) {
    let node = quadratureTable[index]
    let s = node * end
    sum +=
      quadratureTable[index + 1]
      * (.exp(-exponent(s)) + .exp(-exponent(end - s)))
  }
  return sum * end
}

/// The node below 1/2 and the weight of each pair of the Gauss–Legendre rule
/// of order 32 on [0, 1], computed with mpmath to 40 digits.
private let quadratureTable: [Double] = [
  0.0013680690752592183, 0.003509305004735048,
  0.007194244227365833, 0.008137197365452835,
  0.017618872206246784, 0.01269603265463103,
  0.03254696203113015, 0.017136931456510716,
  0.05183942211697394, 0.02141794901111334,
  0.07531619313371501, 0.025499029631188087,
  0.1027581020160288, 0.029342046739267772,
  0.13390894062985517, 0.032911111388180925,
  0.1684778665348924, 0.03617289705442425,
  0.20614212137961885, 0.039096947893535156,
  0.2465500455338853, 0.041655962113473374,
  0.2893243619346823, 0.043826046502201906,
  0.33406569885893617, 0.045586939347881945,
  0.38035631887393145, 0.04692219954040228,
  0.42776401920860174, 0.04781936003963743,
  0.4758461671561308, 0.0482700442573639,
]

/// eˢ − 1 − s without cancellation.
internal func exponentialRemainder(_ s: Double) -> Double {
  if s.magnitude > 0.75 { return .expMinusOne(s) - s }
  // s²/2 (1 + s/3 (1 + s/4 (⋯))): the first term left out is below 2⁻⁵⁷ at
  // 3/4, and for the shorter sum at 1/32, where large parameters have all
  // their nodes.
  var sum = 1 + s * (1.0 / 9)
  if s.magnitude > 0x1p-5 {
    sum = 1 + s * (1.0 / 17)
    sum = 1 + s * (1.0 / 16) * sum
    sum = 1 + s * (1.0 / 15) * sum
    sum = 1 + s * (1.0 / 14) * sum
    sum = 1 + s * (1.0 / 13) * sum
    sum = 1 + s * (1.0 / 12) * sum
    sum = 1 + s * (1.0 / 11) * sum
    sum = 1 + s * (1.0 / 10) * sum
    sum = 1 + s * (1.0 / 9) * sum
  }
  sum = 1 + s * (1.0 / 8) * sum
  sum = 1 + s * (1.0 / 7) * sum
  sum = 1 + s * (1.0 / 6) * sum
  sum = 1 + s * (1.0 / 5) * sum
  sum = 1 + s * (1.0 / 4) * sum
  sum = 1 + s * (1.0 / 3) * sum
  return 0.5 * s * s * sum
}

/// log(1 + w) − w without cancellation, for w > −1.
internal func logOnePlusRemainder(_ w: Double) -> Double {
  if w.magnitude > 0.5 { return .log(onePlus: w) - w }
  // log(1 + w) = 2 artanh r with r = w / (2 + w), and 2 r − w = −r w; then
  // |r| ≤ 1/3, and 1/63 for the shorter sum.
  let r = w / (2 + w)
  let square = r * r
  var sum = 1.0 / 9
  if w.magnitude > 0x1p-5 {
    sum = 1.0 / 31 + square * (1.0 / 33)
    sum = 1.0 / 29 + square * sum
    sum = 1.0 / 27 + square * sum
    sum = 1.0 / 25 + square * sum
    sum = 1.0 / 23 + square * sum
    sum = 1.0 / 21 + square * sum
    sum = 1.0 / 19 + square * sum
    sum = 1.0 / 17 + square * sum
    sum = 1.0 / 15 + square * sum
    sum = 1.0 / 13 + square * sum
    sum = 1.0 / 11 + square * sum
    sum = 1.0 / 9 + square * sum
  }
  sum = 1.0 / 7 + square * sum
  sum = 1.0 / 5 + square * sum
  sum = 1.0 / 3 + square * sum
  return r * (2 * square * sum - w)
}

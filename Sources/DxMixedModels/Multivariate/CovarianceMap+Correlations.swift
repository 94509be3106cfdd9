internal import RealModule

extension CovarianceMap {
  /// The correlation m + h sin φ between its ends, with its two derivatives:
  /// the ends are points where the first derivative vanishes.
  internal static func correlation(
    _ angle: Double, least: Double
  ) -> (value: Double, first: Double, second: Double) {
    let half = 0.5 * (1 - least)
    let sine = Double.sin(angle)
    return (least + half * (1 + sine), half * .cos(angle), -half * sine)
  }

  internal func equalCorrelation(
    _ parameters: [Double]
  ) -> (value: Double, first: Double, second: Double) {
    Self.correlation(
      parameters[order], least: order > 1 ? -1 / Double(order - 1) : -1)
  }

  internal func addEqualCorrelation(
    _ parameters: [Double], _ g: [Double], to result: inout Derivatives
  ) {
    let (p, q) = (order, parameterCount)
    let rho = equalCorrelation(parameters)
    for (index, pair) in packedPairs(order: p).enumerated() {
      let (j, l) = (pair.row, pair.column)
      let (x, y) = (parameters[j], parameters[l])
      if j == l {
        result.jacobian[index + g.count * j] = 2 * x
        result.curvature[j + q * j] += 2 * g[index]
        continue
      }
      result.jacobian[index + g.count * j] = y * rho.value
      result.jacobian[index + g.count * l] = x * rho.value
      result.jacobian[index + g.count * p] = x * y * rho.first
      let terms = [
        (j, l, rho.value), (j, p, y * rho.first), (l, p, x * rho.first),
      ]
      for (first, second, value) in terms {
        result.curvature[first + q * second] += g[index] * value
        result.curvature[second + q * first] += g[index] * value
      }
      result.curvature[p + q * p] += g[index] * x * y * rho.second
    }
  }

  internal func power(_ base: Double, _ exponent: Int) -> Double {
    exponent < 0 ? 0 : (0..<exponent).reduce(1) { x, _ in x * base }
  }

  internal func addAutoregression(
    _ parameters: [Double], _ g: [Double], to result: inout Derivatives
  ) {
    let scale = parameters[0]
    let rho = Self.correlation(parameters[1], least: -1)
    for (index, pair) in packedPairs(order: order).enumerated() {
      let distance = pair.row - pair.column
      let d = Double(distance)
      let value = power(rho.value, distance)
      let slope = d * power(rho.value, distance - 1)
      let bend = d * (d - 1) * power(rho.value, distance - 2)
      result.jacobian[index] = 2 * scale * value
      result.jacobian[index + g.count] = scale * scale * slope * rho.first
      result.curvature[0] += g[index] * 2 * value
      let mixed = g[index] * 2 * scale * slope * rho.first
      result.curvature[2] += mixed
      result.curvature[1] += mixed
      result.curvature[3] +=
        g[index] * scale * scale
        * (bend * rho.first * rho.first + slope * rho.second)
    }
  }
}

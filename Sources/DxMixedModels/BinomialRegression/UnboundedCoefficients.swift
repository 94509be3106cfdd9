public import DxLinearAlgebra

/// What remains of the coefficients of a regression where some combinations
/// of them have no finite estimate.
///
/// The coefficients are those of the finite part plus any vector far inside of
/// a cone; the likelihood at the limit is the same for all of these. What the
/// cone does not move is estimated.
public struct UnboundedCoefficients: Hashable, Sendable, Codable {
  /// Coefficients that give each finite combination its estimate.
  public internal(set) var finitePart: [Double]
  /// The covariance of the finite combinations, by that of the finite part.
  public internal(set) var finiteCovariance: Matrix
  /// The directions, one in a column, in which coefficients may be infinite.
  internal var directions: Matrix
  /// The length that each row of the directions would have if nothing were
  /// zero, by which rounding is told from zero.
  internal var scales: [Double]
  /// The cone in the coordinates of the directions, by its inner normals.
  internal var normals: [[Double]]

  /// Where a linear combination of the coefficients goes: to ±∞, nowhere in
  /// particular, which is NaN, or to a finite value, which is `nil`.
  internal func limit(of combination: [Double]) -> Double? {
    var slopes = [Double](repeating: 0, count: directions.columnCount)
    var isMoved = false
    let scale = combination.indices.reduce(0) {
      $0 + combination[$1].magnitude * scales[$1]
    }
    for column in slopes.indices {
      for (row, weight) in combination.enumerated() {
        slopes[column] += weight * directions[row, column]
      }
      let isNoise =
        slopes[column].magnitude <= OrthonormalSpan.tolerance * scale
      if isNoise { slopes[column] = 0 }
      isMoved = isMoved || !isNoise
    }
    guard isMoved else { return nil }
    let cone = PolyhedralCone(normals: normals)
    let rises = cone.vector(risingAlong: slopes) != nil
    let falls = cone.vector(risingAlong: slopes.map { -$0 }) != nil
    switch (rises, falls) {
    case (true, true): return .nan
    case (true, false): return .infinity
    case (false, true): return -.infinity
    case (false, false): return nil
    }
  }
}

extension UnboundedCoefficients {
  /// The estimate of a linear combination of the coefficients, such as the
  /// mean logit of studies with given regressors.
  ///
  /// It may be finite where the coefficients are not, as the mean of one
  /// level is where that of the reference level is infinite.
  ///
  /// - Parameter combination: A weight for each coefficient.
  /// - Returns: The estimate; ±∞ if it is infinite, and NaN if it is the
  ///   difference of infinite ones.
  public func estimate(of combination: [Double]) -> Double {
    checkCount(combination)
    return limit(of: combination) ?? dot(combination, finitePart)
  }

  /// The covariance of the estimates of two linear combinations of the
  /// coefficients.
  ///
  /// - Returns: The covariance; infinity for the variance of a combination
  ///   that is not finite, and zero for its covariance with any other.
  public func covariance(
    of first: [Double], _ second: [Double]
  ) -> Double {
    checkCount(first)
    checkCount(second)
    if limit(of: first) != nil || limit(of: second) != nil {
      return first == second ? .infinity : 0
    }
    return first.indices.reduce(0) {
      $0 + first[$1] * dot(second, finiteCovariance.column($1))
    }
  }

  private func checkCount(_ combination: [Double]) {
    precondition(
      combination.count == finitePart.count,
      "\(combination.count) weights for \(finitePart.count) coefficients")
  }
}

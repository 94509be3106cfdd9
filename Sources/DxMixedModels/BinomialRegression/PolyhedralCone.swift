internal import DxLinearAlgebra

/// The vectors z with aᵢᵀz ≥ 0 for some unit vectors aᵢ.
///
/// By Farkas's lemma a vector c has cᵀz > 0 for some z of the cone unless −c is
/// a combination of the aᵢ with non-negative weights. The least-squares form
/// of the lemma gives such a z: the residual of the best approximation of −c
/// by such combinations, with its sign changed.
///
/// > C. L. Lawson and R. J. Hanson. *Solving Least Squares Problems*. SIAM,
/// > 1995, chapter 23. doi:10.1137/1.9781611971217
internal struct PolyhedralCone {
  let normals: [[Double]]

  /// A vector of the cone with a positive product with another vector, or
  /// `nil` if there is none.
  func vector(risingAlong c: [Double]) -> [Double]? {
    let target = c.map { -$0 }
    let residual = residual(of: target)
    let length = dot(residual, residual).squareRoot()
    let whole = dot(target, target).squareRoot()
    guard length > OrthonormalSpan.tolerance * whole else { return nil }
    let result = residual.map { -$0 / length }
    let isInside = normals.allSatisfy {
      dot($0, result) >= -OrthonormalSpan.tolerance
    }
    return isInside ? result : nil
  }

  /// The rest of a vector after its best approximation by non-negative
  /// combinations of the normals.
  private func residual(of target: [Double]) -> [Double] {
    let smallest =
      OrthonormalSpan.tolerance * dot(target, target).squareRoot()
    var active: [Int] = []
    var weights: [Double] = []
    var residual = target
    // Each round lowers the distance, so that no set of normals comes twice;
    // the limit is there for rounding.
    for _ in 0..<(10 * (target.count + 1)) {
      let slopes = normals.map { dot($0, residual) }
      guard
        let next = normals.indices.max(by: { slopes[$0] < slopes[$1] }),
        slopes[next] > smallest, !active.contains(next)
      else { break }
      active.append(next)
      weights.append(0)
      guard settle(&active, &weights, target) else { break }
      residual = target
      for (index, weight) in zip(active, weights) {
        for row in residual.indices {
          residual[row] -= weight * normals[index][row]
        }
      }
    }
    return residual
  }

  /// Drops normals until the least-squares weights of the rest are positive.
  ///
  /// - Returns: Whether they could be computed.
  private func settle(
    _ active: inout [Int], _ weights: inout [Double], _ target: [Double]
  ) -> Bool {
    while !active.isEmpty {
      let matrix = Matrix(
        rowCount: target.count, columnCount: active.count,
        columnMajor: active.flatMap { normals[$0] })
      guard
        let factor = try? PivotedQRFactor(matrix),
        factor.rank == active.count,
        let solution = try? factor.solveLeastSquares(Matrix(column: target))
      else { return false }
      let next = solution.elements
      var share = 1.0
      for (old, new) in zip(weights, next) where new <= 0 {
        share = min(share, old > new ? old / (old - new) : 0)
      }
      for index in weights.indices {
        weights[index] += share * (next[index] - weights[index])
      }
      if share == 1 { return true }
      let kept = active.indices.filter {
        next[$0] > 0 || weights[$0] > 1e-14
      }
      guard kept.count < active.count else { return false }
      active = kept.map { active[$0] }
      weights = kept.map { weights[$0] }
    }
    return true
  }
}

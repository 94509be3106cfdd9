internal import DxLinearAlgebra

/// The starting values beyond the first, for data whose likelihood may have
/// several maxima; see ``FurtherStarts``.
internal struct MultivariateFurtherStarts {
  /// The residuals of the most precise studies that report every outcome, in
  /// the units of the problem.
  private var precise: [[Double]] = []
  /// The mean variances within studies, in these units.
  private let typicalVariances: [Double]
  private let isUneven: Bool

  /// The number of precise studies.
  private static let preciseCount = 4
  /// The number of parameters beyond which there are no starts along lines.
  private static let parameterLimit = 60

  init(
    _ outcomes: MultivariateOutcomes, _ moments: MultivariateMoments,
    scale: [Double]
  ) {
    let p = outcomes.outcomeCount
    let packed = packedCount(order: p)
    var least = [Double](repeating: .infinity, count: p)
    var greatest = [Double](repeating: 0, count: p)
    for study in 0..<outcomes.studyCount {
      for j in 0..<p where outcomes.reports(study, j) {
        let variance = outcomes.covariances[study * packed + packedIndex(j, j)]
        least[j] = Swift.min(least[j], variance)
        greatest[j] = Swift.max(greatest[j], variance)
      }
    }
    let within = moments.within.diagonal
    typicalVariances = within.indices.map { within[$0] / scale[$0] / scale[$0] }
    let shares = within.indices.map { least[$0] / within[$0] }.sorted()
    isUneven = FurtherStarts.areNeeded(
      studyCount: outcomes.studyCount,
      spread: within.indices.map { greatest[$0] / least[$0] }.max() ?? 1,
      leastShares: shares[0] * (shares.count > 1 ? shares[1] : 1))
    guard isUneven else { return }
    precise = Self.mostPrecise(outcomes).map { study in
      (0..<p).map { moments.residuals[study * p + $0] / scale[$0] }
    }
  }

  /// The studies that report every outcome, those with the smallest product
  /// of variances first.
  private static func mostPrecise(_ outcomes: MultivariateOutcomes) -> [Int] {
    let p = outcomes.outcomeCount
    let packed = packedCount(order: p)
    let complete = (0..<outcomes.studyCount).filter { study in
      (0..<p).allSatisfy { outcomes.reports(study, $0) }
    }
    let products = complete.map { study in
      (
        study: study,
        product: (0..<p).reduce(1.0) {
          $0 * outcomes.covariances[study * packed + packedIndex($1, $1)]
        }
      )
    }
    return products.sorted { $0.product < $1.product }
      .prefix(preciseCount).map(\.study)
  }

  /// The points to start from where the precision is uneven.
  ///
  /// - Parameter first: The first starting point.
  func points(
    after first: CovariancePoint, _ backend: any LinearAlgebraBackend
  ) -> [CovariancePoint] {
    guard !first.parameters.isEmpty else { return [] }
    return matrices(parameterCount: first.parameters.count).map {
      CovarianceMap.start(
        first.map.structure, near: $0, order: first.map.order, backend)
    }
  }

  /// The matrices to start from, packed.
  private func matrices(parameterCount: Int) -> [[Double]] {
    guard isUneven else { return [] }
    let pairs = packedPairs(order: typicalVariances.count)
    let small = pairs.map {
      $0.row == $0.column ? 0.01 * typicalVariances[$0.row] : 0
    }
    guard parameterCount <= Self.parameterLimit else { return [small] }
    var result = [small]
    for (index, first) in precise.enumerated() {
      for second in precise[..<index] {
        let axis = zip(first, second).map { $0 - $1 }
        // The small multiple of the identity keeps the start inside.
        let thickness = 1e-6 * axis.reduce(0) { $0 + $1 * $1 }
        guard thickness > 0 else { continue }
        result.append(
          pairs.map {
            0.5 * axis[$0.row] * axis[$0.column]
              + ($0.row == $0.column ? thickness : 0)
          })
      }
    }
    return result
  }
}

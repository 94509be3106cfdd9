internal import DxLinearAlgebra

/// The four most precise studies, where precision varies so much between
/// studies that the likelihood may have several maxima.
///
/// Two studies that are far more precise than the rest nearly determine a
/// line, and a Ψ of rank one along it makes them far more likely, so that
/// there is a maximum with a correlation of ±1 beside the one that suits the
/// other studies. Where the within-study variances are alike there is only
/// one maximum.
///
/// The limits below are empirical. On 14,000 fits of simulated reviews with
/// arms of 10 to 300 subjects no other start ever found a better maximum; on
/// 18,000 with arms of 20 to 1e9 in the same review 256 did, all of them in
/// reviews that the limits single out.
internal struct PreciseStudies {
  private var indices = SIMD4<Int>(repeating: 0)

  /// Finds the studies, or `nil` where one start is enough.
  init?(_ outcomes: PairedOutcomes, _ moments: UnweightedMoments) {
    let count = outcomes.studyCount
    let spread = (moments.withinMaximum / moments.withinMinimum).max()
    let leastShare = moments.withinMinimum / moments.meanWithinVariances
    let isUneven =
      (count <= 8 && spread > 16) || (count <= 16 && spread > 200)
      || (count <= 200 && leastShare.x * leastShare.y < 1e-4)
    guard isUneven, count >= 2 else { return nil }
    var least = SIMD4<Double>(repeating: .infinity)
    for study in 0..<count {
      let variances = outcomes.variances(of: study)
      var product = variances.x * variances.y
      var index = study
      for rank in 0..<4 where product < least[rank] {
        swap(&product, &least[rank])
        swap(&index, &indices[rank])
      }
    }
  }

  /// A nearly singular Ψ whose axis joins two of the studies.
  func line(
    throughPair pair: Int, of outcomes: PairedOutcomes
  ) -> SymmetricMatrix2x2 {
    let pairs = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
    let (i, j) = pairs[pair]
    let axis = outcomes.values(of: indices[i]) - outcomes.values(of: indices[j])
    // Half the squared difference is the variance of two values, and the
    // small multiple of the identity keeps the start inside the cone.
    let thickness = 1e-6 * (axis * axis).sum()
    return SymmetricMatrix2x2(
      axis.x * axis.x / 2 + thickness, axis.x * axis.y / 2,
      axis.y * axis.y / 2 + thickness)
  }
}

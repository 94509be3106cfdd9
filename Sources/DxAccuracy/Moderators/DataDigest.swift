internal import DxMixedModels

/// A digest of the data of studies, the same in any order of the studies, by
/// which fits to different data are told apart.
internal struct DataDigest {
  /// The sum over the studies of a digest of each.
  private(set) var value: UInt64 = 0

  /// Adds what a study reports: two numbers for each outcome.
  mutating func add(_ first: SIMD2<Double>?, _ second: SIMD2<Double>?) {
    var hash: UInt64 = 0
    for (outcome, numbers) in [first, second].enumerated() {
      guard let numbers else { continue }
      hash = Self.mixed(hash &+ UInt64(outcome))
      hash = Self.mixed(hash ^ numbers.x.bitPattern)
      hash = Self.mixed(hash ^ numbers.y.bitPattern)
    }
    value &+= hash
  }

  /// The output function of the generator SplitMix64.
  ///
  /// > G. L. Steele, D. Lea, C. H. Flood. Fast splittable pseudorandom number
  /// > generators. *OOPSLA* 2014, 453–472, fig. 16.
  /// > doi:10.1145/2660193.2660195
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

extension TransformedObservations {
  /// A digest of the logits and their variances.
  internal var digest: UInt64 {
    var digest = DataDigest()
    for study in 0..<outcomes.studyCount {
      let values = outcomes.values(of: study)
      let variances = outcomes.variances(of: study)
      digest.add(
        variances.x < .infinity ? SIMD2(values.x, variances.x) : nil,
        variances.y < .infinity ? SIMD2(values.y, variances.y) : nil)
    }
    return digest.value
  }
}

extension CountObservations {
  /// A digest of the counts.
  internal var digest: UInt64 {
    var digest = DataDigest()
    for study in 0..<counts.studyCount {
      let y = counts.successes(of: study)
      let n = counts.trials(of: study)
      digest.add(
        n.x > 0 ? SIMD2(y.x, n.x) : nil, n.y > 0 ? SIMD2(y.y, n.y) : nil)
    }
    return digest.value
  }
}

import DxMixedModels
import _DxTestSupport

extension PairedCounts {
  /// The diseased with a positive and the healthy with a negative test.
  init(_ counts: ReferenceCounts) {
    self.init(studyCount: counts.count)
    for study in 0..<counts.count {
      let successes = SIMD2(counts.tp[study], counts.tn[study])
      set(
        study, successes: successes,
        trials: successes + SIMD2(counts.fn[study], counts.fp[study]))
    }
  }
}

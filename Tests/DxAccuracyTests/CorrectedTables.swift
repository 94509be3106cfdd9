internal import RealModule
internal import _DxTestSupport

/// The two-armed tables of a review after the continuity correction that the
/// reference applied.
struct CorrectedTables {
  var tp: [Double] = []
  var fp: [Double] = []
  var fn: [Double] = []
  var tn: [Double] = []

  /// - Parameter rule: `"all"`, `"single"`, or `"uncorrected"`.
  init(_ review: ReferenceReview, rule: String) {
    let descriptive = review.expected["descriptive"][rule]
    let corrected = Set(
      (descriptive["correction_applied_rows"].numbers ?? []).map { Int($0) })
    let dropped = Set(
      (review.expected["one_armed_or_empty_rows"].numbers ?? []).map {
        Int($0)
      })
    let kept = (0..<review.counts.count).filter { !dropped.contains($0) }
    for (position, row) in kept.enumerated() {
      let amount = corrected.contains(position) ? 0.5 : 0
      tp.append(review.counts.tp[row] + amount)
      fp.append(review.counts.fp[row] + amount)
      fn.append(review.counts.fn[row] + amount)
      tn.append(review.counts.tn[row] + amount)
    }
  }

  var indices: Range<Int> { tp.indices }

  var logitSensitivities: [Double] { zip(tp, fn).map { .log($0 / $1) } }

  var logitSpecificities: [Double] { zip(tn, fp).map { .log($0 / $1) } }

  var sensitivityVariances: [Double] { zip(tp, fn).map { 1 / $0 + 1 / $1 } }

  var specificityVariances: [Double] { zip(tn, fp).map { 1 / $0 + 1 / $1 } }
}

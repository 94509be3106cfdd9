import DxLinearAlgebra
import DxMixedModels
import RealModule
import _DxTestSupport

/// The logits of a review after continuity correction, in the orientation of
/// the references: (logit sensitivity, logit false positive rate).
struct ReviewLogits {
  var values: [SIMD2<Double>]
  var variances: [SIMD2<Double>]

  /// Which studies half a count is added to.
  enum Correction: String, CaseIterable {
    case all, single
  }

  init(_ counts: ReferenceCounts, _ correction: Correction) {
    let studies = 0..<counts.count
    let hasZero = studies.map {
      min(counts.tp[$0], counts.fp[$0], counts.fn[$0], counts.tn[$0]) == 0
    }
    let anyZero = hasZero.contains(true)
    values = []
    variances = []
    for study in studies {
      let isCorrected = correction == .all ? anyZero : hasZero[study]
      let amount = isCorrected ? 0.5 : 0
      let (tp, fn) = (counts.tp[study] + amount, counts.fn[study] + amount)
      let (fp, tn) = (counts.fp[study] + amount, counts.tn[study] + amount)
      values.append(SIMD2(.log(tp / fn), .log(fp / tn)))
      variances.append(SIMD2(1 / tp + 1 / fn, 1 / fp + 1 / tn))
    }
  }

  /// The data of the kernel without regressors.
  var outcomes: PairedOutcomes {
    var outcomes = PairedOutcomes(studyCount: values.count)
    for study in values.indices {
      outcomes.set(
        study, values: values[study], variances: variances[study])
    }
    return outcomes
  }

  /// The data of a regression with the same columns for both outcomes.
  func regression(columns: [String], rows: [[Double]]) -> PairedRegression {
    var regression = PairedRegression(
      studyCount: values.count, firstColumns: columns, secondColumns: columns)
    for study in values.indices {
      let s = variances[study]
      regression.set(
        study, values: values[study],
        covariance: SymmetricMatrix2x2(s.x, 0, s.y), firstRow: rows[study],
        secondRow: rows[study])
    }
    return regression
  }

  /// The data of a regression with intercepts alone.
  var interceptRegression: PairedRegression {
    regression(
      columns: ["intercept"],
      rows: Array(repeating: [1], count: values.count))
  }
}

internal import DxMeta

/// What the complete studies observed, for what is not computed from the fit.
struct ObservedAccuracy {
  var points: [SROCStudyPoint]
  var logits: [LogitPair]
  /// Cochran's tests, where no logit is infinite.
  var homogeneity: HomogeneityTests?

  init(_ studies: [Study], correction: ContinuityCorrection) {
    points = studies.compactMap { SROCStudyPoint($0) }
    let corrected = correction.corrected(
      studies.filter(\.isComplete).map(\.table))
    homogeneity = try? HomogeneityTests(corrected)
    logits = corrected.tables.map(\.logits)
  }

  /// The plot of a fit with the studies.
  func plot(_ fit: BivariateFit, level: ConfidenceLevel) -> String {
    SROCTextPlot(studies: points, fit: fit, level: level).rendered()
  }
}

internal import DxMeta

/// What the complete studies observed, for what is not computed from the fit.
struct ObservedAccuracy {
  var points: [SROCStudyPoint]
  var logits: [LogitPair]
  /// Cochran's tests, where no logit is infinite.
  var homogeneity: HomogeneityTests?
  /// How many studies were corrected for the logits.
  var correctedStudies: Int

  init(_ studies: [Study], correction: ContinuityCorrection) {
    points = studies.compactMap { SROCStudyPoint($0) }
    let corrected = correction.corrected(
      studies.filter(\.isComplete).map(\.table))
    homogeneity = try? HomogeneityTests(corrected)
    logits = corrected.tables.map(\.logits)
    correctedStudies = corrected.touchedStudyCount
  }

  /// What must be said of statistics of logits beside a model without any
  /// correction.
  func correctionCaveat(_ settings: FitSettings) -> String? {
    guard settings.likelihood == .binomial, correctedStudies > 0 else {
      return nil
    }
    return """
      Cochran's Q and what rests on it are of observed logits, for which 0.5 \
      was added to each cell of \(correctedStudies) studies; the model is not \
      concerned.
      """
  }

  /// The plot of a fit with the studies.
  func plot(_ fit: BivariateFit, level: ConfidenceLevel) -> String {
    SROCTextPlot(studies: points, fit: fit, level: level).rendered()
  }
}

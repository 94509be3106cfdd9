internal import DxMeta

/// What the complete studies observed, for what is not computed from the fit.
struct ObservedAccuracy {
  var points: [SROCStudyPoint]
  var logits: [LogitPair]
  /// Cochran's tests, where no logit is infinite.
  var homogeneity: HomogeneityTests?

  init(_ studies: [Study], correction: ContinuityCorrection) {
    let tables = studies.filter(\.isComplete).map(\.table)
    points = tables.map { table in
      SROCStudyPoint(
        falsePositiveRate: table.falsePositives / table.nonDiseased,
        sensitivity: table.truePositives / table.diseased)
    }
    let corrected = correction.corrected(tables)
    homogeneity = try? HomogeneityTests(corrected)
    logits = corrected.tables.map { table in
      LogitPair(
        logitSensitivity: logit(table.truePositives / table.diseased),
        logitSpecificity: logit(table.trueNegatives / table.nonDiseased))
    }
  }

  /// The plot of a fit with the studies.
  func plot(_ fit: BivariateFit, level: ConfidenceLevel) -> String {
    SROCTextPlot(studies: points, fit: fit, level: level).rendered()
  }
}

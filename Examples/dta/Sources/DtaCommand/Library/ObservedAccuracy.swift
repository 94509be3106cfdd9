internal import DxMeta

/// What the complete studies observed, for what is not computed from the fit.
struct ObservedAccuracy {
  var points: [SROCStudyPoint]
  var logits: [LogitPair]

  init(_ studies: [Study], correction: ContinuityCorrection) {
    let tables = studies.filter(\.isComplete).map(\.table)
    points = tables.map { table in
      SROCStudyPoint(
        falsePositiveRate: table.falsePositives / table.nonDiseased,
        sensitivity: table.truePositives / table.diseased)
    }
    logits = correction.corrected(tables).tables.map { table in
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

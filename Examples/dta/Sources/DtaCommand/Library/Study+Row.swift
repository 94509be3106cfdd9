internal import DxMeta

extension Study {
  /// The study that a row describes.
  init(_ row: StudyRow, covariates: [String: CovariateValue] = [:]) {
    self.init(
      id: row.name,
      table: TwoByTwoTable(
        truePositives: Double(row.truePositives),
        falsePositives: Double(row.falsePositives),
        falseNegatives: Double(row.falseNegatives),
        trueNegatives: Double(row.trueNegatives)),
      covariates: covariates)
  }

  /// Whether both groups of subjects were observed.
  var isComplete: Bool {
    table.diseased > 0 && table.nonDiseased > 0
  }
}

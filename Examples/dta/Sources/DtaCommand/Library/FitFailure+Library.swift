internal import DxMeta

extension FitFailure {
  /// What an error of the library means for the file.
  init(_ error: StudyDataError, rows: [StudyRow]) {
    func refusal(
      _ study: String, _ reason: String, column: String? = nil
    ) -> Self {
      .input(
        InputError(
          InputProblem(
            .refusedStudy(reason), line: rows.first { $0.name == study }?.line,
            column: column)))
    }
    self =
      switch error {
      case .invalidCount(let study, let cell, let value):
        refusal(
          study, "the model takes no count of \(value)", column: cell.column)
      case .emptyStudy(let study):
        refusal(study, "the study \(quoted(study)) has no subjects")
      case .emptyArm(let study, let arm):
        refusal(
          study,
          "the study \(quoted(study)) has no \(arm.words) subjects; "
            + "--incomplete-studies can drop it or keep its other half")
      case .uncorrectedZeroCell(let study, let cell):
        .noEstimate(
          "the study \(quoted(study)) has \(cell.column) = 0, of which there "
            + "is no logit without a continuity correction")
      case .infiniteVariance(let arm):
        .noEstimate(
          "the likelihood grows without limit with the variance between "
            + "studies of the \(arm.words) subjects")
      case .tooFewStudies(let arm, let reporting, let needed):
        .noEstimate(
          "\(reporting) of the studies have \(arm.words) subjects, and this "
            + "method needs \(needed)")
      }
  }
}

extension StudyDataError.Cell {
  fileprivate var column: String {
    switch self {
    case .truePositives: "tp"
    case .falsePositives: "fp"
    case .falseNegatives: "fn"
    case .trueNegatives: "tn"
    }
  }
}

extension StudyDataError.Arm {
  var words: String {
    switch self {
    case .diseased: "diseased"
    case .nonDiseased: "healthy"
    }
  }
}

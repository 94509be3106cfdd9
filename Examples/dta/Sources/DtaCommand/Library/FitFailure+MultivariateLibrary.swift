internal import DxMeta

extension FitFailure {
  /// What an error of the model of several outcomes means for the file.
  init(_ error: MultivariateModelError, in table: OutcomeTable) {
    func refusal(
      _ study: String, column: String? = nil, _ reason: String
    ) -> Self {
      let line = table.studyNames.firstIndex(of: study).map { table.lines[$0] }
      return .input(
        InputError(
          InputProblem(.refusedStudy(reason), line: line, column: column)))
    }
    self =
      switch error {
      case .covarianceNotPositiveDefinite(let study):
        refusal(
          study,
          "the covariance within the study \(quoted(study)) is not positive "
            + "definite")
      case .invalidObservation(let study, let outcome, let value, let variance):
        refusal(
          study, column: outcome,
          "the model takes no value of \(value) with a variance of \(variance)")
      case .invalidModerator(let study, let column, let value):
        refusal(
          study, column: column, "the model takes no value of \(value)")
      case .invalidRank(let rank, let count):
        .usage(
          "--structure low-rank:\(rank) needs a rank from 1 to \(count), the "
            + "number of outcomes")
      case .invalidStructure:
        .usage("the matrix of --structure is not positive semi-definite")
      case .dependentColumn(let column):
        .noEstimate(
          "\(quoted(column)) follows from the columns before it, in the "
            + "studies that report an outcome")
      case .tooFewStudies(let outcome, let reporting, let needed):
        .noEstimate(
          "\(reporting) of the studies report \(quoted(outcome)), and its "
            + "coefficients need \(needed)")
      case .estimatorNeedsUnstructured:
        .usage("--method moments needs --structure unstructured")
      default: .noEstimate("\(error)")
      }
  }
}

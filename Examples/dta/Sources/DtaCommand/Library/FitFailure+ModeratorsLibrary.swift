internal import DxMeta

extension FitFailure {
  /// What an error of a regression means for the file.
  init(
    _ error: BivariateRegressionError, rows: [StudyRow],
    columns: [ModeratorColumn]
  ) {
    func refusal(_ study: String, _ moderator: String, _ reason: String) -> Self
    {
      .input(
        InputError(
          InputProblem(
            .refusedStudy(reason), line: rows.first { $0.name == study }?.line,
            column: moderator)))
    }
    self =
      switch error {
      case .studyData(let error): FitFailure(error, rows: rows)
      case .missingCovariate(let study, let moderator):
        refusal(study, moderator, "the value of the moderator is missing")
      case .wrongKind(let study, let moderator, _):
        refusal(study, moderator, "a mixture of numbers and categories")
      case .notFinite(let study, let moderator, let value):
        refusal(study, moderator, "the model takes no value of \(value)")
      case .repeatedModerator(let name):
        .noEstimate("the moderator \(quoted(name)) is there twice")
      case .constantModerator(let name, let value):
        .noEstimate("the moderator \(quoted(name)) is \(value) in all studies")
      case .singleLevel(let name, let level):
        .noEstimate(
          "the moderator \(quoted(name)) is \(quoted(level)) in all studies")
      case .unknownReference(let name, let reference):
        .noEstimate(
          "the moderator \(quoted(name)) is in no study \(quoted(reference))")
      case .dependentColumn(let column, let outcome):
        .noEstimate(
          "in the regression of the \(outcome.rawValue), \(quoted(column)) "
            + "follows from the other moderators or does not vary")
      case .tooFewStudies(let outcome, let reporting, let needed):
        .noEstimate(
          "\(reporting) of the studies report the \(outcome.rawValue), and "
            + "this method needs \(needed) for its coefficients"
            + columns.compactMap(\.hint).map { "; \($0)" }.joined())
      case .infiniteVariance(let arm, let group):
        .noEstimate(
          "the likelihood grows without limit with the variance between "
            + "studies of the \(arm.words) subjects"
            + (group.map { " in \(quoted($0))" } ?? ""))
      case .separateCovariances(let groups):
        .noEstimate(
          "a covariance for each \(quoted(groups)) needs the binomial "
            + "likelihood")
      }
  }
}

extension ModeratorColumn {
  /// Why a column that looks numeric is a category.
  fileprivate var hint: String? {
    firstWordAmongNumbers.map { row in
      "\(quoted(name)) is a category because of "
        + "\(quoted(row.covariates[index])) on line \(row.line)"
    }
  }
}

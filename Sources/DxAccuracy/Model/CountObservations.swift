internal import DxMixedModels

/// The validated counts of studies, as the binomial likelihood takes them.
internal struct CountObservations {
  /// True positives of the diseased and true negatives of the healthy.
  var counts: PairedCounts
  private(set) var arms: ArmCounts
  /// The index of the study that each observation comes from, or `nil` where
  /// none was dropped and the indices are the same.
  private var origins: [Int]?

  /// Validates studies and takes their counts.
  init(
    _ studies: [Study], choices: BinomialLikelihood
  ) throws(StudyDataError) {
    let survey = try StudySurvey(studies, policy: choices.incompleteStudies)
    counts = PairedCounts(studyCount: studies.count - survey.droppedCount)
    arms = ArmCounts(droppedStudyCount: survey.droppedCount)
    if survey.droppedCount > 0 { origins = [] }
    var next = 0
    // By index, so that only the table is copied: to copy a study costs a
    // reference count for its name and one for its covariates.
    for index in studies.indices {
      let table = studies[index].table
      let sizes = SIMD2(table.diseased, table.nonDiseased)
      if sizes.min() == 0, choices.incompleteStudies == .drop { continue }
      _ = arms.add(sizes: sizes)
      counts.set(
        next, successes: SIMD2(table.truePositives, table.trueNegatives),
        trials: sizes)
      origins?.append(index)
      next += 1
    }
  }

  /// The index of the study that an observation comes from.
  func origin(of index: Int) -> Int { origins?[index] ?? index }

  /// The error of the model below in terms of studies and arms.
  func dataError(
    _ error: BinomialModelError, _ studies: [Study]
  ) -> StudyDataError {
    switch error {
    case .noTrials(let outcome):
      return .tooFewStudies(
        arm: StudyDataError.Arm(outcome: outcome), reporting: 0, needed: 1)
    case .infiniteVariance(let outcome):
      return .infiniteVariance(arm: StudyDataError.Arm(outcome: outcome))
    case .invalidCount(let index, let outcome, let successes, _):
      // Validated counts cannot get here, but nothing is lost should that
      // ever change.
      return .invalidCount(
        study: studies[origins?[index] ?? index].id,
        cell: outcome == 1 ? .truePositives : .trueNegatives,
        value: successes)
    }
  }
}

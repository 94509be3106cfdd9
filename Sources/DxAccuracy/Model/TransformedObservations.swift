internal import DxMixedModels
internal import RealModule

/// The transformed proportions of studies and their within-study variances.
internal struct TransformedObservations {
  /// The transformed proportions, sensitivity first.
  private(set) var outcomes: PairedOutcomes
  /// The index of the study that each observation comes from, or `nil` where
  /// none was dropped and the indices are the same.
  private var origins: [Int]?
  private(set) var correctedStudyCount = 0
  private(set) var arms: ArmCounts
  /// The sum of ln t′(p) over all observed proportions.
  var logTransformDerivatives: Double {
    logDerivatives + .log(derivativeProduct)
  }
  private var logDerivatives = 0.0
  // One logarithm of a product is cheaper than a sum of logarithms.
  private var derivativeProduct = 1.0

  /// Validates, corrects and transforms studies.
  init(
    _ studies: [Study], choices: NormalApproximation
  ) throws(StudyDataError) {
    let survey = try StudySurvey(studies, policy: choices.incompleteStudies)
    outcomes = PairedOutcomes(studyCount: studies.count - survey.droppedCount)
    arms = ArmCounts(droppedStudyCount: survey.droppedCount)
    if survey.droppedCount > 0 { origins = [] }
    let transforms = choices.transforms == .logit ? nil : choices.transforms
    var next = 0
    // By index, so that only the table is copied: to copy a study costs a
    // reference count for its name and one for its covariates.
    for index in studies.indices {
      let table = studies[index].table
      let sizes = SIMD2(table.diseased, table.nonDiseased)
      if sizes.min() == 0, choices.incompleteStudies == .drop { continue }
      let observed = arms.add(sizes: sizes)
      let amount = choices.correction.amount(
        hasZeroCell: table.hasZeroCell, anyZeroCell: survey.anyZeroCell)
      correctedStudyCount += amount > 0 ? 1 : 0
      if amount == 0, table.hasZeroCell {
        throw .uncorrectedZeroCell(
          study: studies[index].id, cell: table.firstZeroCell)
      }
      set(next, table.adding(amount), observed, transforms)
      origins?.append(index)
      next += 1
    }
  }

  /// Sets an observation; without transforms, of logits.
  private mutating func set(
    _ index: Int, _ table: TwoByTwoTable, _ observed: SIMDMask<SIMD2<Int64>>,
    _ transforms: AccuracyTransforms?
  ) {
    let successes = SIMD2(table.truePositives, table.trueNegatives)
    let failures = SIMD2(table.falseNegatives, table.falsePositives)
    var values: SIMD2<Double>
    var variances: SIMD2<Double>
    var derivatives: SIMD2<Double>
    if let transforms {
      let first = transforms.sensitivity.observation(
        successes: successes.x, failures: failures.x)
      let second = transforms.specificity.observation(
        successes: successes.y, failures: failures.y)
      values = SIMD2(first.value, second.value)
      variances = SIMD2(first.variance, second.variance)
      derivatives = SIMD2(first.derivative, second.derivative)
    } else {
      let odds = successes / failures
      values = SIMD2(.log(odds.x), .log(odds.y))
      variances = 1 / successes + 1 / failures
      // t′(p) = 1 / (p (1 − p))
      derivatives = (successes + failures) * variances
    }
    variances.replace(with: .infinity, where: .!observed)
    derivatives.replace(with: 1, where: .!observed)
    outcomes.set(index, values: values, variances: variances)
    derivativeProduct *= derivatives.x * derivatives.y
    if derivativeProduct > 0x1p512 {
      logDerivatives += .log(derivativeProduct)
      derivativeProduct = 1
    }
  }

  /// The error of the model below in terms of studies and arms.
  func dataError(
    _ error: NormalModelError, _ studies: [Study]
  ) -> StudyDataError {
    switch error {
    case .tooFewStudies(let outcome, let reporting, let needed):
      return .tooFewStudies(
        arm: StudyDataError.Arm(outcome: outcome), reporting: reporting,
        needed: needed)
    case .invalidObservation(let index, let outcome, _, _):
      return invalidCount(of: index, outcome: outcome, studies)
    }
  }

  /// The error of an observation that the model below refuses.
  ///
  /// Validated counts cannot get here, but the study and its first count are
  /// known, so nothing is lost should that ever change.
  func invalidCount(
    of index: Int, outcome: Int, _ studies: [Study]
  ) -> StudyDataError {
    let study = studies[origin(of: index)]
    return .invalidCount(
      study: study.id,
      cell: outcome == 1 ? .truePositives : .trueNegatives,
      value: outcome == 1
        ? study.table.truePositives : study.table.trueNegatives)
  }

  /// The index of the study that an observation comes from.
  func origin(of index: Int) -> Int { origins?[index] ?? index }
}

extension TwoByTwoTable {
  /// The first cell that is zero in an arm with subjects.
  fileprivate var firstZeroCell: StudyDataError.Cell {
    if diseased > 0 {
      if truePositives == 0 { return .truePositives }
      if falseNegatives == 0 { return .falseNegatives }
    }
    return falsePositives == 0 ? .falsePositives : .trueNegatives
  }
}

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
  private(set) var droppedStudyCount = 0
  private(set) var oneArmedStudyCount = 0
  /// The means over the arms of one over their size, diseased first.
  private(set) var meanInverseSizes = SIMD2<Double>.zero
  /// The sum of ln t′(p) over all observed proportions.
  var logTransformDerivatives: Double {
    logDerivatives + .log(derivativeProduct)
  }
  private var logDerivatives = 0.0
  // One logarithm of a product is cheaper than a sum of logarithms.
  private var derivativeProduct = 1.0

  /// Validates, corrects and transforms studies.
  init(
    _ studies: [Study], model: BivariateModel
  ) throws(StudyDataError) {
    let survey = try Survey(studies, policy: model.incompleteStudies)
    outcomes = PairedOutcomes(studyCount: studies.count - survey.droppedCount)
    droppedStudyCount = survey.droppedCount
    if survey.droppedCount > 0 { origins = [] }
    let transforms = model.transforms == .logit ? nil : model.transforms
    var next = 0
    var arms = SIMD2<Double>.zero
    // By index, so that only the table is copied: to copy a study costs a
    // reference count for its name and one for its covariates.
    for index in studies.indices {
      let table = studies[index].table
      let sizes = SIMD2(table.diseased, table.nonDiseased)
      let isOneArmed = sizes.min() == 0
      if isOneArmed, model.incompleteStudies == .drop { continue }
      let inverse = 1 / sizes
      let observed = sizes .> 0
      meanInverseSizes += inverse.replacing(with: 0, where: .!observed)
      arms.replace(with: arms + 1, where: observed)
      oneArmedStudyCount += isOneArmed ? 1 : 0
      let amount = model.correction.amount(
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
    meanInverseSizes /= arms
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
        arm: outcome == 1 ? .diseased : .nonDiseased, reporting: reporting,
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

  /// What must be known of all studies before the first is transformed.
  private struct Survey {
    var anyZeroCell = false
    var droppedCount = 0

    init(
      _ studies: [Study], policy: IncompleteStudyPolicy
    ) throws(StudyDataError) {
      for index in studies.indices {
        let table = studies[index].table
        if let error = Self.invalidCount(table) {
          throw .invalidCount(
            study: studies[index].id, cell: error.cell, value: error.value)
        }
        let isOneArmed = table.diseased == 0 || table.nonDiseased == 0
        if policy != .drop, table.diseased + table.nonDiseased == 0 {
          throw .emptyStudy(study: studies[index].id)
        }
        if isOneArmed, policy == .refuse {
          throw .emptyArm(
            study: studies[index].id,
            arm: table.diseased == 0 ? .diseased : .nonDiseased)
        }
        if isOneArmed, policy == .drop {
          droppedCount += 1
        } else if table.hasZeroCell {
          anyZeroCell = true
        }
      }
    }

    /// The first cell that holds no count.
    private static func invalidCount(
      _ table: TwoByTwoTable
    ) -> (cell: StudyDataError.Cell, value: Double)? {
      let cells = SIMD4(
        table.truePositives, table.falsePositives, table.falseNegatives,
        table.trueNegatives)
      let isCount =
        cells .>= 0 .& cells .<= TwoByTwoTable.largestCount
        .& cells.rounded(.towardZero) .== cells
      if all(isCount) { return nil }
      for (index, cell) in StudyDataError.Cell.allCases.enumerated()
      where !isCount[index] {
        return (cell, cells[index])
      }
      return nil
    }
  }
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

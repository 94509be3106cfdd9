internal import DxAccuracy
internal import _DxTestSupport
import Testing

// Expected values: the descriptive sections of the reference reviews (R);
// scipy 1.17 for the binomial intervals and the table with Yates' correction.

private struct BinomialCase: Sendable {
  let successes, trials, level: Double
  let limits: [[Double]]

  init(
    _ successes: Double, _ trials: Double, _ level: Double,
    _ wilson: [Double], _ clopperPearson: [Double], _ jeffreys: [Double],
    _ agrestiCoull: [Double]
  ) {
    self.successes = successes
    self.trials = trials
    self.level = level
    limits = [wilson, clopperPearson, jeffreys, agrestiCoull]
  }

  static let all: [BinomialCase] = [
    BinomialCase(
      0, 10, 0.95, [0.0, 0.2775327998628892], [0.0, 0.3084971078187607],
      [0.0, 0.21719626750921053], [0.0, 0.3208873057505457]),
    BinomialCase(
      10, 10, 0.8, [0.858931317909459, 1.0], [0.7943282347242815, 1.0],
      [0.8764257936713198, 1.0], [0.8332972822242706, 1.0]),
    BinomialCase(
      3, 10, 0.95, [0.10779126740630099, 0.6032218525388546],
      [0.0667395111777345, 0.6524528500599973],
      [0.09269459393815317, 0.6058183181486713],
      [0.10333841792242532, 0.6076747020227304]),
    BinomialCase(
      81, 263, 0.95, [0.2552885198782742, 0.36620957698280004],
      [0.25273674558527126, 0.36762192260135135],
      [0.2545219349910236, 0.36564749917408246],
      [0.25522066518999675, 0.3662774316710775]),
    BinomialCase(
      1, 1000, 0.95, [0.00017654637062607852, 0.0056425585979579355],
      [2.5317487491294065e-05, 0.005558924279826672],
      [0.00010791880468097975, 0.004664458808791372],
      [0.0, 0.0062414827433288755]),
    BinomialCase(
      2.5, 8, 0.8, [0.15049327331166462, 0.5383800403727232],
      [0.10562416427691877, 0.5984076459543821],
      [0.14685493235134384, 0.5382153965176784],
      [0.14832378332241128, 0.5405495303619766]),
  ]
}

@Suite("Study level")
struct StudyLevelTests {
  @Test("binomial intervals agree with scipy", arguments: BinomialCase.all)
  fileprivate func binomial(_ expected: BinomialCase) throws {
    let proportion = try BinomialProportion(
      successes: expected.successes, trials: expected.trials)
    let methods: [BinomialIntervalMethod] = [
      .wilson, .clopperPearson, .jeffreys, .agrestiCoull,
    ]
    for (method, limits) in zip(methods, expected.limits) {
      let found = proportion.interval(
        method, level: ConfidenceLevel(expected.level))
      // scipy's beta quantiles are good to some 1e-13.
      #expect(scaledError(found.lower, limits[0]) <= 1e-12)
      #expect(scaledError(found.upper, limits[1]) <= 1e-12)
    }
  }

  @Test("proportions refuse bad counts")
  func invalidCounts() {
    for (x, n) in [(-1.0, 3.0), (4, 3), (0, 0), (.nan, 3), (1, .infinity)] {
      #expect(throws: BinomialProportionError.self) {
        try BinomialProportion(successes: x, trials: n)
      }
    }
    #expect(
      throws: BinomialProportionError.invalidCounts(successes: 4, trials: 3)
    ) {
      try BinomialProportion(successes: 4, trials: 3)
    }
  }

  @Test("Wilson intervals agree with the reference")
  func wilson() throws {
    for review in try ReferenceReview.all {
      for rule in ["all", "single", "uncorrected"] {
        let tables = CorrectedTables(review, rule: rule)
        let expected = review.expected["descriptive"][rule]
        let limits = try #require(expected["sens_ci_wilson"].rows)
        #expect(limits.count == tables.indices.count)
        for (index, limit) in limits.enumerated() {
          let found = try BinomialProportion(
            successes: tables.tp[index],
            trials: tables.tp[index] + tables.fn[index]
          ).interval(.wilson)
          #expect(scaledError(found.lower, limit[0]) <= 1e-14)
          #expect(scaledError(found.upper, limit[1]) <= 1e-14)
        }
      }
    }
  }

  @Test("ratios agree with the reference")
  func ratios() throws {
    for review in try ReferenceReview.all {
      for rule in ["all", "single"] {
        let tables = CorrectedTables(review, rule: rule)
        let expected = review.expected["descriptive"][rule]
        for index in tables.indices {
          let ratios = StudyRatios(
            truePositives: tables.tp[index], falsePositives: tables.fp[index],
            falseNegatives: tables.fn[index], trueNegatives: tables.tn[index])
          let pairs: [(IntervalEstimate, String)] = [
            (ratios.positiveLikelihoodRatio, "lr_pos"),
            (ratios.negativeLikelihoodRatio, "lr_neg"),
            (ratios.diagnosticOddsRatio, "dor"),
          ]
          for (found, key) in pairs {
            let estimate = try #require(expected[key][index].number)
            let error = try #require(expected["se_ln_\(key)"][index].number)
            let upper = try #require(expected["\(key)_ci"][index][1].number)
            let foundError = try #require(found.standardErrorOnScale)
            let foundUpper = try #require(found.upper)
            #expect(relativeError(found.estimate, estimate) <= 1e-13)
            #expect(relativeError(foundError, error) <= 1e-12)
            #expect(relativeError(foundUpper, upper) <= 1e-12)
          }
        }
      }
    }
  }

  @Test("ratios with a zero cell have no interval")
  func zeroCell() {
    let ratios = StudyRatios(
      truePositives: 23, falsePositives: 0, falseNegatives: 19,
      trueNegatives: 12)
    #expect(ratios.positiveLikelihoodRatio.estimate == .infinity)
    #expect(ratios.positiveLikelihoodRatio.undefinedReason == .zeroCell)
    #expect(ratios.diagnosticOddsRatio.estimate == .infinity)
    #expect(ratios.diagnosticOddsRatio.lower == nil)
    // The other ratio needs no false positive.
    #expect(ratios.negativeLikelihoodRatio.undefinedReason == nil)
    #expect(
      relativeError(ratios.negativeLikelihoodRatio.estimate, 19 / 42.0)
        <= 1e-15)
  }

  @Test("the test of equality agrees with the reference")
  func equality() throws {
    for review in try ReferenceReview.all {
      for rule in ["all", "single", "uncorrected"] {
        let tables = CorrectedTables(review, rule: rule)
        let expected = review.expected["descriptive"][rule]
        let sensitivity = try EqualityOfProportions(
          tables.indices.map {
            try BinomialProportion(
              successes: tables.tp[$0], trials: tables.tp[$0] + tables.fn[$0])
          })
        let specificity = try EqualityOfProportions(
          tables.indices.map {
            try BinomialProportion(
              successes: tables.tn[$0], trials: tables.tn[$0] + tables.fp[$0])
          })
        for (found, key) in [
          (sensitivity, "equality_sens"), (specificity, "equality_spec"),
        ] {
          let statistic = try #require(expected[key]["statistic"].number)
          let p = try #require(expected[key]["p"].number)
          #expect(relativeError(found.statistic, statistic) <= 1e-11)
          #expect(scaledError(found.pValue, p) <= 1e-12)
        }
      }
    }
  }

  @Test("the test of equality has Yates' correction for two studies")
  func yates() throws {
    let two = try [(12.0, 20.0), (5, 20)].map {
      try BinomialProportion(successes: $0, trials: $1)
    }
    let corrected = try EqualityOfProportions(two, yatesCorrection: true)
    let plain = try EqualityOfProportions(two)
    #expect(relativeError(corrected.statistic, 3.6828644501278776) <= 1e-14)
    #expect(relativeError(corrected.pValue, 0.05497432872169419) <= 1e-12)
    #expect(relativeError(plain.statistic, 5.012787723785166) <= 1e-14)
    #expect(throws: UndefinedReason.tooFewStudies(count: 1)) {
      try EqualityOfProportions(Array(two.prefix(1)))
    }
    let perfect = try BinomialProportion(successes: 4, trials: 4)
    #expect(throws: UndefinedReason.constantValues) {
      try EqualityOfProportions([perfect, perfect])
    }
  }

  @Test("a table has its proportions, logits and ratios")
  func table() throws {
    let table = TwoByTwoTable(
      truePositives: 30, falsePositives: 5, falseNegatives: 10,
      trueNegatives: 45)
    #expect(try table.sensitivity().estimate == 0.75)
    #expect(try table.specificity().estimate == 0.9)
    #expect(scaledError(table.logits.sensitivity, 0.75) <= 1e-15)
    #expect(scaledError(table.logits.specificity, 0.9) <= 1e-15)
    #expect(
      relativeError(table.ratios().diagnosticOddsRatio.estimate, 27) <= 1e-15)
    let empty = TwoByTwoTable(
      truePositives: 0, falsePositives: 5, falseNegatives: 0,
      trueNegatives: 45)
    #expect(
      throws: BinomialProportionError.invalidCounts(successes: 0, trials: 0)
    ) { try empty.sensitivity() }
  }
}

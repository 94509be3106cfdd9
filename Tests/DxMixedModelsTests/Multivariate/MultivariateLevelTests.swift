// Expected values: the best of twelve starts of BFGS with Newton's steps
// after it, over one dense matrix of all values, by numpy 2.4.6 and scipy
// 1.17.1, with a gradient below 1e-12; those of the schools agree with
// rma.mv of metafor 3.8-1 in as many digits as it gives.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

@Suite("Models of several levels")
struct MultivariateLevelTests {
  /// A fit that is expected.
  struct Expected {
    var logLikelihood: Double
    var coefficients: [Double]
    var standardErrors: [Double]
    /// The packed covariances: that of the studies, and those of the levels.
    var psi: [[Double]]
  }

  private func check(
    _ fit: MultivariateFit, _ expected: Expected, _ context: Comment
  ) throws {
    let logLikelihood = try #require(fit.logLikelihood)
    #expect(
      scaledError(logLikelihood, expected.logLikelihood) <= 1e-10, context)
    #expect(
      largestError(fit.coefficients, expected.coefficients) <= 1e-7, context)
    #expect(
      largestError(
        fit.coefficientCovariance.diagonal.map { $0.squareRoot() },
        expected.standardErrors) <= 1e-7, context)
    #expect(fit.levelCovariances.count == expected.psi.count - 1)
    for (matrix, psi) in zip(
      [fit.betweenStudyCovariance] + fit.levelCovariances, expected.psi)
    {
      var index = 0
      for row in 0..<matrix.rowCount {
        for column in 0...row {
          let size = (matrix[row, row] * matrix[column, column]).squareRoot()
          let error = matrix[row, column] - psi[index]
          #expect(error.magnitude <= 1e-6 * size, context)
          index += 1
        }
      }
    }
    #expect(fit.certificate.criterion.isConverged, context)
    #expect(fit.certificate.startsAgreed, context)
  }

  // MARK: - Schools

  /// The schools, in the order of some rows.
  private func outcomes(
    _ schools: LevelReference, rows: [Int]
  ) throws -> MultivariateOutcomes {
    var outcomes = MultivariateOutcomes(names: ["achievement"])
    for row in rows {
      try outcomes.append(
        schools.names[row], values: [schools.values[row]],
        covariance: [[schools.variances[row]]])
    }
    return outcomes
  }

  @Test("schools in districts")
  func threeLevels() throws {
    let schools = try LevelReference.schools
    let outcomes = try outcomes(schools, rows: Array(0..<56))
    let level = RandomLevel("district", schools.groups)
    let fits: [(NormalEstimator, [ModeratorTerm], Expected)] = [
      (
        .restrictedMaximumLikelihood, [.intercept],
        Expected(
          logLikelihood: -7.95872403371094,
          coefficients: [0.184713163496638],
          standardErrors: [0.084555917823762],
          psi: [[0.0327365176047], [0.0650619424615]])
      ),
      (
        .maximumLikelihood, [.intercept],
        Expected(
          logLikelihood: -8.39493557126298,
          coefficients: [0.18445538391562],
          standardErrors: [0.0804816827849758],
          psi: [[0.0328647922213], [0.0577383598601]])
      ),
      (
        .restrictedMaximumLikelihood,
        [.intercept, .numeric("year", schools.years, center: 1990)],
        Expected(
          logLikelihood: -7.24046677679103,
          coefficients: [0.180718495439435, 0.00531181827225908],
          standardErrors: [0.0886862896178695, 0.00943579395550048],
          psi: [[0.0326501959922], [0.0722655913382]])
      ),
    ]
    for (estimator, terms, expected) in fits {
      let fit = try MultivariateModel(terms: terms, levels: [level]).fit(
        outcomes, estimator)
      try check(fit, expected, "\(estimator)")
      #expect(fit.covarianceParameterCount == 2)
    }
  }

  @Test("the order of the rows does not matter")
  func order() throws {
    let schools = try LevelReference.schools
    let districts = schools.groups
    // A prime step visits every row of 56.
    let order = (0..<56).map { $0 * 29 % 56 }
    let shuffled = try outcomes(schools, rows: order)
    let first = try MultivariateModel(
      levels: [RandomLevel("district", districts)]
    ).fit(
      try outcomes(schools, rows: Array(0..<56)), .restrictedMaximumLikelihood)
    let second = try MultivariateModel(
      levels: [RandomLevel("district", order.map { districts[$0] })]
    ).fit(shuffled, .restrictedMaximumLikelihood)
    let x = try #require(first.logLikelihood)
    let y = try #require(second.logLikelihood)
    #expect(scaledError(x, y) <= 1e-12)
    #expect(
      scaledError(
        first.levelCovariances[0][0, 0], second.levelCovariances[0][0, 0])
        <= 1e-8)
  }

  // MARK: - Two outcomes

  @Test("two outcomes in laboratories")
  func nested() throws {
    let example = try LevelExample()
    let restricted = Expected(
      logLikelihood: -1.31175886849003,
      coefficients: [0.138255758101975, 0.719228655264447, -0.17847932620178],
      standardErrors: [
        0.0933669836744433, 0.0968854854565654, 0.323200558880335,
      ],
      psi: [
        [0.012405866532, 0.0230640929945, 0.0916843912293],
        [0.0436568945927, 0.0253572625124, 0.0151144756774],
      ])
    let likelihood = Expected(
      logLikelihood: -0.303481770839149,
      coefficients: [
        0.139894435857462, 0.719803723358307, -0.186611028452482,
      ],
      standardErrors: [
        0.0875515901488196, 0.0930467273335781, 0.309685295299972,
      ],
      psi: [
        [0.0103430506892, 0.0209728128086, 0.0860993749296],
        [0.0375554644795, 0.0220239154177, 0.0129156397624],
      ])
    try check(
      try example.nested.fit(example.outcomes, .restrictedMaximumLikelihood),
      restricted, "REML")
    try check(
      try example.nested.fit(example.outcomes, .maximumLikelihood),
      likelihood, "ML")
  }

  /// The covariance of the studies is of rank one here.
  @Test("two outcomes in laboratories, crossed with methods")
  func crossed() throws {
    let example = try LevelExample()
    let expected = Expected(
      logLikelihood: -0.264651155413546,
      coefficients: [
        0.13199448355918, 0.724905679935518, -0.0509103636401118,
      ],
      standardErrors: [
        0.0959738739576772, 0.127484095821405, 0.228359371213557,
      ],
      psi: [
        [0.00371407504898, -0.0103962553031, 0.0291006839933],
        [0.0417222378933, 0.0218077402484, 0.0503697956082],
        [0.0111206128255, 0, 0.0316221418843],
      ])
    for backend in [PortableBackend(), LinearAlgebra.defaultBackend] {
      let fit = try example.crossed.fit(
        example.outcomes, .restrictedMaximumLikelihood, backend: backend)
      try check(fit, expected, "\(backend.name)")
      #expect(fit.rank == 1)
      #expect(fit.covarianceParameterCount == 8)
    }
  }

  @Test("the fixed effect has no level")
  func fixedEffect() throws {
    let example = try LevelExample()
    let several = try example.crossed.fit(example.outcomes, .fixedEffect)
    let none = try MultivariateModel(terms: example.terms).fit(
      example.outcomes, .fixedEffect)
    #expect(
      largestError(several.coefficients, none.coefficients) <= 1e-12)
    let x = try #require(several.logLikelihood)
    let y = try #require(none.logLikelihood)
    #expect(scaledError(x, y) <= 1e-12)
    #expect(several.covarianceParameterCount == 0)
    // It has no covariance that could not be told from others.
    let rows = RandomLevel("row", (0..<24).map { "\($0)" })
    let single = try MultivariateModel(terms: example.terms, levels: [rows])
      .fit(example.outcomes, .fixedEffect)
    #expect(largestError(single.coefficients, none.coefficients) <= 1e-12)
  }

  // MARK: - Errors

  @Test("levels that do not fit are named")
  func errors() throws {
    let example = try LevelExample()
    let rows = (0..<24).map { "\($0)" }
    let one = RandomLevel("one", Array(repeating: "a", count: 24))
    let laboratory = RandomLevel("laboratory", example.laboratories)
    let same = RandomLevel("same", example.laboratories.map { "L" + $0 })
    expect(
      .levelCount(level: "short", count: 1, studies: 24),
      example, [RandomLevel("short", ["a"])])
    expect(.levelNotIdentifiable("row"), example, [RandomLevel("row", rows)])
    expect(.levelNotIdentifiable("one"), example, [laboratory, one])
    expect(.sameGroups("laboratory", "same"), example, [laboratory, same])
    expect(
      .levelNotIdentifiable("row"), example,
      [laboratory, RandomLevel("row", rows, structure: .diagonal)])
    expect(
      .invalidRank(3, outcomes: 2), example,
      [RandomLevel("low", example.laboratories, structure: .lowRank(3))])
  }

  /// With a known covariance of the studies, that of a level of single
  /// studies can be told.
  @Test("a level of single studies in the place of the studies")
  func singles() throws {
    let example = try LevelExample()
    let rows = (0..<24).map { "\($0)" }
    let level = try MultivariateModel(
      terms: example.terms,
      structure: .fixed(Matrix(rowCount: 2, columnCount: 2)),
      levels: [RandomLevel("row", rows)]
    ).fit(example.outcomes, .restrictedMaximumLikelihood)
    let plain = try MultivariateModel(terms: example.terms).fit(
      example.outcomes, .restrictedMaximumLikelihood)
    let x = try #require(level.logLikelihood)
    let y = try #require(plain.logLikelihood)
    #expect(scaledError(x, y) <= 1e-11)
    #expect(
      largestError(
        level.levelCovariances[0].elements,
        plain.betweenStudyCovariance.elements) <= 1e-7)
  }

  @Test("rows that report nothing change nothing")
  func emptyRows() throws {
    let example = try LevelExample()
    var outcomes = example.outcomes
    let nothing = Matrix(rowCount: 2, columnCount: 2, repeating: .nan)
    try outcomes.append(
      "nothing", values: [.nan, .nan], covariance: nothing)
    let plain = try MultivariateModel(
      levels: [RandomLevel("laboratory", example.laboratories)]
    ).fit(example.outcomes, .maximumLikelihood)
    let more = try MultivariateModel(
      levels: [RandomLevel("laboratory", example.laboratories + ["new"])]
    ).fit(outcomes, .maximumLikelihood)
    let x = try #require(plain.logLikelihood)
    let y = try #require(more.logLikelihood)
    #expect(scaledError(x, y) <= 1e-12)
    #expect(largestError(more.coefficients, plain.coefficients) <= 1e-9)
    // In a group of its own it is not a second group either.
    let one = Array(repeating: "a", count: 24) + ["b"]
    #expect(throws: MultivariateModelError.levelNotIdentifiable("one")) {
      try MultivariateModel(levels: [RandomLevel("one", one)]).fit(
        outcomes, .maximumLikelihood)
    }
  }

  /// A row for each outcome of a study, which the level then brings together
  /// again.
  @Test("several outcomes in the long format", arguments: ["mv_p53"])
  func longFormat(name: String) throws {
    let reference = try MultivariateReference.named(name)
    var outcomes = MultivariateOutcomes(names: ["first", "second"])
    var studies: [String] = []
    for study in reference.studies {
      for (index, value) in study.y.enumerated() {
        guard let value else { continue }
        let variance = try #require(index == 0 ? study.s11 : study.s22)
        try outcomes.append(
          "\(study.name), \(index)",
          values: index == 0 ? [value, .nan] : [.nan, value],
          covariance: .diagonal([variance, variance]))
        studies.append(study.name)
      }
    }
    let level = RandomLevel("study", studies)
    // Next to the covariance of the studies, that of their rows cannot be
    // told, whose correlation is nowhere seen.
    #expect(throws: MultivariateModelError.levelNotIdentifiable("study")) {
      try MultivariateModel(levels: [level]).fit(
        outcomes, .restrictedMaximumLikelihood)
    }
    let none = RandomEffectsStructure.fixed(Matrix(rowCount: 2, columnCount: 2))
    let fit = try MultivariateModel(structure: none, levels: [level]).fit(
      outcomes, .restrictedMaximumLikelihood)
    let expected = reference.expected["models"]["intercept"]["reml"]["tight"]
    let logLikelihood = try #require(expected["logLik_mixmeta"].number)
    let value = try #require(fit.logLikelihood)
    #expect(scaledError(value, logLikelihood) <= 1e-9)
    let psi = try #require(expected["Psi"].rows).flatMap(\.self)
    #expect(largestError(fit.levelCovariances[0].elements, psi) <= 1e-6)
  }

  private func expect(
    _ error: MultivariateModelError, _ example: LevelExample,
    _ levels: [RandomLevel]
  ) {
    #expect(throws: error) {
      try MultivariateModel(terms: example.terms, levels: levels).fit(
        example.outcomes, .restrictedMaximumLikelihood)
    }
  }
}

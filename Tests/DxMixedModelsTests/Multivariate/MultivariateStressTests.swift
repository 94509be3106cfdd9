// Expected values: what the documentation of the errors says, and, where an
// estimate exists, properties that any optimum has.

import DxDistributions
import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

@Suite("Models of several outcomes, hard cases")
struct MultivariateStressTests {
  /// Studies of many outcomes with a third of the values missing, drawn with
  /// a covariance between studies of rank two.
  private func sparse(
    studies: Int, outcomes p: Int, missing: Double = 1.0 / 3, seed: UInt64 = 1
  ) throws -> MultivariateOutcomes {
    var generator = PhiloxGenerator(seed: seed)
    let normal = NormalDistribution.standard
    let loadings = normal.samples(2 * p, using: &generator).map { 0.5 * $0 }
    var result = MultivariateOutcomes(names: (1...p).map { "y\($0)" })
    for study in 0..<studies {
      let factors = normal.samples(2, using: &generator)
      let common = normal.sample(using: &generator)
      let errors = normal.samples(p, using: &generator)
      let deviations = (0..<p).map { _ in
        Double.random(in: 0.1...0.5, using: &generator)
      }
      // Errors within a study with a correlation of 0.3.
      let values = (0..<p).map { j in
        if Double.random(in: 0..<1, using: &generator) < missing {
          return Double.nan
        }
        let error = 0.3.squareRoot() * common + 0.7.squareRoot() * errors[j]
        return loadings[2 * j] * factors[0] + loadings[2 * j + 1] * factors[1]
          + deviations[j] * error
      }
      try result.append(
        "study \(study)", values: values, standardErrors: deviations,
        correlation: 0.3)
    }
    return result
  }

  @Test("many outcomes, a third missing, rank two")
  func manyOutcomes() throws {
    let data = try sparse(studies: 40, outcomes: 12)
    let fit = try MultivariateModel(structure: .lowRank(2)).fit(
      data, .restrictedMaximumLikelihood)
    #expect(fit.certificate.criterion.isConverged)
    #expect(fit.rank == 2)
    #expect(fit.covarianceParameterCount == 23)
    let curvature = try #require(fit.certificate.smallestHessianEigenvalue)
    #expect(curvature > 0)
    // The gradient is judged by the curvature: the distance to the optimum.
    #expect(fit.certificate.gradientNorm / curvature <= 1e-6)
  }

  @Test("eight outcomes, a third missing, rank two, any covariance")
  func anyCovariance() throws {
    let data = try sparse(studies: 30, outcomes: 8)
    let free = try MultivariateModel().fit(data, .restrictedMaximumLikelihood)
    let narrow = try MultivariateModel(structure: .lowRank(2)).fit(
      data, .restrictedMaximumLikelihood)
    #expect(free.certificate.criterion.isConverged)
    #expect(free.rank < 8)
    let curvature = try #require(free.certificate.smallestHessianEigenvalue)
    // Along a boundary the Hessian may be flat, but not turn down.
    #expect(curvature > -1e-6)
    let gain =
      try #require(free.logLikelihood) - #require(narrow.logLikelihood)
    #expect(gain >= -1e-9)
    // The same optimum, if the rank at which it lies is allowed only.
    let same = try MultivariateModel(structure: .lowRank(free.rank)).fit(
      data, .restrictedMaximumLikelihood)
    #expect(
      try likelihoodError(same, free) <= 1e-9)
  }

  /// Fits of polynomials in a year, and of the year with offsets.
  private func polynomial(
    degree: Int, center: Double, offset: Double = 0
  ) throws -> MultivariateFit {
    let years = (0..<30).map { 1980 + Double($0 * 7 % 30) + offset - center }
    let terms = (1...degree).map { power in
      ModeratorTerm.numeric(
        "year^\(power)",
        years.map { year in (1..<power).reduce(year) { x, _ in x * year } })
    }
    return try MultivariateModel(terms: [.intercept] + terms).fit(
      try sparse(studies: 30, outcomes: 2, missing: 0.2),
      .restrictedMaximumLikelihood)
  }

  // The coefficient of the highest power does not depend on where the year is
  // centred; nor does the restricted likelihood, whose two determinants
  // change by the same. The columns of the uncentred ones agree to a share of
  // 1e-8 (offset), 1e-4 (square) and 1e-6 (cube), and what is lost of 1e-16
  // are these digits.
  @Test(
    "moderators that are far from zero give the same fit",
    arguments: [
      (1, 0.0, 1e-10), (1, 1e6, 1e-9), (1, 1e8, 1e-7), (2, 0, 1e-9),
      (3, 0, 1e-7),
    ])
  func illConditioned(
    degree: Int, offset: Double, tolerance: Double
  ) throws {
    let centered = try polynomial(degree: degree, center: 1995)
    let plain = try polynomial(degree: degree, center: 0, offset: offset)
    #expect(plain.certificate.criterion.isConverged)
    for index in [degree, 2 * degree + 1] {
      #expect(
        relativeError(plain.coefficients[index], centered.coefficients[index])
          <= tolerance)
      #expect(
        relativeError(
          plain.coefficientCovariance[index, index],
          centered.coefficientCovariance[index, index]) <= tolerance)
    }
    #expect(try likelihoodError(plain, centered) <= tolerance)
    if offset != 0 || degree > 1 { return }
    #expect(
      scaledError(
        plain.halfLogDesignDeterminant, centered.halfLogDesignDeterminant)
        <= tolerance)
  }

  @Test("columns that no double tells apart are refused by name")
  func offset() throws {
    let data = try sparse(studies: 30, outcomes: 2, missing: 0)
    let values = (0..<30).map { Double($0 * 7 % 30) }
    expect(
      .dependentColumn("x"), data,
      [.numeric("x", values.map { 1e14 + $0 })])
  }

  @Test("moderators that separate or follow from others are refused by name")
  func separation() throws {
    var data = MultivariateOutcomes(names: ["a", "b"])
    for study in 0..<8 {
      try data.append(
        "study \(study)",
        values: [
          Double(study * 3 % 7), study < 3 ? .nan : Double(study * 5 % 7),
        ],
        standardErrors: [0.5, 0.5], correlation: 0.2)
    }
    // The category is there only where the second outcome is not.
    let kinds = (0..<8).map { $0 < 2 ? "old" : "new" }
    expect(
      .dependentColumn("kind[old]"), data,
      [.categorical("kind", kinds, reference: "new")])
    // In one study only: an estimate exists.
    let single = (0..<8).map { $0 == 7 ? "late" : "early" }
    let fit = try MultivariateModel(
      terms: [.intercept, .categorical("time", single)]
    ).fit(data, .restrictedMaximumLikelihood)
    #expect(fit.certificate.criterion.isConverged)
    #expect(!fit.coefficients.contains { !$0.isFinite })
    expect(
      .dependentColumn("zero"), data,
      [.numeric("zero", Array(repeating: 0, count: 8))])
  }

  @Test("more coefficients than values are refused by the outcome")
  func tooManyCoefficients() throws {
    let data = try sparse(studies: 5, outcomes: 2, missing: 0)
    let terms = (0..<6).map { column in
      ModeratorTerm.numeric(
        "x\(column)", (0..<5).map { Double($0 * $0 * (column + 1) % 11) })
    }
    expect(.tooFewStudies(outcome: "y1", reporting: 5, needed: 7), data, terms)
    // As many as values: no degree of freedom is left for Ψ, and the
    // restricted likelihood of no contrasts is a constant.
    let square = Array(terms.prefix(4))
    let fit = try? MultivariateModel(terms: [.intercept] + square).fit(
      data, .restrictedMaximumLikelihood)
    #expect(fit?.coefficients.contains { !$0.isFinite } != true)
  }

  @Test("moderators that are no numbers are refused by study and column")
  func notFinite() throws {
    let data = try sparse(studies: 6, outcomes: 2, missing: 0)
    for value in [Double.infinity, -.infinity, .nan] {
      var values = [0, 1, 4, 9, 2, 1.0]
      values[4] = value
      let error = #expect(throws: MultivariateModelError.self) {
        try MultivariateModel(terms: [.intercept, .numeric("x", values)]).fit(
          data, .maximumLikelihood)
      }
      guard case .invalidModerator(let study, let column, let shown) = error
      else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(study == "study 4" && column == "x")
      #expect(shown == value || shown.isNaN && value.isNaN)
    }
  }

  @Test("an outcome that no study reports is refused by name")
  func unreported() throws {
    var data = MultivariateOutcomes(names: ["a", "b"])
    for study in 0..<5 {
      try data.append(
        "study \(study)", values: [Double(study), .nan],
        standardErrors: [1, 1], correlation: 0)
    }
    for estimator in [
      NormalEstimator.restrictedMaximumLikelihood, .maximumLikelihood,
      .fixedEffect,
    ] {
      #expect(
        throws: MultivariateModelError.tooFewStudies(
          outcome: "b", reporting: 0, needed: 1)
      ) { try MultivariateModel().fit(data, estimator) }
    }
  }

  @Test("a study that reports nothing changes nothing")
  func emptyStudy() throws {
    let reference = try MultivariateReference.named("mv_berkey98")
    var data = try reference.outcomes()
    let fit = try MultivariateModel().fit(data, .restrictedMaximumLikelihood)
    try data.append(
      "empty", values: [.nan, .nan], covariance: [[.nan, .nan], [.nan, .nan]])
    let other = try MultivariateModel().fit(data, .restrictedMaximumLikelihood)
    #expect(largestError(other.coefficients, fit.coefficients) <= 1e-9)
    #expect(
      try likelihoodError(other, fit) <= 1e-11)
  }

  @Test("no studies are too few")
  func noStudies() {
    let data = MultivariateOutcomes(names: ["a"])
    #expect(
      throws: MultivariateModelError.tooFewStudies(
        outcome: "a", reporting: 0, needed: 1)
    ) { try MultivariateModel().fit(data, .maximumLikelihood) }
  }

  @Test(
    "outcomes that do not vary between studies",
    arguments: [
      RandomEffectsStructure.unstructured, .diagonal, .identity,
      .compoundSymmetry, .heteroscedasticCompoundSymmetry, .autoregressive,
      .lowRank(1), .proportional(to: [[2, 1], [1, 2]]),
    ])
  func noVariation(_ structure: RandomEffectsStructure) throws {
    var data = MultivariateOutcomes(names: ["a", "b"])
    for study in 0..<6 {
      // Differences far smaller than their errors.
      try data.append(
        "study \(study)",
        values: [0.01 * Double(study * 5 % 7), 0.01 * Double(study * 3 % 7)],
        standardErrors: [1, 0.8], correlation: 0.1)
    }
    let fixed = try MultivariateModel().fit(data, .fixedEffect)
    let fit = try MultivariateModel(structure: structure).fit(
      data, .maximumLikelihood)
    #expect(fit.certificate.criterion.isConverged, "\(structure)")
    #expect(fit.rank == 0, "\(structure)")
    #expect(
      try likelihoodError(fit, fixed) <= 1e-11, "\(structure)")
    #expect(largestError(fit.coefficients, fixed.coefficients) <= 1e-7)
  }

  private func likelihoodError(
    _ fit: MultivariateFit, _ reference: MultivariateFit
  ) throws -> Double {
    scaledError(
      try #require(fit.logLikelihood), try #require(reference.logLikelihood))
  }

  private func expect(
    _ error: MultivariateModelError, _ data: MultivariateOutcomes,
    _ terms: [ModeratorTerm]
  ) {
    #expect(throws: error) {
      try MultivariateModel(terms: [.intercept] + terms).fit(
        data, .restrictedMaximumLikelihood)
    }
  }
}

// Expected values: the fixtures (a translation of the estimator of the R
// package mvmeta into Python, which agrees with mixmeta 1.2.0 to 1e-13), and
// for missing outcomes with a moderator the dense matrices of the definition,
// by numpy 2.4.6: every product of the operator with a unit matrix is formed
// over all observations. With one outcome, metafor 3.8-1.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

@Suite("Method of moments of several outcomes")
struct MultivariateMomentTests {
  // A closed form, of which two programs agree to 1e-13.
  private let tolerance = 1e-11

  @Test("references", arguments: try MultivariateReference.all)
  func references(_ reference: MultivariateReference) throws {
    let outcomes = try reference.outcomes()
    let models = try #require(reference.expected["models"].members)
    #expect(!models.isEmpty)
    for (name, model) in models {
      let context: Comment = "\(reference) \(name)"
      let expected = model["mm"]["tight"]
      let fit = try MultivariateModel(
        terms: try reference.terms(model["covariate"])
      ).fit(outcomes, .methodOfMoments)
      let solution = try #require(fit.momentSolution)
      for (got, key) in [
        (solution.untruncated, "Psi_before_truncation"),
        (fit.betweenStudyCovariance, "Psi"),
        (fit.coefficientCovariance, "vcov"),
      ] {
        let want = try #require(expected[key].rows).flatMap(\.self)
        #expect(largestError(got.elements, want) <= tolerance, context)
      }
      let coefficients = try #require(expected["coefficients"].numbers)
      #expect(
        largestError(fit.coefficients, coefficients) <= tolerance, context)
      let negative = try #require(expected["negative_eigenvalues"].number)
      #expect(Double(solution.raisedEigenvalueCount) == negative, context)
      #expect(fit.rank == outcomes.outcomeCount - Int(negative), context)
      #expect(fit.logLikelihood == nil)
      #expect(fit.certificate.criterion.isConverged)
    }
  }

  /// Nine studies of three outcomes, of which some are missing, in units of
  /// the outcomes.
  private func outcomes(
    _ units: [Double] = [1, 1, 1], copies: Int = 1
  ) throws -> MultivariateOutcomes {
    var result = MultivariateOutcomes(names: ["a", "b", "c"])
    for index in 0..<(9 * copies) {
      let study = index % 9
      let x = Double(study)
      var values: [Double] = []
      var covariance = Matrix(rowCount: 3, columnCount: 3, repeating: 0.008)
      for j in 0..<3 {
        let y = Double(j)
        let part = (x * y * 1.7 + 0.6 * x).remainder(dividingBy: 2)
        values.append(
          (study + 2 * j) % 5 == 4
            ? .nan : (0.1 * x - 0.3 * y + 0.7 * part) * units[j])
        covariance[j, j] = 0.02 + 0.005 * x + 0.01 * y
      }
      for j in 0..<3 {
        for l in 0..<3 { covariance[j, l] *= units[j] * units[l] }
      }
      try result.append("\(index)", values: values, covariance: covariance)
    }
    return result
  }

  private let terms: [ModeratorTerm] = [
    .intercept, .numeric("x", (0..<9).map { Double($0 * $0 % 7) }),
  ]

  @Test("missing outcomes and a moderator")
  func missing() throws {
    let fit = try MultivariateModel(terms: terms).fit(
      try outcomes(), .methodOfMoments)
    let psi: [Double] = [
      0.18190474324257305,
      0.17153171510275733,
      0.04978910816290761,
      0.17153171510275733,
      0.19360172799089223,
      0.04384679461266004,
      0.04978910816290761,
      0.04384679461266004,
      0.013930102033123561,
    ]
    let coefficients = [
      0.6435452892504416,
      -0.2270307163171918,
      0.23691201498215675,
      -0.08096462525609603,
      -0.10111808785679824,
      -0.07181885473207845,
    ]
    let variances = [
      0.05882018149818487,
      0.012184522414599207,
      0.07461307762349315,
      0.017811946976612685,
      0.028678607641437395,
      0.006525169095433148,
    ]
    #expect(
      largestError(fit.betweenStudyCovariance.elements, psi) <= tolerance)
    #expect(largestError(fit.coefficients, coefficients) <= tolerance)
    #expect(
      largestError(fit.coefficientCovariance.diagonal, variances)
        <= tolerance)
    #expect(fit.momentSolution?.raisedEigenvalueCount == 1)
  }

  /// The estimator of DerSimonian and Laird, by metafor 3.8-1.
  @Test("one outcome")
  func single() throws {
    let schools = try LevelReference.schools
    var outcomes = MultivariateOutcomes(names: ["achievement"])
    for row in schools.names.indices {
      try outcomes.append(
        schools.names[row], values: [schools.values[row]],
        covariance: [[schools.variances[row]]])
    }
    let mean = try MultivariateModel().fit(outcomes, .methodOfMoments)
    let trend = try MultivariateModel(
      terms: [.intercept, .numeric("year", schools.years, center: 1990)]
    ).fit(outcomes, .methodOfMoments)
    let fits: [(MultivariateFit, [Double])] = [
      (mean, [0.04709734046389993, 0.129639357116659, 0.03385131746405566]),
      (
        trend,
        [
          0.045641937022491329, 0.129286800230618865, 0.004419004488780558,
          0.033436333987206773, 0.003354400310131340,
        ]
      ),
    ]
    for (fit, expected) in fits {
      let errors = fit.coefficientCovariance.diagonal.map { $0.squareRoot() }
      let got =
        [fit.betweenStudyCovariance[0, 0]] + fit.coefficients + errors
      #expect(largestError(got, expected) <= tolerance)
    }
  }

  @Test("units of the outcomes")
  func units() throws {
    let units = [1e-6, 1, 1e6]
    let plain = try MultivariateModel(terms: terms).fit(
      try outcomes(), .methodOfMoments)
    let scaled = try MultivariateModel(terms: terms).fit(
      try outcomes(units), .methodOfMoments)
    let expected = try #require(plain.momentSolution?.untruncated)
    let solution = try #require(scaled.momentSolution?.untruncated)
    for j in 0..<3 {
      for l in 0..<3 {
        let want = expected[j, l]
        let got = solution[j, l] / units[j] / units[l]
        #expect(scaledError(got, want) <= 1e-12)
      }
    }
    // The bound on the eigenvalues is absolute, and that of the first outcome
    // in its unit is below it.
    #expect(scaled.momentSolution?.raisedEigenvalueCount == 2)
  }

  @Test("as the regression of two outcomes has it")
  func pairs() throws {
    for reference in try MultivariateReference.pairs {
      let fit = try MultivariateModel().fit(
        try reference.outcomes(), .methodOfMoments)
      let paired = try reference.regression(
        covariate: reference.expected["none"]
      ).fit(.methodOfMoments)
      // The same equation, in other coordinates.
      #expect(
        largestError(
          fit.betweenStudyCovariance.elements,
          [paired.psi.m11, paired.psi.m21, paired.psi.m21, paired.psi.m22])
          <= 1e-12)
      #expect(
        largestError(fit.coefficients, paired.coefficients) <= 1e-12)
    }
  }

  @Test("a pair that no study reports has no covariance")
  func disjoint() throws {
    var outcomes = MultivariateOutcomes(names: ["a", "b"])
    for study in 0..<12 {
      let value = (Double(study) * 0.7).remainder(dividingBy: 2)
      let isFirst = study % 2 == 0
      try outcomes.append(
        "\(study)", values: isFirst ? [value, .nan] : [.nan, value],
        covariance: [[0.05, 0], [0, 0.04]])
    }
    let fit = try MultivariateModel().fit(outcomes, .methodOfMoments)
    #expect(fit.betweenStudyCovariance[1, 0] == 0)
    #expect(fit.betweenStudyCovariance[0, 0] > 0)
  }

  @Test("many chunks of studies give what one of them gives")
  func chunks() throws {
    // Copies of the same nine studies change the degrees of freedom only.
    let few = try MultivariateModel().fit(
      try outcomes(copies: 400), .methodOfMoments)
    let many = try MultivariateModel().fit(
      try outcomes(copies: 800), .methodOfMoments)
    let first = few.betweenStudyCovariance.elements
    let second = many.betweenStudyCovariance.elements
    // The difference falls with the number of studies.
    #expect(largestError(first, second) <= 1 / 3600)
    #expect(largestError(first, second) > 0)
  }

  @Test("what it does not know is refused")
  func refusals() throws {
    let data = try outcomes()
    let error = MultivariateModelError.estimatorNeedsUnstructured(
      .methodOfMoments)
    #expect(throws: error) {
      try MultivariateModel(structure: .diagonal).fit(data, .methodOfMoments)
    }
    let groups = (0..<9).map { "\($0 / 3)" }
    #expect(throws: error) {
      try MultivariateModel(levels: [RandomLevel("group", groups)]).fit(
        data, .methodOfMoments)
    }
    var short = MultivariateOutcomes(names: ["a"])
    try short.append("one", values: [0.3], covariance: [[0.1]])
    #expect(
      throws: MultivariateModelError.tooFewStudies(
        outcome: "a", reporting: 1, needed: 2)
    ) { try MultivariateModel().fit(short, .methodOfMoments) }
  }
}

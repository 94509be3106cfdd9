// Identities: models that can be fitted in two ways.

import DxLinearAlgebra
import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Binomial regression of two outcomes")
struct BinomialRegressionTests {
  /// Intercepts alone are the model of ``PairedCounts``.
  @Test(
    "intercepts alone", arguments: ["auditc", "telomerase", "scheidler_ct"],
    CovarianceStructure.allCases)
  func intercepts(_ name: String, _ structure: CovarianceStructure) throws {
    let counts = try ReferenceReview.named(name).counts
    let regression = counts.binomialRegression(
      columns: ["one"], rows: Array(repeating: [1], count: counts.count))
    var paired = counts.pairedCounts(of: Array(0..<counts.count))
    let got = try regression.fit(.nodes(15), structure: structure)
    let want = try paired.fit(.nodes(15), structure: structure)
    #expect(scaledError(got.logLikelihood, want.logLikelihood) <= 1e-13)
    #expect(
      largestError(got.coefficients, [want.means.x, want.means.y]) <= 1e-8)
    #expect(largestError(got.psi[0].vech, want.psi.vech) <= 1e-7)
    #expect(
      largestError(
        SymmetricMatrix2x2(rows: got.coefficientCovariance.rows).vech,
        want.meanCovariance.vech) <= 1e-7)
    #expect(got.boundaries == [want.boundary])
    #expect((got.jointCovariance == nil) == (want.jointCovariance == nil))
  }

  /// A factor on both outcomes with a covariance matrix for each level is a
  /// fit for each level.
  @Test("a group for each level", arguments: [1, 15])
  func separateGroups(nodes: Int) throws {
    let review = try ReferenceReview.named("scheidler")
    let levels = try #require(review.covariates["modality"])
    let names = ["CT", "LAG", "MRI"]
    let groups = levels.map { names.firstIndex(of: $0) ?? 0 }
    let regression = review.counts.binomialRegression(
      columns: names,
      rows: levels.map { level in names.map { $0 == level ? 1 : 0 } },
      groups: groups)
    let got = try regression.fit(.nodes(nodes))
    var logLikelihood = 0.0
    for group in 0..<3 {
      var counts = review.counts.pairedCounts(
        of: groups.indices.filter { groups[$0] == group })
      let want = try counts.fit(.nodes(nodes))
      logLikelihood += want.logLikelihood
      #expect(
        largestError(
          [got.coefficients[group], got.coefficients[3 + group]],
          [want.means.x, want.means.y]) <= 1e-6)
      #expect(largestError(got.psi[group].vech, want.psi.vech) <= 1e-6)
      #expect(got.boundaries[group] == want.boundary)
      let joint = try #require(got.jointCovariance)
      let wanted = try #require(want.jointCovariance)
      #expect(
        relativeError(joint[6 + 3 * group, 6 + 3 * group], wanted.psi.m11)
          <= 1e-5)
      #expect(
        relativeError(
          joint[group, 3 + group], wanted.means.m21) <= 1e-5)
    }
    #expect(scaledError(got.logLikelihood, logLikelihood) <= 1e-12)
    #expect(got.boundaries[0] != .interior)
    #expect(got.steps.contains { $0.group == 0 && $0.face != .full })
  }

  /// Neither the units nor the coding of the regressors matter.
  @Test("coding and units")
  func coding() throws {
    let review = try ReferenceReview.named("kearon1998")
    let years = try #require(review.covariates["year"]).compactMap(Double.init)
    func fit(
      _ row: (Double) -> [Double]
    ) throws -> BinomialRegressionEstimate {
      try review.counts.binomialRegression(
        columns: ["a", "b"], rows: years.map(row)
      ).fit(.nodes(15))
    }
    let plain = try fit { [1, $0 - 1993] }
    let raw = try fit { [1, $0] }
    let scaled = try fit { [1e-3, ($0 - 1993) * 1e4] }
    for other in [raw, scaled] {
      #expect(scaledError(other.logLikelihood, plain.logLikelihood) <= 1e-12)
      #expect(largestError(other.psi[0].vech, plain.psi[0].vech) <= 1e-7)
    }
    #expect(relativeError(raw.coefficients[1], plain.coefficients[1]) <= 1e-6)
    #expect(
      relativeError(
        raw.coefficients[0], plain.coefficients[0] - 1993 * raw.coefficients[1])
        <= 1e-6)
    #expect(
      relativeError(scaled.coefficients[3] * 1e4, plain.coefficients[3])
        <= 1e-6)
    #expect(
      relativeError(
        scaled.coefficientCovariance[1, 1] * 1e8,
        plain.coefficientCovariance[1, 1]) <= 1e-6)
  }

  @Test("coded and decoded")
  func roundTrip() throws {
    let counts = try ReferenceReview.named("auditc").counts
    let regression = counts.binomialRegression(
      columns: ["one"], rows: Array(repeating: [1], count: counts.count))
    let estimate = try regression.fit(.nodes(1))
    #expect(try JSONRoundTrip.copy(of: estimate) == estimate)
    #expect(try JSONRoundTrip.copy(of: regression) == regression)
  }
}

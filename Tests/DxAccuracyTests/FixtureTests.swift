import Testing
import _DxTestSupport

@Suite("Fixtures")
struct FixtureTests {
  @Test("quoted fields may hold commas, quotes and line breaks")
  func quotedFields() throws {
    let text = "a,b\r\n\"x, \"\"y\"\"\",1\r\n\"two\nlines\",2"
    let table = try CSVTable(text, path: "text")
    #expect(table.header == ["a", "b"])
    #expect(try table.strings("a") == ["x, \"y\"", "two\nlines"])
    #expect(try table.numbers("b") == [1, 2])
  }

  @Test("an empty field is a missing number")
  func emptyField() throws {
    let table = try CSVTable("a,b\n,2\n1,\n", path: "text")
    #expect(try table.optionalNumbers("a") == [nil, 1])
    #expect(try table.optionalNumbers("b") == [2, nil])
  }

  @Test("malformed tables are refused with their position")
  func malformedTables() throws {
    #expect(throws: FixtureError.unterminatedQuote(path: "text")) {
      try CSVTable("a\n\"x", path: "text")
    }
    #expect(throws: FixtureError.raggedRow(path: "text", line: 4)) {
      try CSVTable("a,b\n\"1\n\",2\n3\n", path: "text")
    }
    let table = try CSVTable("a\n1\nx\n", path: "text")
    #expect(throws: FixtureError.missingColumn(path: "text", column: "b")) {
      try table.strings("b")
    }
    #expect(
      throws: FixtureError.notANumber(
        path: "text", column: "a", row: 1, field: "x")
    ) { try table.numbers("a") }
  }

  @Test("a data set that does not exist is named")
  func missingReview() {
    #expect(throws: FixtureError.missingFile(path: "reviews/none.csv")) {
      try ReferenceReview.named("none")
    }
  }

  @Test(
    "each review has its studies and results",
    arguments: try ReferenceReview.all)
  func review(_ review: ReferenceReview) {
    #expect(review.expected["dataset"].string == review.name)
    #expect(review.expected["k"].number == Double(review.counts.count))
    let counts = review.counts
    #expect(Set(counts.study).count == counts.count)
    let anyZero = [counts.tp, counts.fp, counts.fn, counts.tn]
      .contains { $0.contains(0) }
    #expect(review.expected["any_zero_cell"].boolean == anyZero)
    let tight = review.expected["normal_approx"]["all"]["reml"]["tight"]
    #expect(tight["coefficients"].numbers?.count == 2)
    #expect(tight["Psi"].rows?.count == 2)
    #expect(tight["logLik_logit_scale"].number?.isFinite == true)
  }

  @Test(
    "each review has its optima of the exact likelihood",
    arguments: try ReferenceReview.all)
  func binomialLikelihood(_ review: ReferenceReview) throws {
    let glmm = review.expected["glmm"]
    let probe = glmm["probe_point"]
    #expect(probe["score_beta_vechSigma"].numbers?.count == 5)
    #expect(probe["quadrature"]["lowerCholInvHess"]["15"].number != nil)
    if let studies = probe["per_study_loglik_exact"].numbers {
      #expect(studies.count == review.counts.count)
      let exact = try #require(probe["quadrature"]["exact"].number)
      // A sum of at most 60 numbers, each rounded.
      #expect(scaledError(studies.reduce(0, +), exact) <= 1e-13)
    }
    let maximum = glmm["ml"]
    #expect(maximum["vcov_beta_vechSigma"].rows?.count == 5)
    let exact = try #require(maximum["loglik"].number)
    let kernel = try #require(maximum["loglik_kernel"].number)
    let constant = try #require(glmm["log_binomial_coefficients"].number)
    // Differences of numbers up to 1e5, which the reference holds rounded.
    #expect(scaledError(exact - kernel, constant) <= 1e-12)
    let laplace = glmm["laplace_ml"]
    let atLaplace = try #require(
      laplace["exact_loglik_at_laplace_estimate"].number)
    #expect(atLaplace <= exact)
    for (_, item) in review.expected["meta_regression"].members ?? [:] {
      let coefficients = item["glmm"]["coefficient_order"].elements?.count
      #expect(item["glmm"]["ml"]["beta"].numbers?.count == coefficients)
    }
  }

  @Test("numbers keep their last digit, and quoted names their commas")
  func exactValues() throws {
    let auditc = try ReferenceReview.named("auditc")
    let tight = auditc.expected["normal_approx"]["all"]["reml"]["tight"]
    #expect(tight["coefficients"][0].number == 2.0997423515352898)
    #expect(tight["no such key"]["nor below it"][3].isNull)
    let smoking = try ReferenceReview.named("smoking")
    #expect(
      smoking.counts.study[0] == "Bauman & Dent, 1982 (study 1, result 1)")
    #expect(smoking.covariates["type"]?.first == "SAQ")
  }

  @Test(
    "each multivariate set has its studies",
    arguments: try MultivariateReference.pairs)
  func multivariate(_ reference: MultivariateReference) {
    #expect(reference.expected["k"].number == Double(reference.studies.count))
    let observed = reference.studies.flatMap(\.y).compactMap { $0 }.count
    #expect(reference.expected["n_observed"].number == Double(observed))
  }

  @Test("the simulated reviews agree with their optima in size")
  func simulated() throws {
    let reviews = try SimulatedReview.all
    #expect(reviews.count == 100)
    for review in reviews {
      #expect(review.bestKnown["k"] == Double(review.counts.count))
      #expect(review.bestKnown["reml_ll"]?.isFinite == true)
    }
  }

  @Test("a separated review has no finite optimum, and the others have one")
  func separatedReviews() throws {
    let reviews = try SimulatedReview.all
    #expect(reviews.count { !$0.binomial.isFinite } == 2)
    for review in reviews {
      let counts = review.counts
      let optimum = review.binomial
      let sensitivity = isSeparated(counts.tp, counts.fn)
      let specificity = isSeparated(counts.tn, counts.fp)
      #expect(optimum.separatesSensitivity == sensitivity)
      #expect(optimum.separatesSpecificity == specificity)
      #expect(optimum.isFinite == !(sensitivity || specificity))
      #expect(optimum.logitSensitivity.isInfinite == sensitivity)
      #expect(optimum.logitSpecificity.isInfinite == specificity)
      #expect(optimum.logLikelihood.isFinite)
      #expect((optimum.tauSensitivity == nil) == sensitivity)
      #expect((optimum.tauSpecificity == nil) == specificity)
      #expect((review.laplace == nil) == !optimum.isFinite)
    }
  }

  @Test("no package is above the optimum of its likelihood")
  func peerFits() throws {
    let reviews = try SimulatedReview.all
    let fits = try PeerBinomialFit.all
    #expect(fits.count == 2 * reviews.count)
    for fit in fits {
      let review = try #require(
        reviews.first {
          $0.scenario == fit.scenario && $0.dataset == fit.dataset
        })
      #expect(fit.covariance.count == 3 && fit.standardErrors.count == 2)
      let value = try #require(fit.logLikelihood)
      guard let optimum = review.laplace?.logLikelihood else { continue }
      // lme4 stops its inner iterations early, which moved its likelihood up
      // by 4e-5 at the worst.
      #expect(value <= optimum + 5e-5)
    }
  }

  private func isSeparated(_ right: [Double], _ wrong: [Double]) -> Bool {
    right.allSatisfy { $0 == 0 } || wrong.allSatisfy { $0 == 0 }
  }

  @Test("each edge case has both optima", arguments: try EdgeCaseReference.all)
  func edgeCase(_ edge: EdgeCaseReference) throws {
    let counts = edge.counts
    for method in ["ml", "reml"] {
      let expected = edge.expected[method]
      #expect(expected["mu"].numbers?.count == 2)
      #expect(expected["vcov"].numbers?.count == 3)
      #expect(expected["Psi"].numbers?.count == 3)
      #expect(expected["boundary"].string != nil)
      #expect(expected["logLik"].number?.isFinite == true)
    }
    for index in 0..<counts.count {
      let healthy = counts.fp[index] + counts.tn[index]
      #expect((edge.logits[index][1] == nil) == (healthy == 0))
      #expect((edge.variances[index][1] == nil) == (healthy == 0))
    }
  }

  @Test(
    "each case of the exact likelihood has its values",
    arguments: try BinomialReference.all)
  func binomialReference(_ reference: BinomialReference) throws {
    #expect(reference.mean.count == 2 && reference.score.count == 5)
    let covariance = reference.covariance
    try #require(covariance.count == 3)
    #expect(
      covariance[1] * covariance[1] <= covariance[0] * covariance[2])
    // A sum of at most six numbers, each rounded.
    let sum = reference.studies.reduce(0, +)
    #expect(scaledError(sum, reference.logLikelihood) <= 4 * .ulpOfOne)
    #expect(reference.adaptive.keys.sorted() == [1, 5, 15])
    let largest = reference.adaptive.values.max() ?? .nan
    // A probability is at most one; its approximation is so with many nodes.
    #expect(reference.logLikelihood < 0 && largest.isFinite)
  }
}

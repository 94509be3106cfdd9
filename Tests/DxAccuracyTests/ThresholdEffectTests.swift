internal import DxAccuracy
internal import RealModule
internal import _DxTestSupport
import Testing

// Expected values: the descriptive sections of the reference reviews (R);
// scipy for the t approximation; enumeration of all orders in Python for the
// exact P values.

@Suite("Threshold effect")
struct ThresholdEffectTests {
  @Test("agrees with the reference")
  func reference() throws {
    for review in try ReferenceReview.all {
      for rule in ["all", "single"] {
        let tables = CorrectedTables(review, rule: rule)
        let expected = review.expected["descriptive"][rule]
        let rho = try #require(expected["spearman"]["rho"].number)
        let p = try #require(expected["spearman"]["p_t_approx"].number)
        let ties = expected["spearman"]["ties"].boolean
        // Ratios and not their logarithms, as the reference ranks them.
        let found = try RankCorrelation(
          zip(tables.tp, tables.fn).map(/), zip(tables.fp, tables.tn).map(/))
        #expect(scaledError(found.coefficient, rho) <= 1e-13)
        #expect(scaledError(found.pValue, p) <= 1e-12)
        #expect(found.hasTies == ties)

        let pearson = try PearsonCorrelation(
          tables.indices.map {
            tables.tp[$0] / (tables.tp[$0] + tables.fn[$0])
          },
          tables.indices.map { tables.fp[$0] / (tables.fp[$0] + tables.tn[$0]) }
        ).interval
        let r = try #require(expected["pearson_sens_fpr"].number)
        let limits = try #require(expected["pearson_sens_fpr_ci"].numbers)
        let lower = try #require(pearson.lower)
        let upper = try #require(pearson.upper)
        #expect(scaledError(pearson.estimate, r) <= 1e-12)
        #expect(scaledError(lower, limits[0]) <= 1e-12)
        #expect(scaledError(upper, limits[1]) <= 1e-12)
      }
    }
  }

  /// Ranks with Σd² = 196, as in a published review with ρ = −0.188 and
  /// P = 0.603.
  private let published: [Double] = [7, 1, 8, 9, 6, 3, 10, 4, 2, 5]
  private let order: [Double] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

  @Test("of a published review has the printed P value")
  func publishedReview() throws {
    let found = try RankCorrelation(order, published)
    #expect(scaledError(found.coefficient, -31 / 165.0) <= 1e-15)
    #expect(scaledError(found.pValue, 0.6032176100292089) <= 1e-13)
    #expect(found.test == .tApproximation)
  }

  @Test("has an exact P value, with and without ties")
  func exact() throws {
    let found = try RankCorrelation(
      order, published, test: .exactPermutation)
    #expect(found.pValue == 2203828 / 3628800.0)
    let tied = try RankCorrelation(
      [1, 2, 2, 4, 5, 6], [2, 1, 3, 3, 6, 5], test: .exactPermutation)
    #expect(tied.pValue == 44 / 720.0)
    #expect(tied.hasTies)
    #expect(scaledError(tied.coefficient, 0.8088235294117647) <= 1e-15)
    let pair = try RankCorrelation([1, 2], [5, 4], test: .exactPermutation)
    #expect(pair.coefficient == -1 && pair.pValue == 1)
  }

  @Test("has the sign of its convention")
  func convention() throws {
    let points = zip(order, published).map {
      LogitPair(logitSensitivity: $0, logitSpecificity: -$1)
    }
    let rate = try ThresholdEffect(points)
    let specificity = try ThresholdEffect(points, convention: .specificity)
    #expect(rate.correlation.coefficient < 0)
    #expect(
      specificity.correlation.coefficient == -rate.correlation.coefficient)
    #expect(specificity.correlation.pValue == rate.correlation.pValue)
  }

  @Test("does not exist for constant values or one study")
  func undefined() throws {
    #expect(throws: UndefinedReason.constantValues) {
      try RankCorrelation([1, 1, 1], [1, 2, 3])
    }
    #expect(throws: UndefinedReason.tooFewStudies(count: 1)) {
      try RankCorrelation([1], [1])
    }
    #expect(try RankCorrelation([1, 2], [1, 2]).pValue.isNaN)
    // A perfect correlation is an infinite t.
    #expect(try RankCorrelation([1, 2, 3], [4, 5, 6]).pValue == 0)
    let three = try PearsonCorrelation([1, 2, 3], [1, 3, 2]).interval
    #expect(three.undefinedReason == .tooFewStudies(count: 3))
    #expect(scaledError(three.estimate, 0.5) <= 1e-15)
  }
}

/// The sequence of models by which the Cochrane Handbook compares tests.
///
/// The studies are of two tests or more, told apart by a covariate:
/// ```
/// let comparison = try TestComparison(covariate: "test").fit(studies)
/// for test in try comparison.tests() {
///   print(test.reduced.letter, test.full.letter, test.result.pValue)
/// }
/// let ct = try comparison[.differentAccuracy].fit(at: ["test": "CT"])
/// ```
///
/// | | sensitivity | specificity | covariance between studies |
/// |---|---|---|---|
/// | A | equal | equal | one |
/// | B | by test | by test | one |
/// | C | equal | by test | one |
/// | D | by test | equal | one |
/// | E | by test | by test | by test |
/// | F | equal | by test | by test |
/// | G | by test | equal | by test |
///
/// Assumptions: those of ``BivariateRegressionModel`` with the binomial
/// likelihood. A study that contributes a table to each test counts as several
/// independent studies.
///
/// > Y. Takwoingi et al. Chapter 10: Undertaking meta-analysis. In: *Cochrane
/// > Handbook for Systematic Reviews of Diagnostic Test Accuracy*, version 2.0,
/// > 2023.
public struct TestComparison: Hashable, Sendable, Codable {
  /// One of the seven models.
  public enum Model: String, Hashable, Sendable, Codable, CaseIterable {
    /// A: the tests do not differ.
    case equalAccuracy = "A"
    /// B: the tests differ in both means.
    case differentAccuracy = "B"
    /// C: the tests differ in the mean logit specificity only.
    case equalSensitivity = "C"
    /// D: the tests differ in the mean logit sensitivity only.
    case equalSpecificity = "D"
    /// E: as B, with a covariance between studies for each test.
    case separateCovariances = "E"
    /// F: as C, with a covariance between studies for each test.
    case equalSensitivitySeparateCovariances = "F"
    /// G: as D, with a covariance between studies for each test.
    case equalSpecificitySeparateCovariances = "G"
  }

  /// The covariate whose categories are the tests.
  public var covariate: String
  /// The test with which the others are compared; without one, the first in
  /// the order of Unicode code points.
  public var referenceTest: String?
  /// The choices of the likelihood, the same for all models.
  public var likelihood: BinomialLikelihood

  /// Creates the sequence.
  public init(
    covariate: String, referenceTest: String? = nil,
    likelihood: BinomialLikelihood = BinomialLikelihood()
  ) {
    self.covariate = covariate
    self.referenceTest = referenceTest
    self.likelihood = likelihood
  }

  /// One model of the sequence, to be fitted alone.
  public func regression(_ model: Model) -> BivariateRegressionModel {
    let scope: Moderator.Scope? =
      switch model {
      case .equalAccuracy: nil
      case .differentAccuracy, .separateCovariances: .both
      case .equalSensitivity, .equalSensitivitySeparateCovariances:
        .specificity
      case .equalSpecificity, .equalSpecificitySeparateCovariances:
        .sensitivity
      }
    return BivariateRegressionModel(
      likelihood: .binomial(likelihood),
      moderators: scope.map {
        [Moderator(covariate, .categorical(reference: referenceTest), on: $0)]
      } ?? [],
      betweenStudyGroups: model.hasSeparateCovariances ? covariate : nil)
  }

  /// Fits the seven models.
  ///
  /// - Throws: ``BivariateRegressionError``. Where a test has too few studies
  ///   for a covariance of its own, ``regression(_:)`` gives the other models.
  /// - Complexity: That of seven fits.
  public func fit(
    _ studies: [Study]
  ) throws(BivariateRegressionError) -> TestComparisonFit {
    var fits: [BivariateRegressionFit] = []
    for model in Model.allCases {
      fits.append(try regression(model).fit(studies))
    }
    return TestComparisonFit(fits: fits)
  }
}

extension TestComparison.Model {
  /// The letter of the model in the sequence, from A to G.
  public var letter: String { rawValue }

  /// Whether each test has a covariance between studies of its own.
  public var hasSeparateCovariances: Bool {
    switch self {
    case .separateCovariances, .equalSensitivitySeparateCovariances,
      .equalSpecificitySeparateCovariances:
      true
    default: false
    }
  }
}

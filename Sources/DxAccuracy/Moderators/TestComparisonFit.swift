/// The fitted models of a ``TestComparison``.
public struct TestComparisonFit: Hashable, Sendable, Codable {
  // In the order of the models.
  private var fits: [BivariateRegressionFit]

  internal init(fits: [BivariateRegressionFit]) {
    self.fits = fits
  }

  /// The fit of a model.
  public subscript(model: TestComparison.Model) -> BivariateRegressionFit {
    fits[model.index]
  }

  /// The likelihood-ratio test of a model against one that is nested in it.
  ///
  /// - Throws: ``RegressionTestError/notNested`` for any other pair.
  public func test(
    _ full: TestComparison.Model, against reduced: TestComparison.Model
  ) throws(RegressionTestError) -> ChiSquaredTest {
    try self[full].likelihoodRatioTest(against: self[reduced])
  }

  /// The tests A–B, B–C, B–D, B–E, A–E, E–F and E–G.
  ///
  /// With two tests they have 2, 1, 1, 3, 5, 1 and 1 degrees of freedom.
  ///
  /// - Throws: Nothing for the fits as they were made.
  public func tests() throws(RegressionTestError) -> [TestOfModels] {
    let pairs: [(TestComparison.Model, TestComparison.Model)] = [
      (.equalAccuracy, .differentAccuracy),
      (.equalSensitivity, .differentAccuracy),
      (.equalSpecificity, .differentAccuracy),
      (.differentAccuracy, .separateCovariances),
      (.equalAccuracy, .separateCovariances),
      (.equalSensitivitySeparateCovariances, .separateCovariances),
      (.equalSpecificitySeparateCovariances, .separateCovariances),
    ]
    var tests: [TestOfModels] = []
    for (reduced, full) in pairs {
      tests.append(
        TestOfModels(
          reduced: reduced, full: full,
          result: try test(full, against: reduced)))
    }
    return tests
  }
}

/// A likelihood-ratio test between two models of a ``TestComparison``.
public struct TestOfModels: Hashable, Sendable, Codable {
  /// The model of the hypothesis.
  public var reduced: TestComparison.Model
  /// The model of which it is a special case.
  public var full: TestComparison.Model
  /// The test.
  public var result: ChiSquaredTest
}

extension TestComparisonFit {
  private enum CodingKeys: String, CodingKey {
    case fits
  }

  /// Decodes fits.
  ///
  /// - Throws: `DecodingError` unless there are seven.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    fits = try container.decode([BivariateRegressionFit].self, forKey: .fits)
    guard fits.count == TestComparison.Model.allCases.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .fits, in: container, debugDescription: "\(fits.count) fits")
    }
  }
}

extension TestComparison.Model {
  /// The place in the sequence.
  fileprivate var index: Int {
    switch self {
    case .equalAccuracy: 0
    case .differentAccuracy: 1
    case .equalSensitivity: 2
    case .equalSpecificity: 3
    case .separateCovariances: 4
    case .equalSensitivitySeparateCovariances: 5
    case .equalSpecificitySeparateCovariances: 6
    }
  }
}

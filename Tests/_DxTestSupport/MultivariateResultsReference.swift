/// Outcomes of studies with given covariances of random effects, and what
/// follows from them.
///
/// `multivariate_results_oracle.py` computed the expected values (numpy 2.4.6,
/// scipy 1.17.1) from dense matrices; `multivariate_results_metafor.R` compared
/// them with metafor 3.8-1, with differences below 1e-12.
public struct MultivariateResultsReference: Sendable, CustomStringConvertible {
  /// The data and, under `expected`, the results.
  public let data: ExpectedValue

  /// The name.
  public var description: String { data["name"].string ?? "?" }

  /// What is expected.
  public var expected: ExpectedValue { data["expected"] }

  /// All examples.
  public static var all: [MultivariateResultsReference] {
    get throws(FixtureError) { try loaded.get() }
  }

  private static let loaded = Result { () throws(FixtureError) in
    let file = FixtureFile(path: "oracle/multivariate_results.json")
    return (try file.json().elements ?? []).map {
      MultivariateResultsReference(data: $0)
    }
  }
}

// Expected values: mpmath 1.3.0 at 60 digits, see
// Fixtures/distributions/README.md.

import DxSpecialFunctions
import Testing
import _DxTestSupport

/// A function of the table, and the error it may have.
///
/// The limits are the errors measured over the table, rounded up by half, so
/// that another C library passes too.
private struct Limit: Sendable, CustomTestStringConvertible {
  var name: String
  var ulps: Double
  var function: @Sendable ([Double]) -> Double

  init(
    _ name: String, _ ulps: Double,
    _ function: @escaping @Sendable ([Double]) -> Double
  ) {
    self.name = name
    self.ulps = ulps
    self.function = function
  }

  var testDescription: String { name }
}

private let limits = [
  Limit("expit", 2) { expit($0[0]) },
  Limit("logit", 2) { logit($0[0]) },
  Limit("log1pexp", 2) { log1pexp($0[0]) },
  Limit("logGamma", 4) { logGamma($0[0]) },
  Limit("logBeta", 1) { logBeta($0[0], $0[1]) },
  Limit("stirlingError", 2.5) { stirlingError($0[0]) },
  Limit("logBinomialCoefficient", 4) {
    logBinomialCoefficient(trials: $0[0], successes: $0[1])
  },
  Limit("saturatedBinomialLogLikelihood", 3) {
    saturatedBinomialLogLikelihood(successes: $0[1], trials: $0[0])
  },
  Limit("inverseErf", 4) { inverseErf($0[0]) },
  Limit("inverseErfc", 4) { inverseErfc($0[0]) },
  Limit("regularizedGammaP", 10) { regularizedGammaP($0[0], $0[1]) },
  Limit("regularizedGammaQ", 10) { regularizedGammaQ($0[0], $0[1]) },
  Limit("inverseRegularizedGammaP", 20) {
    inverseRegularizedGammaP($0[0], $0[1])
  },
  // The condition number reaches 60 at the shape 0.05.
  Limit("inverseRegularizedGammaQ", 50) {
    inverseRegularizedGammaQ($0[0], $0[1])
  },
  Limit("regularizedBeta", 5) { regularizedBeta($0[0], $0[1], $0[2]) },
  Limit("complementaryRegularizedBeta", 12) {
    complementaryRegularizedBeta($0[0], $0[1], $0[2])
  },
  Limit("inverseRegularizedBeta", 15) {
    inverseRegularizedBeta($0[0], $0[1], $0[2])
  },
  Limit("inverseComplementaryRegularizedBeta", 5) {
    inverseComplementaryRegularizedBeta($0[0], $0[1], $0[2])
  },
]

@Suite("Special functions against high precision")
struct ReferenceTests {
  @Test("stay within their measured error", arguments: limits)
  private func accuracy(_ limit: Limit) throws {
    let points = try #require(try ReferenceValue.all[limit.name])
    for point in points {
      let got = limit.function(point.arguments)
      #expect(ulpError(got, point.value) <= limit.ulps, "\(point)")
    }
  }
}

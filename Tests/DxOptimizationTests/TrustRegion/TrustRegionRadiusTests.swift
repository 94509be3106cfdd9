// The expected decisions follow from the rule that the type documents.

import DxOptimization
import Testing

@Suite("Trust-region radius")
struct TrustRegionRadiusTests {
  @Test(
    "ratio decides",
    arguments: [
      // (actual, predicted, step, accepted, radius)
      (1.0, 1.0, 1.0, true, 2.0),
      (1.0, 1.0, 0.5, true, 1.0),
      (0.5, 1.0, 1.0, true, 1.0),
      (0.1, 1.0, 1.0, true, 0.25),
      (-0.1, 1.0, 1.0, false, 0.25),
      (0.0, 1.0, 0.4, false, 0.1),
      (.nan, 1.0, 1.0, false, 0.25),
      (-.infinity, 1.0, 1.0, false, 0.25),
      (1.0, .nan, 1.0, false, 0.25),
      (1.0, -1.0, 1.0, false, 0.25),
      (3.0, 1.0, 1.0, true, 2.0),
    ] as [(Double, Double, Double, Bool, Double)])
  func ratio(
    _ row: (
      actual: Double, predicted: Double, step: Double, accepted: Bool,
      radius: Double
    )
  ) {
    var region = TrustRegionRadius(radius: 1, maximumRadius: 100)
    let accepted = region.judge(
      actualDecrease: row.actual, predictedDecrease: row.predicted,
      stepLength: row.step, roundingError: 0)
    #expect(accepted == row.accepted)
    #expect(region.radius == row.radius)
  }

  @Test("the radius has a maximum")
  func maximum() {
    var region = TrustRegionRadius(radius: 1, maximumRadius: 1.5)
    for _ in 0..<2 {
      _ = region.judge(
        actualDecrease: 1, predictedDecrease: 1, stepLength: region.radius,
        roundingError: 0)
    }
    #expect(region.radius == 1.5)
  }

  @Test("an increase below the rounding error is no reason to reject")
  func rounding() {
    var region = TrustRegionRadius(radius: 1)
    let accepted = region.judge(
      actualDecrease: -1e-16, predictedDecrease: 1e-18, stepLength: 0.1,
      roundingError: 1e-15)
    #expect(accepted)
    #expect(region.radius == 1)
    let tooMuch = region.judge(
      actualDecrease: -2e-15, predictedDecrease: 1e-18, stepLength: 0.1,
      roundingError: 1e-15)
    #expect(!tooMuch)
  }
}

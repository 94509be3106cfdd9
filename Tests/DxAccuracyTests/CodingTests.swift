internal import DxAccuracy
internal import Foundation
import Testing

// Values that have a domain must not be decoded outside of it.

@Suite("Coding")
struct CodingTests {
  @Test("keeps a result")
  func roundTrip() throws {
    let estimate = try makeFit(joint: fullJointCovariance).areaUnderCurve()
    let data = try JSONEncoder().encode(estimate)
    let back = try JSONDecoder().decode(
      AreaUnderCurveEstimate.self, from: data)
    #expect(back == estimate)
    let values = makeFit().predictiveValues(at: try Prevalence(0.2))
    let other = try JSONDecoder().decode(
      PredictiveValues.self, from: try JSONEncoder().encode(values))
    #expect(other == values)
  }

  @Test("keeps an infinite fit, given names for infinities")
  func infiniteRoundTrip() throws {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let fit = infiniteFit(.infinity, -.infinity)
    let back = try decoder.decode(
      BivariateFit.self, from: try encoder.encode(fit))
    #expect(back == fit)
    #expect(back.outcome == .infiniteBoth)
    #expect(back.infiniteEstimate?.counts == fit.infiniteEstimate?.counts)
  }

  @Test("refuses values out of their domain")
  func invalid() {
    let decoder = JSONDecoder()
    #expect(throws: DecodingError.self) {
      try decoder.decode([ConfidenceLevel].self, from: Data("[2]".utf8))
    }
    #expect(throws: DecodingError.self) {
      try decoder.decode(
        FalsePositiveRateRange.self,
        from: Data(#"{"lower": 0.5, "upper": 0.2}"#.utf8))
    }
    #expect(throws: PrevalenceError.notBetweenZeroAndOne(3)) {
      try decoder.decode(
        Prevalence.self,
        from: Data(#"{"probability": 3, "logitStandardError": 0}"#.utf8))
    }
  }
}

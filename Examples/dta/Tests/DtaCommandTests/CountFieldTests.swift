internal import Testing

@testable internal import DtaCommand

@Suite("Count field")
struct CountFieldTests {
  @Test(
    "takes whole numbers however they are spelled",
    arguments: [
      ("0", 0), ("7", 7), ("007", 7), ("9999999999", 9_999_999_999),
      ("10000000000", 10_000_000_000), ("+5", 5), ("12.0", 12),
      ("1e+05", 100_000),
      ("1E3", 1000), ("-0", 0), ("00000000000000000005", 5),
    ])
  func takes(text: String, count: Int) {
    #expect(CountField.count(of: Array(text.utf8)[...]) == .success(count))
  }

  @Test(
    "says why a field is not a count",
    arguments: [
      ("", InvalidCount.empty), ("-3", .negative), ("-0.5", .negative),
      ("2.5", .fractional), ("1e-3", .fractional), ("abc", .notANumber),
      ("0x10", .notANumber), ("1 000", .notANumber), ("1,5", .notANumber),
      ("٣", .notANumber), ("NA", .notANumber), ("nan", .notFinite),
      ("inf", .notFinite), ("-Infinity", .notFinite), ("e", .notANumber),
      ("10000000001", .tooLarge), ("9007199254740993", .tooLarge),
      ("1e300", .tooLarge),
      ("1e999", .tooLarge), ("-1e999", .negative), ("--1", .notANumber),
      ("99999999999999999999999999", .tooLarge), (".", .notANumber),
    ])
  func refuses(text: String, problem: InvalidCount) {
    #expect(CountField.count(of: Array(text.utf8)[...]) == .failure(problem))
  }
}

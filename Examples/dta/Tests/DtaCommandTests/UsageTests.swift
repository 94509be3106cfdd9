internal import ArgumentParser
internal import Testing

@testable internal import DtaCommand

@Suite("Usage")
struct UsageTests {
  @Test(
    "refuses arguments with status 64 and says what is wrong",
    arguments: [
      (["fit"], "<file>"),
      (["fit", "-", "--likelihood", "poisson"], "poisson"),
      (["fit", "-", "--likelihood", "binomial"], "not there yet"),
      (["fit", "-", "--quadrature", "15"], "not there yet"),
      (["fit", "-", "--moderator", "TP"], "no column of covariates"),
      (["fit", "-", "--moderator", ""], "no column of covariates"),
      (["fit", "-", "--moderator", "a", "--moderator", "A"], "twice"),
      (
        ["fit", "-", "--moderator", "a", "--interval", "t"], "not there yet"
      ),
      (["fit", "-", "--interval", "profile"], "not there yet"),
      (["fit", "-", "--interval", "bootstrap"], "not there yet"),
      (["fit", "-", "--method", "mle"], "mle"),
      (["fit", "-", "--correction", "some"], "some"),
      (["fit", "-", "--incomplete-studies", "guess"], "guess"),
      (["fit", "-", "--level", "95"], "write 0.95"),
      (["fit", "-", "--level", "0"], "between 0 and 1"),
      (["fit", "-", "--level", "nan"], "between 0 and 1"),
      (["fit", "-", "--prevalence", "1"], "between 0 and 1"),
      (["fit", "-", "--format", "xml"], "xml"),
      (["fit", "-", "--verbose"], "--verbose"),
      (["fit", "a.csv", "b.csv"], "b.csv"),
      (["guess"], "guess"),
    ])
  func refuses(arguments: [String], message: String) {
    let result = runDta(arguments)
    #expect(result.status == .usage)
    #expect(result.output.isEmpty)
    #expect(result.diagnostics.contains(message))
  }

  @Test("takes each documented choice")
  func takesChoices() throws {
    for (option, choices) in [
      ("--likelihood", ["normal"]),
      ("--method", ["ml", "reml", "fixed", "moments"]),
      ("--correction", ["none", "zero-studies", "all-if-any", "all"]),
      ("--interval", ["wald", "t"]),
      ("--incomplete-studies", ["refuse", "drop", "keep"]),
      ("--format", ["text", "json"]),
    ] {
      for choice in choices {
        let command = try Dta.parseAsRoot(["fit", "-", option, choice])
        #expect(command is FitCommand)
      }
    }
  }

  @Test("has the documented defaults")
  func defaults() throws {
    let command = try #require(
      try Dta.parseAsRoot(["fit", "-"]) as? FitCommand)
    #expect(
      command.settings
        == FitSettings(
          likelihood: .normal, method: .reml, correction: .allIfAny,
          interval: .wald, level: 0.95, prevalence: nil,
          incompleteStudies: .refuse))
    #expect(command.format == .text)
  }

  @Test("prints help and version on standard output")
  func help() {
    for arguments in [[], ["--help"], ["fit", "--help"], ["--version"]] {
      let result = runDta(arguments)
      #expect(result.status == .success)
      #expect(!result.output.isEmpty)
      #expect(result.diagnostics.isEmpty)
    }
  }
}

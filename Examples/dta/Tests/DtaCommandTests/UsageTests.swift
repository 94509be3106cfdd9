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
      (["fit", "-", "--quadrature", "0"], "--quadrature"),
      (["fit", "-", "--quadrature", "-3"], "--quadrature"),
      (["fit", "-", "--quadrature", "201"], "--quadrature"),
      (["fit", "-", "--quadrature", "many"], "--quadrature"),
      (
        ["fit", "-", "--likelihood", "normal", "--quadrature", "15"],
        "--likelihood binomial"
      ),
      (["fit", "-", "--moderator", "TP"], "no column of covariates"),
      (["fit", "-", "--moderator", ""], "no column of covariates"),
      (["fit", "-", "--moderator", "a", "--moderator", "A"], "twice"),
      (
        [
          "fit", "-", "--likelihood", "normal", "--moderator", "a",
          "--interval", "t",
        ], "not there yet"
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

  // The model must not change without a word, so an option of the normal
  // approximation does not choose it.
  @Test(
    "refuses options of the normal approximation without it",
    arguments: [
      ["--method", "reml"], ["--method", "fixed"], ["--method", "moments"],
      ["--correction", "all"], ["--correction", "none"],
    ], [[], ["--likelihood", "binomial"]])
  func belongsToNormal(option: [String], likelihood: [String]) {
    let result = runDta(["fit", "-"] + option + likelihood)
    #expect(result.status == .usage)
    #expect(result.output.isEmpty)
    #expect(result.diagnostics.contains("needs --likelihood normal"))
    #expect(result.diagnostics.contains(option[0]))
  }

  @Test("takes each documented choice")
  func takesChoices() throws {
    for (option, choices) in [
      ("--likelihood", ["binomial", "normal"]),
      ("--method", ["ml"]),
      ("--quadrature", ["auto", "1", "15", "200"]),
      ("--interval", ["wald", "t"]),
      ("--incomplete-studies", ["refuse", "drop", "keep"]),
      ("--format", ["text", "json"]),
    ] {
      for choice in choices {
        let command = try Dta.parseAsRoot(["fit", "-", option, choice])
        #expect(command is FitCommand)
      }
    }
    for (option, choices) in [
      ("--method", ["ml", "reml", "fixed", "moments"]),
      ("--correction", ["none", "zero-studies", "all-if-any", "all"]),
    ] {
      for choice in choices {
        let command = try Dta.parseAsRoot(
          ["fit", "-", "--likelihood", "normal", option, choice])
        #expect(command is FitCommand)
      }
    }
  }

  private func command(_ arguments: [String]) throws -> FitCommand {
    try #require(try Dta.parseAsRoot(["fit", "-"] + arguments) as? FitCommand)
  }

  @Test("has the documented defaults")
  func defaults() throws {
    #expect(
      try command([]).settings
        == FitSettings(
          likelihood: .binomial, method: .ml, correction: .allIfAny,
          quadrature: .auto, interval: .wald, level: 0.95, prevalence: nil,
          incompleteStudies: .keep))
    #expect(
      try command(["--likelihood", "normal"]).settings
        == FitSettings(
          likelihood: .normal, method: .reml, correction: .allIfAny,
          quadrature: .auto, interval: .wald, level: 0.95, prevalence: nil,
          incompleteStudies: .refuse))
    #expect(try command([]).format == .text)
  }

  @Test("reads the number of quadrature nodes")
  func quadrature() throws {
    #expect(
      try command(["--quadrature", "7"]).settings.quadrature == .nodes(7))
    #expect(
      try command(["--quadrature", "auto"]).settings.quadrature == .auto)
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

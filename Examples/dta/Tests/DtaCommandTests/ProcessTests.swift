internal import Foundation
internal import Testing

/// Runs of the built program, as a shell would run it.
@Suite("Process")
struct ProcessTests {
  private struct Run {
    var status: Int32
    var output: String
    var diagnostics: String
  }

  // The program lies beside the bundle of the tests.
  private static var program: URL {
    #if os(macOS)
      let bundle = Bundle.allBundles.first {
        $0.bundlePath.hasSuffix(".xctest")
      }
      return (bundle?.bundleURL ?? Bundle.main.bundleURL)
        .deletingLastPathComponent().appendingPathComponent("dta")
    #else
      return Bundle.main.bundleURL.appendingPathComponent("dta")
    #endif
  }

  private func run(_ arguments: [String], input: String = "") throws -> Run {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    let (standardInput, output, diagnostics) = (Pipe(), Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = diagnostics
    try process.run()
    try? standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try? standardInput.fileHandleForWriting.close()
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    let diagnosticData = diagnostics.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus,
      output: String(decoding: outputData, as: UTF8.self),
      diagnostics: String(decoding: diagnosticData, as: UTF8.self))
  }

  @Test("bad input: status 2, nothing on standard output")
  func badInput() throws {
    let run = try run(
      ["fit", "-"], input: "study,tp,fp,fn,tn\nA,1,2,3,-4\n")
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(
      run.diagnostics.hasPrefix(
        #"standard input, line 2, column tn: "-4" is negative"#))
  }

  @Test("bad arguments: status 64, nothing on standard output")
  func usage() throws {
    let run = try run(["fit", "-", "--level", "2"])
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.diagnostics.contains("--level"))
  }

  @Test("help: status 0, nothing on standard error")
  func help() throws {
    let run = try run(["--help"])
    #expect(run.status == 0)
    #expect(run.output.contains("fit"))
    #expect(run.diagnostics.isEmpty)
  }
}

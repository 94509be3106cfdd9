// Statistical tests of the generator and of what the distributions draw, with
// fixed seeds. The family-wise level is 1e-6: none of the N probabilities may
// be below 1e-6 / N. All are of both sides, so a fit that is too good fails.
//
//   battery [words] [draws]     (1e7 words a test, 1e6 draws a distribution)

import DxDistributions
import Foundation

let arguments = CommandLine.arguments.dropFirst().compactMap { Double($0) }
let words = Int(arguments.first ?? 1e7)
let draws = Int(arguments.dropFirst().first ?? 1e6)

var all: [StatisticalTest] = []

@MainActor func report(_ title: String, _ tests: [StatisticalTest]) {
  // What is no number has failed.
  let sorted = tests.sorted {
    $0.probability.isNaN || $0.probability < $1.probability
  }
  guard let least = sorted.first else { return }
  let summary = StatisticalTest(
    title, ascending: sorted.map(\.probability).sorted())
  print(
    "\(title): \(tests.count) tests, least probability",
    String(format: "%.2g", least.probability), "(\(least.name));",
    "their uniformity", String(format: "%.2g", summary.probability))
  all += tests
}

@MainActor func run<G: RandomNumberGenerator>(_ title: String, _ generator: G)
  throws
{
  var battery = GeneratorBattery(generator: generator, count: words)
  report(title, try battery.run())
}

let root = PhiloxGenerator(seed: 1)
try run("a stream", root)
try run("a stream of a stream", root.stream(7).stream(.max))
try run("first words of streams", FirstWords { root.stream($0) })
try run(
  "first words of streams of streams",
  FirstWords { root.stream($0).stream(0) })
try run("first words of seeds", FirstWords { PhiloxGenerator(seed: $0) })
try run(
  "16 streams in turn",
  AlternatingStreams((0..<16).map { root.stream($0) }))
try run(
  "16 seeds in turn",
  AlternatingStreams((0..<16).map { PhiloxGenerator(seed: $0) }))

var samplers = SamplerBattery(count: draws)
try samplers.runAll()
report("distributions", samplers.tests)

let bound = 1e-6 / Double(all.count)
let failed = all.filter { !($0.probability >= bound) }
for test in failed { print("FAILED", test) }
print(
  "\(all.count) tests, \(failed.count) below \(String(format: "%.2g", bound))")
exit(failed.isEmpty ? 0 : 1)

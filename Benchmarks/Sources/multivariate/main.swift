// Times restricted maximum-likelihood fits of several outcomes to simulated
// studies, with the portable backend and with OpenBLAS, and prints a Markdown
// table.
//
//   OPENBLAS_NUM_THREADS=1 \
//     swift run -c release --package-path Benchmarks multivariate
//
// `multivariate quick` leaves out what takes more than some seconds, and
// `multivariate csv FOLDER` writes the studies for other programs instead:
// `rma_mv.R` and `mixmeta.R` beside this file fit the same model to them.
//
// Thread-CPU time of one fit, from the studies to estimates, covariances and
// certificate; the median of up to seven fits, of which there are fewer where
// one takes more than a second.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Foundation
import Timing

/// What is timed: studies by outcomes, the designs of fifty coefficients, and
/// many outcomes of which a third is missing.
func cases(quick: Bool) -> [Simulation] {
  var cases: [Simulation] = []
  for outcomes in [2, 4, 10] {
    for studies in [20, 1_000, 100_000] {
      if quick && outcomes * studies > 10_000 { continue }
      cases.append(Simulation(outcomeCount: outcomes, studyCount: studies))
    }
  }
  for (outcomes, studies) in [(2, 1_000), (10, 1_000), (2, 100_000)] {
    if quick && outcomes * studies > 10_000 { continue }
    cases.append(
      Simulation(
        outcomeCount: outcomes, studyCount: studies,
        moderatorCount: 50 / outcomes - 1))
  }
  cases.append(
    Simulation(
      outcomeCount: 30, studyCount: 200, missing: 1.0 / 3, rank: 2))
  return cases
}

/// The median time of a fit in nanoseconds, and the fit.
func timedFit(
  _ outcomes: MultivariateOutcomes, _ model: MultivariateModel,
  _ backend: any LinearAlgebraBackend
) throws -> (nanoseconds: Double, fit: MultivariateFit) {
  let start = threadNanoseconds()
  var fit = try model.fit(
    outcomes, .restrictedMaximumLikelihood, backend: backend)
  let first = max(threadNanoseconds() - start, 1)
  if first > 2_000_000_000 { return (Double(first), fit) }
  let times = try BlockTimes(
    blocks: first > 500_000_000 ? 3 : 7, repeats: max(1, 20_000_000 / first)
  ) {
    fit = try model.fit(
      outcomes, .restrictedMaximumLikelihood, backend: backend)
  }
  return (times.median, fit)
}

/// Three significant digits and a unit.
func formatted(_ nanoseconds: Double) -> String {
  let units = [("ns", 1.0), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)]
  let unit = units.last { nanoseconds >= $0.1 } ?? units[0]
  let value = nanoseconds / unit.1
  let decimals = value < 10 ? 2 : value < 100 ? 1 : 0
  return String(format: "%.\(decimals)f \(unit.0)", value)
}

func time(_ simulation: Simulation, _ openBLAS: OpenBLASBackend?) throws {
  let (outcomes, model) = try simulation.problem()
  let (ours, fit) = try timedFit(outcomes, model, PortableBackend())
  var theirs = "–"
  var best = ours
  if let openBLAS {
    let (nanoseconds, other) = try timedFit(outcomes, model, openBLAS)
    // An answer that differs makes a comparison of times worthless.
    let (x, y) = (fit.logLikelihood ?? .nan, other.logLikelihood ?? .nan)
    precondition(
      (x - y).magnitude <= 1e-9 * max(1, x.magnitude),
      "\(simulation.name): log-likelihoods of \(x) and \(y)")
    theirs = formatted(nanoseconds)
    best = min(best, nanoseconds)
  }
  let evaluations = fit.certificate.evaluations
  let perStudy =
    best / Double(evaluations) / Double(simulation.studyCount)
  print(
    "| \(simulation.outcomeCount) | \(simulation.studyCount)",
    "| \(simulation.coefficientCount) | \(simulation.structure)",
    "| \(formatted(ours)) | \(theirs) | \(evaluations)",
    "| \(formatted(perStudy)) | \(fit.certificate.criterion.rawValue)",
    "| \(fit.logLikelihood ?? .nan) |")
  // A long run shows what it has so far.
  fflush(nil)
}

let arguments = Array(CommandLine.arguments.dropFirst())
let quick = arguments.contains("quick")
if let index = arguments.firstIndex(of: "csv"), index + 1 < arguments.count {
  for simulation in cases(quick: quick) {
    let path = "\(arguments[index + 1])/\(simulation.name).csv"
    try simulation.csv().write(
      toFile: path, atomically: true, encoding: .utf8)
    print(path)
  }
} else {
  let openBLAS = OpenBLASBackend()
  if let count = openBLAS?.threadCount, count != 1 {
    print("OpenBLAS uses \(count) threads: set OPENBLAS_NUM_THREADS=1.")
    throw CancellationError()
  }
  print(openBLAS?.libraryDescription ?? "This build has no OpenBLAS.", "\n")
  print(
    "| p | k | coefficients | structure | portable | OpenBLAS | evaluations",
    "| per study and evaluation | criterion | log-likelihood |")
  print("|--:|--:|--:|---|--:|--:|--:|--:|---|--:|")
  for simulation in cases(quick: quick) { try time(simulation, openBLAS) }
}

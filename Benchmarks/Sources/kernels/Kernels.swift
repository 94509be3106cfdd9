import DxMeta
import Foundation
import Timing

/// Times one fit, with the arguments and the output of a C yardstick.
///
/// `kernels MODEL DATA.csv REPEATS [blocks=N]`, where MODEL is
///
/// - `reml` or `ml`: a refit. The data are prepared once and the workspace is
///   reused.
/// - `laplace` or `aghqQ`: a refit of the binomial model with one or Q nodes,
///   or, `aghq`, with as many as are needed.
/// - `api-reml`, `api-ml` or `api-binomial`: from tables to a finished
///   `BivariateFit` through the public API.
///
/// Synchronous, so that it runs under callgrind.
@main
struct Kernels {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 4, let repeats = Int(arguments[3]) else {
      fail("usage: kernels MODEL DATA.csv REPEATS [blocks=N]")
    }
    var blocks = 7
    for option in arguments.dropFirst(4) {
      let parts = option.split(separator: "=").map(String.init)
      switch (parts.first, parts.last.flatMap { Int($0) }) {
      case ("blocks", let value?): blocks = value
      // What the yardstick also takes, and what changes nothing in one fit.
      case ("threads", _), ("seed", _), ("ladder", _), ("quiet", _): continue
      default: fail("unknown option \(option)")
      }
    }
    let counts = try Counts(contentsOf: arguments[2])
    try time(arguments[1], counts, repeats, blocks)
  }

  static func time(
    _ model: String, _ counts: Counts, _ repeats: Int, _ blocks: Int
  ) throws {
    switch model {
    case "reml":
      try timeNormal(.restrictedMaximumLikelihood, counts, repeats, blocks)
    case "ml": try timeNormal(.maximumLikelihood, counts, repeats, blocks)
    case "laplace": try timeBinomial(.nodes(1), counts, repeats, blocks)
    case "aghq": try timeBinomial(.automatic(), counts, repeats, blocks)
    case "api-reml":
      try timeModel(
        .normalApproximation(estimator: .restrictedMaximumLikelihood),
        counts, repeats, blocks)
    case "api-ml":
      try timeModel(
        .normalApproximation(estimator: .maximumLikelihood), counts, repeats,
        blocks)
    case "api-binomial": try timeModel(.binomial(), counts, repeats, blocks)
    default:
      guard model.hasPrefix("aghq"), let nodes = Int(model.dropFirst(4)),
        nodes > 0
      else { fail("unknown model \(model)") }
      try timeBinomial(.nodes(nodes), counts, repeats, blocks)
    }
  }

  static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(64)
  }

  static func timeNormal(
    _ estimator: NormalEstimator, _ counts: Counts, _ repeats: Int,
    _ blocks: Int
  ) throws {
    var outcomes = PairedOutcomes(studyCount: counts.studyCount)
    for (i, logits) in counts.pairedLogits.enumerated() {
      outcomes.set(i, values: logits.values, variances: logits.variances)
    }
    var fit = try outcomes.fit(estimator)
    let times = try BlockTimes(blocks: blocks, repeats: repeats) {
      fit = try refit(outcomes, estimator)
    }
    report(
      "model=\(CommandLine.arguments[1]) k=\(counts.studyCount)", times, fit)
  }

  static func timeBinomial(
    _ quadrature: BinomialQuadrature, _ counts: Counts, _ repeats: Int,
    _ blocks: Int
  ) throws {
    var paired = counts.pairedCounts
    var fit = try paired.fit(quadrature)
    let times = try BlockTimes(blocks: blocks, repeats: repeats) {
      fit = try refit(&paired, quadrature)
    }
    print(
      "model=\(CommandLine.arguments[1]) k=\(counts.studyCount)",
      timing(times, fit.certificate), "boundary=\(fit.boundary.rawValue)",
      "nodes=\(fit.quadratureNodes)")
    print("beta \(fit.means.x) \(fit.means.y)")
    print("psi \(fit.psi.m11) \(fit.psi.m22) \(fit.psi.m21)")
    let v = fit.meanCovariance
    print("vcov \(v.m11) \(v.m21) \(v.m22)")
    print("logLik \(fit.logLikelihood)")
  }

  /// One refit, kept apart so that callgrind can collect it alone.
  @inline(never)
  static func refit(
    _ counts: inout PairedCounts, _ quadrature: BinomialQuadrature
  ) throws -> BivariateBinomialEstimate {
    try counts.fit(quadrature)
  }

  static func timeModel(
    _ model: BivariateModel, _ counts: Counts, _ repeats: Int, _ blocks: Int
  ) throws {
    let studies = counts.studies
    var fit = try model.fit(studies)
    let times = try BlockTimes(blocks: blocks, repeats: repeats) {
      fit = try refit(model, studies)
    }
    print(
      "model=\(CommandLine.arguments[1]) k=\(counts.studyCount)",
      timing(times, fit.certificate), "boundary=\(fit.boundary.rawValue)")
    print("logLik \(fit.logLikelihood ?? .nan)")
  }

  @inline(never)
  static func refit(
    _ model: BivariateModel, _ studies: [Study]
  ) throws -> BivariateFit {
    try model.fit(studies)
  }

  static func timing(
    _ times: BlockTimes, _ certificate: FitCertificate
  ) -> String {
    String(
      format: "ns/fit=%.1f median=%.1f evals=%d status=%@ gnorm=%.2e",
      times.minimum, times.median, certificate.evaluations,
      certificate.criterion.rawValue, certificate.gradientNorm)
  }

  /// One refit, kept apart so that callgrind can collect it alone.
  @inline(never)
  static func refit(
    _ outcomes: PairedOutcomes, _ estimator: NormalEstimator
  ) throws -> BivariateNormalEstimate {
    try outcomes.fit(estimator)
  }

  static func report(
    _ head: String, _ times: BlockTimes, _ fit: BivariateNormalEstimate
  ) {
    print(
      head, timing(times, fit.certificate), "boundary=\(fit.boundary.rawValue)")
    print("beta \(fit.means.x) \(fit.means.y)")
    print("psi \(fit.psi.m11) \(fit.psi.m22) \(fit.psi.m21)")
    let v = fit.meanCovariance
    print("vcov \(v.m11) \(v.m21) \(v.m22)")
    let logLikelihood = fit.logLikelihood(.withoutDesignDeterminant)
    print("logLik \(logLikelihood ?? .nan)")
  }
}

import DxMeta
import ReferenceData

/// The simulated reviews under the binomial likelihood, beside glmer and
/// glmmTMB.
struct SimulatedBinomialSection {
  private var exact = ProgramTally(name: "this package, exact")
  private var laplace = ProgramTally(name: "this package, Laplace")
  private var peers = [
    "lme4": ProgramTally(name: "glmer"),
    "glmmTMB": ProgramTally(name: "glmmTMB"),
  ]

  init() throws {
    let fits = Dictionary(
      grouping: try PeerBinomialFit.all, by: { "\($0.scenario)/\($0.dataset)" })
    for review in try SimulatedReview.all {
      let studies = review.counts.studies
      let isFinite = review.binomial.isFinite
      exact.count(
        Outcome(
          try? BivariateModel().fit(studies),
          best: isFinite ? review.binomial.logLikelihood : nil))
      laplace.count(
        Outcome(
          try? BivariateModel.binomial(quadrature: .nodes(1)).fit(studies),
          best: review.laplace?.logLikelihood))
      let counts = PairedCounts(studies)
      guard let programs = fits["\(review)"] else {
        throw MissingReference(place: "\(review)")
      }
      for fit in programs {
        peers[fit.peer]?.count(
          Outcome(fit, counts, best: review.laplace?.logLikelihood))
      }
    }
  }

  /// The section as Markdown.
  var text: String {
    var table = MarkdownTable([
      "Program", "Reviews", "No result", "Silently worse", "Worse, warned",
      "Worst, silent", "False alarms", "Finite for infinite",
    ])
    for tally in [exact, laplace]
      + ["lme4", "glmmTMB"].compactMap({ peers[$0] })
    {
      table.append(tally.cells)
    }
    return table.text
  }
}

/// How one fit of a simulated review ended.
private struct Outcome {
  /// Whether there is no fit, or none with a log-likelihood.
  var isFailure: Bool
  /// Whether there was a warning.
  var warns: Bool
  /// How far the log-likelihood is below the maximum, or `nil` where the
  /// maximum is infinitely far.
  var shortfall: Double?
  /// Whether both means are given as finite numbers.
  var isFinite: Bool

  /// - Parameter best: The maximum, or `nil` where it is infinitely far.
  init(_ fit: BivariateFit?, best: Double?) {
    isFailure = fit?.logLikelihood == nil
    let certificate = fit?.certificate
    // One node is held against the maximum for one node, of which the error of
    // the integration is no part.
    let integrationError =
      fit?.description.quadratureNodes == 1
      ? 0 : certificate?.quadratureError ?? 0
    warns =
      certificate?.criterion.isConverged != true
      || integrationError > ProgramTally.sameBelow
    shortfall = best.map { $0 - (fit?.logLikelihood ?? -.infinity) }
    isFinite = fit?.outcome.isInfinite == false
  }

  init(_ fit: PeerBinomialFit, _ counts: PairedCounts, best: Double?) {
    isFailure = !fit.error.isEmpty || fit.reportedLogLikelihood == nil
    warns = !fit.warnings.isEmpty
    let point = BinomialPoint(fit)
    let found = point.map(counts.laplaceLogLikelihood)
    shortfall = best.map { $0 - (found ?? -.infinity) }
    isFinite = point != nil
  }
}

/// What is counted over the simulated reviews.
private struct ProgramTally {
  let name: String
  private var reviewCount = 0
  private var failureCount = 0
  private var silentCount = 0
  private var warnedCount = 0
  private var falseAlarmCount = 0
  private var finiteForInfiniteCount = 0
  private var worstSilent = 0.0

  /// The shortfall of a log-likelihood that makes a fit worse.
  static let worseAbove = 1e-4
  /// The shortfall at which a fit is at the maximum.
  static let sameBelow = 1e-6

  init(name: String) { self.name = name }

  mutating func count(_ outcome: Outcome) {
    reviewCount += 1
    failureCount += outcome.isFailure ? 1 : 0
    guard let shortfall = outcome.shortfall else {
      finiteForInfiniteCount += outcome.isFinite ? 1 : 0
      return
    }
    if outcome.warns, shortfall <= Self.sameBelow { falseAlarmCount += 1 }
    // A NaN is no maximum either.
    guard !(shortfall <= Self.worseAbove), !outcome.isFailure else { return }
    if outcome.warns {
      warnedCount += 1
    } else {
      silentCount += 1
      worstSilent = max(worstSilent, shortfall.isNaN ? .infinity : shortfall)
    }
  }

  var cells: [String] {
    [
      name, "\(reviewCount)", "\(failureCount)", "\(silentCount)",
      "\(warnedCount)", silentCount == 0 ? "–" : worstSilent.leadingDigit,
      "\(falseAlarmCount)", "\(finiteForInfiniteCount)",
    ]
  }
}

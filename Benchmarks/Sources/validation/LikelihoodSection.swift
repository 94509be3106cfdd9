import DxMeta
import ReferenceData

/// The likelihood estimates of the published reviews, beside those of mada
/// and metafor.
struct LikelihoodSection {
  let estimator: NormalEstimator
  private var table = MarkdownTable(
    [
      "Review", "Correction", "Boundary", "k", "Evaluations",
      "ℓ − optimum", "Means", "Ψ", "mada: ℓ below", "mada: Ψ",
      "metafor: ℓ below", "metafor: Ψ",
    ], wordColumns: 3)
  private var mada = EarlyStops(program: "mada")
  private var metafor = EarlyStops(program: "metafor")

  init(_ estimator: NormalEstimator) throws {
    self.estimator = estimator
    for review in try CorrectedReview.all() { try append(review) }
  }

  /// The section as Markdown.
  var text: String {
    """
    \(table.text)

    \(mada.sentence) \(metafor.sentence)
    """
  }

  private mutating func append(_ review: CorrectedReview) throws {
    let fit = try review.fit(estimator)
    let entries = review.expected[estimator.key]
    let optimum = Optimum(
      withoutDesign: try entries["tight"]["logLik_logit_scale"]
        .number(at: review.place),
      withDesign: entries["tight"]["logLik_metafor"].number,
      psi: try review.psi(entries["tight"]))
    let difference = (fit.logLikelihood ?? .nan) - optimum.errorContrasts

    let madaPsi = try review.psi(entries["mada"])
    let madaShortfall =
      try optimum.withoutDesign
      - entries["mada"]["logLik_mvmeta"].number(at: review.place)
    let metaforPsi = try Self.metaforPsi(
      entries["metafor_rma_mv"], at: review.place)
    let metaforShortfall =
      try optimum.errorContrasts
      - entries["metafor_rma_mv"]["logLik"].number(at: review.place)
    mada.count(madaShortfall, review)
    metafor.count(metaforShortfall, review)

    table.append(
      review.cells + [
        fit.boundary.text, "\(fit.studyCount)",
        evaluationText(fit.certificate.evaluations), difference.magnitude.bound,
        try review.meanError(fit, entries["tight"]).bound,
        fit.betweenStudyCovariance.covarianceError(to: optimum.psi)
          .iteratedBound,
        madaShortfall.shortfall,
        madaPsi.covarianceError(to: optimum.psi).leadingDigit,
        metaforShortfall.shortfall,
        metaforPsi.covarianceError(to: optimum.psi).leadingDigit,
      ])
  }

  /// metafor prints variances and the correlation, for the logit of the
  /// false-positive rate.
  private static func metaforPsi(
    _ entry: ExpectedValue, at place: String
  ) throws -> SymmetricMatrix2x2 {
    let variances = try entry["tau2"].numbers(at: place)
    let correlation = try entry["rho"].number(at: place)
    guard variances.count == 2 else { throw MissingReference(place: place) }
    return SymmetricMatrix2x2(
      variances[0],
      -correlation * variances[0].squareRoot() * variances[1].squareRoot(),
      variances[1])
  }

  private struct Optimum {
    var withoutDesign: Double
    var withDesign: Double?
    var psi: SymmetricMatrix2x2

    /// Under the convention of this package and of metafor.
    var errorContrasts: Double { withDesign ?? withoutDesign }
  }
}

/// How often a program stopped before it was at the maximum.
struct EarlyStops {
  let program: String
  private var rowCount = 0
  private var stopCount = 0
  private var worst = 0.0
  private var worstPlace = ""

  init(program: String) { self.program = program }

  /// Counts a fit that is below the maximum by an amount.
  mutating func count(_ shortfall: Double, _ review: CorrectedReview) {
    count(shortfall, place: review.place)
  }

  /// Counts a fit that is below the maximum by an amount.
  mutating func count(_ shortfall: Double, place: String) {
    rowCount += 1
    guard shortfall > shortfallThreshold else { return }
    stopCount += 1
    if shortfall > worst {
      worst = shortfall
      worstPlace = place
    }
  }

  /// The counts in words.
  var sentence: String {
    if stopCount == 0 {
      return "\(program) stops early in none of \(rowCount) rows."
    }
    return """
      \(program) stops early in \(stopCount) of \(rowCount) rows, by up to \
      \(worst.leadingDigit) (\(worstPlace)).
      """
  }
}

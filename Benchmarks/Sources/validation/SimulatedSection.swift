import DxMeta
import ReferenceData

/// The simulated reviews, by scenario.
struct SimulatedSection {
  private static let boundaries: [CovarianceBoundary] = [
    .interior, .correlationAtMinusOne, .correlationAtPlusOne,
    .zeroVarianceFirst, .zeroVarianceSecond, .zeroVarianceBoth,
  ]

  private var scenarios: [Tally] = []
  private var total = Tally(name: "all")

  init() throws {
    for review in try SimulatedReview.all {
      let fit = try BivariateModel.normalApproximation().fit(
        review.counts.studies)
      guard let best = review.bestKnown["reml_ll"] else {
        throw MissingReference(place: "\(review)")
      }
      let difference = (fit.logLikelihood ?? .nan) - best
      if scenarios.last?.name != review.scenario {
        scenarios.append(Tally(name: review.scenario))
      }
      scenarios[scenarios.count - 1].count(fit, difference)
      total.count(fit, difference)
    }
  }

  /// The section as Markdown.
  var text: String {
    var table = MarkdownTable(
      ["Scenario", "Reviews"] + Self.boundaries.map(\.text) + [
        "Converged", "ℓ − best known", "Evaluations, mean", "most",
      ])
    for tally in scenarios + [total] { table.append(tally.cells) }
    return table.text
  }

  /// What is counted over the reviews of a scenario.
  private struct Tally {
    let name: String
    var reviewCount = 0
    var byBoundary: [CovarianceBoundary: Int] = [:]
    var convergedCount = 0
    var largestDifference = 0.0
    var evaluations = 0
    var mostEvaluations = 0

    init(name: String) { self.name = name }

    mutating func count(_ fit: BivariateFit, _ difference: Double) {
      reviewCount += 1
      byBoundary[fit.boundary, default: 0] += 1
      convergedCount += fit.certificate.criterion.isConverged ? 1 : 0
      largestDifference =
        difference.isNaN
        ? .infinity : max(largestDifference, difference.magnitude)
      evaluations += fit.certificate.evaluations
      mostEvaluations = max(mostEvaluations, fit.certificate.evaluations)
    }

    /// The mean, to the nearest ten where the single counts are not told.
    private var meanEvaluations: String {
      let mean = Double(evaluations) / Double(reviewCount)
      let unit: Double = mean > 20 ? 10 : 1
      return (unit * (mean / unit).rounded()).decimals(0)
    }

    var cells: [String] {
      [name, "\(reviewCount)"]
        + boundaries.map { "\(byBoundary[$0] ?? 0)" } + [
          "\(convergedCount)", largestDifference.bound,
          meanEvaluations,
          evaluationText(mostEvaluations),
        ]
    }
  }
}

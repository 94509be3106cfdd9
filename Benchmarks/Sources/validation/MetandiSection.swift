import DxMeta
import ReferenceData

/// What metandi prints, beside this package with as many nodes and with as
/// many as it takes.
struct MetandiSection {
  /// The section as Markdown.
  let text: String

  init() throws {
    text = try [MetandiReview.dementia, .telomerase].map(Self.subsection)
      .joined(separator: "\n\n")
  }

  private static func subsection(_ review: MetandiReview) throws -> String {
    var table = MarkdownTable([
      "\(review.name), \(review.nodes) nodes", "metandi", "SE",
      "this package", "SE", "exact", "SE",
    ])
    let same = try values(review, .nodes(review.nodes))
    let exact = try values(review, .automatic())
    for (row, quantity) in MetandiReview.quantities.enumerated() {
      table.append(
        [quantity]
          + [review.printed[row], same[row], exact[row]].flatMap(cells))
    }
    return table.text
  }

  private static func cells(_ value: MetandiReview.PrintedValue) -> [String] {
    [
      value.estimate.decimals(6),
      value.standardError.map { $0.decimals(6) } ?? "–",
    ]
  }

  /// The rows of the table from a fit.
  private static func values(
    _ review: MetandiReview, _ quadrature: BinomialQuadrature
  ) throws -> [MetandiReview.PrintedValue] {
    let fit = try BivariateModel.binomial(quadrature: quadrature).fit(
      review.studies)
    let point = fit.summaryPoint()
    let hsroc = try fit.hsroc()
    let psi = fit.betweenStudyCovariance
    let joint = fit.jointCovariance
    func plain(_ interval: IntervalEstimate) -> MetandiReview.PrintedValue {
      MetandiReview.PrintedValue(interval.estimate, interval.standardError)
    }
    func onScale(_ interval: IntervalEstimate) -> MetandiReview.PrintedValue {
      MetandiReview.PrintedValue(
        interval.estimateOnScale, interval.standardErrorOnScale)
    }
    return [
      MetandiReview.PrintedValue(fit.logLikelihood ?? .nan),
      onScale(point.sensitivity), onScale(point.specificity),
      MetandiReview.PrintedValue(psi.m11, joint?.psi.m11.squareRoot()),
      MetandiReview.PrintedValue(psi.m22, joint?.psi.m33.squareRoot()),
      correlation(fit), plain(hsroc.lambda), plain(hsroc.theta),
      plain(hsroc.beta), plain(hsroc.varianceAlpha),
      plain(hsroc.varianceTheta), plain(point.sensitivity),
      plain(point.specificity), plain(point.diagnosticOddsRatio),
      plain(point.positiveLikelihoodRatio),
      plain(point.negativeLikelihoodRatio),
    ]
  }

  /// The correlation, with its standard error by the delta method in the
  /// interior.
  private static func correlation(
    _ fit: BivariateFit
  ) -> MetandiReview.PrintedValue {
    let psi = fit.betweenStudyCovariance
    let value = fit.betweenStudyCorrelation ?? .nan
    guard fit.boundary == .interior, let joint = fit.jointCovariance else {
      return MetandiReview.PrintedValue(value)
    }
    let gradient = SIMD3(
      -value / (2 * psi.m11), 1 / (psi.m11 * psi.m22).squareRoot(),
      -value / (2 * psi.m22))
    return MetandiReview.PrintedValue(
      value,
      joint.variance(meanGradient: .zero, psiGradient: gradient).squareRoot())
  }
}

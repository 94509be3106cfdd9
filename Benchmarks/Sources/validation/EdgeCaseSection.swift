import DxMeta
import ReferenceData

/// Small reviews at the edges of the model.
struct EdgeCaseSection {
  private var table = MarkdownTable(
    [
      "Case", "What is unusual", "Estimator", "Boundary", "k", "Evaluations",
      "ℓ − optimum", "Means", "Ψ",
    ], wordColumns: 4)

  init() throws {
    for edge in try EdgeCaseReference.all {
      for estimator in [
        NormalEstimator.restrictedMaximumLikelihood, .maximumLikelihood,
      ] {
        try append(edge, estimator)
      }
    }
  }

  /// The section as Markdown.
  var text: String { table.text }

  private mutating func append(
    _ edge: EdgeCaseReference, _ estimator: NormalEstimator
  ) throws {
    let fit = try BivariateModel.normalApproximation(
      estimator: estimator, incompleteStudies: .keepObservedArm
    ).fit(edge.counts.studies)
    let expected = edge.expected[estimator.key]
    let optimum = try expected["logLik"].number(at: edge.name)
    let means = try expected["mu"].numbers(at: edge.name)
    let entries = try expected["Psi"].numbers(at: edge.name)
    guard entries.count == 3 else { throw MissingReference(place: edge.name) }
    let psi = SymmetricMatrix2x2(entries[0], entries[1], entries[2])
    let resolution = edge.resolution
    let difference = (fit.logLikelihood ?? .nan) - optimum
    table.append([
      edge.name, edge.summary, estimator.text, fit.boundary.text,
      "\(fit.studyCount)", evaluationText(fit.certificate.evaluations),
      difference.magnitude
        .bound(exponentAtLeast: max(-10, resolution - 2)),
      largestScaledError(
        [fit.mean.logitSensitivity, fit.mean.logitSpecificity], means
      ).bound(exponentAtLeast: resolution),
      fit.betweenStudyCovariance.covarianceError(to: psi).bound(
        exponentAtLeast: max(-8, resolution)),
    ])
  }
}

extension EdgeCaseReference {
  /// The exponent of ten below which errors are not told apart.
  fileprivate var resolution: Int {
    let largest = (counts.tp + counts.fp + counts.fn + counts.tn).max() ?? 0
    return largest > 1e6 ? -6 : -10
  }
}

import DxMeta
import ReferenceData

/// The published reviews under the exact binomial likelihood.
struct BinomialSection {
  private var table = MarkdownTable(
    [
      "Review", "Boundary", "k", "ℓ", "Nodes", "Quadrature error",
      "Evaluations", "ℓ − optimum", "Means", "Ψ", "Covariance of means",
    ], wordColumns: 2)

  init() throws {
    for review in try ReferenceReview.all { try append(review) }
  }

  /// The section as Markdown.
  var text: String { table.text }

  private mutating func append(_ review: ReferenceReview) throws {
    let fit = try BivariateModel.binomial().fit(review.counts.studies)
    let optimum = try BinomialPoint(
      review.expected["glmm"]["ml"], key: "loglik", at: review.name)
    let covariance = try SymmetricMatrix2x2(
      review.expected["glmm"]["ml"]["vcov_beta"], isRate: false,
      at: review.name)
    let logLikelihood = fit.logLikelihood ?? .nan
    table.append([
      review.name, fit.boundary.text, "\(fit.studyCount)",
      logLikelihood.decimals(6), "\(fit.description.quadratureNodes ?? 0)",
      (fit.certificate.quadratureError ?? .nan).iteratedBound,
      evaluationText(fit.certificate.evaluations),
      (logLikelihood - optimum.logLikelihood).magnitude.iteratedBound,
      optimum.meanError(fit.transformedMean).iteratedBound,
      fit.betweenStudyCovariance.covarianceError(to: optimum.psi)
        .iteratedBound,
      fit.meanCovariance.covarianceError(to: covariance)
        .bound(exponentAtLeast: -7),
    ])
  }
}

/// Laplace's approximation for the published reviews, beside glmer and
/// glmmTMB.
struct LaplaceSection {
  private var table = MarkdownTable(
    [
      "Review", "ℓ − optimum", "Means", "Ψ", "glmer: ℓ below", "glmer: Ψ",
      "glmer warns", "glmmTMB: ℓ below", "glmmTMB: Ψ", "glmmTMB warns",
    ])
  private var glmer = EarlyStops(program: "glmer")
  private var glmmTMB = EarlyStops(program: "glmmTMB")

  init() throws {
    for review in try ReferenceReview.all { try append(review) }
  }

  /// The section as Markdown.
  var text: String {
    """
    \(table.text)

    \(glmer.sentence) \(glmmTMB.sentence)
    """
  }

  private mutating func append(_ review: ReferenceReview) throws {
    let expected = review.expected["glmm"]
    let studies = review.counts.studies
    let fit = try BivariateModel.binomial(quadrature: .nodes(1)).fit(studies)
    let optimum = try BinomialPoint(
      expected["laplace_ml"], key: "loglik", at: review.name)
    let counts = PairedCounts(studies)
    func peer(_ key: String) throws -> (shortfall: Double, cells: [String]) {
      let entry = expected["peers"][key]
      let found = try BinomialPoint(entry, key: "logLik", at: review.name)
      let shortfall =
        optimum.logLikelihood - counts.laplaceLogLikelihood(at: found)
      let warns = !(entry["warnings"].elements ?? []).isEmpty
      return (
        shortfall,
        [
          shortfall.shortfall,
          found.psi.covarianceError(to: optimum.psi).leadingDigit,
          warns ? "yes" : "–",
        ]
      )
    }
    let first = try peer("glmer_laplace_default")
    let second = try peer("glmmTMB_laplace")
    glmer.count(first.shortfall, place: review.name)
    glmmTMB.count(second.shortfall, place: review.name)
    let difference = (fit.logLikelihood ?? .nan) - optimum.logLikelihood
    table.append(
      [
        review.name, difference.magnitude.bound,
        optimum.meanError(fit.transformedMean).iteratedBound,
        fit.betweenStudyCovariance.covarianceError(to: optimum.psi)
          .iteratedBound,
      ] + first.cells + second.cells)
  }
}

/// Parameters of the binomial model with what a program says of them.
struct BinomialPoint {
  var means: SIMD2<Double>
  var psi: SymmetricMatrix2x2
  var logLikelihood: Double

  /// Reads `beta`, `Sigma` and a log-likelihood.
  init(_ entry: ExpectedValue, key: String, at place: String) throws {
    let beta = try entry["beta"].numbers(at: place)
    guard beta.count == 2 else { throw MissingReference(place: place) }
    means = SIMD2(beta[0], beta[1])
    psi = try SymmetricMatrix2x2(entry["Sigma"], isRate: false, at: place)
    logLikelihood = try entry[key].number(at: place)
  }

  /// Takes what a program reports of a simulated review; `nil` where a number
  /// is missing.
  init?(_ peer: PeerBinomialFit) {
    guard
      let first = peer.logitSensitivity, let second = peer.logitSpecificity,
      let s11 = peer.covariance[0], let s21 = peer.covariance[1],
      let s22 = peer.covariance[2], let logLikelihood = peer.logLikelihood
    else { return nil }
    means = SIMD2(first, second)
    psi = SymmetricMatrix2x2(s11, s21, s22)
    self.logLikelihood = logLikelihood
  }

  /// The larger error of two means.
  func meanError(_ found: SIMD2<Double>) -> Double {
    largestScaledError([found.x, found.y], [means.x, means.y])
  }
}

extension PairedCounts {
  /// The true positives and the true negatives of studies.
  init(_ studies: [Study]) {
    self.init(studyCount: studies.count)
    for (index, study) in studies.enumerated() {
      let table = study.table
      set(
        index, successes: SIMD2(table.truePositives, table.trueNegatives),
        trials: SIMD2(table.diseased, table.nonDiseased))
    }
  }

  /// Laplace's approximation to the log-likelihood.
  func laplaceLogLikelihood(at point: BinomialPoint) -> Double {
    likelihood(means: point.means, psi: point.psi, nodes: 1).logLikelihood
  }
}

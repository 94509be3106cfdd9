import DxMeta
import ReferenceData

/// The model of two normal outcomes with regressors, beside mixmeta and
/// mvmeta.
struct RegressionSection {
  private var likelihood = MarkdownTable(
    [
      "Data", "Model", "Estimator", "Boundary", "k", "Evaluations",
      "ℓ − optimum", "Coefficients", "Ψ", "mixmeta: ℓ below", "mixmeta: Ψ",
      "mvmeta: ℓ below", "mvmeta: Ψ",
    ], wordColumns: 4)
  private var closedForm = MarkdownTable(
    ["Data", "Model", "Estimator", "Coefficients", "Ψ", "ℓ"], wordColumns: 3)
  private var mixmeta = EarlyStops(program: "mixmeta")
  private var mvmeta = EarlyStops(program: "mvmeta")

  init() throws {
    for data in try MultivariateReference.pairs {
      let models = data.expected["models"].members ?? [:]
      for name in models.keys.sorted(by: Self.interceptFirst) {
        let model = RegressionModel(data, name)
        try appendLikelihood(model, .restrictedMaximumLikelihood)
        try appendLikelihood(model, .maximumLikelihood)
        try appendClosedForm(model, .fixedEffect)
        try appendClosedForm(model, .methodOfMoments)
      }
    }
  }

  /// The section as Markdown.
  var text: String {
    """
    \(likelihood.text)

    \(mixmeta.sentence) \(mvmeta.sentence)

    The estimators without an iteration:

    \(closedForm.text)
    """
  }

  private static func interceptFirst(_ a: String, _ b: String) -> Bool {
    a == "intercept" ? b != a : b != "intercept" && a < b
  }

  private mutating func appendLikelihood(
    _ model: RegressionModel, _ estimator: NormalEstimator
  ) throws {
    let place = "\(model.place), \(estimator.text)"
    let fit = try model.regression.fit(estimator)
    let entries = model.expected[estimator.key]
    let tight = entries["tight"]
    let withoutDesign = try tight["logLik_mvmeta"].number(at: place)
    let withDesign = tight["logLik_mixmeta"].number ?? withoutDesign
    let psi = try SymmetricMatrix2x2(tight["Psi"], isRate: false, at: place)
    let difference = (fit.logLikelihood ?? .nan) - withDesign

    func peer(
      _ key: String, _ optimum: Double
    ) throws -> (shortfall: Double, psi: Double) {
      let found = try SymmetricMatrix2x2(
        entries[key]["Psi"], isRate: false, at: place)
      return (
        optimum - (try entries[key]["logLik"].number(at: place)),
        found.covarianceError(to: psi)
      )
    }
    let first = try peer("mixmeta", withDesign)
    let second = try peer("mvmeta", withoutDesign)
    mixmeta.count(first.shortfall, place: place)
    mvmeta.count(second.shortfall, place: place)
    likelihood.append([
      model.dataName, model.name, estimator.text, fit.boundary.text,
      "\(model.regression.studyCount)",
      evaluationText(fit.certificate.evaluations),
      difference.magnitude.bound,
      largestScaledError(
        fit.coefficients, try tight["coefficients"].numbers(at: place)
      ).bound,
      fit.psi.covarianceError(to: psi).iteratedBound,
      first.shortfall.shortfall, first.psi.leadingDigit,
      second.shortfall.shortfall, second.psi.leadingDigit,
    ])
  }

  private mutating func appendClosedForm(
    _ model: RegressionModel, _ estimator: NormalEstimator
  ) throws {
    let place = "\(model.place), \(estimator.text)"
    let fit = try model.regression.fit(estimator)
    let tight = model.expected[estimator.key]["tight"]
    let psi =
      tight["Psi"].isNull
      ? SymmetricMatrix2x2.zero
      : try SymmetricMatrix2x2(tight["Psi"], isRate: false, at: place)
    closedForm.append([
      model.dataName, model.name, estimator.text,
      largestScaledError(
        fit.coefficients, try tight["coefficients"].numbers(at: place)
      ).bound,
      estimator == .fixedEffect
        ? "–" : fit.psi.covarianceError(to: psi).bound,
      try fit.logLikelihood.map {
        scaledError($0, try tight["logLik"].number(at: place)).bound
      } ?? "–",
    ])
  }
}

/// A published data set with the regressors of one model.
struct RegressionModel {
  let dataName: String
  let name: String
  let expected: ExpectedValue
  let regression: PairedRegression

  var place: String { "\(dataName), \(name)" }

  /// - Parameter name: The covariate, or `intercept`.
  init(_ data: MultivariateReference, _ name: String) {
    dataName = data.name
    self.name = name
    expected = data.expected["models"][name]
    let centre = expected["covariate"]["center"].number ?? 0
    let covariate = data.covariates[name]?.map { $0 - centre }
    let columns = covariate == nil ? ["intercept"] : ["intercept", name]
    var regression = PairedRegression(
      studyCount: data.studies.count, firstColumns: columns,
      secondColumns: columns)
    for (index, study) in data.studies.enumerated() {
      let row = [1] + (covariate.map { [$0[index]] } ?? [])
      regression.set(
        index, values: SIMD2(study.y[0] ?? 0, study.y[1] ?? 0),
        covariance: SymmetricMatrix2x2(
          study.s11 ?? .infinity, study.s21 ?? 0, study.s22 ?? .infinity),
        firstRow: row, secondRow: row)
    }
    self.regression = regression
  }
}

extension MultivariateReport {
  /// The report as JSON text, with a line end behind it.
  ///
  /// Scripts depend on these keys. What was not computed, or is no finite
  /// number, is absent. Matrices are written by rows.
  var jsonText: String { json.text() + "\n" }

  private var json: JSONValue {
    .object([
      ("studies", .integer(studies)),
      ("observations", .integer(observations)),
      ("outcomes", .array(responses.map { .string($0.name) })),
      ("method", .string(settings.method.rawValue)),
      ("structure", .string(settings.structure.argument)),
      ("outcome", .string(outcome.rawValue)),
      ("certificate", certificate.json),
      ("logLikelihood", JSONValue(logLikelihood)),
      (
        "convention",
        logLikelihood == nil ? .absent : .string("errorContrasts")
      ),
      (
        "halfLogDesignDeterminant",
        settings.method == .reml
          ? JSONValue(halfLogDesignDeterminant) : .absent
      ),
      (
        "coefficientNames", .array(coefficients.map { .string($0.name) })
      ),
      ("coefficients", Self.vector(coefficients.map(\.estimate.estimate))),
      (
        "standardErrors",
        Self.vector(coefficients.map(\.estimate.standardError))
      ),
      ("lower", Self.vector(coefficients.map(\.estimate.lower))),
      ("upper", Self.vector(coefficients.map(\.estimate.upper))),
      ("covariance", JSONValue(covariance)),
      ("betweenStudyCovariance", JSONValue(betweenStudyCovariance)),
      ("rank", .integer(rank)),
      ("covarianceParameters", .integer(covarianceParameters)),
    ])
  }

  /// The numbers, or nothing where one is not finite.
  private static func vector(_ values: [Double?]) -> JSONValue {
    let finite = values.compactMap { $0 }.filter(\.isFinite)
    return finite.count == values.count
      ? .array(finite.map { .number($0) }) : .absent
  }
}

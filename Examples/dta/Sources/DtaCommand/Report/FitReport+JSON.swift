extension FitReport {
  /// The report as JSON text, with a line end behind it.
  ///
  /// Scripts depend on these keys. What was not computed, or is no finite
  /// number, is absent.
  var jsonText: String { json.text() + "\n" }

  private var json: JSONValue {
    .object([
      ("studies", .integer(data.studies)),
      ("likelihood", .string(settings.likelihood.rawValue)),
      ("method", .string(settings.method.rawValue)),
      ("quadratureNodes", JSONValue(quadratureNodes)),
      ("outcome", .string(outcome.rawValue)),
      ("certificate", certificate.json),
      ("steps", .array(steps.map(\.json))),
      ("logLikelihood", JSONValue(logLikelihood)),
      ("aic", JSONValue(aic)),
      ("bic", JSONValue(bic)),
      ("mean", mean.json),
      ("betweenStudy", betweenStudy.json),
      ("summary", summary.json),
      ("hsroc", hsroc.json),
      ("sroc", sroc.json),
      ("heterogeneity", heterogeneityJSON),
      ("prevalence", prevalence?.json ?? .absent),
      ("moderators", regression?.json ?? .absent),
    ])
  }
}

extension FitReport {
  private var heterogeneityJSON: JSONValue {
    let measures = heterogeneity.map { ($0.key, JSONValue($0.value)) }
    return .object([("iSquared", .object(measures))])
  }
}

extension FitReport.Estimate? {
  /// The estimate with its standard error and interval.
  var json: JSONValue {
    .object([
      ("estimate", JSONValue(self?.estimate)),
      ("standardError", JSONValue(self?.standardError)),
      ("lower", JSONValue(self?.lower)),
      ("upper", JSONValue(self?.upper)),
    ])
  }

  /// The estimate with its interval only, for the values of which the
  /// interval is not symmetric and a standard error would mislead.
  var intervalJSON: JSONValue {
    var interval = self
    interval?.standardError = nil
    return interval.json
  }
}

extension FitReport.Certificate {
  /// The certificate with what was computed of it.
  var json: JSONValue {
    .object([
      ("gradientNorm", JSONValue(gradientNorm)),
      ("smallestHessianEigenvalue", JSONValue(smallestHessianEigenvalue)),
      ("evaluations", JSONValue(evaluations)),
      ("quadratureError", JSONValue(quadratureError)),
    ])
  }
}

extension FitReport.Step {
  fileprivate var json: JSONValue {
    .object([
      ("face", .string(face.rawValue)),
      ("logLikelihood", JSONValue(logLikelihood)),
      ("evaluations", .integer(evaluations)),
    ])
  }
}

extension FitReport.Mean {
  fileprivate var json: JSONValue {
    .object([
      ("logitSensitivity", JSONValue(logitSensitivity)),
      ("logitSpecificity", JSONValue(logitSpecificity)),
      ("covariance", JSONValue(covariance)),
    ])
  }
}

extension FitReport.BetweenStudy {
  fileprivate var json: JSONValue {
    .object([
      ("varianceLogitSensitivity", JSONValue(varianceLogitSensitivity)),
      ("varianceLogitSpecificity", JSONValue(varianceLogitSpecificity)),
      ("correlation", JSONValue(correlation)),
    ])
  }
}

extension FitReport.Summary {
  fileprivate var json: JSONValue {
    .object([
      ("sensitivity", sensitivity.intervalJSON),
      ("specificity", specificity.intervalJSON),
      ("falsePositiveRate", falsePositiveRate.intervalJSON),
      ("diagnosticOddsRatio", diagnosticOddsRatio.intervalJSON),
      ("positiveLikelihoodRatio", positiveLikelihoodRatio.intervalJSON),
      ("negativeLikelihoodRatio", negativeLikelihoodRatio.intervalJSON),
    ])
  }
}

extension FitReport.HSROC {
  fileprivate var json: JSONValue {
    .object([
      ("lambda", lambda.json),
      ("theta", theta.json),
      ("beta", beta.json),
      ("varianceAlpha", varianceAlpha.json),
      ("varianceTheta", varianceTheta.json),
    ])
  }
}

extension FitReport.SROC {
  fileprivate var json: JSONValue {
    .object([
      ("areaUnderCurve", areaUnderCurve.intervalJSON),
      ("partialAreaUnderCurve", partialAreaUnderCurve.intervalJSON),
    ])
  }
}

extension FitReport.AtPrevalence {
  fileprivate var json: JSONValue {
    .object([
      ("value", JSONValue(value)),
      ("positivePredictiveValue", positivePredictiveValue.intervalJSON),
      ("negativePredictiveValue", negativePredictiveValue.intervalJSON),
      ("f1", f1.intervalJSON),
    ])
  }
}

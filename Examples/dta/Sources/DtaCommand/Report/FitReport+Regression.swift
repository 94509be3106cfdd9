extension FitReport {
  /// How the accuracy depends on moderators, on the logit scale.
  struct Regression {
    /// A coefficient; for the level of a category, the difference from the
    /// reference.
    struct Coefficient {
      /// The moderator, or `nil` for the intercept.
      var moderator: String?
      /// The column of the design, as `type[SAQ]`.
      var name: String
      /// `sensitivity` or `specificity`.
      var outcome: String
      var estimate: Estimate
      var pValue: Double?
    }

    /// The accuracy at one level of a category, the other moderators at their
    /// reference.
    struct Level {
      var name: String
      var sensitivity: Estimate
      var specificity: Estimate
    }

    /// A column of the file.
    struct Moderator {
      var name: String
      /// The mean at which a number is centred.
      var center: Double?
      /// The levels of a category, the reference first.
      var levels: [Level] = []
      /// Wald's test that the moderator acts on neither outcome.
      var statistic: Double?
      var degreesOfFreedom: Int
      var pValue: Double?
    }

    var coefficients: [Coefficient]
    var moderators: [Moderator]
  }
}

extension FitReport.Regression {
  /// The moderators with their coefficients; the intercepts are the means.
  var json: JSONValue {
    .array(
      moderators.map { moderator in
        let own = coefficients.filter { $0.moderator == moderator.name }
        return .object([
          ("name", .string(moderator.name)),
          ("center", JSONValue(moderator.center)),
          (
            "reference",
            moderator.levels.first.map { .string($0.name) }
              ?? .absent
          ),
          ("coefficients", .array(own.map(\.json))),
          ("waldTest", moderator.testJSON),
          ("levels", .array(moderator.levels.map(\.json))),
        ])
      })
  }
}

extension FitReport.Regression.Moderator {
  fileprivate var testJSON: JSONValue {
    .object([
      ("statistic", JSONValue(statistic)),
      ("degreesOfFreedom", .integer(degreesOfFreedom)),
      ("pValue", JSONValue(pValue)),
    ])
  }
}

extension FitReport.Regression.Coefficient {
  fileprivate var json: JSONValue {
    .object([
      ("name", .string(name)),
      ("outcome", .string(outcome)),
      ("estimate", JSONValue(estimate.estimate)),
      ("standardError", JSONValue(estimate.standardError)),
      ("lower", JSONValue(estimate.lower)),
      ("upper", JSONValue(estimate.upper)),
    ])
  }
}

extension FitReport.Regression.Level {
  fileprivate var json: JSONValue {
    .object([
      ("level", .string(name)),
      ("sensitivity", FitReport.Estimate?.some(sensitivity).intervalJSON),
      ("specificity", FitReport.Estimate?.some(specificity).intervalJSON),
    ])
  }
}

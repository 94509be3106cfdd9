import DxAccuracy
import DxLinearAlgebra
import _DxTestSupport

extension ReferenceCounts {
  /// The tables as studies.
  var studies: [Study] {
    (0..<count).map { i in
      Study(
        id: study[i],
        table: TwoByTwoTable(
          truePositives: tp[i], falsePositives: fp[i], falseNegatives: fn[i],
          trueNegatives: tn[i]))
    }
  }
}

extension ExpectedValue {
  /// A symmetric matrix of order two, or NaN where there is none.
  var symmetricMatrix: SymmetricMatrix2x2 {
    SymmetricMatrix2x2(
      self[0][0].number ?? .nan, self[1][0].number ?? .nan,
      self[1][1].number ?? .nan)
  }
}

extension SymmetricMatrix2x2 {
  /// The matrix with the sign of the second coordinate reversed, which turns
  /// (logit sensitivity, logit false-positive rate) into (…, logit
  /// specificity) and back.
  var withSecondReversed: SymmetricMatrix2x2 {
    SymmetricMatrix2x2(m11, -m21, m22)
  }

  /// The largest error of an entry, relative to the larger of one and the
  /// reference.
  func scaledError(to reference: SymmetricMatrix2x2) -> Double {
    max(
      _DxTestSupport.scaledError(m11, reference.m11),
      _DxTestSupport.scaledError(m21, reference.m21),
      _DxTestSupport.scaledError(m22, reference.m22))
  }
}

/// A review with one rule of correction under which it has expected values.
struct CorrectedReview: Sendable, CustomStringConvertible {
  let review: ReferenceReview
  let rule: ContinuityCorrection.Rule

  var description: String { "\(review.name), \(rule.rawValue)" }

  /// The expected results of the normal approximation.
  ///
  /// Without a zero cell both rules change nothing and the values stand once.
  var expected: ExpectedValue {
    let all = review.expected["normal_approx"]["all"]
    let single = review.expected["normal_approx"]["single"]
    return rule == .allIfAny || single.members == nil ? all : single
  }

  func fit(_ choices: NormalApproximation) throws -> BivariateFit {
    var choices = choices
    choices.correction = ContinuityCorrection(rule: rule)
    return try BivariateModel(.normal(choices)).fit(review.counts.studies)
  }

  static func all() throws -> [CorrectedReview] {
    try ReferenceReview.all.flatMap { review in
      [.allIfAny, .zeroStudies].map {
        CorrectedReview(review: review, rule: $0)
      }
    }
  }
}

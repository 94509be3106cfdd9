internal import DxAccuracy
internal import DxLinearAlgebra
internal import DxMixedModels
internal import DxOptimization
internal import RealModule
internal import _DxTestSupport

/// A reference optimum of the normal model, given to the library as a fit, and
/// what independent software (R, and Python with mpmath) derives from it.
///
/// The reference uses the logit of the *false-positive rate*; the signs are
/// turned here. As the inputs are the very ones from which the expected values
/// were computed, only rounding separates the two.
struct ReferenceFit: Sendable, CustomStringConvertible {
  /// The largest error, scaled by max(1, |reference|), that two double
  /// implementations of these smooth functions may differ by.
  static let tolerance = 1e-11

  let description: String
  let fit: BivariateFit
  let derived: ExpectedValue
  let iSquared: ExpectedValue
  let counts: ReferenceCounts
  let correctedRows: [Double]

  /// All optima of all reviews under both corrections.
  static let all: [ReferenceFit] = {
    let reviews = (try? ReferenceReview.all) ?? []
    return reviews.flatMap { review in
      ["all", "single"].flatMap { rule in
        ["reml", "ml"].compactMap { ReferenceFit(review, rule, $0) }
      }
    }
  }()

  private init?(_ review: ReferenceReview, _ rule: String, _ method: String) {
    let tight =
      review.expected["normal_approx"][rule][method]["tight"]
    guard
      let mean = tight["coefficients"].numbers,
      let covariance = tight["vcov"].rows, let psi = tight["Psi"].rows,
      let joint = tight["cov_mu_vechPsi_tsens_tfpr"].rows,
      let count = review.expected["k_two_armed"].number
    else { return nil }
    description = "\(review.name), \(rule), \(method)"
    derived = tight["derived"]
    iSquared = tight["I2"]["zhou_paper"]
    counts = review.counts
    correctedRows =
      review.expected["descriptive"][rule]["correction_applied_rows"].numbers
      ?? []
    fit = BivariateFit(
      studyCount: Int(count),
      mean: LogitPair(logitSensitivity: mean[0], logitSpecificity: -mean[1]),
      meanCovariance: Self.turned(covariance),
      betweenStudyCovariance: Self.turned(psi),
      jointCovariance: Self.joint(joint),
      // A positive correlation with the rate is a negative one here.
      boundary: tight["boundary"].string == "rank1"
        ? psi[1][0] > 0 ? .correlationAtMinusOne : .correlationAtPlusOne
        : .interior,
      certificate: FitCertificate(
        criterion: .gradient, gradientNorm: 0, smallestHessianEigenvalue: nil,
        evaluations: 0),
      logLikelihood: nil)
  }

  private static func turned(_ rows: [[Double]]) -> SymmetricMatrix2x2 {
    SymmetricMatrix2x2(rows[0][0], -rows[1][0], rows[1][1])
  }

  /// The signs of μB and ψAB are turned.
  private static func joint(_ rows: [[Double]]) -> JointCovariance {
    let signs: [Double] = [1, -1, 1, -1, 1]
    func entry(_ i: Int, _ j: Int) -> Double {
      signs[i] * signs[j] * rows[i][j]
    }
    return JointCovariance(
      means: SymmetricMatrix2x2(entry(0, 0), entry(1, 0), entry(1, 1)),
      firstMeanWithPsi: SIMD3(entry(0, 2), entry(0, 3), entry(0, 4)),
      secondMeanWithPsi: SIMD3(entry(1, 2), entry(1, 3), entry(1, 4)),
      psi: SymmetricMatrix3x3(
        entry(2, 2), entry(3, 2), entry(4, 2), entry(3, 3), entry(4, 3),
        entry(4, 4)))
  }
}

/// The largest scaled error of an estimate and its limits; the reference has
/// the estimate under `est` or `prob` and the limits under `ci`.
func intervalError(
  _ interval: IntervalEstimate, _ reference: ExpectedValue
) -> Double {
  guard
    let estimate = reference["est"].number ?? reference["prob"].number,
    let limits = reference["ci"].numbers, let lower = interval.lower,
    let upper = interval.upper
  else { return .infinity }
  return max(
    scaledError(interval.estimate, estimate), scaledError(lower, limits[0]),
    scaledError(upper, limits[1]))
}

/// A fit with round numbers, for tests that vary it.
func makeFit(
  mean: (Double, Double) = (1.5, 2),
  meanCovariance: SymmetricMatrix2x2 = SymmetricMatrix2x2(0.05, -0.01, 0.04),
  psi: SymmetricMatrix2x2 = SymmetricMatrix2x2(0.5, -0.2, 0.8),
  joint: JointCovariance? = nil, boundary: CovarianceBoundary = .interior,
  studyCount: Int = 12
) -> BivariateFit {
  BivariateFit(
    studyCount: studyCount,
    mean: LogitPair(logitSensitivity: mean.0, logitSpecificity: mean.1),
    meanCovariance: meanCovariance, betweenStudyCovariance: psi,
    jointCovariance: joint, boundary: boundary,
    certificate: FitCertificate(
      criterion: .gradient, gradientNorm: 0, smallestHessianEigenvalue: nil,
      evaluations: 0),
    logLikelihood: nil)
}

/// A joint covariance that is positive definite and has no zero entry.
let fullJointCovariance = JointCovariance(
  means: SymmetricMatrix2x2(0.05, -0.01, 0.04),
  firstMeanWithPsi: SIMD3(0.004, -0.003, 0.002),
  secondMeanWithPsi: SIMD3(-0.002, 0.005, 0.006),
  psi: SymmetricMatrix3x3(0.06, -0.02, 0.01, 0.05, -0.015, 0.12))

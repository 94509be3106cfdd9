import DxLinearAlgebra
import DxMixedModels
import RealModule
import Testing
import _DxTestSupport

extension ReferenceCounts {
  /// The counts of all studies: true positives of the diseased, true
  /// negatives of the healthy.
  var paired: PairedCounts { PairedCounts(self) }

  /// Whether a test that takes long can afford the review.
  var isSmall: Bool { count <= 20 }
}

extension PairedCounts {
  /// Counts of studies given as (successes, trials) of the first outcome and
  /// of the second.
  init(_ studies: [(Double, Double, Double, Double)]) {
    self.init(studyCount: studies.count)
    for (index, study) in studies.enumerated() {
      set(
        index, successes: SIMD2(study.0, study.2),
        trials: SIMD2(study.1, study.3))
    }
  }

  /// The studies in another order, or with the outcomes in another order.
  func rearranged(
    _ order: [Int], isSwapped: Bool = false
  ) -> PairedCounts {
    var counts = PairedCounts(studyCount: order.count)
    for (place, study) in order.enumerated() {
      let y = successes(of: study)
      let n = trials(of: study)
      counts.set(
        place, successes: isSwapped ? SIMD2(y.y, y.x) : y,
        trials: isSwapped ? SIMD2(n.y, n.x) : n)
    }
    return counts
  }
}

extension JointCovariance {
  /// The lower triangle of the covariance of (μ₁, μ₂, ψ₁₁, ψ₂₁, ψ₂₂), row by
  /// row.
  var lowerRows: [[Double]] {
    let (a, b, c) = (firstMeanWithPsi, secondMeanWithPsi, psi)
    return [
      [means.m11], [means.m21, means.m22], [a.x, b.x, c.m11],
      [a.y, b.y, c.m21, c.m22], [a.z, b.z, c.m31, c.m32, c.m33],
    ]
  }
}

/// The largest error of the lower triangle of a covariance matrix, relative
/// to the product of the standard errors.
func standardizedError(
  _ lower: [[Double]], _ reference: [[Double]]
) -> Double {
  var largest = 0.0
  for i in lower.indices {
    for j in lower[i].indices {
      let scale = (reference[i][i] * reference[j][j]).squareRoot()
      let error = (lower[i][j] - reference[i][j]).magnitude
      // A parameter without variance has no covariances either.
      let ratio = error == 0 ? 0 : error / scale
      largest = ratio.isNaN ? .infinity : max(largest, ratio)
    }
  }
  return largest
}

/// The reference maximum of the exact likelihood of a review.
struct BinomialMaximum {
  var means: [Double]
  var psi: SymmetricMatrix2x2
  var logLikelihood: Double
  var boundary: CovarianceBoundary

  init(_ expected: ExpectedValue) throws {
    means = try #require(expected["beta"].numbers)
    psi = SymmetricMatrix2x2(rows: try #require(expected["Sigma"].rows))
    logLikelihood = try #require(expected["loglik"].number)
    switch try #require(expected["boundary"].string) {
    case "rank1":
      boundary =
        psi.m21 > 0 ? .correlationAtPlusOne : .correlationAtMinusOne
    case "interior": boundary = .interior
    default: boundary = .zeroVarianceBoth
    }
  }
}

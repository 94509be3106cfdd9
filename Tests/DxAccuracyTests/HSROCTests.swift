internal import DxAccuracy
internal import DxLinearAlgebra
internal import DxMixedModels
internal import _DxTestSupport
import Testing

// Expected values: the `derived` sections of the reference reviews; metandi's
// Stata log (dementia, telomerase); elsewhere identities.

@Suite("HSROC parameters")
struct HSROCTests {
  @Test("agree with the reference", arguments: ReferenceFit.all)
  func reference(_ reference: ReferenceFit) throws {
    let hsroc = try reference.fit.hsroc()
    let expected = reference.derived["hsroc"]
    let pairs: [(IntervalEstimate, String)] = [
      (hsroc.lambda, "Lambda"), (hsroc.theta, "Theta"), (hsroc.beta, "beta"),
      (hsroc.varianceAlpha, "sigma2_alpha"),
      (hsroc.varianceTheta, "sigma2_theta"),
    ]
    for (interval, key) in pairs {
      let estimate = try #require(expected["est"][key].number)
      #expect(
        scaledError(interval.estimate, estimate) <= ReferenceFit.tolerance)
      guard let error = expected["se"][key].number else {
        #expect(interval.estimate == 0)
        #expect(interval.standardError == nil)
        #expect(interval.undefinedReason == .fixedAtBoundary)
        continue
      }
      let standardError = try #require(interval.standardError)
      #expect(scaledError(standardError, error) <= ReferenceFit.tolerance)
    }
  }

  @Test("metandi prints the same")
  func metandi() throws {
    let parameters = try HSROCParameters(
      mean: LogitPair(logitSensitivity: 1.370958, logitSpecificity: 0.6368034),
      betweenStudyCovariance: SymmetricMatrix2x2(
        0.3590741, -0.598757 * 0.41622465, 0.4824725))
    // The inputs have 6 to 7 digits; 0.41622465 is √(0.3590741 · 0.4824725).
    #expect(scaledError(parameters.lambda, 2.067505) <= 2e-6)
    #expect(scaledError(parameters.theta, 0.4422817) <= 2e-6)
    #expect(scaledError(parameters.beta, 0.1476976) <= 2e-6)
    #expect(scaledError(parameters.varianceAlpha, 0.3340148) <= 2e-6)
    #expect(scaledError(parameters.varianceTheta, 0.3327214) <= 2e-6)
  }

  @Test("variances have intervals on the log scale, as metandi's")
  func logarithmicInterval() throws {
    // σ²θ = .7786393, SE .4327063 gives (.2620026, 2.31402). With σA = σB = s
    // and ρ = −1, σ²θ = s² and its variance is that of −ψAB.
    let v = 0.7786393
    let w = 0.4327063 * 0.4327063
    let joint = JointCovariance(
      means: .identity, firstMeanWithPsi: .zero, secondMeanWithPsi: .zero,
      psi: SymmetricMatrix3x3(w, -w, w, w, -w, w))
    let hsroc = try makeFit(
      psi: SymmetricMatrix2x2(v, -v, v), joint: joint,
      boundary: .correlationAtMinusOne
    ).hsroc()
    let lower = try #require(hsroc.varianceTheta.lower)
    let upper = try #require(hsroc.varianceTheta.upper)
    #expect(relativeError(lower, 0.2620026) <= 1e-6)
    #expect(relativeError(upper, 2.31402) <= 1e-6)
    #expect(hsroc.varianceAlpha.estimate == 0)
  }

  @Test("convert back to the bivariate model", arguments: [-0.9, 0, 0.4, 1])
  func roundTrip(correlation: Double) throws {
    let mean = LogitPair(logitSensitivity: -0.3, logitSpecificity: 2.7)
    let psi = SymmetricMatrix2x2(0.04, correlation * 0.2 * 1.5, 2.25)
    let parameters = try HSROCParameters(
      mean: mean, betweenStudyCovariance: psi)
    let back = parameters.betweenStudyCovariance
    // A dozen roundings each.
    #expect(
      scaledError(parameters.mean.logitSensitivity, -0.3) <= 1e-15)
    #expect(scaledError(parameters.mean.logitSpecificity, 2.7) <= 1e-15)
    #expect(scaledError(back.m11, psi.m11) <= 1e-15)
    #expect(scaledError(back.m21, psi.m21) <= 1e-15)
    #expect(scaledError(back.m22, psi.m22) <= 1e-15)
  }

  @Test("a correlation of +1 fixes the threshold variance")
  func correlationAtPlusOne() throws {
    let hsroc = try makeFit(
      psi: SymmetricMatrix2x2(0.5, 0.1.squareRoot(), 0.2),
      joint: fullJointCovariance, boundary: .correlationAtPlusOne
    ).hsroc()
    #expect(hsroc.varianceTheta.estimate == 0)
    #expect(hsroc.varianceTheta.undefinedReason == .fixedAtBoundary)
    #expect(hsroc.varianceAlpha.standardError != nil)
  }

  @Test("a zero variance leaves them undefined")
  func zeroVariance() {
    let cases: [(CovarianceBoundary, SymmetricMatrix2x2, UndefinedReason)] = [
      (
        .zeroVarianceFirst, SymmetricMatrix2x2(0, 0, 1),
        .zeroVarianceSensitivity
      ),
      (
        .zeroVarianceSecond, SymmetricMatrix2x2(1, 0, 0),
        .zeroVarianceSpecificity
      ),
      (.zeroVarianceBoth, .zero, .zeroVarianceBoth),
      // The values decide where the boundary was not recorded.
      (.interior, SymmetricMatrix2x2(0, 0, 1), .zeroVarianceSensitivity),
    ]
    for (boundary, psi, reason) in cases {
      #expect(throws: reason) {
        try makeFit(psi: psi, boundary: boundary).hsroc()
      }
    }
    #expect(throws: UndefinedReason.infiniteEstimate) {
      try makeFit(mean: (1, .infinity)).hsroc()
    }
  }

  @Test("need the joint covariance for their errors")
  func withoutJointCovariance() throws {
    let hsroc = try makeFit().hsroc()
    #expect(hsroc.lambda.undefinedReason == .jointCovarianceUnavailable)
    #expect(hsroc.varianceAlpha.undefinedReason == .jointCovarianceUnavailable)
    #expect(hsroc.lambda.estimate.isFinite)
  }
}

internal import DxAccuracy
internal import DxLinearAlgebra
internal import RealModule
internal import _DxTestSupport
import Testing

// Expected values: the `derived` sections of the reference reviews; Bayes'
// theorem by hand.

@Suite("Predictive values")
struct PredictiveValueTests {
  @Test("agree with the reference", arguments: ReferenceFit.all)
  func reference(_ reference: ReferenceFit) throws {
    let cases = try #require(reference.derived["post_test"].elements)
    #expect(cases.count >= 3)
    for expected in cases {
      let prevalence = try Prevalence(
        #require(expected["prevalence"].number))
      let values = reference.fit.predictiveValues(at: prevalence)
      #expect(
        intervalError(
          values.probabilityAfterPositive, expected["positive"])
          <= ReferenceFit.tolerance)
      #expect(
        intervalError(
          values.probabilityAfterNegative, expected["negative"])
          <= ReferenceFit.tolerance)
    }
  }

  @Test("of 0.94 and 0.94 at 20 % are 79.7 % and 1.6 %")
  func published() throws {
    let logit = Double.log(0.94 / 0.06)
    let values = makeFit(mean: (logit, logit)).predictiveValues(
      at: try Prevalence(0.2))
    #expect(
      scaledError(values.positivePredictiveValue.estimate, 47 / 59.0) <= 1e-15)
    #expect(
      scaledError(
        values.probabilityAfterNegative.estimate, 0.012 / 0.764) <= 1e-15)
    #expect(
      scaledError(values.negativePredictiveValue.estimate, 0.752 / 0.764)
        <= 1e-15)
    // 2 · PPV · Se / (PPV + Se) = 0.376 / 0.436.
    #expect(scaledError(values.f1.estimate, 0.376 / 0.436) <= 1e-15)
  }

  @Test("F1 has the interval of the delta method")
  func f1Interval() throws {
    let fit = makeFit()
    let error = try #require(
      fit.predictiveValues(at: try Prevalence(0.3)).f1.standardErrorOnScale)
    let expected = fit.meanCovariance.quadraticForm(
      SIMD2(
        numericalDerivative { makeF1Logit(1.5 + $0, 2, 0.3) },
        numericalDerivative { makeF1Logit(1.5, 2 + $0, 0.3) }))
    // Central differences of step 1e-5.
    #expect(relativeError(error * error, expected) <= 1e-8)
  }

  @Test("an uncertain prevalence adds its variance")
  func uncertainPrevalence() throws {
    let fit = makeFit(meanCovariance: .zero)
    let values = fit.predictiveValues(
      at: try Prevalence(0.3, logitStandardError: 0.5))
    let positive = try #require(
      values.positivePredictiveValue.standardErrorOnScale)
    #expect(positive == 0.5)
    let f1 = try #require(values.f1.standardErrorOnScale)
    let slope = numericalDerivative { step in
      let odds = 0.3 / 0.7 * Double.exp(step)
      return makeF1Logit(1.5, 2, odds / (1 + odds))
    }
    #expect(relativeError(f1, 0.5 * slope) <= 1e-8)
  }

  @Test("refuse what is no prevalence", arguments: [0, 1, -0.1, 2, .infinity])
  func invalidPrevalence(value: Double) {
    #expect(throws: PrevalenceError.notBetweenZeroAndOne(value)) {
      try Prevalence(value)
    }
    #expect(throws: PrevalenceError.invalidStandardError(-1)) {
      try Prevalence(0.5, logitStandardError: -1)
    }
  }

  /// The logit of F1 from its definition as a harmonic mean.
  private func makeF1Logit(_ a: Double, _ b: Double, _ p: Double) -> Double {
    let sensitivity = 1 / (1 + Double.exp(-a))
    let alarms = 1 / (1 + Double.exp(b))
    let predictive =
      p * sensitivity / (p * sensitivity + (1 - p) * alarms)
    let f1 = 2 * predictive * sensitivity / (predictive + sensitivity)
    return .log(f1 / (1 - f1))
  }

  private func numericalDerivative(_ function: (Double) -> Double) -> Double {
    (function(1e-5) - function(-1e-5)) / 2e-5
  }
}

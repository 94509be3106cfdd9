internal import DxLinearAlgebra
internal import DxMixedModels
internal import _DxTestSupport
import Testing

@testable internal import DxAccuracy

// Expected values: mpmath with 30 digits.

private struct MeanCase: Sendable {
  let mean, variance, value, complement, byMean, byVariance: Double

  init(
    _ mean: Double, _ variance: Double, _ value: Double, _ complement: Double,
    _ byMean: Double, _ byVariance: Double
  ) {
    self.mean = mean
    self.variance = variance
    self.value = value
    self.complement = complement
    self.byMean = byMean
    self.byVariance = byVariance
  }

  static let all: [MeanCase] = [
    MeanCase(0.0, 1, 0.5, 0.5, 0.20662096414190704, 3.559213362296262e-40),
    MeanCase(
      2.0, 0.5, 0.8616531985057768, 0.1383468014942232, 0.11223588699941896,
      -0.036336617763169971),
    MeanCase(
      2.0, 0, 0.88079707797788244, 0.11920292202211756, 0.10499358540350652,
      -0.039981250528076531),
    MeanCase(
      -4.0, 3, 0.054140921369833446, 0.94585907863016655, 0.041803493279295771,
      0.013634318709916589),
    MeanCase(
      1.3, 25, 0.5967175547446805, 0.4032824452553195, 0.072918110407815649,
      -0.0016871402839050456),
    MeanCase(
      -40.0, 4, 3.1391327920480242e-17, 0.99999999999999997,
      3.1391327920480189e-17, 1.5695663960240041e-17),
    MeanCase(
      3.0, 1e-08, 0.95257412661797535, 0.047425873382024654,
      0.045176659895567514, -0.020445787377280333),
    MeanCase(
      60.0, 100, 0.99999999809706964, 1.9029303644073719e-9,
      1.12554656021818e-9, -3.2419935443857245e-10),
  ]
}

@Suite("Population mean")
struct PopulationMeanTests {
  @Test("agrees with mpmath", arguments: MeanCase.all)
  fileprivate func reference(_ expected: MeanCase) {
    let found = LogisticNormalMean(
      mean: expected.mean, variance: expected.variance)
    // Exponents of up to 100 cost as many u.
    #expect(relativeError(found.value, expected.value) <= 4e-14)
    #expect(relativeError(found.complement, expected.complement) <= 4e-14)
    #expect(relativeError(found.meanDerivative, expected.byMean) <= 4e-14)
    // This one may cancel.
    #expect(
      (found.varianceDerivative - expected.byVariance).magnitude
        <= 4e-14 * expected.byMean)
  }

  @Test("lies between the median and one half, with a delta interval")
  func interval() throws {
    let fit = makeFit(joint: fullJointCovariance)
    let mean = fit.populationMean()
    let median = fit.summaryPoint()
    #expect(mean.sensitivity.estimate < median.sensitivity.estimate)
    #expect(mean.sensitivity.estimate > 0.5)
    let error = try #require(mean.specificity.standardErrorOnScale)
    let value = LogisticNormalMean(mean: 2, variance: 0.8)
    let jacobian = 1 / (value.value * value.complement)
    let variance = fullJointCovariance.variance(
      meanGradient: SIMD2(0, jacobian * value.meanDerivative),
      psiGradient: SIMD3(0, 0, jacobian * value.varianceDerivative))
    #expect(relativeError(error * error, variance) <= 1e-14)
    let without = makeFit().populationMean().sensitivity
    #expect(without.undefinedReason == .jointCovarianceUnavailable)
    #expect(without.estimate == mean.sensitivity.estimate)
  }

  @Test("is the median without variance")
  func noVariance() {
    let fit = makeFit(psi: .zero)
    #expect(
      scaledError(
        fit.populationMean().sensitivity.estimate,
        fit.summaryPoint().sensitivity.estimate) <= 1e-15)
  }
}

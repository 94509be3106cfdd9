// Expected values: R 4.2.2 with metafor 3.8-1 on dat.bcg, log risk ratios,
// with control = list(threshold = 1e-14, maxiter = 10000), printed to 12
// digits and more. The interval with k − 2 degrees of freedom is that of
// qt(.975, 11) = 2.200985160082949.

import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Pooling of one outcome, inference")
struct UnivariateInferenceTests {
  private func fit(
    _ name: String, _ estimator: HeterogeneityEstimator
  ) throws -> UnivariateFit {
    let reference = try #require(
      try PoolingCase.all.first { $0.name == name })
    return try reference.model.fit(reference.outcomes(), estimator)
  }

  // metafor's own tau² is converged to about 1e-12.
  private func check(
    _ values: [Double], _ expected: [Double], _ tolerance: Double = 1e-10
  ) {
    #expect(values.count == expected.count)
    for (value, reference) in zip(values, expected) {
      #expect(scaledError(value, reference) <= tolerance)
    }
  }

  @Test("the mean and its intervals")
  func mean() throws {
    let fit = try fit("bcg", .restrictedMaximumLikelihood)
    let wald = fit.mean()
    check(
      [wald.estimate, wald.standardError, wald.lower, wald.upper],
      [-0.714532342158, 0.179781516105, -1.066897638810, -0.362167045506])
    #expect(wald.degreesOfFreedom == nil)
    let adjusted = fit.mean(.knappHartung)
    check(
      [
        adjusted.standardError, adjusted.statistic, adjusted.pValue,
        adjusted.lower, adjusted.upper, fit.varianceFactor(.knappHartung),
      ],
      [
        0.1807917440928479, -3.9522398865248092, 0.0019200150960573,
        -1.1084437136855509, -0.3206209706307280, 1.0112699719668512,
      ], 1e-9)
    #expect(adjusted.degreesOfFreedom == 12)
    #expect(fit.mean(.knappHartungAtLeastOne) == adjusted)
    #expect(fit.coefficientEstimates() == [wald])
  }

  @Test("prediction intervals")
  func prediction() throws {
    let fit = try fit("bcg", .restrictedMaximumLikelihood)
    let normal = fit.predictionInterval()
    check(
      [normal.lower, normal.upper], [-1.866692217903, 0.437627533587])
    let student = fit.predictionInterval(.knappHartung)
    check(
      [student.lower, student.upper], [-1.996016834196, 0.566952149880], 1e-9)
    let less = fit.predictionInterval(reference: .studentOneLess)
    let half =
      2.200985160082949 / 1.959963984540054
      * (normal.upper - normal.lower) / 2
    check([less.upper], [fit.coefficients[0] + half])
  }

  @Test("moderators")
  func moderators() throws {
    let fit = try fit("bcg latitude", .restrictedMaximumLikelihood)
    #expect(fit.labels == ["(Intercept)", "x0"])
    let test = try #require(fit.moderatorTest())
    check(
      [test.statistic, test.pValue], [16.358232147165, 5.2427939738092e-5])
    #expect(test.degreesOfFreedom == 1)
    #expect(test.denominatorDegreesOfFreedom == nil)
    let adjusted = try #require(fit.moderatorTest(.knappHartung))
    check(
      [adjusted.statistic, adjusted.pValue],
      [12.59098288442650, 0.00456505154154], 1e-8)
    #expect(adjusted.denominatorDegreesOfFreedom == 11)
    let estimates = fit.coefficientEstimates(.knappHartung)
    check(
      estimates.map(\.standardError),
      [0.2839252837433832, 0.0082014174110366], 1e-9)
    check(
      estimates.map(\.pValue), [0.3947370724465826, 0.0045650515415400], 1e-8)
    let mean = fit.mean(at: [1, 30])
    check(
      [mean.estimate, mean.standardError, mean.lower],
      [-0.621583540342, 0.106924050516, -0.831150828435])
    let interval = fit.predictionInterval(at: [1, 30])
    check(
      [interval.lower, interval.upper], [-1.202277958962, -0.040889121722])
  }

  @Test(
    "I², H² and R²",
    arguments: [
      ("fixedEffect", 64.2079595766, 2.7939172737, 77.9765192143),
      ("derSimonianLaird", 64.2079595766, 2.7939172737, 79.4984944502),
      (
        "restrictedMaximumLikelihood", 68.3912248382, 3.16367842436,
        75.6266218116
      ),
      ("maximumLikelihood", 49.328850185, 1.9735095881, 87.7328604131),
      ("pauleMandel", 80.1112838826, 5.02797663809, 55.3140399535),
      ("sidikJonkman", 86.7906259925, 7.57038145359, 32.8992242476),
      ("hedges", 85.5582288335, 6.92435843546, 36.3752216589),
      ("hunterSchmidt", 45.1831795471, 1.82425757594, 87.2637313127),
    ])
  func heterogeneity(
    _ name: String, iSquared: Double, hSquared: Double, rSquared: Double
  ) throws {
    let estimator = try #require(poolingEstimators.first { $0.1 == name }?.0)
    let fit = try fit("bcg latitude", estimator)
    check([100 * fit.iSquared], [iSquared])
    check([fit.hSquared], [hSquared])
    check([100 * (try #require(fit.rSquared))], [rSquared])
    #expect(try self.fit("bcg", estimator).rSquared == nil)
  }

  @Test("information criteria")
  func criteria() throws {
    let restricted = try #require(
      fit("bcg", .restrictedMaximumLikelihood).informationCriteria)
    check(
      [
        restricted.logLikelihood, restricted.akaike, restricted.bayesian,
        restricted.correctedAkaike,
      ], [-12.20237142, 28.40474283, 29.37455613, 29.73807616], 1e-9)
    let ordinary = try #require(
      fit("bcg latitude", .maximumLikelihood).informationCriteria)
    check(
      [
        ordinary.logLikelihood, ordinary.akaike, ordinary.bayesian,
        ordinary.correctedAkaike,
      ], [-7.685665528, 21.37133106, 23.06617913, 24.03799772], 1e-9)
    let fixed = try #require(
      fit("bcg latitude", .fixedEffect).informationCriteria)
    check(
      [fixed.akaike, fixed.bayesian, fixed.correctedAkaike],
      [22.94722174, 24.07712045, 24.14722174], 1e-9)
    #expect(try fit("bcg", .hedges).informationCriteria == nil)
  }

  @Test("intervals of I² and H² follow that of the variance")
  func heterogeneityIntervals() throws {
    let interval = try fit("bcg", .restrictedMaximumLikelihood)
      .qProfileInterval()
    let iSquared = try #require(interval.iSquared)
    let hSquared = try #require(interval.hSquared)
    let deviation = try #require(interval.standardDeviation)
    check(
      [iSquared.lower, iSquared.upper], [0.81920574558597, 0.97678074957887])
    check(
      [hSquared.lower, hSquared.upper], [5.531149223968, 43.067712430982])
    check(
      [deviation.lower, deviation.upper], [0.346003412037, 1.054267083836])
  }

  @Test("conventions of the likelihood")
  func conventions() throws {
    let fit = try fit("bcg", .restrictedMaximumLikelihood)
    // ½ log k for an intercept.
    let without = try #require(
      fit.logLikelihood(.withoutDesignDeterminant))
    check([without], [-12.202371415 - 0.5 * 2.5649493574615367], 1e-9)
    #expect(fit.logLikelihood(.errorContrasts) == fit.logLikelihood)
  }
}

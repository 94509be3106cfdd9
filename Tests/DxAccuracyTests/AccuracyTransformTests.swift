internal import DxAccuracy
internal import RealModule
internal import _DxTestSupport
import Testing

// Expected values: mpmath with 40 digits.

private struct TransformCase: Sendable {
  let alpha, proportion, value, derivative: Double

  init(
    _ alpha: Double, _ proportion: Double, _ value: Double,
    _ derivative: Double
  ) {
    self.alpha = alpha
    self.proportion = proportion
    self.value = value
    self.derivative = derivative
  }

  static let all: [TransformCase] = [
    TransformCase(0, 0.3, 0.71334988787746473, 2.8571428571428571),
    TransformCase(2, 0.3, -2.4079456086518721, 6.6666666666666669),
    TransformCase(0.5, 0.01, -2.2875095892137935, 51.515151515151514),
    TransformCase(0.5, 0.999, 10.361132668306412, 1500.5005005004992),
    TransformCase(1.7, 0.2, -2.6691013857437075, 8.8749999999999994),
    TransformCase(0.001, 0.5, 1.3849080667587707, 4.0),
    TransformCase(0.001, 1e-09, -0.020723263837946411, 1000001.999000002),
    TransformCase(1.999, 0.999999, 0.013813511556934439, 1001.9990019701362),
    TransformCase(1, 0.8, 1.3862943611198909, 6.250000000000001),
  ]
}

@Suite("Transformations of proportions")
struct AccuracyTransformTests {
  @Test("agree with mpmath and have an inverse", arguments: TransformCase.all)
  fileprivate func reference(_ expected: TransformCase) {
    let transform = AccuracyTransform(alpha: expected.alpha)
    let value = transform.value(expected.proportion)
    #expect(scaledError(value, expected.value) <= 4 * .ulpOfOne)
    #expect(
      relativeError(
        transform.derivative(expected.proportion), expected.derivative)
        <= 4 * .ulpOfOne)
    let back = transform.inverse(value)
    // An error of u in the value moves the proportion by u / t′.
    #expect(relativeError(back, expected.proportion) <= 2e-14)
  }

  @Test("have an inverse everywhere", arguments: [0.001, 0.4, 1, 1.3, 1.999])
  func inverse(alpha: Double) {
    let transform = AccuracyTransform(alpha: alpha)
    for value in [-2000, -50, -3, -1e-9, 0, 0.2, 8, 30] {
      let proportion = transform.inverse(value)
      #expect((0...1).contains(proportion))
      guard proportion > 1e-300, proportion < 0.999999 else { continue }
      #expect(scaledError(transform.value(proportion), value) <= 1e-9)
    }
  }

  @Test("have limits and refuse what is no proportion")
  func edges() {
    #expect(AccuracyTransform.logit.value(0) == -.infinity)
    #expect(AccuracyTransform.logit.value(1) == .infinity)
    #expect(AccuracyTransform(alpha: 0).value(0) == 0)
    #expect(AccuracyTransform(alpha: 2).value(1) == 0)
    #expect(AccuracyTransform.logit.value(1.1).isNaN)
    #expect(AccuracyTransform(alpha: 0).inverse(-1).isNaN)
    #expect(AccuracyTransform(alpha: 2).inverse(1).isNaN)
    #expect(AccuracyTransform(alpha: 0.5).inverse(.infinity) == 1)
    #expect(AccuracyTransform(alpha: 0.5).inverse(-.infinity) == 0)
    #expect(AccuracyTransform(alpha: 0.5).inverse(.nan).isNaN)
  }

  @Test("carry the binomial variance over")
  func variance() throws {
    let proportion = try BinomialProportion(successes: 12, trials: 40)
    #expect(
      relativeError(
        AccuracyTransform.logit.variance(proportion), 1 / 12.0 + 1 / 28.0)
        <= 1e-15)
    // (0.5/0.3 + 1.5/0.7)² · 0.3 · 0.7 / 40
    #expect(
      relativeError(
        AccuracyTransform(alpha: 0.5).variance(proportion),
        80.0 / 21 * (80.0 / 21) * 0.21 / 40) <= 1e-14)
  }
}

// Expected values: mpmath 1.3.0 at 40 digits, with the arguments taken as the
// doubles that stand here.

import DxSpecialFunctions
import Testing
import _DxTestSupport

@Suite("Gamma functions")
struct GammaFunctionTests {
  // Two units of the last place, and a little for another C library's
  // logarithm.
  private let bound = 3 * Double.ulpOfOne

  @Test(
    "digamma",
    arguments: [
      (1e-5, -100000.57719921567289), (0.25, -4.2274535333762654081),
      (1, -0.57721566490153286061),
      (1.4616321449683622, -9.2412655217294275168e-17),
      (1.4616321449683574, -4.8194734868386745617e-15),
      (5, 1.5061176684318004727), (15.9375, 2.7369743238768407123),
      (16, 2.7410133283274603684), (1e10, 23.02585092989045684),
      (-0.5, 0.036489973978576520559),
      (-16.734999060115552, -0.011530075980203528286),
    ])
  func digammaValues(x: Double, value: Double) {
    #expect(relativeError(digamma(x), value) <= bound)
  }

  // From ball arithmetic (Arb); two of the logarithms underflow.
  @Test(
    "logarithms of incomplete gamma functions go on where those underflow",
    arguments: [
      (3.0, 1e-200, -1383.3428152656554, 0.0),
      (0.5, 1e-300, -345.2669817114716, -1.1283791670955126e-150),
      (20.0, 3.0, -23.210444234617718, -8.314423588537347e-11),
      (10000.0, 9000.0, -56.83548616875225, -2.073299202433928e-25),
      (2.0, 1500.0, 0, -1492.6861131683665),
      (7.5, 40.0, -6.98465541690636e-11, -23.384720363344737),
      (1000000.0, 1010000.0, -1.0606997477586902e-23, -52.90052830914025),
      (1e-05, 0.3, -9.05682373011804e-06, -11.611996609450628),
    ])
  func logarithms(shape: Double, x: Double, lower: Double, upper: Double) {
    #expect(relativeError(logRegularizedGammaP(shape, x), lower) <= bound)
    #expect(relativeError(logRegularizedGammaQ(shape, x), upper) <= bound)
  }

  @Test("logarithms of incomplete gamma functions at the ends")
  func logarithmsAtEnds() {
    #expect(logRegularizedGammaP(2, 0) == -.infinity)
    #expect(logRegularizedGammaQ(2, 0) == 0)
    #expect(logRegularizedGammaP(2, .infinity) == 0)
    #expect(logRegularizedGammaQ(2, .infinity) == -.infinity)
    #expect(logRegularizedGammaP(0, 1).isNaN)
    #expect(logRegularizedGammaQ(2, -1).isNaN)
  }

  @Test(
    "trigamma",
    arguments: [
      (1e-5, 10000000001.64490839), (0.25, 17.197329154507110739),
      (1, 1.6449340668482264365), (5, 0.22132295573711532536),
      (15.9375, 0.064754710067496971359), (16, 0.064493783403239361782),
      (1e10, 1.00000000005e-10), (-0.5, 8.9348022005446793094),
      (-8.5, 9.7586071126202595865),
    ])
  func trigammaValues(x: Double, value: Double) {
    #expect(relativeError(trigamma(x), value) <= bound)
  }

  @Test("polygamma functions at the ends")
  func polygammaEdges() {
    #expect(digamma(0) == -.infinity && digamma(-0.0) == .infinity)
    #expect(digamma(-3).isNaN && digamma(-.infinity).isNaN)
    #expect(digamma(.nan).isNaN && digamma(.infinity) == .infinity)
    #expect(trigamma(0) == .infinity && trigamma(-3) == .infinity)
    #expect(trigamma(-.infinity).isNaN && trigamma(.nan).isNaN)
    #expect(trigamma(.infinity) == 0)
    let tiny = Double.leastNormalMagnitude
    #expect(digamma(tiny) == -1 / tiny)
  }

  @Test(
    "ratios of gamma functions",
    arguments: [
      (5, 3, 2.4849066497880003102),
      (1e15, 999_999_999_999_999, 34.53877639491068426),
      (100.25, 100, 1.1503542681888361924),
      (1e-8, 2e-8, 0.69314718633210171169),
      (30, 0.5, 70.684674024243308923),
      (3.0000001, 3, 9.2278435333496081369e-8),
    ])
  func ratios(a: Double, b: Double, value: Double) {
    #expect(relativeError(logGammaRatio(a, b), value) <= bound)
    #expect(relativeError(logGammaRatio(b, a), -value) <= bound)
  }

  @Test(
    "rising factorials",
    arguments: [
      (1e12, 1e-6, 0.000027631021115928046958),
      (0.5, 10, 13.368260276479063546), (1e6, 1e6, 14201804.572510532776),
    ])
  func rising(a: Double, n: Double, value: Double) {
    #expect(relativeError(logRisingFactorial(a, n), value) <= bound)
    #expect(logRisingFactorial(a, 0) == 0)
  }

  @Test("ratios outside their domain")
  func ratioEdges() {
    #expect(logGammaRatio(2.5, 2.5) == 0)
    #expect(logGammaRatio(0, 1).isNaN && logGammaRatio(1, -1).isNaN)
    #expect(logGammaRatio(.infinity, 1).isNaN)
    #expect(logRisingFactorial(1, -1).isNaN)
    #expect(logRisingFactorial(2, .nan).isNaN)
  }

  /// On either side of the borders of the methods, and far from all of them.
  @Test(
    "lower incomplete gamma function",
    arguments: [
      (2, 4.7, 0.94815692052033385017),
      (1.999999, 0.6, 0.12190156563919926792),
      (0.3, 1.1, 0.92699495508741251218),
      (0.3, 1.1000001, 0.92699496549624769029),
      (16, 15.5, 0.48298875273029179634),
      (1e-10, 1e-300, 0.99999993098017115853),
      (20, 48, 0.99999833118686181605),
    ])
  func lower(shape: Double, x: Double, value: Double) {
    #expect(relativeError(regularizedGammaP(shape, x), value) <= bound)
  }

  @Test(
    "upper incomplete gamma function",
    arguments: [
      (2, 4.72, 0.050994821297074238978),
      (1e-10, 0.5, 5.5977359480549881133e-11),
      (0.999, 1.2, 0.30080705838313390145), (7, 690, 3.283650835757304279e-286),
      (1e-5, 1e-200, 0.0045888370777613067915),
      (0.10683164374412302, 0.9832102257002331, 0.026637520339134012012),
    ])
  func upper(shape: Double, x: Double, value: Double) {
    #expect(relativeError(regularizedGammaQ(shape, x), value) <= 2 * bound)
  }

  /// A step of the method would show as a jump.
  @Test("is continuous", arguments: [0.5, 1, 2, 2.5, 3, 4, 6, 9, 16])
  func continuity(shape: Double) {
    for ratio in [0.2, 0.301, 0.5, 0.99, 1, 1.4, 2.357, 2.5, 4] {
      let x = ratio * shape
      let below = regularizedGammaP(shape.nextDown, x.nextDown)
      #expect(relativeError(below, regularizedGammaP(shape, x)) <= 20 * bound)
    }
  }
}

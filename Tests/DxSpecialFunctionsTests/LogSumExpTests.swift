// Expected values: mpmath 1.3.0 at 60 digits, with the doubles written here.

import DxSpecialFunctions
import Testing
import _DxTestSupport

@Suite("Sums on the logarithmic scale")
struct LogSumExpTests {
  @Test("no terms, and infinite ones")
  func edges() {
    #expect(logSumExp([Double]()) == -.infinity)
    #expect(logSumExp([-.infinity]) == -.infinity)
    #expect(logSumExp([-.infinity, -.infinity]) == -.infinity)
    #expect(logSumExp([-.infinity, 3]) == 3)
    #expect(logSumExp([.infinity, 3]) == .infinity)
    #expect(logSumExp([.infinity, -.infinity]) == .infinity)
    #expect(logSumExp([.nan, .infinity]).isNaN)
    #expect(logSumExp([1, .nan]).isNaN)
    #expect(logSumExp([42.5]) == 42.5)
    #expect(logSumExp(-.infinity, -.infinity) == -.infinity)
    #expect(logSumExp(.infinity, .infinity) == .infinity)
    #expect(logSumExp(.nan, 1).isNaN && logSumExp(1, .nan).isNaN)
  }

  @Test("neither overflows nor underflows")
  func range() {
    let logTwo = 0.6931471805599453
    #expect(logSumExp(1e308, 1e308) == 1e308)
    #expect(logSumExp(-1e5, -1e5) == -1e5 + logTwo)
    #expect(logSumExp([1e5, 1e5]) == 1e5 + logTwo)
    // exp(−740), which is subnormal.
    #expect(logSumExp(0, -740) == 85 * .leastNonzeroMagnitude)
    #expect(logSumExp(0, -80) == 1.8048513878454152e-35)
  }

  @Test("keeps its accuracy where the largest term is cancelled")
  func cancellation() {
    // mpmath: the sum of the exponentials of these doubles is next to one.
    let halves = logSumExp(-0.6931471805599453, -0.6931471805599453)
    #expect(relativeError(halves, 2.3190468138462996e-17) <= 1e-9)
    let three = logSumExp([-1.5, -0.75, -1.1890733967818954])
    #expect(relativeError(three, 5.6208719958578115e-17) <= 1e-9)
  }

  @Test("does not depend on the collection")
  func collections() {
    let values = (0..<1000).map { Double($0) * 0.001 }
    let sum = logSumExp(values)
    // mpmath: the sum over the doubles next to the thousandths.
    #expect(ulpError(sum, 7.448580091928389) <= 1)
    #expect(logSumExp(values[...]) == sum)
    #expect(ulpError(logSumExp(values.reversed()), sum) <= 1)
  }
}

@Suite("Logarithms of probabilities")
struct LogProbabilityTests {
  @Test("complements at the ends")
  func ends() {
    #expect(log1mexp(0) == -.infinity)
    #expect(log1mexp(-.infinity) == 0)
    #expect(log1mexp(0.5).isNaN && log1mexp(.nan).isNaN)
    #expect(log1mexp(-740) == -85 * .leastNonzeroMagnitude)
    #expect(logExpit(.infinity) == 0)
    #expect(logExpit(-.infinity) == -.infinity)
    #expect(logExpit(.nan).isNaN)
    #expect(logExpit(-1e300) == -1e300)
  }

  @Test(
    "complements about log 2", arguments: [-0.69, -0.6931471805599453, -0.7])
  func involution(x: Double) {
    // It is its own inverse, and has the slope −1 there.
    #expect(ulpError(log1mexp(log1mexp(x)), x) <= 4)
  }
}

@Suite("Error functions at the ends")
struct ErrorFunctionTests {
  @Test("error functions")
  func ends() {
    #expect(errorFunction(.infinity) == 1 && errorFunction(-.infinity) == -1)
    #expect(errorFunction(0) == 0 && errorFunction(.nan).isNaN)
    #expect(errorFunction(-0.0).sign == .minus)
    #expect(errorFunction(6) == 1 && errorFunction(-7) == -1)
    #expect(complementaryErrorFunction(-.infinity) == 2)
    #expect(complementaryErrorFunction(.infinity) == 0)
    #expect(complementaryErrorFunction(-0.0) == 1)
    #expect(complementaryErrorFunction(.nan).isNaN)
    #expect(complementaryErrorFunction(27) > 0)
    #expect(complementaryErrorFunction(27.5) == 0)
    #expect(scaledComplementaryErrorFunction(0) == 1)
    #expect(scaledComplementaryErrorFunction(.infinity) == 0)
    #expect(scaledComplementaryErrorFunction(-.infinity) == .infinity)
    #expect(scaledComplementaryErrorFunction(-26.6) < .infinity)
    #expect(scaledComplementaryErrorFunction(-26.7) == .infinity)
    #expect(scaledComplementaryErrorFunction(.nan).isNaN)
  }

  /// The two halves of the line, and the pieces of each function, meet.
  @Test(
    "pieces join",
    arguments: [0.47, 0.6, 1, 3, 6, 7, 15, 26, 28, 30.999999999999996, 31])
  func joints(x: Double) {
    for y in [x.nextDown, x, x.nextUp] {
      #expect(
        ulpError(errorFunction(y) + complementaryErrorFunction(y), 1) <= 1)
      #expect(
        ulpError(
          scaledComplementaryErrorFunction(y),
          scaledComplementaryErrorFunction(x)) <= 4)
      let tail = standardNormalProbability(-y)
      #expect(
        tail == 0 || ulpError(standardNormalProbability(y) + tail, 1) <= 1)
    }
  }

  @Test("normal density and logarithms at the ends")
  func normal() {
    #expect(standardNormalDensity(.infinity) == 0)
    #expect(standardNormalDensity(.nan).isNaN)
    #expect(standardNormalDensity(38) > 0 && standardNormalDensity(39) == 0)
    #expect(standardNormalLogProbability(-.infinity) == -.infinity)
    #expect(standardNormalLogProbability(.infinity) == 0)
    #expect(standardNormalLogProbability(.nan).isNaN)
    #expect(standardNormalLogProbability(0) == -0.6931471805599453)
  }

  @Test(
    "quantiles invert, at the joints of their tables too",
    arguments: [
      .leastNonzeroMagnitude, 0x1p-1030, 1e-100, 0.0078124999999999, 0.0078125,
      0.125,
      0.37499999999999994, 0.375, 0.37500000000000006, 0.5,
    ])
  func quantiles(p: Double) {
    let z = standardNormalQuantile(p)
    // The hazard times |z| multiplies the rounding of the quantile.
    let bound = (4 + z * z) * .ulpOfOne
    let back = standardNormalProbability(z)
    if p >= .leastNormalMagnitude {
      #expect(relativeError(back, p) <= bound)
    } else {
      #expect((back - p).magnitude <= .leastNonzeroMagnitude + bound * p)
    }
  }
}

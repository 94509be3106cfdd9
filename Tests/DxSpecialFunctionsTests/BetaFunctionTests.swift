// Expected values: python-flint 0.9.0 (Arb) at 1500 bits; the incomplete beta
// functions by positive series, or by quadrature of a positive integrand.
// The points lie on either side of the borders between methods.

import DxSpecialFunctions
import Testing
import _DxTestSupport

@Suite("Beta functions")
struct BetaFunctionTests {
  private typealias Row = (Double, Double, Double)

  @Test("incomplete beta functions and their logarithms")
  func tails() {
    typealias Row = (Double, Double, Double, Double, Double, Double, Double)
    let rows: [Row] = [
      (
        1e-10, 3e-10, 0.3, 0.7499999999364526, 0.25000000006354733,
        -0.28768207253651074, -1.3862943608657012
      ),
      (
        1e-07, 111, 1e-300, 0.9999314530201134, 6.854697988658479e-05,
        -6.85493293381764e-05, -9.587991210014971
      ),
      (
        0.02, 0.03, 0.999999, 0.7354708297758765, 0.2645291702241234,
        -0.3072444001270352, -1.3298037493634376
      ),
      (
        0.3, 0.4, 0.5, 0.5784917890443377, 0.42150821095566227,
        -0.547330925976641, -0.86391602140811
      ),
      (
        0.75, 2000000000, 3e-10, 0.5826761017759698, 0.4173238982240302,
        -0.5401238185865176, -0.8738926243351541
      ),
      (
        0.9, 40, 0.03, 0.7418538038906307, 0.2581461961093693,
        -0.2986030850246707, -1.3542292029602037
      ),
      (
        1, 7.5, 0.2, 0.8124250227540145, 0.18757497724598554,
        -0.20773164872364364, -1.6735766348565733
      ),
      (
        2.5, 0.25, 0.97, 0.44945061316057505, 0.550549386839425,
        -0.7997293017171914, -0.5968386141468426
      ),
      (
        12, 30.5, 0.28, 0.5062724717346109, 0.4937275282653891,
        -0.6806802729349564, -0.7057714761764203
      ),
      (
        50, 20, 9.5e-05, 3.5526236284118774e-185, 1, -424.71055582311743,
        -3.5526236284118774e-185
      ),
      (
        59.5, 61.5, 0.49, 0.4851999796718824, 0.5148000203281176,
        -0.7231941438086106, -0.6639767637727583
      ),
      (
        61.5, 59.5, 0.52, 0.6013269499841915, 0.39867305001580855,
        -0.5086164824096447, -0.9196136215225171
      ),
      (
        61, 1000000, 7e-05, 0.8734419097018165, 0.1265580902981835,
        -0.13531365453665348, -2.067053864376705
      ),
      (
        100000, 300, 0.9965, 0.002411663477408023, 0.9975883365225919,
        -6.027438529996966, -0.0024145762217539653
      ),
      (
        3000000000, 5000000000, 0.37501, 0.967663820020275,
        0.03233617997972509, -0.032870545393352484, -3.431568552412157
      ),
      (10000000000, 0.002, 0.5, 0, 1, -6931471834.100948, -0),
      (
        700, 650, 0.9, 1, 1.290318459460763e-278, -1.290318459460763e-278,
        -639.863766796639
      ),
    ]
    // Up to 4 units were measured on tens of thousands of points.
    let bound = 5 * Double.ulpOfOne
    for (a, b, x, lower, upper, logLower, logUpper) in rows {
      let label: Comment = "a = \(a), b = \(b), x = \(x)"
      let values = [
        (regularizedBeta(a, b, x), lower),
        (complementaryRegularizedBeta(a, b, x), upper),
        (logRegularizedBeta(a, b, x), logLower),
        (logComplementaryRegularizedBeta(a, b, x), logUpper),
      ]
      for (got, want) in values {
        #expect(got == want || relativeError(got, want) <= bound, label)
      }
      // The inverse of the smaller tail, with the error of that tail times
      // the condition of the inversion.
      guard min(lower, upper) > 0 && a > 1e-3 && b > 1e-3 else { continue }
      let inverse =
        lower < upper
        ? inverseRegularizedBeta(a, b, lower)
        : inverseComplementaryRegularizedBeta(a, b, upper)
      let condition = max(1, 1 / min(a, b))
      #expect(relativeError(inverse, x) <= 4 * condition * bound, label)
    }
  }

  @Test("the logarithm of the beta function, also next to B = 1")
  func logarithm() {
    let rows: [Row] = [
      (1e-10, 3, 23.025850929790458),
      (0.3, 0.45, 1.569604148864245),
      (1, 1, 0),
      (1.1, 0.9, 0.016503798474903145),
      (2.5, 0.5, 0.16390063283767395),
      (0.4, 300, -1.4844351278941146),
      (7, 10000000000, -154.60170529967309),
      (10000000000, 10000000000, -13862943621.44632),
      (1e-300, 1e-300, 691.4686750787737),
      (1e200, 3e200, -2.2493405784752335e200),
    ]
    for (a, b, want) in rows {
      for got in [logBeta(a, b), logBeta(b, a)] {
        #expect(
          got == want || relativeError(got, want) <= 2 * .ulpOfOne,
          "a = \(a), b = \(b)")
      }
    }
  }

  @Test("the logarithm of the binomial coefficient of few among many")
  func binomialCoefficient() {
    let rows: [Row] = [
      (7, 1, 1.9459101490553132),
      (1000000000000000, 1, 34.538776394910684),
      (1000000000000000, 3, 101.824569715504),
      (152195, 16, 160.25403736272415),
      (9210639, 4605319, 6384320.210279146),
      (10, 0.001, 0.0029280986026738723),
      (3.5, 1.25, 1.3930629248413202),
    ]
    for (n, k, want) in rows {
      let got = logBinomialCoefficient(trials: n, successes: k)
      #expect(relativeError(got, want) <= .ulpOfOne, "C(\(n), \(k))")
    }
  }

  @Test("ends of the domain, and what is outside")
  func edges() {
    #expect(logRegularizedBeta(2, 3, 0) == -.infinity)
    #expect(logRegularizedBeta(2, 3, 1) == 0)
    #expect(logComplementaryRegularizedBeta(2, 3, 0) == 0)
    #expect(logComplementaryRegularizedBeta(2, 3, 1) == -.infinity)
    #expect(logRegularizedBeta(2, 0, 0.5).isNaN)
    #expect(logComplementaryRegularizedBeta(2, 3, 1.5).isNaN)
    #expect(logBeta(0, 2) == .infinity)
    #expect(logBeta(3, .infinity) == -.infinity)
    #expect(logBeta(0, .infinity).isNaN)
    #expect(logBeta(-1, 2).isNaN)
    #expect(inverseRegularizedBeta(1e-6, 600, 1e-16) == 0)
    #expect(inverseRegularizedBeta(600, 1e-6, 0.9999) == 1)
    #expect(
      relativeError(
        inverseRegularizedBeta(2, 1, .leastNonzeroMagnitude),
        Double.leastNonzeroMagnitude.squareRoot()) <= 2 * .ulpOfOne)
  }
}

// Expected values: mpmath 1.3.0 at 30 digits. Weights of a cone are solid
// angles, as double integrals over the cone's section ψ₁₁ + ψ₂₂ = 1 and that
// of its dual cone by 130 × 130 nodes; the library integrates along the
// boundary instead. Probabilities are sums of incomplete gamma functions, and
// quantiles were found by bisection.

import DxDistributions
import Testing
import _DxTestSupport

@Suite("Chi-bar-squared distribution")
struct ChiBarSquaredDistributionTests {
  @Test("tails of three mixtures")
  func tails() throws {
    let rows: [([Double], [(Double, Double, Double)])] = [
      (
        [0.5, 0.5],
        [
          (0.3, 0.708058789614817411, 0.291941210385182589),
          (11, 0.999544440561423144, 0.000455559438576856444),
          (1200, 1, 3.04978440740421685e-263),
        ]
      ),
      (
        [0.25, 0.5, 0.25],
        [
          (1e-6, 0.250399067213879813, 0.749600932786120187),
          (2.7, 0.885015811607381764, 0.114984188392618236),
          (100, 1, 5.58385992232584706e-23),
        ]
      ),
      (
        [0, 0.2, 0.3, 0.125, 0.375],
        [
          (1e-6, 0.00015972691881898009, 0.99984027308118102),
          (2.7, 0.618674381024553649, 0.381325618975446351),
          (1200, 1, 6.07305030726315808e-259),
        ]
      ),
    ]
    for (weights, points) in rows {
      let mixture = try ChiBarSquaredDistribution(weights: weights)
      for (x, below, above) in points {
        // Ten units of a chi-squared tail, and those of the sum.
        let lower = mixture.cumulativeProbability(at: x)
        #expect(relativeError(lower, below) <= 12 * .ulpOfOne, "\(x)")
        let upper = mixture.survivalProbability(at: x)
        #expect(relativeError(upper, above) <= 12 * .ulpOfOne, "\(x)")
      }
    }
  }

  @Test("upper quantiles of three mixtures")
  func upperQuantiles() throws {
    let rows: [([Double], [(Double, Double)])] = [
      (
        [0.25, 0.5, 0.25],
        [
          (0.05, 4.23059917783149763), (0.5, 0.31715602221508689),
          (1e-10, 43.7032055247803235), (1e-200, 918.363976276819192),
          (0.74, 0.000618765667582876855),
          (0.7499999, 6.28318431360509065e-14),
        ]
      ),
      (
        [0.5, 0.5],
        [
          (0.05, 2.70554345409541448), (0.001, 9.54953570608324325),
          (0.4, 0.0641847546673015511),
        ]
      ),
      (
        [0, 0.2, 0.3, 0.125, 0.375],
        [
          (0.05, 7.82857873534772279), (0.5, 1.93784551560182561),
          (0.999, 0.0000388138477728514535),
          (1 - 0x1p-30, 3.40612154271497842e-17),
          (1e-300, 1392.71457145758321),
        ]
      ),
    ]
    for (weights, points) in rows {
      let mixture = try ChiBarSquaredDistribution(weights: weights)
      for (probability, x) in points {
        let got = mixture.upperQuantile(probability)
        // The tail's error, over x times its logarithmic slope.
        #expect(
          relativeError(got, x) <= 20 * .ulpOfOne, "\(weights) \(probability)")
      }
    }
  }

  @Test("quantiles invert both tails")
  func inverse() throws {
    for weights in [
      [0.5, 0.5], [0.25, 0.5, 0.25], [0.2, 0, 0, 0.8], [0, 0.2, 0.3, 0.5],
    ] {
      let mixture = try ChiBarSquaredDistribution(weights: weights)
      for excess in [1e-8, 0.001, 0.3, 0.6, 0.999] {
        let p = weights[0] + excess * (1 - weights[0])
        let x = mixture.quantile(p)
        #expect(x > 0)
        #expect(
          relativeError(mixture.cumulativeProbability(at: x), p)
            <= 32 * .ulpOfOne)
        let q = excess * (1 - weights[0])
        let y = mixture.upperQuantile(q)
        // Near zero the tail is no function with a relative accuracy in x,
        // but x in one of the tail.
        #expect(
          relativeError(mixture.survivalProbability(at: y), q)
            <= 32 * .ulpOfOne)
      }
    }
  }

  @Test("the atom at zero, and the ends")
  func ends() throws {
    let mixture = try ChiBarSquaredDistribution(weights: [0.25, 0.5, 0.25])
    #expect(mixture.cumulativeProbability(at: 0) == 0.25)
    #expect(mixture.survivalProbability(at: 0) == 0.75)
    #expect(mixture.cumulativeProbability(at: -1) == 0)
    #expect(mixture.survivalProbability(at: -1) == 1)
    #expect(mixture.cumulativeProbability(at: .infinity) == 1)
    #expect(mixture.survivalProbability(at: .infinity) == 0)
    #expect(mixture.cumulativeProbability(at: .nan).isNaN)
    #expect(mixture.survivalProbability(at: .nan).isNaN)
    for p in [0, 0.1, 0.25] {
      #expect(mixture.quantile(p) == 0)
      #expect(mixture.upperQuantile(1 - p) == 0)
    }
    #expect(mixture.quantile(1) == .infinity)
    #expect(mixture.upperQuantile(0) == .infinity)
    for p in [-0.1, 1.1, .nan] {
      #expect(mixture.quantile(p).isNaN)
      #expect(mixture.upperQuantile(p).isNaN)
    }
    #expect(mixture.quantile(0.25 + 1e-16) >= 0)
    #expect(mixture.mean == 1)
    // E X² = ½ 3 + ¼ 8.
    #expect(mixture.variance == 2.5)
  }

  @Test("one component is that chi-squared distribution")
  func degenerate() throws {
    let zero = try ChiBarSquaredDistribution(weights: [1])
    #expect(zero.cumulativeProbability(at: 0) == 1)
    #expect(zero.survivalProbability(at: 0) == 0)
    #expect(zero.quantile(0.999) == 0 && zero.quantile(1) == 0)
    #expect(zero.upperQuantile(0) == 0 && zero.variance == 0)
    let plain = try ChiSquaredDistribution(degreesOfFreedom: 3)
    let three = try ChiBarSquaredDistribution(weights: [0, 0, 0, 1])
    for p in [1e-5, 0.3, 0.5, 0.95] {
      #expect(ulpError(three.quantile(p), plain.quantile(p)) <= 2)
      #expect(ulpError(three.upperQuantile(p), plain.upperQuantile(p)) <= 2)
    }
  }

  @Test("logarithms of tails, and samples")
  func contract() throws {
    for weights in [[1], [0.5, 0.5], [0, 0.25, 0.75], [0.2, 0, 0, 0.8]] {
      let mixture = try ChiBarSquaredDistribution(weights: weights)
      checkLogTails(
        mixture, at: [-1, 0, 1e-300, 1e-8, 0.4, 3, 80, 1300],
        sourceLocation: #_sourceLocation)
      checkSamples(mixture, sourceLocation: #_sourceLocation)
    }
    let mixture = try ChiBarSquaredDistribution(weights: [0.25, 0.5, 0.25])
    // Beyond the least double: the sum of log weight and log tail by mpmath
    // 1.3.0 at 30 digits.
    let log = mixture.logSurvivalProbability(at: 3000)
    #expect(relativeError(log, -1501.3575855093338455) <= 4 * .ulpOfOne)
    #expect(mixture.logSurvivalProbability(at: .infinity) == -.infinity)
    #expect(mixture.logCumulativeProbability(at: -1) == -.infinity)
    #expect(mixture.logCumulativeProbability(at: .nan).isNaN)
    #expect(mixture.logSurvivalProbability(at: .nan).isNaN)
  }

  @Test("the mode")
  func mode() throws {
    for (weights, mode) in [
      ([1], 0), ([0.5, 0.5], 0), ([0, 0.1, 0.9], 0),
      ([0, 0, 0.5, 0.5], 0.3063286579775774031),
      ([0, 0, 1], 0), ([0, 0, 0, 1], 1), ([0, 0, 0, 0, 0, 0, 1], 4),
    ] as [([Double], Double)] {
      let mixture = try ChiBarSquaredDistribution(weights: weights)
      #expect((mixture.mode - mode).magnitude <= 1e-14 * Swift.max(1, mode))
    }
  }

  @Test("weights that are none are refused")
  func malformed() {
    #expect(
      throws: ParameterError.notProbability(name: "weights[1]", value: -0.5)
    ) { try ChiBarSquaredDistribution(weights: [1.5 - 0.5, -0.5, 0.5]) }
    #expect(throws: ParameterError.self) {
      try ChiBarSquaredDistribution(weights: [.nan, 1])
    }
    #expect(throws: ParameterError.notUnitSum(name: "weights", value: 0.75)) {
      try ChiBarSquaredDistribution(weights: [0.5, 0.25])
    }
    #expect(throws: ParameterError.notUnitSum(name: "weights", value: 0)) {
      try ChiBarSquaredDistribution(weights: [])
    }
    #expect(
      ParameterError.notUnitSum(name: "weights", value: 0.75).description
        == "weights must have the sum 1, but it is 0.75")
    #expect(
      ParameterError.notProbability(name: "weights[0]", value: 2).description
        == "weights[0] must be in [0, 1], but is 2.0")
  }
}

@Suite("Chi-bar-squared weights of a covariance matrix")
struct PositiveSemidefiniteConeTests {
  @Test(
    "weights against solid angles",
    arguments: [
      (
        [[1, 0, 0], [0, 0.1, 0], [0, 0, 1]],
        [0.233774995773428939, 0.458114901060442022]
      ),
      (
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [0.175744106467098912, 0.384147750893670547]
      ),
      (
        [[1, 0, 0], [0, 5, 0], [0, 0, 1]],
        [0.106389411352192188, 0.315724541494540808]
      ),
      (
        [[4, 0, 0], [0, 3, 0], [0, 0, 9]],
        [0.200248752444118345, 0.412211388562366232]
      ),
      (
        [[40, -12, 3], [-12, 90, 20], [3, 20, 25]],
        [0.14817308403674307, 0.365072658543730095]
      ),
      (
        [[1, 0.6, 0.3], [0.6, 1.2, 0.7], [0.3, 0.7, 2]],
        [0.217232475806662226, 0.418824140593678812]
      ),
    ])
  func weights(information: [[Double]], expected: [Double]) throws {
    let got = try ChiBarSquaredDistribution(
      positiveSemidefiniteConeWithInformation: information
    ).weights
    let want = expected + [0.5 - expected[0], 0.5 - expected[1]]
    for (value, reference) in zip(got, want) {
      #expect((value - reference).magnitude <= 4 * .ulpOfOne)
    }
  }

  @Test("a circular cone has its closed form")
  func circular() throws {
    // Half the angle at the apex is 45°: w₃ = w₀ = (1 − cos 45°)/2.
    let cap = 0.5 * (1 - 0.5.squareRoot())
    // An outcome's scale acts on ψ₁₁ twice, on ψ₂₁ once, and changes nothing.
    for (a, b) in [(1.0, 1.0), (1e-9, 3.0), (1e12, 1e-12)] {
      let got = try ChiBarSquaredDistribution(
        positiveSemidefiniteConeWithInformation: [
          [a * a, 0, 0], [0, 2 * a * b, 0], [0, 0, b * b],
        ]
      ).weights
      for (value, want) in zip(got, [cap, 0.5 - cap, 0.5 - cap, cap]) {
        #expect((value - want).magnitude <= 4 * .ulpOfOne)
      }
    }
  }

  @Test("a cone and its dual have each other's weights")
  func duality() throws {
    // The dual cone of xy r ≥ z² is that of 4/r.
    for r in [1e-6, 0.001, 0.3, 1.7] {
      let weights = try [r, 4 / r].map {
        try ChiBarSquaredDistribution(
          positiveSemidefiniteConeWithInformation: [
            [1, 0, 0], [0, $0, 0], [0, 0, 1],
          ]
        ).weights
      }
      for (one, other) in zip(weights[0], weights[1].reversed()) {
        #expect((one - other).magnitude <= 16 * .ulpOfOne, "r = \(r)")
      }
    }
  }

  @Test("without information on the covariance two variances are left")
  func flat() throws {
    // A quarter plane in space; the distance falls like √r.
    let got = try ChiBarSquaredDistribution(
      positiveSemidefiniteConeWithInformation: [
        [1, 0, 0], [0, 1e-8, 0], [0, 0, 1],
      ]
    ).weights
    for (value, limit) in zip(got, [0.25, 0.5, 0.25, 0]) {
      #expect((value - limit).magnitude <= 1e-4)
    }
  }

  @Test("an information that is none is refused, and where")
  func malformed() {
    func make(_ rows: [[Double]]) throws(ParameterError) {
      _ = try ChiBarSquaredDistribution(
        positiveSemidefiniteConeWithInformation: rows)
    }
    #expect(
      throws: ParameterError.notPositive(name: "information[1][1]", value: 0)
    ) { try make([[1, 0, 0], [0, 0, 0], [0, 0, 1]]) }
    #expect(
      throws: ParameterError.notFinite(
        name: "information[2][0]", value: .infinity)
    ) { try make([[1, 0, 0], [0, 1, 0], [.infinity, 0, 1]]) }
    #expect(
      throws: ParameterError.notPositive(
        name: "pivot 2 of information", value: -3)
    ) { try make([[1, 0, 0], [2, 1, 0], [0, 0, 1]]) }
    #expect(
      throws: ParameterError.notPositive(
        name: "pivot 3 of information", value: 0)
    ) { try make([[1, 0, 0], [0, 1, 0], [1, 0, 1]]) }
  }
}

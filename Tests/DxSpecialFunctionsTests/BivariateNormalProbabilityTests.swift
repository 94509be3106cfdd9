// Expected values: Owen's two integrals by Arb (python-flint 0.9.0) with as
// many bits as cancel and 260 more, two for each way in which the library adds
// terms up; arccos(−ρ)/2π at the origin.

import DxSpecialFunctions
import Testing
import _DxTestSupport

@Suite("Bivariate normal probabilities")
struct BivariateNormalProbabilityTests {
  @Test("each case against ball arithmetic", arguments: Self.points)
  func cases(
    h: Double, k: Double, correlation: Double, expected: Double
  ) {
    let got = bivariateNormalProbability(h, k, correlation: correlation)
    // Measured over 2,800 points: 4.3 ulp.
    #expect(ulpError(got, expected) <= 5)
    let swapped = bivariateNormalProbability(k, h, correlation: correlation)
    #expect(ulpError(swapped, expected) <= 5)
  }

  private static let points: [(Double, Double, Double, Double)] = [
    (
      -9.083006246947823e-08, -9.083006246962187e-08, -0.99,
      0.0225266705862723341
    ),
    (
      -2.5764469271773547, -2.5682565963241255, -0.3834960212992078,
      1.8817111091035546e-7
    ),
    (
      -1.841475489794579, -4.97268741116636, 0.5372562702864478,
      2.85109402406396064e-7
    ),
    (
      -16.802290991256736, -2.2760868323864374, 0.99,
      1.17398567143134269e-63
    ),
    (
      9.576484571700766e-08, -1.5622295573747342, -0.5795612196778781,
      0.00502907262572082389
    ),
    (
      5.563178318849452e-07, -5.136150088367641, -0.99,
      2.37333531216068576e-293
    ),
    (
      -1.1711920733460097e-05, 1.1870302416227046e-05, 0.9999995914177001,
      0.499856111090763492
    ),
    (
      -2.9773774664055455, 2.9773774676289975, 0.0001310956818794919,
      0.00145151906164252147
    ),
    (
      -25.56556526676445, 25.56556527929044, -0.9999999999999988,
      1.25577682874775405e-150
    ),
    (
      -0.015723919241816573, 1.084161417767616, -0.9998517944764809,
      0.354580704746417074
    ),
    (
      -0.24582853236452662, -0.2458285323497319, 0.99,
      0.381052364996563353
    ),
    (
      -27.577691303054223, -6.1054964715601905, 0.12481860954105567,
      3.79631077473912795e-170
    ),
    (
      -29.307204548528496, 29.307435430732177, -0.13650025850810266,
      4.19767394546790203e-189
    ),
    (
      2.9159230527165345, -2.915923051690046, -0.99,
      0.000318639982237842538
    ),
    (
      -4.315989121453788, 4.315967889315068, -0.9999834018626887,
      8.22999198965113432e-8
    ),
    (
      0.9189156605076021, -0.9718265132566017, -9.187271280044578e-06,
      0.135919520677137134
    ),
    (
      0.37889031099797443, -2.1616464223203273, -0.00020516695788408426,
      0.00992029014668508531
    ),
    (
      0.45830990301324226, -8.251051148492639, -0.00011074420647327962,
      5.30921966029141164e-17
    ),
    (
      1.880510481714546e-06, 1.2288214558307553e-06, 0.07645275121061534,
      0.262180338321844091
    ),
    (
      0.3362142641349264, 0.3362142641343222, -0.999999999992061,
      0.263290702830304582
    ),
  ]

  @Test("the origin, and independence")
  func closedForms() {
    for (correlation, angle) in [
      (0.0, 0.25), (0.5, 1.0 / 3), (-0.5, 1.0 / 6),
    ] {
      let got = bivariateNormalProbability(0, 0, correlation: correlation)
      #expect(ulpError(got, angle) <= 2)
    }
    for (h, k) in [(-20.0, -25.0), (-1, 0), (0, 0.5), (2, -3), (1, 4)] {
      let got = bivariateNormalProbability(h, k, correlation: 0)
      let product =
        standardNormalProbability(h) * standardNormalProbability(k)
      #expect(ulpError(got, product) <= 5)
    }
  }

  @Test("the four quadrants at a point have the sum 1")
  func quadrants() {
    for correlation in [-0.9999, -0.7, -1e-5, 0.3, 0.96] {
      for (h, k) in [(0.3, 0.2), (-1.5, 0.7), (-2, -2), (3, -2.9), (0, 1)] {
        var sum = 0.0
        for (s, t) in [(1.0, 1.0), (1, -1), (-1, 1), (-1, -1)] {
          sum += bivariateNormalProbability(
            s * h, t * k, correlation: s * t * correlation)
        }
        #expect((sum - 1).magnitude <= 4 * .ulpOfOne)
      }
    }
  }

  @Test("perfect correlation, infinities, NaN")
  func edges() {
    func value(_ h: Double, _ k: Double, _ r: Double) -> Double {
      bivariateNormalProbability(h, k, correlation: r)
    }
    #expect(value(1, -0.5, 1) == standardNormalProbability(-0.5))
    #expect(value(-1, 0.5, -1) == 0 && value(1, -1, -1) == 0)
    // Φ(3) − Φ(2.9999) by mpmath 1.3.0 at 40 digits.
    #expect(ulpError(value(3, -2.9999, -1), 4.4325132483037892e-7) <= 4)
    #expect(value(.infinity, 0.3, 0.2) == standardNormalProbability(0.3))
    #expect(value(0.3, .infinity, -1) == standardNormalProbability(0.3))
    #expect(value(-.infinity, .infinity, 0.2) == 0)
    #expect(value(.infinity, .infinity, -0.2) == 1)
    #expect(value(1e300, -1e300, 0.5) == 0)
    #expect(value(.nan, 0, 0).isNaN && value(0, .nan, 0).isNaN)
    #expect(value(-50, 0, .nan).isNaN && value(0, 0, 1.5).isNaN)
    #expect(value(-1e-300, 1e-300, -0.5) == value(0, 0, -0.5))
  }
}

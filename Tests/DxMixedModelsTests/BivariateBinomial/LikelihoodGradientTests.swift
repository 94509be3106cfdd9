// Expected values: differences of the approximation itself, extrapolated to
// step zero. The derivatives are to be those of the approximation, with the
// nodes moving along, and not those of the exact integral.

import DxLinearAlgebra
import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Binomial likelihood, derivatives")
struct BinomialLikelihoodGradientTests {
  /// Where the differences are taken.
  struct Place {
    var counts: PairedCounts
    var means: SIMD2<Double>
    var psi: SymmetricMatrix2x2
    var nodes: Int

    func value(
      _ means: SIMD2<Double> = .zero, _ psi: SIMD3<Double> = .zero
    ) -> Double {
      let moved = SymmetricMatrix2x2(
        self.psi.m11 + psi.x, self.psi.m21 + psi.y, self.psi.m22 + psi.z)
      return counts.likelihood(
        means: self.means + means, psi: moved, nodes: nodes
      ).logLikelihood
    }
  }

  /// The derivative at zero, of order h⁶: Richardson's extrapolation of
  /// central differences at h, h/2 and h/4.
  ///
  /// With h of a fiftieth the truncation is below 1e-11 of a sixth
  /// derivative, and the rounding, which the smallest step and the
  /// extrapolation raise by 300, is near 1e-12 for likelihoods near 100.
  private func derivative(
    step h: Double = 0.02, _ f: (Double) -> Double
  ) -> Double {
    let d = [h, h / 2, h / 4].map { (f($0) - f(-$0)) / (2 * $0) }
    let e = [(4 * d[1] - d[0]) / 3, (4 * d[2] - d[1]) / 3]
    return (16 * e[1] - e[0]) / 15
  }

  private func differences(_ place: Place) -> [Double] {
    [
      derivative { place.value(SIMD2($0, 0)) },
      derivative { place.value(SIMD2(0, $0)) },
      derivative { place.value(.zero, SIMD3($0, 0, 0)) },
      derivative { place.value(.zero, SIMD3(0, $0, 0)) },
      derivative { place.value(.zero, SIMD3(0, 0, $0)) },
    ]
  }

  @Test("inside", arguments: [1, 3, 5, 15])
  func inside(nodes: Int) throws {
    var places: [Place] = []
    for name in ["auditc", "telomerase", "scheidler_mri"] {
      places.append(
        Place(
          counts: try ReferenceReview.named(name).counts.paired,
          means: SIMD2(1.5, 1.8), psi: SymmetricMatrix2x2(0.6, -0.2, 0.8),
          nodes: nodes))
    }
    for name in ["arms_of_one", "one_armed", "separated"] {
      let reference = try #require(
        try BinomialReference.all.first { $0.name == name })
      let s = reference.covariance
      places.append(
        Place(
          counts: reference.counts.paired,
          means: SIMD2(reference.mean[0], reference.mean[1]),
          psi: SymmetricMatrix2x2(s[0], s[1], s[2]), nodes: nodes))
    }
    for place in places {
      let got = place.counts.likelihood(
        means: place.means, psi: place.psi, nodes: place.nodes)
      let psiScore = try #require(got.psiScore)
      let error = largestError(
        got.meanScore.elements + psiScore.elements, differences(place))
      #expect(error <= 1e-9, "\(error)")
    }
  }

  /// At a correlation of one the approximation has no derivative across the
  /// boundary, but by the means and along the face it has.
  @Test("on the boundary", arguments: [1, 3, 5, 15])
  func boundary(nodes: Int) throws {
    let counts = try ReferenceReview.named("telomerase").counts.paired
    for psi in [
      SymmetricMatrix2x2(0.25, -0.75, 2.25), SymmetricMatrix2x2(0.25, 0, 0),
      SymmetricMatrix2x2(0, 0, 0.5), .zero,
    ] {
      let place = Place(
        counts: counts, means: SIMD2(1.2, 2.3), psi: psi, nodes: nodes)
      let got = counts.likelihood(
        means: place.means, psi: psi, nodes: nodes)
      let want = [
        derivative { place.value(SIMD2($0, 0)) },
        derivative { place.value(SIMD2(0, $0)) },
      ]
      #expect(got.psiScore == nil)
      #expect(largestError(got.meanScore.elements, want) <= 1e-9)
    }
  }

  /// The covariance of the estimates comes from derivatives of the
  /// approximation: exact ones for Laplace's, differences where there are few
  /// nodes.
  @Test(
    "curvature of the approximation", arguments: ["auditc", "iqcode"],
    [1, 3, 7])
  func information(_ name: String, _ nodes: Int) throws {
    var counts = try ReferenceReview.named(name).counts.paired
    let fit = try counts.fit(.nodes(nodes))
    let joint = try #require(fit.jointCovariance)
    func score(_ shift: Int, _ h: Double) -> [Double] {
      var point = fit.means.elements + fit.psi.vech
      point[shift] += h
      let value = counts.likelihood(
        means: SIMD2(point[0], point[1]),
        psi: SymmetricMatrix2x2(point[2], point[3], point[4]), nodes: nodes)
      return value.meanScore.elements
        + (value.psiScore?.elements ?? [.nan, .nan, .nan])
    }
    // The information times its inverse, column by column.
    let lower = joint.lowerRows
    for row in 0..<5 {
      let information = (0..<5).map { column in
        -derivative { score(row, $0)[column] }
      }
      for column in 0..<5 {
        let product = (0..<5).reduce(0) {
          $0 + information[$1] * lower[max($1, column)][min($1, column)]
        }
        // Differences in steps of 1e-3 are off by about their square,
        // and the product with the covariance enlarges that.
        let error = scaledError(product, row == column ? 1 : 0)
        #expect(error <= (nodes == 1 ? 1e-6 : 1e-4), "\(error)")
      }
    }
  }
}

// Expected values are those of the dense textbook implementation in this
// folder, of plain two-pass sums, and central differences.

import DxLinearAlgebra
import RealModule
import Testing
import _DxTestSupport

@testable import DxMixedModels

/// A review of some studies, the second and the seventh of which may lack an
/// outcome.
struct KernelCase: Sendable, CustomTestStringConvertible {
  var studyCount: Int
  var isIncomplete: Bool

  // The kernel takes blocks of 16 studies, two at a time.
  static let all: [KernelCase] = [2, 3, 9, 16, 19].flatMap { count in
    [false, true].filter { !$0 || count > 3 }
      .map { KernelCase(studyCount: count, isIncomplete: $0) }
  }

  var testDescription: String {
    "\(studyCount) studies\(isIncomplete ? ", incomplete" : "")"
  }

  /// Two irrational rotations, which are evenly spread and have no seed.
  var values: [SIMD2<Double>] {
    (0..<studyCount).map { study in
      let t = Double(study + 1)
      let x = t * 0.618033988749895
      let y = t * 0.7548776662466927
      return SIMD2(4 * (x - x.rounded(.down)), 2 - 3 * (y - y.rounded(.down)))
    }
  }

  var variances: [SIMD2<Double>] {
    (0..<studyCount).map { study in
      let t = Double(study + 1)
      let x = t * 0.5698402909980532
      let y = t * 0.4142135623730951
      var result = SIMD2(
        0.05 + x - x.rounded(.down), 0.02 + y - y.rounded(.down))
      if isIncomplete, study == 1 { result.x = .infinity }
      if isIncomplete, study == 6 { result.y = .infinity }
      return result
    }
  }

  var outcomes: PairedOutcomes {
    var outcomes = PairedOutcomes(studyCount: studyCount)
    for study in 0..<studyCount {
      outcomes.set(
        study, values: values[study], variances: variances[study])
    }
    return outcomes
  }

  var dense: DenseLikelihood {
    let ones = [[Double]](repeating: [1], count: studyCount)
    return DenseLikelihood(
      values: values,
      covariances: variances.map { SymmetricMatrix2x2($0.x, 0, $0.y) },
      firstRows: ones, secondRows: ones)
  }
}

@Suite("Likelihood kernel of paired outcomes")
struct PairedOutcomesKernelTests {
  /// Value and gradient are exact wherever the means are expanded about; the
  /// condition numbers are below 1e3.
  @Test(
    "value and gradient about any means", arguments: KernelCase.all,
    [false, true])
  func valueAndGradient(_ testCase: KernelCase, isRestricted: Bool) throws {
    for psi in expansionPoints {
      let want = try testCase.dense.expand(
        at: psi, isRestricted: isRestricted)
      for means in [SIMD2(1.9, 0.4), SIMD2(-1, 3)] {
        let expansion = testCase.outcomes.expand(
          isRestricted ? .restricted : .maximumLikelihood,
          at: ExpansionPoint(
            covariance: FactoredCovariance(psi), means: means,
            meanCovariance: .identity))
        #expect(
          scaledError(expansion.kernelLogLikelihood, want.logLikelihood)
            <= 1e-12)
        #expect(
          normwiseError(expansion.gradient.elements, want.gradient) <= 1e-11)
        #expect(
          largestError(expansion.means.elements, want.coefficients) <= 1e-13)
        #expect(
          normwiseError(
            expansion.meanCovariance.vech,
            SymmetricMatrix2x2(rows: want.covariance.rows).vech) <= 1e-13)
      }
    }
  }

  @Test(
    "Hessian at the fitted means", arguments: KernelCase.all, [false, true])
  func hessian(_ testCase: KernelCase, isRestricted: Bool) throws {
    for psi in expansionPoints {
      let want = try testCase.dense.expand(
        at: psi, isRestricted: isRestricted)
      let expansion = testCase.outcomes.expand(
        isRestricted ? .restricted : .maximumLikelihood,
        at: ExpansionPoint(
          covariance: FactoredCovariance(psi),
          means: SIMD2(want.coefficients[0], want.coefficients[1]),
          meanCovariance: SymmetricMatrix2x2(rows: want.covariance.rows)))
      #expect(normwiseError(expansion.hessian.vech, want.hessian) <= 1e-12)
    }
  }

  /// Against differences with a step of 1e-5: see the tolerance of the
  /// regression likelihood.
  @Test("differences of the value", arguments: [false, true])
  func differences(_ isRestricted: Bool) throws {
    let outcomes = KernelCase(studyCount: 9, isIncomplete: true).outcomes
    let likelihood: NormalLikelihood =
      isRestricted ? .restricted : .maximumLikelihood
    func expand(_ psi: SymmetricMatrix2x2) -> ProfiledExpansion {
      outcomes.expand(
        likelihood,
        at: ExpansionPoint(
          covariance: FactoredCovariance(psi), means: SIMD2(2, 0.5),
          meanCovariance: .zero))
    }
    let psi = expansionPoints[1]
    let units = [
      SymmetricMatrix2x2(1e-5, 0, 0), SymmetricMatrix2x2(0, 1e-5, 0),
      SymmetricMatrix2x2(0, 0, 1e-5),
    ]
    let gradient = units.map { unit in
      (expand(psi + unit).kernelLogLikelihood
        - expand(psi - unit).kernelLogLikelihood) / 2e-5
    }
    #expect(
      normwiseError(expand(psi).gradient.elements, gradient) <= 1e-7)
  }

  /// The information between the means and Ψ: minus the derivative of the
  /// score of the means, Xᵀ W (y − μ), by Ψ.
  @Test("information between means and Ψ")
  func crossInformation() throws {
    let testCase = KernelCase(studyCount: 9, isIncomplete: true)
    let psi = expansionPoints[0]
    let at = try testCase.dense.expand(at: psi, isRestricted: false)
    let means = SIMD2(at.coefficients[0], at.coefficients[1])
    let expansion = testCase.outcomes.expand(
      .maximumLikelihood,
      at: ExpansionPoint(
        covariance: FactoredCovariance(psi), means: means, meanCovariance: .zero
      ))
    func score(_ psi: SymmetricMatrix2x2) -> SIMD2<Double> {
      zip(testCase.values, testCase.variances).reduce(.zero) { sum, study in
        let (value, variance) = study
        let r = value - means
        if variance.x == .infinity {
          return sum + SIMD2(0, r.y / (variance.y + psi.m22))
        }
        if variance.y == .infinity {
          return sum + SIMD2(r.x / (variance.x + psi.m11), 0)
        }
        let total = psi + SymmetricMatrix2x2(variance.x, 0, variance.y)
        return sum + total.inverse * r
      }
    }
    let units = [
      SymmetricMatrix2x2(1e-5, 0, 0), SymmetricMatrix2x2(0, 1e-5, 0),
      SymmetricMatrix2x2(0, 0, 1e-5),
    ]
    let derivatives = units.map { (score(psi + $0) - score(psi - $0)) / 2e-5 }
    #expect(
      normwiseError(
        expansion.firstMeanInformation.elements, derivatives.map { -$0.x })
        <= 1e-7)
    #expect(
      normwiseError(
        expansion.secondMeanInformation.elements, derivatives.map { -$0.y })
        <= 1e-7)
  }
}

@Suite("Unweighted moments")
struct UnweightedMomentsTests {
  @Test("two-pass sums", arguments: KernelCase.all)
  func sums(_ testCase: KernelCase) throws {
    let moments = testCase.outcomes.unweightedMoments
    let (values, variances) = (testCase.values, testCase.variances)
    for outcome in 0..<2 {
      let reported = values.indices.filter {
        variances[$0][outcome] < .infinity
      }
      let count = Double(reported.count)
      let mean = reported.reduce(0) { $0 + values[$1][outcome] } / count
      let within = reported.reduce(0) { $0 + variances[$1][outcome] } / count
      let total =
        reported.reduce(0) {
          $0 + (values[$1][outcome] - mean) * (values[$1][outcome] - mean)
        } / (count - 1)
      // The bounds from below: a fifth of the total, and a hundredth of the
      // variance within studies.
      let between = max(total - within, 0.2 * total, 0.01 * within)
      #expect(relativeError(moments.means[outcome], mean) <= 1e-14)
      #expect(
        relativeError(moments.typicalVariances[outcome], within) <= 1e-14)
      let entry = outcome == 0 ? moments.psi.m11 : moments.psi.m22
      #expect(relativeError(entry, between) <= 1e-12)
      #expect(
        relativeError(
          moments.scale[outcome], (between + within).squareRoot()) <= 1e-12)
    }
  }

  @Test("covariance", arguments: KernelCase.all)
  func covariance(_ testCase: KernelCase) {
    let moments = testCase.outcomes.unweightedMoments
    let both = testCase.variances.indices.filter {
      testCase.variances[$0].max() < .infinity
    }
    let products = both.map {
      let deviation = testCase.values[$0] - moments.means
      return deviation.x * deviation.y
    }
    let covariance = products.reduce(0, +) / Double(both.count - 1)
    let bound = 0.8 * (moments.psi.m11 * moments.psi.m22).squareRoot()
    let want = min(max(covariance, -bound), bound)
    #expect((moments.psi.m21 - want).magnitude <= 1e-12)
  }
}

@Suite("Cholesky coordinates")
struct CholeskyCoordinatesTests {
  /// A quadratic in (ψ₁₁, ψ₂₁, ψ₂₂) about a point, by its derivatives there.
  private let expansion: ProfiledExpansion = {
    var expansion = ProfiledExpansion()
    expansion.gradient = SIMD3(0.7, -1.3, 2.1)
    expansion.hessian = SymmetricMatrix3x3(-2, 0.4, 0.3, -1.5, 0.2, 3)
    return expansion
  }()

  private func value(
    _ psi: SymmetricMatrix2x2, about origin: SymmetricMatrix2x2
  ) -> Double {
    let d = psi - origin
    let v = SIMD3(d.m11, d.m21, d.m22)
    return (expansion.gradient * v).sum()
      + 0.5 * expansion.hessian.quadraticForm(v)
  }

  /// Differences with a step of 1e-4 are off by 1e-8 times the fourth
  /// derivatives, and by rounding over h², 1e-8.
  @Test(
    "derivatives of the negative value by the entries",
    arguments: expansionPoints, [false, true])
  func derivatives(_ psi: SymmetricMatrix2x2, pivotIsFirst: Bool) {
    let coordinates = CholeskyCoordinates(
      psi, pivotIsFirst: pivotIsFirst, scale: SIMD2(0.8, 1.7))
    let origin = coordinates.psi
    let model = coordinates.descentModel(of: expansion)
    let h = 1e-4
    func f(_ shift: SIMD3<Double>) -> Double {
      var moved = coordinates
      moved.entries += shift
      return -value(moved.psi, about: origin)
    }
    let units = [
      SIMD3(h, 0, 0), SIMD3(0, h, 0), SIMD3(0, 0, h),
    ]
    let gradient = units.map { (f($0) - f(-$0)) / (2 * h) }
    var hessian: [Double] = []
    for column in 0..<3 {
      for row in column..<3 {
        let (a, b) = (units[row], units[column])
        hessian.append(
          (f(a + b) - f(a - b) - f(b - a) + f(-a - b)) / (4 * h * h))
      }
    }
    #expect(largestError(model.gradient.elements, gradient) <= 1e-6)
    #expect(largestError(model.hessian.vech, hessian) <= 1e-6)
  }

  /// On the boundary the last entry is the root of a rounding error.
  @Test(
    "a covariance matrix survives", arguments: expansionPoints, [false, true])
  func roundTrip(_ psi: SymmetricMatrix2x2, pivotIsFirst: Bool) {
    let coordinates = CholeskyCoordinates(
      psi, pivotIsFirst: pivotIsFirst, scale: SIMD2(0.8, 1.7))
    #expect(largestError(coordinates.psi.vech, psi.vech) <= 4 * .ulpOfOne)
  }

  @Test("tangents of the face", arguments: [false, true])
  func tangents(_ pivotIsFirst: Bool) {
    let coordinates = CholeskyCoordinates(
      SymmetricMatrix2x2(4, 6, 9), pivotIsFirst: pivotIsFirst,
      scale: SIMD2(0.8, 1.7))
    let (first, second) = coordinates.faceTangents
    func slope(_ unit: SIMD3<Double>) -> [Double] {
      var (above, below) = (coordinates, coordinates)
      above.entries += unit
      below.entries -= unit
      return zip(above.psi.vech, below.psi.vech).map { ($0 - $1) / 2e-4 }
    }
    // Ψ is quadratic in the entries, so that only rounding is left.
    #expect(
      largestError(first.elements, slope(SIMD3(1e-4, 0, 0))) <= 1e-10)
    #expect(
      largestError(second.elements, slope(SIMD3(0, 1e-4, 0))) <= 1e-10)
  }
}

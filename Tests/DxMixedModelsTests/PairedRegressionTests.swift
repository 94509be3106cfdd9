// Identities: a special case that another path of the library computes, and
// transformations of the data with a known effect on the estimate.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import RealModule
import Testing
import _DxTestSupport

/// Ten studies with two covariates, correlated errors and two missing
/// outcomes, made of a few digits by hand.
struct RegressionExample {
  var values: [SIMD2<Double>] = [
    [0.3, 1.2], [1.1, 0.4], [0.8, 1.9], [-0.4, 0.7], [1.6, 1.1],
    [0.2, 0.9], [0.9, 2.1], [2.2, 0.3], [0.5, 1.4], [1.3, 0.8],
  ]
  var covariances: [SymmetricMatrix2x2] = [
    SymmetricMatrix2x2(0.20, 0.05, 0.10),
    SymmetricMatrix2x2(0.11, -0.03, 0.30),
    SymmetricMatrix2x2(0.35, 0.10, 0.12),
    SymmetricMatrix2x2(.infinity, 0, 0.22),
    SymmetricMatrix2x2(0.08, 0.00, 0.19),
    SymmetricMatrix2x2(0.15, 0.02, 0.40),
    SymmetricMatrix2x2(0.27, 0.11, 0.09),
    SymmetricMatrix2x2(0.05, 0.01, .infinity),
    SymmetricMatrix2x2(0.40, -0.10, 0.17),
    SymmetricMatrix2x2(0.13, 0.04, 0.25),
  ]
  var years: [Double] = [1, 3, 4, 4, 6, 7, 9, 11, 12, 15]
  var groups: [Double] = [0, 1, 0, 1, 0, 1, 1, 1, 0, 0]

  /// A year for the first outcome, a year and a group for the second.
  var regression: PairedRegression {
    var regression = PairedRegression(
      studyCount: values.count, firstColumns: ["intercept", "year"],
      secondColumns: ["intercept", "year", "group"])
    for study in values.indices {
      regression.set(
        study, values: values[study], covariance: covariances[study],
        firstRow: [1, years[study]],
        secondRow: [1, years[study], groups[study]])
    }
    return regression
  }
}

let likelihoodEstimators: [NormalEstimator] = [
  .restrictedMaximumLikelihood, .maximumLikelihood,
]

@Suite("Regression of two outcomes, identities")
struct PairedRegressionTests {
  /// The maximiser stops within 5e-10 standard errors of the maximum.
  ///
  /// The two paths need not stop at the same point. That they have the same
  /// likelihood is tested to rounding error elsewhere.
  @Test(
    "intercepts alone agree with the fast path",
    arguments: try ReferenceReview.all, likelihoodEstimators)
  func intercepts(
    _ review: ReferenceReview, _ estimator: NormalEstimator
  ) throws {
    let logits = ReviewLogits(review.counts, .all)
    let fast = try logits.outcomes.fit(estimator)
    let general = try logits.interceptRegression.fit(estimator)
    let joint = try #require(general.jointCovariance)
    let values = general.coefficients + general.psi.vech
    let wanted = fast.means.elements + fast.psi.vech
    for index in 0..<5 {
      let deviation = (values[index] - wanted[index]).magnitude
      #expect(deviation <= 1e-9 * joint[index, index].squareRoot())
    }
    #expect(general.boundary == fast.boundary)
    let logLikelihood = try #require(general.logLikelihood)
    let reference = try #require(fast.logLikelihood)
    #expect(scaledError(logLikelihood, reference) <= 1e-12)
    #expect(
      scaledError(
        general.halfLogDesignDeterminant, fast.halfLogDesignDeterminant)
        <= 1e-14)
    // The fast path takes the Hessian at means of the last iteration but one.
    let entries = (0..<5).flatMap { row in (0...row).map { joint[row, $0] } }
    let fastJoint = try #require(fast.jointCovariance)
    #expect(normwiseError(entries, fastJoint.lowerTriangle) <= 1e-6)
  }

  /// Closed forms, which differ by rounding alone.
  @Test(
    "intercepts alone agree with the closed forms",
    arguments: try ReferenceReview.all,
    [NormalEstimator.fixedEffect, .methodOfMoments])
  func closedForms(
    _ review: ReferenceReview, _ estimator: NormalEstimator
  ) throws {
    var logits = ReviewLogits(review.counts, .all)
    for isIncomplete in [false, true] {
      if isIncomplete {
        logits.variances[1].x = .infinity
        logits.variances[4].y = .infinity
        logits.variances[7].y = .infinity
      }
      let fast = try logits.outcomes.fit(estimator)
      let general = try logits.interceptRegression.fit(estimator)
      #expect(
        largestError(general.coefficients, fast.means.elements) <= 1e-12)
      #expect(largestError(general.psi.vech, fast.psi.vech) <= 1e-12)
      #expect(
        largestError(
          general.coefficientCovariance.rows.flatMap(\.self),
          Matrix(fast.meanCovariance).rows.flatMap(\.self)) <= 1e-12)
      #expect(general.boundary == fast.boundary)
      #expect(
        scaledError(general.logLikelihood ?? 0, fast.logLikelihood ?? 0)
          <= 1e-12)
    }
  }

  @Test("the order of studies is irrelevant", arguments: likelihoodEstimators)
  func permutation(_ estimator: NormalEstimator) throws {
    let example = RegressionExample()
    let reference = try example.regression.fit(estimator)
    var permuted = example
    let order = [7, 2, 9, 0, 5, 3, 8, 1, 6, 4]
    permuted.values = order.map { example.values[$0] }
    permuted.covariances = order.map { example.covariances[$0] }
    permuted.years = order.map { example.years[$0] }
    permuted.groups = order.map { example.groups[$0] }
    let estimate = try permuted.regression.fit(estimator)
    #expect(
      largestError(estimate.coefficients, reference.coefficients) <= 1e-12)
    #expect(largestError(estimate.psi.vech, reference.psi.vech) <= 1e-10)
    let (value, want) = (estimate.logLikelihood, reference.logLikelihood)
    #expect(scaledError(try #require(value), try #require(want)) <= 1e-13)
  }

  /// Ψ is within 5e-10 standard errors of the maximum in any unit.
  ///
  /// The method of moments is left out: it raises eigenvalues to an absolute
  /// bound.
  @Test(
    "units of the outcomes change units alone",
    arguments: likelihoodEstimators + [.fixedEffect],
    [SIMD2(1e6, 1e6), SIMD2(1e-6, 1e-6), SIMD2(1e6, 1e-6)])
  func rescaling(_ estimator: NormalEstimator, _ unit: SIMD2<Double>) throws {
    let example = RegressionExample()
    let reference = try example.regression.fit(estimator)
    var scaled = example
    scaled.values = example.values.map { $0 * unit }
    scaled.covariances = example.covariances.map { $0.scaled(by: unit) }
    let estimate = try scaled.regression.fit(estimator)
    let units = [unit.x, unit.x, unit.y, unit.y, unit.y]
    #expect(
      largestError(
        zip(estimate.coefficients, units).map { $0 / $1 },
        reference.coefficients) <= 1e-10)
    #expect(
      largestError(
        estimate.psi.scaled(by: 1 / unit).vech, reference.psi.vech) <= 1e-10)
    #expect(estimate.boundary == reference.boundary)
    if let logLikelihood = estimate.logLikelihood {
      // One coefficient's worth of density fewer for each under REML.
      let isRestricted = estimator == .restrictedMaximumLikelihood
      let freedom = isRestricted ? SIMD2(7.0, 6) : SIMD2(9.0, 9)
      let jacobian =
        freedom.x * .log(unit.x) + freedom.y * Double.log(unit.y)
      let want = try #require(reference.logLikelihood)
      #expect(scaledError(logLikelihood + jacobian, want) <= 1e-12)
    }
  }

  /// Another basis of the same column space gives the same fit; the
  /// restricted likelihood changes by the determinant of the design alone.
  @Test("units and origin of a regressor", arguments: likelihoodEstimators)
  func regressorUnits(_ estimator: NormalEstimator) throws {
    let example = RegressionExample()
    let reference = try example.regression.fit(estimator)
    var shifted = example
    shifted.years = example.years.map { 1e5 * ($0 + 1990) }
    let estimate = try shifted.regression.fit(estimator)
    #expect(largestError(estimate.psi.vech, reference.psi.vech) <= 1e-10)
    let want = try #require(reference.logLikelihood)
    let value = try #require(estimate.logLikelihood)
    #expect(scaledError(value, want) <= 1e-12)
    #expect(
      relativeError(estimate.coefficients[1] * 1e5, reference.coefficients[1])
        <= 1e-10)
    #expect(
      relativeError(estimate.coefficients[3] * 1e5, reference.coefficients[3])
        <= 1e-10)
  }

  @Test("both backends agree", arguments: NormalEstimator.allCases)
  func backends(_ estimator: NormalEstimator) throws {
    let regression = RegressionExample().regression
    let one = try regression.fit(estimator, backend: PortableBackend())
    let other = try regression.fit(estimator)
    #expect(largestError(one.coefficients, other.coefficients) <= 1e-12)
    #expect(largestError(one.psi.vech, other.psi.vech) <= 1e-12)
  }

  @Test("moments of both outcomes in other units")
  func rescaledMoments() throws {
    let example = RegressionExample()
    let reference = try example.regression.fit(.methodOfMoments)
    #expect(reference.boundary == .interior)
    let unit = SIMD2(1e6, 1e3)
    var scaled = example
    scaled.values = example.values.map { $0 * unit }
    scaled.covariances = example.covariances.map { $0.scaled(by: unit) }
    let estimate = try scaled.regression.fit(.methodOfMoments)
    #expect(
      largestError(
        estimate.psi.scaled(by: 1 / unit).vech, reference.psi.vech) <= 1e-11)
  }

  @Test("the start is irrelevant", arguments: likelihoodEstimators)
  func start(_ estimator: NormalEstimator) throws {
    let regression = RegressionExample().regression
    let reference = try regression.fit(estimator)
    for start in [
      SymmetricMatrix2x2(10, -3, 4), SymmetricMatrix2x2(0.01, 0, 0.02),
    ] {
      let estimate = try regression.fit(estimator, startingFrom: start)
      #expect(largestError(estimate.psi.vech, reference.psi.vech) <= 1e-10)
    }
  }

  /// Independent outcomes, the second without any coefficient: the model is
  /// then that of its deviations from zero, and the first is not affected.
  @Test("an outcome without regressors", arguments: likelihoodEstimators)
  func noRegressors(_ estimator: NormalEstimator) throws {
    let example = RegressionExample()
    var regression = PairedRegression(
      studyCount: 10, firstColumns: ["intercept"], secondColumns: [])
    for study in 0..<10 {
      regression.set(
        study, values: example.values[study],
        covariance: example.covariances[study], firstRow: [1], secondRow: [])
    }
    let estimate = try regression.fit(estimator)
    #expect(estimate.secondCoefficients.isEmpty)
    #expect(estimate.firstCoefficients.count == 1)
    #expect(estimate.certificate.criterion.isConverged)
    #expect(estimate.certificate.gradientNorm <= 1e-8)
    #expect(estimate.psi.m22 > 0)
  }

  /// No regressors at all, so that every matrix of the design is empty.
  @Test("no regressors at all", arguments: NormalEstimator.allCases)
  func empty(_ estimator: NormalEstimator) throws {
    let example = RegressionExample()
    var regression = PairedRegression(
      studyCount: 10, firstColumns: [], secondColumns: [])
    for study in 0..<10 {
      regression.set(
        study, values: example.values[study],
        covariance: example.covariances[study], firstRow: [], secondRow: [])
    }
    let backends: [any LinearAlgebraBackend] = [
      PortableBackend(), LinearAlgebra.defaultBackend,
    ]
    for backend in backends {
      let estimate = try regression.fit(estimator, backend: backend)
      #expect(estimate.coefficients.isEmpty)
      #expect(estimate.certificate.criterion.isConverged)
      #expect(estimate.halfLogDesignDeterminant == 0)
    }
  }
}

extension Matrix {
  init(_ matrix: SymmetricMatrix2x2) {
    self = [[matrix.m11, matrix.m21], [matrix.m21, matrix.m22]]
  }
}

extension SymmetricMatrix2x2 {
  func scaled(by unit: SIMD2<Double>) -> Self {
    Self(m11 * unit.x * unit.x, m21 * unit.x * unit.y, m22 * unit.y * unit.y)
  }
}

extension JointCovariance {
  /// The lower triangle, row by row.
  var lowerTriangle: [Double] {
    [means.m11, means.m21, means.m22]
      + firstMeanRow(0) + [psi.m11] + firstMeanRow(1) + [psi.m21, psi.m22]
      + firstMeanRow(2) + [psi.m31, psi.m32, psi.m33]
  }

  private func firstMeanRow(_ index: Int) -> [Double] {
    [firstMeanWithPsi[index], secondMeanWithPsi[index]]
  }
}

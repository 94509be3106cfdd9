// Expected values are those of a dense textbook implementation in this
// folder, and central differences of it.

import DxLinearAlgebra
import Testing
import _DxTestSupport

@testable import DxMixedModels

/// Covariance matrices inside the parameter space and on its boundary.
let expansionPoints = [
  SymmetricMatrix2x2(0.4, 0.1, 0.3), SymmetricMatrix2x2(2, -1.5, 1.5),
  SymmetricMatrix2x2(0.04, 0.06, 0.09), SymmetricMatrix2x2(0, 0, 0.5),
  SymmetricMatrix2x2.zero,
]

extension RegressionExample {
  var dense: DenseLikelihood {
    DenseLikelihood(
      values: values, covariances: covariances,
      firstRows: years.map { [1, $0] },
      secondRows: zip(years, groups).map { [1, $0, $1] })
  }
}

extension PairedRegression {
  func likelihood(
    _ likelihood: NormalLikelihood
  ) throws -> RegressionLikelihood {
    let backend = PortableBackend()
    let design = try RegressionDesign(self, backend)
    let observations = RegressionObservations(
      values: values, covariances: covariances, design: design)
    let moments = observations.unweightedMoments(
      coefficientCounts: SIMD2(
        Double(firstColumns.count), Double(secondColumns.count)))
    return RegressionLikelihood(
      design, observations, likelihood, moments, backend)
  }
}

@Suite("Regression likelihood")
struct RegressionLikelihoodTests {
  @Test(
    "agrees with the dense form", arguments: expansionPoints, [false, true])
  func dense(_ psi: SymmetricMatrix2x2, _ isRestricted: Bool) throws {
    let example = RegressionExample()
    let want = try example.dense.expand(at: psi, isRestricted: isRestricted)
    let likelihood = try example.regression.likelihood(
      isRestricted ? .restricted : .maximumLikelihood)
    let expansion = likelihood.expand(at: FactoredCovariance(psi))
    let determinant = isRestricted ? likelihood.design.halfLogDeterminant : 0
    // Both factor matrices with condition numbers below 1e3.
    #expect(
      scaledError(
        expansion.kernelLogLikelihood, want.logLikelihood + determinant)
        <= 1e-13)
    #expect(
      normwiseError(expansion.gradient.elements, want.gradient) <= 1e-12)
    #expect(normwiseError(expansion.hessian.vech, want.hessian) <= 1e-12)
  }

  @Test("coefficients of the dense form", arguments: expansionPoints)
  func coefficients(_ psi: SymmetricMatrix2x2) throws {
    let example = RegressionExample()
    let want = try example.dense.expand(at: psi, isRestricted: false)
    let likelihood = try example.regression.likelihood(.maximumLikelihood)
    let problem = RegressionProblem(
      design: likelihood.design, observations: likelihood.observations,
      firstColumns: example.regression.firstColumns,
      secondColumns: example.regression.secondColumns,
      backend: PortableBackend())
    let estimate = problem.estimate(
      .fixedEffect, at: psi, boundary: .interior, certificate: .closedForm)
    #expect(largestError(estimate.coefficients, want.coefficients) <= 1e-13)
    #expect(
      normwiseError(
        estimate.coefficientCovariance.elements, want.covariance.elements)
        <= 1e-13)
  }

  /// The determinant of the design by Cholesky factorisation of XᵀX.
  @Test("determinant of the design")
  func determinant() throws {
    let example = RegressionExample()
    let x = example.dense.x
    let square = PortableBackend().rankKProduct(x, .transposed)
    let want = try PortableBackend().logDeterminant(positiveDefinite: square)
    let estimate = try example.regression.fit(.maximumLikelihood)
    #expect(
      relativeError(estimate.halfLogDesignDeterminant, want / 2) <= 1e-13)
  }

  /// The error of the differences is h² times third derivatives, near 1e-8,
  /// and rounding divided by h or h², near 1e-10 and 1e-6.
  @Test("derivatives are those of the value", arguments: [false, true])
  func differences(_ isRestricted: Bool) throws {
    let likelihood = try RegressionExample().regression.likelihood(
      isRestricted ? .restricted : .maximumLikelihood)
    let psi = expansionPoints[0]
    let step = 1e-5
    let expansion = likelihood.expand(at: FactoredCovariance(psi))
    let units = [
      SymmetricMatrix2x2(step, 0, 0), SymmetricMatrix2x2(0, step, 0),
      SymmetricMatrix2x2(0, 0, step),
    ]
    var gradient: [Double] = []
    var hessian: [Double] = []
    for (index, unit) in units.enumerated() {
      let above = likelihood.expand(at: FactoredCovariance(psi + unit))
      let below = likelihood.expand(at: FactoredCovariance(psi - unit))
      let slope = above.kernelLogLikelihood - below.kernelLogLikelihood
      gradient.append(slope / (2 * step))
      let column = (above.gradient - below.gradient) / (2 * step)
      hessian += column.elements[index...]
    }
    #expect(normwiseError(expansion.gradient.elements, gradient) <= 1e-7)
    #expect(normwiseError(expansion.hessian.vech, hessian) <= 1e-7)
  }

  /// The same likelihood by the kernel without regressors, at means that are
  /// those of the expansion, where its Hessian is exact.
  @Test(
    "agrees with the fast kernel", arguments: try ReferenceReview.all,
    [false, true])
  func fastKernel(_ review: ReferenceReview, _ isRestricted: Bool) throws {
    let likelihood: NormalLikelihood =
      isRestricted ? .restricted : .maximumLikelihood
    let logits = ReviewLogits(review.counts, .single)
    let general = try logits.interceptRegression.likelihood(likelihood)
    for psi in expansionPoints {
      let first = logits.outcomes.expand(
        likelihood,
        at: ExpansionPoint(
          covariance: FactoredCovariance(psi), means: .zero,
          meanCovariance: .zero))
      let fast = logits.outcomes.expand(
        likelihood,
        at: ExpansionPoint(
          covariance: FactoredCovariance(psi), means: first.means,
          meanCovariance: first.meanCovariance))
      let expansion = general.expand(at: FactoredCovariance(psi))
      let determinant = isRestricted ? general.design.halfLogDeterminant : 0
      #expect(
        scaledError(
          expansion.kernelLogLikelihood,
          fast.kernelLogLikelihood + determinant) <= 1e-12)
      #expect(
        normwiseError(
          expansion.gradient.elements, fast.gradient.elements) <= 1e-12)
      #expect(
        normwiseError(expansion.hessian.vech, fast.hessian.vech) <= 1e-12)
    }
  }

  @Test("weights that cannot be factored give no likelihood")
  func notFactorable() throws {
    let likelihood = try RegressionExample().regression.likelihood(.restricted)
    let expansion = likelihood.expand(
      at: FactoredCovariance(SymmetricMatrix2x2(.nan, 0, .infinity)))
    #expect(expansion.kernelLogLikelihood == -.infinity)
  }
}

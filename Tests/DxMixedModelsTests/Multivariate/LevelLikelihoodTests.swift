// Expected values: differences of fourth order, the likelihood without
// levels, and the log-likelihood at a point over one dense matrix of all
// values, by numpy 2.4.6.

import DxLinearAlgebra
import RealModule
import Testing
import _DxTestSupport

@testable import DxMixedModels

@Suite("Likelihood of several levels")
struct LevelLikelihoodTests {
  private func likelihood(
    _ model: MultivariateModel, isRestricted: Bool,
    backend: any LinearAlgebraBackend = PortableBackend()
  ) throws -> LevelLikelihood {
    let example = try LevelExample()
    let basis = try DesignBasis(model.terms, example.outcomes, backend)
    let problem = MultivariateProblem(
      model, example.outcomes, basis, .maximumLikelihood, backend)
    return LevelLikelihood(
      problem.studies,
      LevelComponents(model.levels, studyCount: 24), basis.design,
      isRestricted: isRestricted, backend)
  }

  @Test("derivatives agree with differences", arguments: [false, true])
  func differences(isRestricted: Bool) throws {
    let example = try LevelExample()
    for model in [example.crossed, example.nested] {
      var likelihood = try likelihood(model, isRestricted: isRestricted)
      let count = 3 * (1 + model.levels.count)
      let point: [Double] = [0.3, 0.1, 0.2, 0.5, -0.2, 0.4, 0.2, 0.05, 0.3]
      let psi = Array(point.prefix(count))
      let center = likelihood.expand(at: psi)
      let step = 2e-4
      for index in psi.indices {
        let around = [-2.0, -1, 1, 2].map { multiple in
          var moved = psi
          moved[index] += multiple * step
          return likelihood.expand(at: moved)
        }
        // The error is of the order of the fourth power of the step, 1e-15,
        // times the fifth derivative; rounding over the step is 1e-11.
        let slope = Self.slope(around.map(\.kernelLogLikelihood), step)
        #expect(scaledError(center.gradient[index], slope) <= 1e-8)
        for other in psi.indices {
          let bend = Self.slope(around.map { $0.gradient[other] }, step)
          let entry = center.hessian[other + count * index]
          #expect(scaledError(entry, -bend) <= 1e-8)
          #expect(entry == center.hessian[index + count * other])
        }
      }
    }
  }

  private static func slope(_ values: [Double], _ step: Double) -> Double {
    (8 * (values[2] - values[1]) - (values[3] - values[0])) / (12 * step)
  }

  @Test("a dense matrix of all values", arguments: [false, true])
  func point(isRestricted: Bool) throws {
    let example = try LevelExample()
    let model = example.crossed
    let backend = PortableBackend()
    let basis = try DesignBasis(model.terms, example.outcomes, backend)
    let problem = MultivariateProblem(
      model, example.outcomes, basis,
      isRestricted ? .restrictedMaximumLikelihood : .maximumLikelihood,
      backend)
    var likelihood = try likelihood(model, isRestricted: isRestricted)
    let units = problem.scale
    let psi = [0.3, 0.1, 0.2, 0.5, -0.2, 0.4, 0.1, 0, 0.3]
    let scaled = psi.indices.map { index in
      let pair = packedPairs(order: 2)[index % 3]
      return psi[index] / units[pair.row] / units[pair.column]
    }
    let expansion = likelihood.expand(at: scaled)
    let value = problem.logLikelihood(expansion.kernelLogLikelihood)
    let expected = isRestricted ? -27.20980283778324 : -30.2891757013451
    #expect(relativeError(value, expected) <= 1e-12)
  }

  @Test(
    "no level at all is the likelihood of studies", arguments: [false, true])
  func withoutLevels(isRestricted: Bool) throws {
    let example = try LevelExample()
    let model = MultivariateModel(terms: example.terms)
    let backend = PortableBackend()
    let basis = try DesignBasis(model.terms, example.outcomes, backend)
    let problem = MultivariateProblem(
      model, example.outcomes, basis, .maximumLikelihood, backend)
    var single = MultivariateLikelihood(
      problem.studies, basis.design, isRestricted: isRestricted, backend)
    var several = try likelihood(model, isRestricted: isRestricted)
    for psi in [[0.3, 0.1, 0.2], [0.05, 0.02, 0.6], [0, 0, 0]] {
      let (x, y) = (single.expand(at: psi), several.expand(at: psi))
      #expect(
        relativeError(y.kernelLogLikelihood, x.kernelLogLikelihood) <= 1e-12)
      #expect(largestError(y.gradient, x.gradient) <= 1e-12)
      #expect(largestError(y.hessian, x.hessian) <= 1e-12)
      let fits = (single.leastSquares(at: psi), several.leastSquares(at: psi))
      let (one, other) = (try #require(fits.0), try #require(fits.1))
      #expect(largestError(other.coefficients, one.coefficients) <= 1e-12)
    }
  }

  @Test("components of crossed levels")
  func components() {
    let levels = [
      RandomLevel("a", ["1", "1", "2", "3", "3", "4"]),
      RandomLevel("b", ["x", "y", "z", "y", "v", "u"]),
    ]
    let components = LevelComponents(levels, studyCount: 6)
    #expect(components.studies == [[0, 1, 3, 4], [2], [5]])
    #expect(components.groups[0] == [0, 0, 1, 2, 2, 3])
    #expect(LevelComponents([], studyCount: 2).studies == [[0], [1]])
  }
}

// Expected values: the best of thirty maximisations by BFGS and Newton's
// method from random starting points, with the likelihood summed from dense
// matrices, in Fixtures/structures/maximise.py (Python 3.11, numpy 2.4.6,
// scipy 1.17.1); the gradients there are below 1e-12.
//
// Tolerances: both are maximised to rounding error, of which 1e-14 of a
// log-likelihood of 50 moves the parameters by about 1e-7.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

@Suite("Models of several outcomes, structures")
struct MultivariateStructureTests {
  /// An optimum of a reference.
  struct Optimum: CustomTestStringConvertible, Sendable {
    var reference: MultivariateReference
    var expected: ExpectedValue
    var testDescription: String {
      let rank = expected["rank"].number.map { " \(Int($0))" } ?? ""
      return """
        \(reference), \(expected["structure"].string ?? "")\(rank), \
        \(expected["estimator"].string ?? "")
        """
    }

    static var all: [Optimum] {
      get throws {
        try MultivariateReference.structures.flatMap { reference in
          try #require(reference.expected["optima"].elements).map {
            Optimum(reference: reference, expected: $0)
          }
        }
      }
    }

    func structure() throws -> RandomEffectsStructure {
      switch expected["structure"].string {
      case "unstructured": return .unstructured
      case "lowRank":
        return .lowRank(Int(try #require(expected["rank"].number)))
      case "diagonal": return .diagonal
      case "identity": return .identity
      case "compoundSymmetry": return .compoundSymmetry
      case "heteroscedasticCompoundSymmetry":
        return .heteroscedasticCompoundSymmetry
      case "autoregressive": return .autoregressive
      default:
        let rows = try #require(expected["matrix"].rows)
        return .proportional(to: Matrix(rows: rows))
      }
    }

    func fit() throws -> MultivariateFit {
      let x = try #require(reference.covariates["x"])
      let model = MultivariateModel(
        terms: [.intercept, .numeric("x", x)], structure: try structure())
      return try model.fit(
        try reference.outcomes(),
        expected["estimator"].string == "reml"
          ? .restrictedMaximumLikelihood : .maximumLikelihood)
    }
  }

  @Test("reach the best optimum known", arguments: try Optimum.all)
  func optimum(_ optimum: Optimum) throws {
    let expected = optimum.expected
    let fit = try optimum.fit()
    let logLikelihood = try #require(fit.logLikelihood)
    let best = try #require(expected["logLikelihood"].number)
    #expect(relativeError(logLikelihood, best) <= 1e-11)
    let coefficients = try #require(expected["coefficients"].numbers)
    #expect(largestError(fit.coefficients, coefficients) <= 1e-7)
    let covariance = try #require(expected["covariance"].rows)
    #expect(
      largestError(
        fit.coefficientCovariance.elements, covariance.flatMap(\.self))
        <= 1e-7)
    let psi = try #require(expected["psi"].rows)
    #expect(
      largestError(
        fit.betweenStudyCovariance.elements, psi.flatMap(\.self)) <= 1e-6)
    #expect(fit.certificate.criterion.isConverged)
  }

  @Test("end in a matrix of their form", arguments: try Optimum.all)
  func form(_ optimum: Optimum) throws {
    let psi = try optimum.fit().betweenStudyCovariance
    let variances = psi.diagonal
    let correlations = [(1, 0), (2, 1), (2, 0)].map { row, column in
      psi[row, column] / (variances[row] * variances[column]).squareRoot()
    }
    // Rounding of a few operations.
    let tolerance = 1e-12
    let structure = try optimum.structure()
    switch structure {
    case .identity, .compoundSymmetry, .autoregressive:
      #expect(relativeError(variances[1], variances[0]) <= tolerance)
      #expect(relativeError(variances[2], variances[0]) <= tolerance)
    default: break
    }
    switch structure {
    case .identity, .diagonal:
      #expect(psi[1, 0] == 0 && psi[2, 0] == 0 && psi[2, 1] == 0)
    case .compoundSymmetry, .heteroscedasticCompoundSymmetry:
      // A variance of zero has no correlations, but its covariances are zero.
      for (row, column) in [(1, 0), (2, 1), (2, 0)]
      where variances[row] * variances[column] == 0 {
        #expect(psi[row, column] == 0)
      }
      let defined = correlations.filter { !$0.isNaN }
      for correlation in defined {
        #expect(scaledError(correlation, defined[0]) <= tolerance)
      }
    case .autoregressive:
      let square = correlations[0] * correlations[0]
      #expect(scaledError(correlations[1], correlations[0]) <= tolerance)
      #expect(scaledError(correlations[2], square) <= tolerance)
    case .lowRank(let rank):
      let spectrum = try SymmetricEigenDecomposition(psi)
      for value in spectrum.values.prefix(3 - rank) {
        #expect(value.magnitude <= tolerance)
      }
    case .proportional(let matrix):
      let factor = psi[0, 0] / matrix[0, 0]
      for column in 0..<3 {
        for row in 0..<3 {
          #expect(
            scaledError(psi[row, column], factor * matrix[row, column])
              <= tolerance)
        }
      }
    default:
      let spectrum = try SymmetricEigenDecomposition(psi)
      #expect(try #require(spectrum.values.first) >= -tolerance)
    }
  }
}

import DxLinearAlgebra
import Testing
import _DxTestSupport

@testable import DxMixedModels

/// A fit with given covariances of the random effects.
typealias ResultsCase = MultivariateResultsReference

extension MultivariateResultsReference {
  static func named(_ name: String) throws -> ResultsCase {
    try #require(try all.first { $0.description == name })
  }

  func outcomes() throws -> MultivariateOutcomes {
    let p = Int(try #require(data["p"].number))
    var result = MultivariateOutcomes(names: (1...p).map { "y\($0)" })
    let values = try #require(data["y"].elements)
    let triangles = try #require(data["s"].elements)
    for (study, row) in values.enumerated() {
      let triangle = (triangles[study].elements ?? []).map(\.number)
      var covariance = Matrix(rowCount: p, columnCount: p)
      for j in 0..<p {
        for l in 0...j {
          covariance[j, l] = triangle[j * (j + 1) / 2 + l] ?? .nan
          covariance[l, j] = covariance[j, l]
        }
      }
      try result.append(
        "study \(study)",
        values: (row.elements ?? []).map { $0.number ?? .nan },
        covariance: covariance)
    }
    return result
  }

  func model() throws -> MultivariateModel {
    var terms: [ModeratorTerm] = []
    for term in try #require(data["terms"].elements) {
      for column in try #require(term["columns"].rows) {
        let isConstant = column.allSatisfy { $0 == 1 }
        let one =
          isConstant
          ? ModeratorTerm.intercept : .numeric("x\(terms.count)", column)
        switch term["scope"].string {
        case "shared": terms.append(one.shared)
        case "only":
          let outcome = Int(try #require(term["outcomes"].numbers)[0]) + 1
          terms.append(one.on("y\(outcome)"))
        default: terms.append(one)
        }
      }
    }
    let levels = try #require(data["levels"].elements)
    return MultivariateModel(
      terms: terms,
      levels: levels.enumerated().map { index, level in
        RandomLevel(
          "level \(index)",
          (level["groups"].elements ?? []).compactMap(\.string))
      })
  }

  /// The fit, with the coefficients and their covariance of the oracle.
  func fit() throws -> MultivariateFit {
    let outcomes = try outcomes()
    let model = try model()
    var fit = try MultivariateModel(terms: model.terms).fit(
      outcomes, .fixedEffect)
    fit.model = model
    fit.estimator = .restrictedMaximumLikelihood
    fit.coefficients = try #require(expected["coefficients"].numbers)
    fit.coefficientCovariance = Matrix(
      rows: try #require(expected["covariance"].rows))
    fit.betweenStudyCovariance = Matrix(
      rows: try #require(data["psi"].rows))
    fit.levelCovariances = try #require(data["levels"].elements).map {
      Matrix(rows: $0["psi"].rows ?? [])
    }
    return fit
  }

  var clusters: [String] {
    (data["clusters"].elements ?? []).compactMap(\.string)
  }

  var contrasts: Matrix { Matrix(rows: data["contrasts"].rows ?? []) }
}

/// The largest error of numbers, of which some are missing.
func largestError(
  _ values: [Double], orMissing reference: ExpectedValue
) -> Double {
  let expected = (reference.elements ?? []).map { $0.number ?? .nan }
  return largestError(values, expected)
}

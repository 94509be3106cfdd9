import DxDistributions
import DxMixedModels

/// Studies drawn from a known model of several outcomes.
struct Simulation {
  var outcomeCount: Int
  var studyCount: Int
  /// Moderators beside the intercept, the same for each outcome.
  var moderatorCount = 0
  /// The share of values that are missing.
  var missing = 0.0
  /// The rank of the covariance between studies, or all.
  var rank: Int?

  /// The coefficients of all outcomes.
  var coefficientCount: Int { outcomeCount * (moderatorCount + 1) }

  var name: String {
    "p\(outcomeCount)_k\(studyCount)_q\(coefficientCount)"
      + (missing > 0 ? "_missing" : "")
  }

  var structure: RandomEffectsStructure {
    rank.map { .lowRank($0) } ?? .unstructured
  }
}

/// A study as it was drawn.
struct SimulatedStudy {
  var values: [Double]
  var deviations: [Double]
  var moderators: [Double]
}

extension Simulation {
  /// The correlation of the errors within a study.
  static let withinCorrelation = 0.4

  /// Draws the studies: deviations within studies from 0.2 to 0.6, factors
  /// between studies with loadings of about 0.5, and coefficients of 0.1.
  func studies() -> [SimulatedStudy] {
    var generator = PhiloxGenerator(seed: 20_250)
    let normal = NormalDistribution.standard
    let p = outcomeCount
    let factorCount = rank ?? p
    let loadings = normal.samples(p * factorCount, using: &generator).map {
      0.5 * $0 / Double(factorCount).squareRoot()
    }
    return (0..<studyCount).map { _ in
      let factors = normal.samples(factorCount, using: &generator)
      let moderators = normal.samples(moderatorCount, using: &generator)
      let common = normal.sample(using: &generator)
      let errors = normal.samples(p, using: &generator)
      let deviations = (0..<p).map { _ in
        Double.random(in: 0.2...0.6, using: &generator)
      }
      let mean = moderators.reduce(0.3) { $0 + 0.1 * $1 }
      let values = (0..<p).map { j in
        if Double.random(in: 0..<1, using: &generator) < missing {
          return Double.nan
        }
        let rho = Self.withinCorrelation
        let error =
          rho.squareRoot() * common + (1 - rho).squareRoot() * errors[j]
        return factors.indices.reduce(mean + deviations[j] * error) {
          $0 + loadings[j * factorCount + $1] * factors[$1]
        }
      }
      return SimulatedStudy(
        values: values, deviations: deviations, moderators: moderators)
    }
  }

  /// The studies and the model for the library.
  func problem() throws -> (MultivariateOutcomes, MultivariateModel) {
    let studies = studies()
    var outcomes = MultivariateOutcomes(
      names: (1...outcomeCount).map { "y\($0)" })
    for (index, study) in studies.enumerated() {
      try outcomes.append(
        "study \(index + 1)", values: study.values,
        standardErrors: study.deviations, correlation: Self.withinCorrelation)
    }
    let moderators = (0..<moderatorCount).map { column in
      ModeratorTerm.numeric(
        "x\(column + 1)", studies.map { $0.moderators[column] })
    }
    return (
      outcomes,
      MultivariateModel(terms: [.intercept] + moderators, structure: structure)
    )
  }

  /// The studies as `dta multivariate` and the R scripts read them.
  func csv() -> String {
    let p = outcomeCount
    let pairs = (0..<p).flatMap { column in
      (column..<p).map { (row: $0, column: column) }
    }
    var header = ["study"] + (1...p).map { "y\($0)" }
    let mark = p > 9 ? "_" : ""
    header += pairs.map { "s\($0.row + 1)\(mark)\($0.column + 1)" }
    header += (0..<moderatorCount).map { "x\($0 + 1)" }
    var text = header.joined(separator: ",") + "\n"
    for (index, study) in studies().enumerated() {
      var fields = ["study \(index + 1)"]
      fields += study.values.map { $0.isNaN ? "" : "\($0)" }
      fields += pairs.map { pair in
        if study.values[pair.row].isNaN || study.values[pair.column].isNaN {
          return ""
        }
        let product =
          study.deviations[pair.row] * study.deviations[pair.column]
        return
          "\(pair.row == pair.column ? product : Self.withinCorrelation * product)"
      }
      fields += study.moderators.map { "\($0)" }
      text += fields.joined(separator: ",") + "\n"
    }
    return text
  }
}

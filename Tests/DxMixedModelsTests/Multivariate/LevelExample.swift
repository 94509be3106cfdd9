import DxLinearAlgebra
import DxMixedModels

/// Twenty-four results of two outcomes, three from each of eight
/// laboratories, by five methods in turn; every seventh value is missing.
struct LevelExample {
  var outcomes = MultivariateOutcomes(names: ["first", "second"])
  let terms: [ModeratorTerm] = [
    .intercept,
    .numeric("x", (0..<24).map { 0.1 * Double($0 % 4) }).shared,
  ]
  let laboratories = (0..<24).map { "\($0 / 3)" }
  let methods = (0..<24).map { "\($0 % 5)" }

  init() throws {
    for row in 0..<24 {
      let variance = 0.01 + 0.002 * Double(row % 4)
      try outcomes.append(
        "\(row)",
        values: (0..<2).map {
          (row + 3 * $0) % 7 == 5 ? .nan : Self.value(row, $0)
        },
        covariance: [[variance, 0.005], [0.005, variance + 0.004]])
    }
  }

  private static func value(_ row: Int, _ outcome: Int) -> Double {
    let (i, j) = (Double(row), Double(outcome))
    let laboratory = Double(row / 3)
    let between = (2.3 * laboratory + 0.9 * j * laboratory + 0.4)
      .remainder(dividingBy: 2)
    let within = (1.7 * i * (j + 1) + 0.31 * i * i).remainder(dividingBy: 2)
    let method = Double(row % 5)
    return 0.3 * j + 0.5 * between + 0.25 * within
      + (method == 2 ? 0.2 : 0) + 0.15 * method * j
  }

  /// A random effect of the laboratory, and a diagonal one of the method.
  var crossed: MultivariateModel {
    MultivariateModel(
      terms: terms,
      levels: [
        RandomLevel("laboratory", laboratories),
        RandomLevel("method", methods, structure: .diagonal),
      ])
  }

  /// A random effect of the laboratory.
  var nested: MultivariateModel {
    MultivariateModel(
      terms: terms, levels: [RandomLevel("laboratory", laboratories)])
  }
}

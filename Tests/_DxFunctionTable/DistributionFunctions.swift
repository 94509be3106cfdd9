import DxDistributions

/// The members of a distribution under the grid's names, `name_cdf` and so on,
/// with the point before the parameters.
func tabulate<D: UnivariateDistribution>(
  _ name: String, _ make: @escaping @Sendable ([Double]) throws -> D
) -> [String: TabulatedFunction] {
  let members: [String: @Sendable (D, Double) -> Double] = [
    "cdf": { $0.cumulativeProbability(at: $1) },
    "sf": { $0.survivalProbability(at: $1) },
    "logcdf": { $0.logCumulativeProbability(at: $1) },
    "logsf": { $0.logSurvivalProbability(at: $1) },
    "quantile": { $0.quantile($1) },
    "cquantile": { $0.upperQuantile($1) },
  ]
  return tabulate(name, members, make)
}

/// The same with the density.
func tabulate<D: ContinuousDistribution>(
  continuous name: String,
  _ make: @escaping @Sendable ([Double]) throws -> D
) -> [String: TabulatedFunction] {
  let members: [String: @Sendable (D, Double) -> Double] = [
    "pdf": { $0.density(at: $1) },
    "logpdf": { $0.logDensity(at: $1) },
  ]
  return tabulate(name, make).merging(tabulate(name, members, make)) {
    first, _ in first
  }
}

/// The same with the probability of a value.
func tabulate<D: DiscreteDistribution>(
  discrete name: String,
  _ make: @escaping @Sendable ([Double]) throws -> D
) -> [String: TabulatedFunction] {
  let members: [String: @Sendable (D, Double) -> Double] = [
    "pmf": { $0.probability(of: $1) },
    "logpmf": { $0.logProbability(of: $1) },
  ]
  return tabulate(name, make).merging(tabulate(name, members, make)) {
    first, _ in first
  }
}

private func tabulate<D>(
  _ name: String, _ members: [String: @Sendable (D, Double) -> Double],
  _ make: @escaping @Sendable ([Double]) throws -> D
) -> [String: TabulatedFunction] {
  var table: [String: TabulatedFunction] = [:]
  for (member, function) in members {
    table["\(name)_\(member)"] = { arguments in
      function(try make(Array(arguments.dropFirst())), arguments[0])
    }
  }
  return table
}

/// One table of several.
func union(
  _ tables: [String: TabulatedFunction]...
) -> [String: TabulatedFunction] {
  tables.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
}

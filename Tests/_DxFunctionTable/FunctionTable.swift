/// A function of the accuracy grid, whose arguments are those of a row.
public typealias TabulatedFunction = @Sendable ([Double]) throws -> Double

/// The functions of the accuracy grid by name, each with the arguments in the
/// order of the grid.
///
/// What runs a grid, the tests and the `accuracy` program, looks them up here,
/// so that both judge the same calls.
public let functionTable: [String: TabulatedFunction] =
  [
    normalFunctions, gammaFunctions, betaFunctions, studentFunctions,
    countFunctions, noncentralFunctions, bivariateFunctions,
  ].reduce(into: [:]) { table, family in
    table.merge(family) { first, _ in first }
  }

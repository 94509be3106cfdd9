internal import DxLinearAlgebra
internal import RealModule

extension BinomialRegressionProblem {
  /// The information of ψ₁₁, ψ₂₁ and ψ₂₂ at Ψ = 0, or `nil` where something
  /// else was fitted, where there are several Ψ or where it has overflowed.
  ///
  /// - Parameter means: The coordinates of the regressors that are left.
  func informationAtZeroVariance(_ means: [Double]) -> SIMD3<Double>? {
    guard structure == .zeroVarianceBoth, regression.groupCount == 1 else {
      return nil
    }
    let first = WeightedTrials(
      first, coordinates: Array(means.prefix(first.count)),
      trials: regression.trials.map(\.x))
    let second = WeightedTrials(
      second, coordinates: Array(means.dropFirst(self.first.count)),
      trials: regression.trials.map(\.y))
    var information = ZeroVarianceInformation()
    for study in 0..<regression.studyCount {
      information.add(
        trials: SIMD2(first.trials[study], second.trials[study]),
        logits: SIMD2(first.logits[study], second.logits[study]))
    }
    guard
      let a = first.residualSquares(backend),
      let b = second.residualSquares(backend)
    else { return nil }
    information.add(residualSquares: SIMD2(a, b))
    let diagonal = information.diagonal
    return diagonal.sum().isFinite ? diagonal : nil
  }
}

/// The informative trials of one outcome at fitted logits.
private struct WeightedTrials {
  let rows: [[Double]]
  let trials: [Double]
  let logits: [Double]

  init(_ design: BinomialDesign, coordinates: [Double], trials: [Double]) {
    rows = design.rows
    self.trials = zip(trials, design.isInformative).map { $1 ? $0 : 0 }
    logits = design.rows.map { dot(coordinates, $0) }
  }

  /// The residual sum of squares of 1 − 2p regressed on the design with the
  /// weights n p (1 − p); `nil` where the weights of a column have vanished.
  func residualSquares(_ backend: any LinearAlgebraBackend) -> Double? {
    let weights = zip(trials, logits).map {
      $0 * bernoulliVariance(logit: $1)
    }
    // 1 − 2p, without cancellation.
    let values = logits.map { -Double.tanh(0.5 * $0) }
    let count = rows.first?.count ?? 0
    var coordinates: [Double] = []
    if count > 0 {
      var products = Matrix(rowCount: count, columnCount: count, repeating: 0)
      var sums = Matrix(rowCount: count, columnCount: 1, repeating: 0)
      for (study, row) in rows.enumerated() where weights[study] > 0 {
        for i in 0..<count {
          sums[i, 0] += weights[study] * row[i] * values[study]
          for j in 0...i {
            products[i, j] += weights[study] * row[i] * row[j]
          }
        }
      }
      guard
        let factor = try? CholeskyFactor(products, backend: backend),
        let solution = try? factor.solve(sums)
      else { return nil }
      coordinates = solution.elements
    }
    return rows.indices.reduce(0) { sum, study in
      guard weights[study] > 0 else { return sum }
      let residual = values[study] - dot(coordinates, rows[study])
      return sum + weights[study] * residual * residual
    }
  }
}

internal import DxOptimization

/// A τ² that solves an equation.
internal struct VarianceRoot {
  var variance: Double
  var criterion: ConvergenceCriterion
  var evaluations: Int
}

extension UnivariateProblem {
  /// The τ² ≥ 0 at which Q(τ²) = yᵀ P y has a positive value; `nil` if Q(0) is
  /// below it already.
  ///
  /// Q decreases from Q(0) to zero, and its reciprocal is nearly linear, so
  /// that is what is searched. The root is no larger than S/value − min vᵢ
  /// with the unweighted squares S.
  func varianceWhereSquares(equal value: Double) -> VarianceRoot? {
    guard squares(at: 0).value >= value else { return nil }
    let least = leastVariance
    let bound = 1.01 * unweightedSquares / value
    guard bound > least else {
      return VarianceRoot(variance: 0, criterion: .bracket, evaluations: 1)
    }
    var finder = RootFinder()
    finder.tolerance = 0x1p-55 * least
    let root = try? finder.findRoot(
      in: 0...bound,
      withDerivatives: { variance in
        let (squares, slope) = self.squares(at: variance)
        return ScalarDerivatives(
          value: 1 - value / squares,
          first: -value * slope / (squares * squares))
      })
    return VarianceRoot(
      variance: root?.argument ?? 0, criterion: root?.criterion ?? .noProgress,
      evaluations: root?.evaluations ?? 0)
  }
}

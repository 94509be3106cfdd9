public import DxLinearAlgebra

/// The solution of the equation of the moments for Ψ, which need not be a
/// covariance matrix.
public struct MomentSolution: Hashable, Sendable {
  /// The solution, made symmetric, before any eigenvalue was raised.
  public var untruncated: Matrix
  /// How many of its eigenvalues were raised to 2⁻²⁶, the least eigenvalue
  /// that the estimate of Ψ has; so many directions of the outcomes do not
  /// vary between studies, as far as the moments tell.
  public var raisedEigenvalueCount: Int
  /// The estimate of Ψ.
  public var covariance: Matrix
}

extension MomentSolution {
  /// Raises the eigenvalues that are below the bound of ``MomentEstimate``.
  ///
  /// What cannot be decomposed has no estimate: its entries are not numbers.
  internal init(
    truncating solution: Matrix, _ backend: any LinearAlgebraBackend
  ) {
    untruncated = solution
    covariance = solution
    raisedEigenvalueCount = 0
    let p = solution.rowCount
    guard
      let spectrum = try? SymmetricEigenDecomposition(
        solution, backend: backend)
    else {
      covariance = Matrix(rowCount: p, columnCount: p, repeating: .nan)
      return
    }
    let bound = MomentEstimate.leastEigenvalue
    raisedEigenvalueCount = spectrum.values.count { $0 < bound }
    if raisedEigenvalueCount == 0 { return }
    for row in 0..<p {
      for column in 0...row {
        var sum = 0.0
        for (index, value) in spectrum.values.enumerated() {
          sum +=
            Swift.max(value, bound) * spectrum.vectors[row, index]
            * spectrum.vectors[column, index]
        }
        covariance[row, column] = sum
        covariance[column, row] = sum
      }
    }
  }
}

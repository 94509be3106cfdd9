/// The eigenvalues and eigenvectors of a symmetric matrix.
///
/// ```
/// A = V Λ Vᵀ
/// ```
///
/// Accuracy:
///
/// Each computed eigenvalue is within a modest multiple of *n u* ‖A‖₂ of a
/// true one, where `u` is `ulpOfOne/2`; small eigenvalues of a matrix with
/// large ones may thus have no correct digit. A vector is as accurate as its
/// eigenvalue is far from the others, but the vectors are always orthonormal
/// to rounding error. The sign of a vector, and the basis of the space of a
/// multiple eigenvalue, are the backend's choice.
///
/// > G. H. Golub, C. F. Van Loan. *Matrix Computations*, 4th ed., Johns
/// > Hopkins University Press, 2013, §8.1 and §8.3.
public struct SymmetricEigenDecomposition: Sendable {
  /// The eigenvalues, in ascending order.
  public let values: [Double]
  /// The eigenvectors, one in each column, in the order of the values.
  public let vectors: Matrix

  /// Decomposes a symmetric matrix.
  ///
  /// - Parameters:
  ///   - matrix: A square matrix, of which the lower triangle is read.
  ///   - backend: What computes the decomposition.
  /// - Precondition: `matrix` is square.
  /// - Throws: ``FactorizationError/notFinite(row:column:)``, or
  ///   ``FactorizationError/backendFailure(routine:code:)`` if the iteration
  ///   does not converge.
  /// - Complexity: About 9*n*³ floating-point operations.
  public init(
    _ matrix: Matrix,
    backend: any LinearAlgebraBackend = LinearAlgebra.defaultBackend
  ) throws(FactorizationError) {
    var vectors = matrix
    values = try backend.diagonalizeSymmetric(&vectors)
    self.vectors = vectors
  }
}

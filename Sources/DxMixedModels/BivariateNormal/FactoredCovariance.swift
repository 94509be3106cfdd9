internal import DxLinearAlgebra

/// A covariance matrix of two outcomes with its determinant.
///
/// The determinant is computed from a factor where there is one: near ρ = ±1
/// the entries alone no longer hold it, and where a study is very precise the
/// likelihood depends on it.
internal struct FactoredCovariance {
  var psi: SymmetricMatrix2x2
  var determinant: Double

  init(psi: SymmetricMatrix2x2, determinant: Double) {
    self.psi = psi
    self.determinant = determinant
  }

  /// A covariance matrix that comes without a factor.
  init(_ psi: SymmetricMatrix2x2) {
    self.init(psi: psi, determinant: max(psi.determinant, 0))
  }
}

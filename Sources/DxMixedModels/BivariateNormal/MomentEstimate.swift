internal import DxLinearAlgebra
internal import DxOptimization

/// A moment estimate of Ψ, with its eigenvalues truncated from below.
internal struct MomentEstimate {
  /// The estimate.
  let psi: SymmetricMatrix2x2
  /// Where it would lie were the bound zero.
  let boundary: CovarianceBoundary

  /// The least eigenvalue that a truncated moment estimate of Ψ keeps, the
  /// square root of the spacing of one, as in the R package mvmeta.
  static let leastEigenvalue = 0x1p-26

  /// Truncates the solution of the equation of the moments.
  init(truncating raw: SymmetricMatrix2x2) {
    psi = raw.withEigenvalues(atLeast: Self.leastEigenvalue)
    if psi == raw {
      boundary = .interior
    } else if raw.eigenvalues.larger <= 0 {
      boundary = .zeroVarianceBoth
    } else {
      boundary =
        raw.m21 >= 0 ? .correlationAtPlusOne : .correlationAtMinusOne
    }
  }
}

extension FitCertificate {
  /// The certificate of an estimate that no iteration is needed for.
  internal static var closedForm: Self {
    FitCertificate(
      criterion: .gradient, gradientNorm: 0, smallestHessianEigenvalue: nil,
      evaluations: 1)
  }
}

extension SymmetricMatrix2x2 {
  /// The matrix with the same eigenvectors and its eigenvalues raised to a
  /// bound where they are below it.
  internal func withEigenvalues(atLeast bound: Double) -> Self {
    let (smaller, larger) = eigenvalues
    if smaller >= bound { return self }
    let raised = (smaller: bound, larger: max(larger, bound))
    if smaller == larger { return raised.larger * .identity }
    // A = λ₁ (I − P) + λ₂ P with the projector P = (A − λ₁ I) / (λ₂ − λ₁).
    let projector =
      (1 / (larger - smaller)) * (self - smaller * .identity)
    return raised.smaller * .identity
      + (raised.larger - raised.smaller) * projector
  }
}

internal import DxLinearAlgebra

extension NormalMaximum {
  /// The covariance of the means and of Ψ from the observed information, on
  /// the face of the parameter space where the maximum lies.
  ///
  /// The information of Ψ is that of the profiled likelihood. Under maximum
  /// likelihood the blocks with the means follow from the inverse of a
  /// partitioned matrix; under restricted maximum likelihood the means are
  /// integrated out and the blocks are zero.
  func jointCovariance(_ likelihood: NormalLikelihood) -> JointCovariance {
    let c = psiCovariance
    let v = expansion.meanCovariance
    guard likelihood == .maximumLikelihood else {
      return JointCovariance(
        means: v, firstMeanWithPsi: .zero, secondMeanWithPsi: .zero, psi: c)
    }
    let m1 = expansion.firstMeanInformation
    let m2 = expansion.secondMeanInformation
    // Rows of V M, with M the information between the means and Ψ.
    let vm1 = v.m11 * m1 + v.m21 * m2
    let vm2 = v.m21 * m1 + v.m22 * m2
    let cvm1 = c * vm1
    let cvm2 = c * vm2
    return JointCovariance(
      means: SymmetricMatrix2x2(
        v.m11 + (vm1 * cvm1).sum(), v.m21 + (vm1 * cvm2).sum(),
        v.m22 + (vm2 * cvm2).sum()),
      firstMeanWithPsi: -cvm1, secondMeanWithPsi: -cvm2, psi: c)
  }

  /// The inverse of the information of Ψ in the profiled likelihood, of the
  /// rank of the face.
  var psiCovariance: SymmetricMatrix3x3 {
    switch boundary {
    case .interior:
      return (-1 * expansion.hessian).inverse
    case .correlationAtMinusOne, .correlationAtPlusOne:
      let (first, second) = coordinates.faceTangents
      let h = model.hessian
      let n = SymmetricMatrix2x2(h.m11, h.m21, h.m22).inverse
      return n.m11 * SymmetricMatrix3x3(outerSquareOf: first)
        + n.m21 * SymmetricMatrix3x3(symmetrizedOuter: first, second)
        + n.m22 * SymmetricMatrix3x3(outerSquareOf: second)
    case .zeroVarianceFirst, .zeroVarianceSecond:
      let isPivot = coordinates.entries.x != 0
      return isPivot
        ? (1 / model.hessian.m11)
          * SymmetricMatrix3x3(outerSquareOf: coordinates.faceTangents.0)
        : .zero
    case .zeroVarianceBoth:
      return .zero
    }
  }
}

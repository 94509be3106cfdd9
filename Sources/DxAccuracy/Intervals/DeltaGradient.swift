internal import DxMixedModels

/// The derivatives of a quantity by μA, μB and ψAA, ψAB, ψBB.
internal struct DeltaGradient {
  var mean: SIMD2<Double>
  var psi: SIMD3<Double>

  init(mean: SIMD2<Double>, psi: SIMD3<Double>) {
    self.mean = mean
    self.psi = psi
  }

  func variance(under covariance: JointCovariance) -> Double {
    covariance.variance(meanGradient: mean, psiGradient: psi)
  }

  static func + (lhs: Self, rhs: Self) -> Self {
    Self(mean: lhs.mean + rhs.mean, psi: lhs.psi + rhs.psi)
  }

  static func * (lhs: Double, rhs: Self) -> Self {
    Self(mean: lhs * rhs.mean, psi: lhs * rhs.psi)
  }
}

public import DxLinearAlgebra

/// What the counts or estimates of one study say of its own true outcomes,
/// with the population that a model describes as the prior.
///
/// The values are those of the true outcomes ηᵢ = μ + uᵢ given the data of the
/// study and the parameters μ and Ψ, on the scale of the model. With estimates
/// for the parameters they are called empirical Bayes estimates, and under the
/// normal model best linear unbiased predictions: what the study observed,
/// drawn towards μ, the more so the less it observed.
public struct StudyPosterior: Hashable, Sendable, Codable {
  /// The posterior mean.
  public var mean: SIMD2<Double>
  /// The posterior mode.
  public var mode: SIMD2<Double>
  /// The posterior covariance, which takes the parameters as known.
  public var covariance: SymmetricMatrix2x2
  /// The derivatives of the posterior mean of the first outcome by the
  /// parameters.
  public var firstGradient: ParameterGradient
  /// The derivatives of the posterior mean of the second outcome by the
  /// parameters.
  public var secondGradient: ParameterGradient

  /// Creates a posterior from its parts.
  public init(
    mean: SIMD2<Double>, mode: SIMD2<Double>, covariance: SymmetricMatrix2x2,
    firstGradient: ParameterGradient, secondGradient: ParameterGradient
  ) {
    self.mean = mean
    self.mode = mode
    self.covariance = covariance
    self.firstGradient = firstGradient
    self.secondGradient = secondGradient
  }

  /// The covariance of the true outcomes about the posterior mean, with the
  /// uncertainty of the estimated parameters.
  ///
  /// To first order it is the posterior covariance plus J V Jᵀ, with the
  /// Jacobian J of the posterior mean and the covariance V of the parameters.
  ///
  /// > R. E. Kass, D. Steffey. Approximate Bayesian inference in conditionally
  /// > independent hierarchical models (parametric empirical Bayes models).
  /// > *J Am Stat Assoc* 84:717–726, 1989. doi:10.1080/01621459.1989.10478825
  ///
  /// Edge cases: at a boundary of the parameter space V has the rank of the
  /// face, and the face is taken as known.
  ///
  /// - Parameter parameters: The covariance of the estimates of μ and Ψ.
  public func predictionCovariance(
    _ parameters: JointCovariance
  ) -> SymmetricMatrix2x2 {
    func covariance(_ a: ParameterGradient, _ b: ParameterGradient) -> Double {
      // By polarisation, so that one quadratic form serves all entries.
      let sum = parameters.variance(
        meanGradient: a.means + b.means, psiGradient: a.psi + b.psi)
      let difference = parameters.variance(
        meanGradient: a.means - b.means, psiGradient: a.psi - b.psi)
      return 0.25 * (sum - difference)
    }
    return SymmetricMatrix2x2(
      self.covariance.m11 + covariance(firstGradient, firstGradient),
      self.covariance.m21 + covariance(firstGradient, secondGradient),
      self.covariance.m22 + covariance(secondGradient, secondGradient))
  }
}

/// The derivatives of a number by the parameters of a model of two outcomes.
public struct ParameterGradient: Hashable, Sendable, Codable {
  /// The derivatives by the two means.
  public var means: SIMD2<Double>
  /// The derivatives by ψ₁₁, ψ₂₁ and ψ₂₂, of which ψ₂₁ counts once.
  public var psi: SIMD3<Double>

  /// Creates a gradient.
  public init(means: SIMD2<Double>, psi: SIMD3<Double>) {
    self.means = means
    self.psi = psi
  }

  /// The gradient of a constant.
  internal static let zero = Self(means: .zero, psi: .zero)
}

extension StudyPosterior {
  /// The posterior of a likelihood that is normal about the mode.
  ///
  /// With the precisions D of the likelihood and B = (I + Ψ D)⁻¹, in which Ψ
  /// need not have an inverse, the covariance is B Ψ; a change of μ moves the
  /// mode by B dμ, and one of Ψ by B dΨ s.
  ///
  /// - Parameters:
  ///   - center: Makes the mode and the score there of B.
  ///   - precisions: The diagonal of D; zero where nothing was observed.
  internal init(
    precisions w: SIMD2<Double>, psi: SymmetricMatrix2x2,
    center: (_ shrinkage: (SIMD2<Double>, SIMD2<Double>)) -> (
      mode: SIMD2<Double>, score: SIMD2<Double>
    )
  ) {
    let determinant = max(psi.determinant, 0)
    let a = psi.m11 * w.x
    let b = psi.m22 * w.y
    let inverse = 1 / (1 + a + b + determinant * (w.x * w.y))
    // The rows of B.
    let first = SIMD2(1 + b, -psi.m21 * w.y) * inverse
    let second = SIMD2(-psi.m21 * w.x, 1 + a) * inverse
    let (mode, score) = center((first, second))
    func gradient(_ row: SIMD2<Double>) -> ParameterGradient {
      ParameterGradient(
        means: row,
        psi: SIMD3(
          row.x * score.x, row.x * score.y + row.y * score.x,
          row.y * score.y))
    }
    self.init(
      mean: mode, mode: mode,
      covariance: SymmetricMatrix2x2(
        (psi.m11 + determinant * w.y) * inverse, psi.m21 * inverse,
        (psi.m22 + determinant * w.x) * inverse),
      firstGradient: gradient(first), secondGradient: gradient(second))
  }
}

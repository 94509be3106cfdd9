public import DxLinearAlgebra

extension PairedOutcomes {
  /// The posterior of the true outcomes of each study under the normal model.
  ///
  /// With the estimates yᵢ and Vᵢ = Sᵢ + Ψ it is normal,
  /// ```
  /// mean        μ + Ψ Vᵢ⁻¹ (yᵢ − μ)
  /// covariance  Ψ − Ψ Vᵢ⁻¹ Ψ
  /// ```
  /// which is the best linear unbiased prediction where μ and Ψ are estimates.
  /// Neither is computed in this form, in which digits cancel.
  ///
  /// > C. R. Henderson. Best linear unbiased estimation and prediction under a
  /// > selection model. *Biometrics* 31:423–447, 1975. doi:10.2307/2529430
  ///
  /// Edge cases: Ψ may be singular. An outcome that a study does not report is
  /// predicted by the other, and without any by the population.
  ///
  /// - Parameters:
  ///   - means: The means of the outcomes.
  ///   - psi: The covariance between studies, positive semi-definite.
  /// - Returns: One posterior a study, in their order.
  /// - Complexity: O(*k*) for *k* studies.
  public func studyPosteriors(
    means: SIMD2<Double>, psi: SymmetricMatrix2x2
  ) -> [StudyPosterior] {
    (0..<studyCount).map { study in
      let precisions = 1 / variances(of: study)
      let residuals = values(of: study) - means
      return StudyPosterior(precisions: precisions, psi: psi) { rows in
        // V⁻¹ r = D B r
        let score =
          precisions
          * SIMD2((rows.0 * residuals).sum(), (rows.1 * residuals).sum())
        let shift = SIMD2(
          psi.m11 * score.x + psi.m21 * score.y,
          psi.m21 * score.x + psi.m22 * score.y)
        return (means + shift, score)
      }
    }
  }
}

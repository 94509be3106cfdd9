public import DxLinearAlgebra

/// Estimates of several outcomes from independent studies, with their
/// covariances within the studies.
///
/// ```
/// var outcomes = MultivariateOutcomes(names: ["probing", "attachment"])
/// try outcomes.append(
///   "Pihlstrom", values: [0.47, -0.32],
///   covariance: [[0.0075, 0.0030], [0.0030, 0.0077]])
/// ```
/// An outcome that a study does not report is NaN, and enters as missing at
/// random; the entries of its covariance are ignored.
public struct MultivariateOutcomes: Sendable {
  /// A name for each outcome.
  public let names: [String]
  /// A name for each study, in the order in which they were appended.
  public private(set) var studyNames: [String] = []
  // Study by study: p values, and the packed lower triangles.
  internal private(set) var values: [Double] = []
  internal private(set) var covariances: [Double] = []

  /// Creates room for studies of outcomes with these names.
  ///
  /// - Precondition: There is a name at least, and no two are equal.
  public init(names: [String]) {
    precondition(
      !names.isEmpty && Set(names).count == names.count,
      "The names \(names) do not tell outcomes apart")
    self.names = names
  }

  /// The number of outcomes.
  public var outcomeCount: Int { names.count }
  /// The number of studies.
  public var studyCount: Int { studyNames.count }

  /// Adds a study.
  ///
  /// - Parameters:
  ///   - study: Its name.
  ///   - values: A value for each outcome, NaN where it is not reported.
  ///   - covariance: Their covariance within the study, of which the lower
  ///     triangle is read.
  /// - Throws: ``MultivariateModelError`` if a value is infinite, a variance
  ///   not positive and finite, or the covariance of what is reported not
  ///   positive definite.
  /// - Precondition: The number of values and the order of the covariance are
  ///   those of the outcomes.
  public mutating func append(
    _ study: String, values: [Double], covariance: Matrix
  ) throws(MultivariateModelError) {
    let p = outcomeCount
    precondition(
      values.count == p && covariance.rowCount == p
        && covariance.columnCount == p,
      """
      \(values.count) values and a covariance of \(covariance.rowCount) × \
      \(covariance.columnCount) for \(p) outcomes
      """)
    let reported = values.indices.filter { !values[$0].isNaN }
    for outcome in reported {
      let variance = covariance[outcome, outcome]
      guard values[outcome].isFinite, variance > 0, variance < .infinity else {
        throw .invalidObservation(
          study: study, outcome: names[outcome], value: values[outcome],
          variance: variance)
      }
    }
    guard isPositiveDefinite(covariance, reported) else {
      throw .covarianceNotPositiveDefinite(study: study)
    }
    studyNames.append(study)
    self.values += values
    for pair in packedPairs(order: p) {
      covariances.append(covariance[pair.row, pair.column])
    }
  }

  /// Whether the correlation matrix of some outcomes has a Cholesky factor
  /// with pivots above rounding error.
  private func isPositiveDefinite(_ covariance: Matrix, _ reported: [Int])
    -> Bool
  {
    let scale = reported.map { 1 / covariance[$0, $0].squareRoot() }
    var correlation = Matrix(
      rowCount: reported.count, columnCount: reported.count)
    for j in reported.indices {
      for l in 0...j {
        correlation[j, l] =
          covariance[reported[j], reported[l]] * scale[j] * scale[l]
      }
    }
    let factor = try? CholeskyFactor(correlation, backend: PortableBackend())
    let least = factor?.lower.diagonal.min() ?? 1
    return factor != nil
      && least * least > 4 * .ulpOfOne * Double(reported.count)
  }

  /// Whether a study reports an outcome, both counted from zero.
  internal func reports(_ study: Int, _ outcome: Int) -> Bool {
    !values[study * outcomeCount + outcome].isNaN
  }

  /// How many studies report an outcome.
  internal func reportedCount(_ outcome: Int) -> Int {
    (0..<studyCount).count { reports($0, outcome) }
  }
}

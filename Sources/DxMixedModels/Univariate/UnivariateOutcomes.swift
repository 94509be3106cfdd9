internal import DxLinearAlgebra

/// Estimates of one effect from independent studies, with their sampling
/// variances.
///
/// ```
/// let outcomes = try UnivariateOutcomes(
///   effects: [-0.89, -1.59, -1.35], variances: [0.33, 0.19, 0.42],
///   studyNames: ["Aronson", "Ferguson", "Rosenthal"])
/// ```
/// Their units are those of the effect measure, such as a log odds ratio.
public struct UnivariateOutcomes: Sendable {
  /// The same as outcomes of a model of several.
  internal private(set) var outcomes = MultivariateOutcomes(names: ["effect"])
  /// The sampling variances, in the order of the studies.
  public private(set) var variances: [Double] = []

  /// Creates an empty set of studies.
  public init() {}

  /// Creates a set of studies.
  ///
  /// - Parameters:
  ///   - effects: The estimates.
  ///   - variances: Their sampling variances.
  ///   - studyNames: Their names; by default they are numbered from one.
  /// - Throws: ``UnivariateModelError`` if an effect is not finite or a
  ///   variance not positive and finite.
  /// - Precondition: There are as many variances, and names, as effects.
  public init(
    effects: [Double], variances: [Double], studyNames: [String]? = nil
  ) throws(UnivariateModelError) {
    precondition(
      effects.count == variances.count
        && effects.count == studyNames?.count ?? effects.count,
      """
      \(effects.count) effects, \(variances.count) variances and \
      \(studyNames?.count ?? effects.count) names
      """)
    for index in effects.indices {
      try append(
        studyNames?[index] ?? "\(index + 1)", effect: effects[index],
        variance: variances[index])
    }
  }

  /// Adds a study.
  ///
  /// - Parameters:
  ///   - study: Its name.
  ///   - effect: The estimate.
  ///   - variance: Its sampling variance, which is taken as known.
  /// - Throws: ``UnivariateModelError`` if the effect is not finite or the
  ///   variance not positive and finite.
  public mutating func append(
    _ study: String, effect: Double, variance: Double
  ) throws(UnivariateModelError) {
    guard effect.isFinite else {
      throw .invalidEffect(study: study, value: effect)
    }
    guard variance > 0, variance < .infinity else {
      throw .invalidVariance(study: study, value: variance)
    }
    do throws(MultivariateModelError) {
      try outcomes.append(study, values: [effect], covariance: [[variance]])
    } catch {
      throw .moderators(error)
    }
    variances.append(variance)
  }

  /// The effects, in the order of the studies.
  public var effects: [Double] { outcomes.values }
  /// The names of the studies.
  public var studyNames: [String] { outcomes.studyNames }
  /// The number of studies.
  public var studyCount: Int { outcomes.studyCount }
}

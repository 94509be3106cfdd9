/// A part of the mean of several outcomes: columns of regressors with names,
/// and the outcomes that they apply to.
///
/// ```
/// let terms: [ModeratorTerm] = [
///   .intercept,
///   .numeric("year", years, center: 1983),
///   .categorical("design", designs, reference: "cohort").on("probing"),
/// ]
/// ```
/// A term has coefficients of its own for each outcome, unless it is
/// ``shared`` or restricted ``on(_:)`` some.
public struct ModeratorTerm: Hashable, Sendable {
  /// The outcomes to which a term applies.
  internal enum Scope: Hashable, Sendable {
    case eachOutcome
    case shared
    case only([String])
  }

  /// A moderator that a column is made of.
  internal struct Factor: Hashable, Sendable {
    /// The name of the moderator.
    var moderator: String
    var kind: Kind

    /// What is made of the value of the moderator.
    enum Kind: Hashable, Sendable {
      /// Its distance from a value.
      case numeric(center: Double)
      /// Whether it is one of its categories.
      case indicator(of: String, among: Set<String>)
    }
  }

  /// A column of regressors.
  internal struct Column: Hashable, Sendable {
    var name: String
    /// A number for each study; `nil` stands for ones.
    var values: [Double]?
    /// What the column is the product of.
    var factors: [Factor] = []
  }

  /// The name of the term.
  public let name: String
  internal var columns: [Column]
  internal var scope = Scope.eachOutcome
  /// The reference of a categorical term, and whether it occurs.
  internal var missingReference: String?

  /// A constant.
  public static let intercept = ModeratorTerm(
    name: "(Intercept)", columns: [Column(name: "(Intercept)", values: nil)])

  /// A number for each study.
  ///
  /// - Parameters:
  ///   - name: The name of the column.
  ///   - values: The numbers.
  ///   - center: What is subtracted from them: the intercept is then the mean
  ///     at this value.
  public static func numeric(
    _ name: String, _ values: [Double], center: Double = 0
  ) -> ModeratorTerm {
    ModeratorTerm(
      name: name,
      columns: [
        Column(
          name: name, values: values.map { $0 - center },
          factors: [
            Factor(moderator: name, kind: .numeric(center: center))
          ])
      ])
  }

  /// A category for each study: a column of zeros and ones for each category
  /// other than the reference, in the order of their first occurrence.
  ///
  /// - Parameters:
  ///   - name: The name of the term; columns are named `name[category]`.
  ///   - values: The categories.
  ///   - reference: The category without a column; by default the first one
  ///     that occurs.
  public static func categorical(
    _ name: String, _ values: [String], reference: String? = nil
  ) -> ModeratorTerm {
    var categories: [String] = []
    var known: Set<String> = []
    for value in values where known.insert(value).inserted {
      categories.append(value)
    }
    let left = reference ?? categories.first
    var term = ModeratorTerm(
      name: name,
      columns: categories.filter { $0 != left }.map { category in
        Column(
          name: "\(name)[\(category)]",
          values: values.map { $0 == category ? 1 : 0 },
          factors: [
            Factor(
              moderator: name, kind: .indicator(of: category, among: known))
          ])
      })
    if let reference, !known.contains(reference) {
      term.missingReference = reference
    }
    return term
  }

  /// The products of the columns of two terms, named `first:second`, with the
  /// scope of this one.
  ///
  /// - Precondition: The terms have the same number of values.
  public func interacting(with other: ModeratorTerm) -> ModeratorTerm {
    var result = self
    result.columns = columns.flatMap { first in
      other.columns.map { second in
        Column(
          name: "\(first.name):\(second.name)",
          values: Self.product(first.values, second.values),
          factors: first.factors + second.factors)
      }
    }
    result.missingReference = missingReference ?? other.missingReference
    return ModeratorTerm(
      name: "\(name):\(other.name)", columns: result.columns, scope: scope,
      missingReference: result.missingReference)
  }

  private static func product(_ x: [Double]?, _ y: [Double]?) -> [Double]? {
    guard let x, let y else { return x ?? y }
    precondition(
      x.count == y.count, "Moderators of \(x.count) and \(y.count) studies")
    return zip(x, y).map { $0 * $1 }
  }

  /// The same term with one coefficient for all outcomes together.
  public var shared: ModeratorTerm {
    var result = self
    result.scope = .shared
    return result
  }

  /// The same term for some outcomes only, with a coefficient for each.
  public func on(_ outcomes: String...) -> ModeratorTerm {
    var result = self
    result.scope = .only(outcomes)
    return result
  }
}

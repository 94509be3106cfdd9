/// The value of a moderator, for which outcomes are predicted.
///
/// Literals stand for themselves:
/// ```
/// let values: [String: ModeratorValue] = ["year": 1985, "design": "cohort"]
/// ```
public enum ModeratorValue: Hashable, Sendable {
  /// The value of a numeric moderator, as the studies have it: its centre is
  /// subtracted.
  case number(Double)
  /// A category of a categorical moderator, the reference included.
  case category(String)
}

extension ModeratorValue: ExpressibleByFloatLiteral {
  /// Creates the value of a numeric moderator.
  public init(floatLiteral value: Double) { self = .number(value) }
}

extension ModeratorValue: ExpressibleByIntegerLiteral {
  /// Creates the value of a numeric moderator.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
}

extension ModeratorValue: ExpressibleByStringLiteral {
  /// Creates a category.
  public init(stringLiteral value: String) { self = .category(value) }
}

extension ModeratorTerm.Column {
  /// The entry of the column where the moderators have given values.
  internal func value(
    at values: [String: ModeratorValue]
  ) throws(MultivariateResultError) -> Double {
    if self.values != nil && factors.isEmpty { throw .missingModerator(name) }
    var product = 1.0
    for factor in factors { product *= try factor.value(at: values) }
    return product
  }
}

extension ModeratorTerm.Factor {
  fileprivate func value(
    at values: [String: ModeratorValue]
  ) throws(MultivariateResultError) -> Double {
    guard let value = values[moderator] else {
      throw .missingModerator(moderator)
    }
    switch (kind, value) {
    case (.numeric(let center), .number(let number)) where number.isFinite:
      return number - center
    case (.indicator(let own, let categories), .category(let category)):
      guard categories.contains(category) else {
        throw .unknownCategory(moderator: moderator, category: category)
      }
      return category == own ? 1 : 0
    default:
      throw .invalidModeratorValue(moderator)
    }
  }
}

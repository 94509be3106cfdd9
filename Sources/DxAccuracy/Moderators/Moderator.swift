/// A covariate on which the accuracy of a test is regressed.
///
/// ```
/// Moderator("type", .categorical(reference: "questionnaire"))
/// Moderator("year", .numeric(center: .value(2000)), on: .sensitivity)
/// ```
public struct Moderator: Hashable, Sendable, Codable {
  /// How the values become columns of the design.
  public enum Coding: Hashable, Sendable, Codable {
    /// One column: the number minus the centre.
    case numeric(center: Center)
    /// Treatment coding: a column of zeros and ones for each level but the
    /// reference, whose coefficient is the difference from the reference.
    ///
    /// The levels stand in the order of their Unicode code points, after the
    /// reference; without one, the first level is the reference.
    case categorical(reference: String? = nil)
  }

  /// The value of a number at which the intercepts are the mean logits.
  public enum Center: Hashable, Sendable, Codable {
    /// The numbers enter as they are.
    case zero
    /// The mean over the studies that enter the fit.
    case mean
    /// A value that means something to the reader.
    case value(Double)
  }

  /// The outcomes on which a moderator acts.
  public enum Scope: String, Hashable, Sendable, Codable, CaseIterable {
    /// Sensitivity and specificity, with a coefficient for each.
    case both
    /// The sensitivity only.
    case sensitivity
    /// The specificity only.
    case specificity

    /// Whether the moderator acts on an outcome.
    public func contains(_ outcome: AccuracyOutcome) -> Bool {
      switch self {
      case .both: true
      case .sensitivity: outcome == .sensitivity
      case .specificity: outcome == .specificity
      }
    }
  }

  /// The key of the covariate in ``Study/covariates``.
  public var name: String
  /// How the values become columns of the design.
  public var coding: Coding
  /// The outcomes on which it acts.
  public var scope: Scope

  /// Creates a moderator.
  public init(_ name: String, _ coding: Coding, on scope: Scope = .both) {
    self.name = name
    self.coding = coding
    self.scope = scope
  }
}

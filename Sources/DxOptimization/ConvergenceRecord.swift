/// The evidence that an iteration found a minimum, or the reason why not.
///
/// A minimum is certified by a small ``gradientNorm`` together with
/// ``hessianEigenvalues`` that are all positive; an eigenvalue near zero says
/// that the minimum is not isolated along some direction.
public struct ConvergenceRecord: Hashable, Sendable, Codable {
  /// The reason why the iteration ended.
  public var criterion: ConvergenceCriterion
  /// How often the objective was evaluated, the start included.
  public var evaluations: Int
  /// The Euclidean norm of the projected gradient `P(x − g) − x`.
  ///
  /// `P` is the projection on the box; without bounds this is the norm of the
  /// gradient. It is NaN if the objective was not finite at the start.
  public var gradientNorm: Double
  /// The eigenvalues, in ascending order, of the Hessian in the variables
  /// that lie strictly between their bounds.
  public var hessianEigenvalues: [Double]
  /// The variables that lie on a bound, in ascending order of their index.
  public var activeBounds: [ActiveBound]

  /// Creates a record from its parts.
  public init(
    criterion: ConvergenceCriterion, evaluations: Int, gradientNorm: Double,
    hessianEigenvalues: [Double], activeBounds: [ActiveBound]
  ) {
    self.criterion = criterion
    self.evaluations = evaluations
    self.gradientNorm = gradientNorm
    self.hessianEigenvalues = hessianEigenvalues
    self.activeBounds = activeBounds
  }
}

/// A variable that ended on one of its bounds.
public struct ActiveBound: Hashable, Sendable, Codable {
  /// The bound that a variable lies on.
  public enum Side: String, Hashable, Sendable, Codable {
    /// The lower bound alone.
    case lower
    /// The upper bound alone.
    case upper
    /// Both, as they are equal: the variable was fixed by the caller.
    case fixed
  }

  /// The zero-based index of the variable.
  public var index: Int
  /// The bound that it lies on.
  public var side: Side
  /// The derivative of the objective there, which is the multiplier.
  ///
  /// At a minimum it is not negative on a lower bound and not positive on an
  /// upper one. Zero means that the bound holds nothing back.
  public var derivative: Double

  /// Creates a description from its parts.
  public init(index: Int, side: Side, derivative: Double) {
    self.index = index
    self.side = side
    self.derivative = derivative
  }
}

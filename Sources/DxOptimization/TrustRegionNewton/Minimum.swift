/// The point at which a minimisation ended, and what is known of it.
public struct Minimum: Hashable, Sendable, Codable {
  /// The variables.
  public var point: [Double]
  /// The objective at the point.
  public var value: Double
  /// The gradient at the point, in all variables.
  public var gradient: [Double]
  /// The Hessian at the point, in all variables, column by column.
  ///
  /// Both triangles are filled, from the lower one of the objective.
  public var hessian: [Double]
  /// Why the iteration ended, and the certificate of the minimum.
  public var convergence: ConvergenceRecord

  /// Creates a result from its parts.
  public init(
    point: [Double], value: Double, gradient: [Double], hessian: [Double],
    convergence: ConvergenceRecord
  ) {
    self.point = point
    self.value = value
    self.gradient = gradient
    self.hessian = hessian
    self.convergence = convergence
  }
}

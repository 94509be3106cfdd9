/// A function of several variables with exact first and second derivatives.
///
/// A conforming type may keep scratch memory of its own, which is why the
/// evaluation is mutating; the result must depend on the point alone.
public protocol TwiceDifferentiableObjective {
  /// Evaluates the function and both derivatives at a point.
  ///
  /// - Parameters:
  ///   - point: The *n* variables, each within its bounds.
  ///   - gradient: *n* numbers to overwrite, whatever they held.
  ///   - hessian: *n*² numbers to overwrite, column by column; entry
  ///     `i + n · j` is the derivative by the variables `i` and `j`. Only the
  ///     lower triangle, `i ≥ j`, is read.
  /// - Returns: The value. A value or derivative that is not finite makes the
  ///   minimiser step back, so a point outside of the domain needs no other
  ///   treatment than to return NaN, and may leave the derivatives unset.
  mutating func evaluate(
    at point: Span<Double>, gradient: inout MutableSpan<Double>,
    hessian: inout MutableSpan<Double>
  ) -> Double
}

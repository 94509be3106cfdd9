/// The reason a matrix could not be factored or a system not be solved.
///
/// Only properties of the data appear here. Misuse that the caller could have
/// ruled out, such as a matrix that is not square, traps instead. Each backend
/// reports the same case for the same matrix, except where rounding decides
/// which pivot fails.
public enum FactorizationError: Error, Hashable, Sendable {
  /// The pivot at this zero-based index was zero, negative or not a number.
  case notPositiveDefinite(pivotIndex: Int)
  /// The triangular matrix has a zero at this zero-based diagonal position.
  case singular(pivotIndex: Int)
  /// The input holds a NaN or an infinity.
  ///
  /// The position, counted from zero, is that of the first such entry, column
  /// by column, among those that are read.
  case notFinite(row: Int, column: Int)
  /// The backend gave up; `code` is its own status, such as LAPACK's `info`.
  case backendFailure(routine: String, code: Int)
}

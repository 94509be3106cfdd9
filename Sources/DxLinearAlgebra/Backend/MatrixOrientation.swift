/// How a routine reads a matrix operand.
public enum MatrixOrientation: Hashable, Sendable {
  /// As it is.
  case plain
  /// With rows and columns exchanged.
  case transposed
}

/// The characters of which a text plot is made.
public enum TextPlotStyle: String, Hashable, Sendable {
  /// ASCII alone, which any terminal, log and source comment shows.
  case ascii
  /// Box drawing and Braille patterns, with eight dots in each character cell.
  case unicode
}

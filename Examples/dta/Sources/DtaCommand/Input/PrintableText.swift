/// The value, safe to print: control and formatting characters, which could
/// move the cursor or reverse the text, are spelled out.
func printable(_ value: some Sequence<Unicode.Scalar>) -> String {
  var shown = ""
  for scalar in value {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned,
      .privateUse, .surrogate:
      shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    default: shown.unicodeScalars.append(scalar)
    }
  }
  return shown
}

/// The value in quotation marks, safe to print, and cut where it is long.
func quoted(_ value: String) -> String {
  let limit = 40
  let shown = printable(value.unicodeScalars.prefix(limit))
  let length = value.unicodeScalars.count
  return length <= limit
    ? "\"\(shown)\"" : "\"\(shown)…\" (\(length) characters)"
}

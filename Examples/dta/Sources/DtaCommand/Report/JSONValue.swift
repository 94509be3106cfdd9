/// A JSON text in the making.
///
/// It is written here because `JSONEncoder` neither keeps the order of the
/// keys nor leaves out a number that JSON cannot express.
enum JSONValue {
  /// Nothing: the member that would hold it is left out.
  case absent
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// The number, or nothing where there is none or JSON cannot express it.
  init(_ number: Double?) {
    self = number.map { $0.isFinite ? .number($0) : .absent } ?? .absent
  }

  /// The number, or nothing where there is none.
  init(_ number: Int?) {
    self = number.map { .integer($0) } ?? .absent
  }

  /// The matrix by rows, or nothing where an entry is not a finite number.
  init(_ rows: [[Double]]?) {
    guard let rows, rows.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      self = .absent
      return
    }
    self = .array(rows.map { .array($0.map { .number($0) }) })
  }

  /// The text, each member of the outer objects on a line of its own.
  ///
  /// A number is the shortest decimal that reads back as the same `Double`.
  func text(indentation: String = "") -> String {
    switch self {
    case .absent: return "null"
    case .integer(let value): return "\(value)"
    case .number(let value): return "\(value)"
    case .string(let value): return Self.literal(value)
    case .array(let values) where values.contains(where: \.isObject):
      let inner = indentation + "  "
      let elements = values.map { inner + $0.text(indentation: inner) }
      return "[\n" + elements.joined(separator: ",\n") + "\n\(indentation)]"
    case .array(let values):
      return "[" + values.map { $0.text() }.joined(separator: ", ") + "]"
    case .object(let pairs):
      return Self.text(of: pairs, indentation: indentation)
    }
  }

  private var isEmpty: Bool {
    switch self {
    case .absent: true
    case .object(let pairs): pairs.allSatisfy(\.value.isEmpty)
    case .array(let values): values.isEmpty
    default: false
    }
  }

  private var isObject: Bool {
    if case .object = self { true } else { false }
  }

  /// Whether the value takes more than one line.
  private var isNested: Bool {
    if case .array(let values) = self {
      values.contains(where: \.isObject)
    } else {
      isObject
    }
  }

  private static func text(
    of pairs: [(key: String, value: JSONValue)], indentation: String
  ) -> String {
    let present = pairs.filter { !$0.value.isEmpty }
    let inner = indentation + "  "
    let members = present.map { pair in
      literal(pair.key) + ": " + pair.value.text(indentation: inner)
    }
    let isLeaf =
      !indentation.isEmpty && !present.contains(where: \.value.isNested)
    return isLeaf
      ? "{" + members.joined(separator: ", ") + "}"
      : "{\n" + members.map { inner + $0 }.joined(separator: ",\n")
        + "\n\(indentation)}"
  }

  private static func literal(_ value: String) -> String {
    var literal = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"", "\\": literal += "\\\(scalar)"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        literal += "\\u" + String(repeating: "0", count: 4 - digits.count)
        literal += digits
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}

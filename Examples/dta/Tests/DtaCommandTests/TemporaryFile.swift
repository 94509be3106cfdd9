internal import Foundation

/// Calls a function with the path of a file that holds the bytes.
func withTemporaryFile<Value>(
  _ bytes: some Sequence<UInt8>, _ body: (String) throws -> Value
) throws -> Value {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("dta-\(UUID().uuidString).csv")
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url.path)
}

internal import Foundation

/// A file below the fixture folder, named by its path in that folder.
struct FixtureFile {
  var path: String

  private static var folder: URL {
    let resources = Bundle.module.resourceURL ?? Bundle.module.bundleURL
    return resources.appendingPathComponent("Fixtures", isDirectory: true)
  }

  /// The bytes of the file.
  func contents() throws(FixtureError) -> Data {
    do {
      return try Data(contentsOf: Self.folder.appendingPathComponent(path))
    } catch {
      throw .missingFile(path: path)
    }
  }

  /// The file as a table.
  func table() throws(FixtureError) -> CSVTable {
    let text = String(decoding: try contents(), as: UTF8.self)
    return try CSVTable(text, path: path)
  }

  /// The file as a JSON value.
  func json() throws(FixtureError) -> ExpectedValue {
    try ExpectedValue(json: try contents(), path: path)
  }

  /// The names of the files in a folder that end in `.csv`, without the
  /// ending, in the order of their code points.
  static func tableNames(
    inFolder name: String
  ) throws(FixtureError) -> [String] {
    let path = folder.appendingPathComponent(name, isDirectory: true).path
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .missingFile(path: name)
    }
    return files.filter { $0.hasSuffix(".csv") }
      .map { String($0.dropLast(4)) }.sorted()
  }
}

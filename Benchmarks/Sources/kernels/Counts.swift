import DxMeta
import Foundation

/// The 2×2 tables of a CSV file with the columns TP, FN, FP and TN.
struct Counts {
  var truePositives: [Double] = []
  var falseNegatives: [Double] = []
  var falsePositives: [Double] = []
  var trueNegatives: [Double] = []

  var studyCount: Int { truePositives.count }

  /// Reads a file whose header names the columns, in any order and case.
  init(contentsOf path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var lines = text.utf8.split(whereSeparator: { $0 == 10 || $0 == 13 })
      .makeIterator()
    let header = lines.next().map { Self.fields($0) } ?? []
    let names = header.map { String(decoding: $0, as: UTF8.self).lowercased() }
    let columns = ["tp", "fn", "fp", "tn"].map { names.firstIndex(of: $0) }
    guard !columns.contains(nil) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    let order = columns.compactMap { $0 }
    while let line = lines.next() {
      let fields = Self.fields(line)
      let row = order.compactMap {
        $0 < fields.count
          ? Double(String(decoding: fields[$0], as: UTF8.self)) : nil
      }
      guard row.count == 4 else { throw CocoaError(.fileReadCorruptFile) }
      truePositives.append(row[0])
      falseNegatives.append(row[1])
      falsePositives.append(row[2])
      trueNegatives.append(row[3])
    }
  }

  private static func fields(
    _ line: Substring.UTF8View
  ) -> [Substring.UTF8View] {
    line.split(separator: 44, omittingEmptySubsequences: false)
  }

  /// Logits and variances, 0.5 added to every cell if any cell is zero.
  var pairedLogits: [(values: SIMD2<Double>, variances: SIMD2<Double>)] {
    let corrected = ContinuityCorrection().corrected(studies.map(\.table))
    return corrected.tables.map { table in
      let logits = table.logits
      return (
        SIMD2(logits.logitSensitivity, logits.logitSpecificity),
        SIMD2(
          1 / table.truePositives + 1 / table.falseNegatives,
          1 / table.falsePositives + 1 / table.trueNegatives)
      )
    }
  }

  /// True positives and true negatives, of the diseased and the healthy.
  var pairedCounts: PairedCounts {
    var counts = PairedCounts(studyCount: studyCount)
    for i in 0..<studyCount {
      counts.set(
        i, successes: SIMD2(truePositives[i], trueNegatives[i]),
        trials: SIMD2(
          truePositives[i] + falseNegatives[i],
          falsePositives[i] + trueNegatives[i]))
    }
    return counts
  }

  /// The tables as studies.
  var studies: [Study] {
    (0..<studyCount).map { i in
      Study(
        id: "Study \(i + 1)",
        table: TwoByTwoTable(
          truePositives: truePositives[i], falsePositives: falsePositives[i],
          falseNegatives: falseNegatives[i], trueNegatives: trueNegatives[i]))
    }
  }
}

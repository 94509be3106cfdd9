// Times the portable backend against OpenBLAS and prints a Markdown table.
//
//   OPENBLAS_NUM_THREADS=1 \
//     swift run -c release --package-path Benchmarks backends
//
// Thread-CPU time, the least of seven blocks. Before a pair is timed, the two
// answers are compared.

internal import DxLinearAlgebra
import Timing

let orders = [2, 3, 5, 8, 12, 16, 33, 50, 100, 200]

guard let openBLAS = OpenBLASBackend() else {
  print("This build has no OpenBLAS: there is nothing to compare.")
  throw CancellationError()
}
if let count = openBLAS.threadCount, count != 1 {
  print("OpenBLAS uses \(count) threads: set OPENBLAS_NUM_THREADS=1.")
  throw CancellationError()
}

/// Three significant digits and a unit.
func formatted(nanoseconds: Double) -> String {
  let units = [("ns", 1.0), ("µs", 1e3), ("ms", 1e6)]
  let unit = units.last { nanoseconds >= $0.1 } ?? units[0]
  let value = nanoseconds / unit.1
  let scale = value < 10 ? 100.0 : value < 100 ? 10 : 1
  let rounded = (value * scale).rounded() / scale
  return "\(scale == 1 ? "\(Int(rounded))" : "\(rounded)") \(unit.0)"
}

print(openBLAS.libraryDescription)
print("\n| operation | order | portable | OpenBLAS | ratio |")
print("|---|---:|---:|---:|---:|")
let portable = PortableBackend()
var rows: [String: [String]] = [:]
var names: [String] = []
for order in orders {
  for operation in try Operation.all(order: order) {
    let expected = try operation.run(openBLAS)
    let answer = try operation.run(portable)
    let difference = (answer - expected).maximumMagnitude
    let bound = 100 * Double(order) * expected.maximumMagnitude * .ulpOfOne
    precondition(
      difference <= bound * Double(order),
      "\(operation.name), order \(order): answers differ by \(difference)")
    let ours = try timePerCall { _ = try operation.run(portable) }
    let theirs = try timePerCall { _ = try operation.run(openBLAS) }
    let ratio = (ours / theirs * 100).rounded() / 100
    if rows[operation.name] == nil { names.append(operation.name) }
    rows[operation.name, default: []].append(
      """
      | \(operation.name) | \(order) | \(formatted(nanoseconds: ours)) \
      | \(formatted(nanoseconds: theirs)) | \(ratio) |
      """)
  }
}
for name in names { rows[name]?.forEach { print($0) } }

// Times the portable backend against OpenBLAS and prints Markdown tables.
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
let portable = PortableBackend()
var times: [String: [String]] = [:]
var ratios: [String: [String]] = [:]
var names: [String] = []
for order in orders {
  for operation in try Operation.all(order: order) {
    let expected = try operation.run(openBLAS)
    let answer = try operation.run(portable)
    let difference = (answer - expected).maximumMagnitude
    // The condition number of the definite matrix is below 4n².
    let condition = 4 * Double(order * order)
    precondition(
      difference
        <= Double(order) * condition * expected.maximumMagnitude * .ulpOfOne,
      "\(operation.name), order \(order): answers differ by \(difference)")
    let (ours, theirs) = try timesPerCall(
      { _ = try operation.run(portable) }, { _ = try operation.run(openBLAS) })
    let name = operation.name
    if times[name] == nil { names.append(name) }
    times[name, default: []].append(
      "\(formatted(nanoseconds: ours)) / \(formatted(nanoseconds: theirs))")
    ratios[name, default: []].append("\((ours / theirs * 10).rounded() / 10)")
  }
}
for (title, table) in [
  ("Time of portable / of OpenBLAS", times), ("Ratio of the two", ratios),
] {
  print("\n\(title), by order:\n")
  print("| |", orders.map(String.init).joined(separator: " | "), "|")
  print("|---|", orders.map { _ in "---:" }.joined(separator: "|"), "|")
  for name in names {
    print("| \(name) |", (table[name] ?? []).joined(separator: " | "), "|")
  }
}

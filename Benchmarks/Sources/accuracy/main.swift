// Evaluates the functions of an accuracy grid.
//
//   swift run -c release --package-path Benchmarks accuracy <in.csv >out.csv
//
// Reads rows `function,arg1,…,arg7`, of which trailing arguments may be empty,
// and writes each with its value behind. An unknown function or parameters
// that a distribution refuses give the value nan, and a line on standard error.

import FunctionTable
import Foundation

func report(_ text: String) {
  FileHandle.standardError.write(Data((text + "\n").utf8))
}

var unknown: Set<String> = []
while let line = readLine() {
  let fields = line.split(separator: ",", omittingEmptySubsequences: false)
  let name = fields.first.map(String.init) ?? ""
  if name.isEmpty || name == "function" { continue }
  let arguments = fields.dropFirst().filter { !$0.isEmpty }.map {
    Double($0) ?? .nan
  }
  var value = Double.nan
  if let function = functionTable[name] {
    do {
      value = try function(arguments)
    } catch {
      report("\(line): \(error)")
    }
  } else if unknown.insert(name).inserted {
    report("\(name): no such function")
  }
  print((fields.map(String.init) + ["\(value)"]).joined(separator: ","))
}

/// Why a file of studies is refused, with the first few of its problems.
struct InputError: Error, Hashable {
  /// The first problems, in the order of the file.
  var problems: [InputProblem]
  /// How many problems there are in all.
  var count: Int

  init(_ problem: InputProblem) {
    self.init([problem], count: 1)
  }

  init(_ problems: [InputProblem], count: Int) {
    self.problems = problems
    self.count = count
  }

  /// One line for each problem, each of which begins with the file's name.
  func message(fileName: String) -> String {
    var lines = problems.map { problem in
      problem.line == nil && problem.column == nil
        ? "\(fileName): \(problem)" : "\(fileName), \(problem)"
    }
    if count > problems.count {
      lines.append(
        "\(fileName): \(count) rows are refused in all; "
          + "these were the first \(problems.count)")
    }
    return lines.joined(separator: "\n")
  }
}

/// The problems of the rows of a table, of which the first few are kept.
struct RowProblems {
  /// How many problems are kept to be shown.
  static let shown = 5

  private var problems: [InputProblem] = []
  private var count = 0

  /// Counts a problem, and keeps it if there is room.
  mutating func add(_ problem: InputProblem) {
    count += 1
    if problems.count < Self.shown { problems.append(problem) }
  }

  /// Throws what was found, if anything was.
  func requireNone() throws(InputError) {
    if count > 0 { throw InputError(problems, count: count) }
  }

  /// The error of a file that ends with one more problem.
  func failure(endingWith last: InputProblem) -> InputError {
    InputError(problems + [last], count: count + 1)
  }
}

import DxOptimization
import Testing

/// One summand of an objective, in a few of the variables.
struct Term: Sendable {
  var variables: [Int]
  var function: @Sendable ([Jet]) -> Jet
}

/// A published problem: a sum of terms or of their squares, with its start.
struct TestProblem: Sendable, CustomTestStringConvertible {
  var name: String
  var start: [Double]
  var isSumOfSquares = true
  var lower: [Double]?
  var upper: [Double]?
  /// The published minimum, as a point or as a value.
  var solution: [Double]?
  var minimum: Double
  var terms: [Term]

  var testDescription: String { name }

  func scaled(_ factor: Double) -> TestProblem {
    var copy = self
    copy.start = start.map { $0 * factor }
    copy.name += " from \(Int(factor)) times the start"
    return copy
  }

  var objective: CountedObjective { CountedObjective(problem: self) }
}

/// The objective of a problem, which counts how often it is evaluated.
struct CountedObjective: TwiceDifferentiableObjective {
  var problem: TestProblem
  var evaluations = 0
  /// Whether each point was within the bounds of the problem.
  var staysInBox = true

  init(problem: TestProblem) { self.problem = problem }

  mutating func evaluate(
    at point: Span<Double>, gradient: inout MutableSpan<Double>,
    hessian: inout MutableSpan<Double>
  ) -> Double {
    evaluations += 1
    let n = point.count
    for i in 0..<n {
      gradient[i] = 0
      if let lower = problem.lower, point[i] < lower[i] { staysInBox = false }
      if let upper = problem.upper, point[i] > upper[i] { staysInBox = false }
    }
    for k in 0..<(n * n) { hessian[k] = 0 }
    var sum = 0.0
    for term in problem.terms {
      let m = term.variables.count
      var arguments: [Jet] = []
      for (k, variable) in term.variables.enumerated() {
        arguments.append(Jet(variable: k, of: m, at: point[variable]))
      }
      let raw = term.function(arguments)
      let jet = problem.isSumOfSquares ? raw.squared : raw
      sum += jet.value
      for (b, j) in term.variables.enumerated() {
        gradient[j] += jet.gradient[b]
        for (a, i) in term.variables.enumerated() {
          hessian[i + n * j] += jet.hessian[a + m * b]
        }
      }
    }
    return sum
  }
}

/// An objective written as a closure over arrays, which counts evaluations.
///
/// The closure returns the value, the gradient and the Hessian.
struct ClosureObjective: TwiceDifferentiableObjective {
  var evaluations = 0
  var function: ([Double]) -> (Double, [Double], [Double])

  init(_ function: @escaping ([Double]) -> (Double, [Double], [Double])) {
    self.function = function
  }

  mutating func evaluate(
    at point: Span<Double>, gradient: inout MutableSpan<Double>,
    hessian: inout MutableSpan<Double>
  ) -> Double {
    evaluations += 1
    var array: [Double] = []
    for i in 0..<point.count { array.append(point[i]) }
    let (value, g, h) = function(array)
    for i in 0..<g.count { gradient[i] = g[i] }
    for i in 0..<h.count { hessian[i] = h[i] }
    return value
  }
}

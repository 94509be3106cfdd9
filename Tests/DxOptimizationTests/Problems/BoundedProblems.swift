// Problems 1–5, 38, 45 and 110, with their starting points and solutions, of
// W. Hock and K. Schittkowski, Test Examples for Nonlinear Programming Codes,
// Lecture Notes in Economics and Mathematical Systems 187, Springer, 1981,
// doi:10.1007/978-3-642-48320-2; digits beyond those printed there by
// mpmath 1.3.0 from the closed form or the stationarity of the solution.

extension TestProblem {
  static let bounded: [TestProblem] = [
    hs1, hs2, hs3, hs4, hs5, hs38, hs45, hs110,
  ]

  static let hs1 = TestProblem(
    name: "HS1", start: [-2, 1], lower: [-.infinity, -1.5],
    solution: [1, 1], minimum: 0, terms: rosenbrockTerms(0, 1))

  // Starts below its bound. Of the two minima on the bound, this one is
  // downhill from the start.
  static let hs2 = TestProblem(
    name: "HS2", start: [-2, 1], lower: [-.infinity, 1.5],
    solution: [-1.2210262421071016, 1.5], minimum: 4.941229317989185,
    terms: rosenbrockTerms(0, 1))

  static let hs3 = TestProblem(
    name: "HS3", start: [10, 1], isSumOfSquares: false,
    lower: [-.infinity, 0], solution: [0, 0], minimum: 0,
    terms: [
      Term(variables: [0, 1]) { x in x[1] + 1e-5 * (x[1] - x[0]).squared }
    ])

  static let hs4 = TestProblem(
    name: "HS4", start: [1.125, 0.125], isSumOfSquares: false,
    lower: [1, 0], solution: [1, 0], minimum: 2.6666666666666665,
    terms: [
      Term(variables: [0, 1]) { x in
        (1 / 3.0) * (x[0] + 1.0).power(3) + x[1]
      }
    ])

  static let hs5 = TestProblem(
    name: "HS5", start: [0, 0], isSumOfSquares: false, lower: [-1.5, -3],
    upper: [4, 3], solution: [-0.5471975511965976, -1.5471975511965976],
    minimum: -1.9132229549810364,
    terms: [
      Term(variables: [0, 1]) { x in
        (x[0] + x[1]).sine + (x[0] - x[1]).squared
          + ((-1.5) * x[0] + 2.5 * x[1] + 1.0)
      }
    ])

  static let hs38 = TestProblem(
    name: "HS38", start: [-3, -1, -3, -1],
    lower: [-10, -10, -10, -10], upper: [10, 10, 10, 10],
    solution: [1, 1, 1, 1], minimum: 0, terms: woodTerms)

  // Starts outside of its box.
  static let hs45 = TestProblem(
    name: "HS45", start: [2, 2, 2, 2, 2], isSumOfSquares: false,
    lower: [0, 0, 0, 0, 0], upper: [1, 2, 3, 4, 5],
    solution: [1, 2, 3, 4, 5], minimum: 1,
    terms: [
      Term(variables: [0, 1, 2, 3, 4]) { x in
        2 - (1 / 120.0) * (x[0] * x[1] * x[2] * x[3] * x[4])
      }
    ])

  static let hs110 = TestProblem(
    name: "HS110", start: Array(repeating: 9, count: 10),
    isSumOfSquares: false, lower: Array(repeating: 2.001, count: 10),
    upper: Array(repeating: 9.999, count: 10),
    solution: Array(repeating: 9.350265833069384, count: 10),
    minimum: -45.77846970744627,
    terms: (0..<10).map { i in
      Term(variables: [i]) { x in
        (x[0] - 2.0).logarithm.squared + (10 - x[0]).logarithm.squared
      }
    } + [
      Term(variables: Array(0..<10)) { x in
        (-1) * x.dropFirst().reduce(x[0], *).power(0.2)
      }
    ])
}

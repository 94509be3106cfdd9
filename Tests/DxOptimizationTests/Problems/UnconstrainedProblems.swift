// Problems, starting points and minima of J. J. Moré, B. S. Garbow and
// K. E. Hillstrom, Testing unconstrained optimization software, ACM Trans.
// Math. Softw. 7:17–41, 1981, doi:10.1145/355934.355936. The number of each
// problem there is in its comment.

import RealModule

extension TestProblem {
  static let unconstrained: [TestProblem] = [
    rosenbrock, freudensteinRoth, powellBadlyScaled, brownBadlyScaled, beale,
    jennrichSampson, helicalValley, bard, powellSingular, wood, brownDennis,
    extendedRosenbrock(100), extendedPowellSingular(40),
    broydenTridiagonal(200),
  ]

  static let farStarts: [TestProblem] = [10.0, 100].flatMap { factor in
    [rosenbrock, helicalValley, powellSingular, wood, brownDennis].map {
      $0.scaled(factor)
    }
  }

  // (1)
  static let rosenbrock = TestProblem(
    name: "Rosenbrock", start: [-1.2, 1], solution: [1, 1], minimum: 0,
    terms: rosenbrockTerms(0, 1))

  // (2), whose local minimum is the one found from the usual start.
  static let freudensteinRoth = TestProblem(
    name: "Freudenstein and Roth", start: [0.5, -2], minimum: 48.98425,
    terms: [
      Term(variables: [0, 1]) { x in
        x[0] - 13.0 + ((5 - x[1]) * x[1] - 2.0) * x[1]
      },
      Term(variables: [0, 1]) { x in
        x[0] - 29.0 + ((x[1] + 1.0) * x[1] - 14.0) * x[1]
      },
    ])

  // (3)
  static let powellBadlyScaled = TestProblem(
    name: "Powell badly scaled", start: [0, 1],
    solution: [1.098159e-5, 9.106146], minimum: 0,
    terms: [
      Term(variables: [0, 1]) { x in 1e4 * x[0] * x[1] - 1.0 },
      Term(variables: [0, 1]) { x in
        ((-1) * x[0]).exponential + ((-1) * x[1]).exponential - 1.0001
      },
    ])

  // (4)
  static let brownBadlyScaled = TestProblem(
    name: "Brown badly scaled", start: [1, 1], solution: [1e6, 2e-6],
    minimum: 0,
    terms: [
      Term(variables: [0]) { x in x[0] - 1e6 },
      Term(variables: [1]) { x in x[0] - 2e-6 },
      Term(variables: [0, 1]) { x in x[0] * x[1] - 2.0 },
    ])

  // (5)
  static let beale = TestProblem(
    name: "Beale", start: [1, 1], solution: [3, 0.5], minimum: 0,
    terms: [1.5, 2.25, 2.625].enumerated().map { (i, y) in
      Term(variables: [0, 1]) { x in
        y - x[0] * (1 - x[1].power(i + 1))
      }
    })

  // (6), m = 10.
  static let jennrichSampson = TestProblem(
    name: "Jennrich and Sampson", start: [0.3, 0.4], minimum: 124.362,
    terms: (1...10).map { i in
      Term(variables: [0, 1]) { x in
        let t = Double(i)
        return (2 + 2 * t)
          - ((t * x[0]).exponential + (t * x[1]).exponential)
      }
    })

  // (7). The angle is arctan(x₂/x₁)/2π, and half a turn more for x₁ < 0.
  static let helicalValley = TestProblem(
    name: "Helical valley", start: [-1, 0, 0], solution: [1, 0, 0],
    minimum: 0,
    terms: [
      Term(variables: [0, 1, 2]) { x in
        let angle = (1 / (2 * Double.pi)) * (x[1] / x[0]).arcTangent
        return 10 * (x[2] - 10 * (angle + (x[0].value < 0 ? 0.5 : 0)))
      },
      Term(variables: [0, 1]) { x in
        10 * ((x[0].squared + x[1].squared).squareRoot - 1.0)
      },
      Term(variables: [2]) { x in x[0] },
    ])

  // (8)
  static let bard = TestProblem(
    name: "Bard", start: [1, 1, 1], minimum: 8.21487e-3,
    terms: [
      0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96,
      1.34, 2.10, 4.39,
    ].enumerated().map { (i, y) in
      let u = Double(i + 1)
      let v = 16 - u
      return Term(variables: [0, 1, 2]) { x in
        y
          - (x[0]
            + (v * x[1] + min(u, v) * x[2]).mapped(
              u / (v * x[1].value + min(u, v) * x[2].value),
              -u / square(v * x[1].value + min(u, v) * x[2].value),
              2 * u / cube(v * x[1].value + min(u, v) * x[2].value)))
      }
    })

  // (13)
  static let powellSingular = TestProblem(
    name: "Powell singular", start: [3, -1, 0, 1], minimum: 0,
    terms: powellSingularTerms(0))

  // (14)
  static let wood = TestProblem(
    name: "Wood", start: [-3, -1, -3, -1], solution: [1, 1, 1, 1],
    minimum: 0, terms: woodTerms)

  // (16), m = 20.
  static let brownDennis = TestProblem(
    name: "Brown and Dennis", start: [25, 5, -5, -1], minimum: 85822.2,
    terms: (1...20).map { i in
      Term(variables: [0, 1, 2, 3]) { x in
        let t = Double(i) / 5
        return (x[0] + t * x[1] - .exp(t)).squared
          + (x[2] + Double.sin(t) * x[3] - .cos(t)).squared
      }
    })

  // (21)
  static func extendedRosenbrock(_ n: Int) -> TestProblem {
    TestProblem(
      name: "Extended Rosenbrock of \(n)",
      start: (0..<n).map { $0 % 2 == 0 ? -1.2 : 1 },
      solution: Array(repeating: 1, count: n), minimum: 0,
      terms: stride(from: 0, to: n, by: 2).flatMap {
        rosenbrockTerms($0, $0 + 1)
      })
  }

  // (22)
  static func extendedPowellSingular(_ n: Int) -> TestProblem {
    TestProblem(
      name: "Extended Powell singular of \(n)",
      start: (0..<n).map { [3, -1, 0, 1][$0 % 4] }, minimum: 0,
      terms: stride(from: 0, to: n, by: 4).flatMap(powellSingularTerms))
  }

  // (30)
  static func broydenTridiagonal(_ n: Int) -> TestProblem {
    TestProblem(
      name: "Broyden tridiagonal of \(n)",
      start: Array(repeating: -1, count: n), minimum: 0,
      terms: (0..<n).map { i in
        let neighbours = [i, i - 1, i + 1].filter { $0 >= 0 && $0 < n }
        return Term(variables: neighbours) { x in
          var sum = (3 - 2 * x[0]) * x[0] + 1.0
          for (k, j) in neighbours.enumerated().dropFirst() {
            sum = sum - (j < i ? 1 : 2) * x[k]
          }
          return sum
        }
      })
  }

  static func rosenbrockTerms(_ i: Int, _ j: Int) -> [Term] {
    [
      Term(variables: [i, j]) { x in 10 * (x[1] - x[0].squared) },
      Term(variables: [i]) { x in 1 - x[0] },
    ]
  }

  static func powellSingularTerms(_ i: Int) -> [Term] {
    [
      Term(variables: [i, i + 1]) { x in x[0] + 10 * x[1] },
      Term(variables: [i + 2, i + 3]) { x in 5.0.squareRoot() * (x[0] - x[1])
      },
      Term(variables: [i + 1, i + 2]) { x in (x[0] - 2 * x[1]).squared },
      Term(variables: [i, i + 3]) { x in
        10.0.squareRoot() * (x[0] - x[1]).squared
      },
    ]
  }

  static let woodTerms: [Term] = [
    Term(variables: [0, 1]) { x in 10 * (x[1] - x[0].squared) },
    Term(variables: [0]) { x in 1 - x[0] },
    Term(variables: [2, 3]) { x in
      90.0.squareRoot() * (x[1] - x[0].squared)
    },
    Term(variables: [2]) { x in 1 - x[0] },
    Term(variables: [1, 3]) { x in 10.0.squareRoot() * (x[0] + x[1] - 2.0) },
    Term(variables: [1, 3]) { x in 0.1.squareRoot() * (x[0] - x[1]) },
  ]
}

private func square(_ x: Double) -> Double { x * x }
private func cube(_ x: Double) -> Double { x * x * x }

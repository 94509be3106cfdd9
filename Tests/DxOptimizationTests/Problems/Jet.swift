import RealModule

/// A number with its first and second derivatives by a few variables.
///
/// The rules of differentiation are written out once here, so that a test
/// problem is its formula from the paper; `DerivativeTests` checks the result
/// against differences.
struct Jet {
  var value: Double
  var gradient: [Double]
  // Column by column, both triangles.
  var hessian: [Double]

  init(variable index: Int, of count: Int, at value: Double) {
    self.value = value
    gradient = Array(repeating: 0, count: count)
    gradient[index] = 1
    hessian = Array(repeating: 0, count: count * count)
  }

  init(_ value: Double, gradient: [Double], hessian: [Double]) {
    self.value = value
    self.gradient = gradient
    self.hessian = hessian
  }

  /// The composition with a function of one variable.
  func mapped(_ f: Double, _ first: Double, _ second: Double) -> Jet {
    let n = gradient.count
    var result = self
    result.value = f
    for j in 0..<n {
      result.gradient[j] = first * gradient[j]
      for i in 0..<n {
        result.hessian[i + n * j] =
          first * hessian[i + n * j] + second * gradient[i] * gradient[j]
      }
    }
    return result
  }

  static func + (a: Jet, b: Jet) -> Jet {
    Jet(
      a.value + b.value, gradient: zip(a.gradient, b.gradient).map(+),
      hessian: zip(a.hessian, b.hessian).map(+))
  }

  static func * (a: Jet, b: Jet) -> Jet {
    let n = a.gradient.count
    var result = a
    result.value = a.value * b.value
    for j in 0..<n {
      result.gradient[j] = a.gradient[j] * b.value + a.value * b.gradient[j]
      for i in 0..<n {
        let k = i + n * j
        result.hessian[k] =
          a.hessian[k] * b.value + a.value * b.hessian[k]
          + a.gradient[i] * b.gradient[j] + a.gradient[j] * b.gradient[i]
      }
    }
    return result
  }

  static func * (a: Double, b: Jet) -> Jet { b.mapped(a * b.value, a, 0) }
  static func + (a: Jet, b: Double) -> Jet { a.mapped(a.value + b, 1, 0) }
  static func - (a: Jet, b: Double) -> Jet { a + -b }
  static func - (a: Double, b: Jet) -> Jet { b.mapped(a - b.value, -1, 0) }
  static func - (a: Jet, b: Jet) -> Jet { a + (-1) * b }
  static func / (a: Jet, b: Jet) -> Jet { a * b.power(-1) }

  /// A power of a number of either sign.
  func power(_ p: Int) -> Jet {
    let (first, second) = (Double(p), Double(p * (p - 1)))
    return mapped(
      .pow(value, p), first * .pow(value, p - 1),
      second * .pow(value, p - 2))
  }

  func power(_ p: Double) -> Jet {
    mapped(
      .pow(value, p), p * .pow(value, p - 1),
      p * (p - 1) * .pow(value, p - 2))
  }

  var squared: Jet { mapped(value * value, 2 * value, 2) }
  var exponential: Jet {
    let e = Double.exp(value)
    return mapped(e, e, e)
  }
  var logarithm: Jet {
    mapped(.log(value), 1 / value, -1 / (value * value))
  }
  var sine: Jet { mapped(.sin(value), .cos(value), -.sin(value)) }
  var cosine: Jet { mapped(.cos(value), -.sin(value), -.cos(value)) }
  var squareRoot: Jet {
    let r = value.squareRoot()
    return mapped(r, 0.5 / r, -0.25 / (r * value))
  }
  var arcTangent: Jet {
    let d = 1 / (1 + value * value)
    return mapped(.atan(value), d, -2 * value * d * d)
  }
}

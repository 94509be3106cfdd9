internal import RealModule

/// The nodes and weights of Gauss–Hermite quadrature on the real line.
///
/// A rule of order *n* is exact for polynomials of degree 2n − 1 under the
/// weight e^(−x²):
/// ```
/// ∫ e^(−x²) f(x) dx ≈ Σ weights[i] f(nodes[i])
/// ∫ f(x) dx ≈ Σ scaledWeights[i] f(nodes[i])
/// ```
/// Adaptive quadrature moves the nodes to a mode m with scale s, and has no
/// use for the factor e^(−x²):
/// ```
/// ∫ f(t) dt ≈ s Σ scaledWeights[i] f(m + s nodes[i])
/// ```
/// Nodes for a standard normal weight are √2 times these.
///
/// Edge cases: from order 371 on the outermost weights are subnormal numbers,
/// and from 389 on zero. The scaled weights, near π over the local frequency
/// √(2n + 1 − x²) of the Hermite function, never underflow.
///
/// Accuracy: measured maximum error 0.5 ulp for nodes and 1 ulp for both
/// kinds of weights, where they are normal numbers, over 20 orders up to 5000.
/// The last step of Newton's iteration, like the derivative that gives the
/// weight, is taken with some 104 bits.
///
/// > NIST Digital Library of Mathematical Functions, 3.5(v), for the weights,
/// > and 18.9.1, for the recurrence.
public struct GaussHermiteRule: Sendable, Hashable {
  /// The nodes in ascending order, symmetric about zero.
  public let nodes: [Double]
  /// The weights under e^(−x²), with sum √π.
  public let weights: [Double]
  /// The weights times e^(x²) at their nodes, positive.
  public let scaledWeights: [Double]

  /// The number of nodes.
  public var order: Int { nodes.count }

  /// Computes the rule of an order.
  ///
  /// - Precondition: `order` is at least 1.
  /// - Complexity: O(*order*²): create a rule once and keep it.
  public init(order: Int) {
    precondition(order >= 1, "A quadrature rule needs a node, not \(order)")
    var nodes = [Double](repeating: 0, count: order)
    var weights = nodes
    var scaledWeights = nodes
    let polynomial = HermitePolynomial(order: order)
    for k in 0..<(order + 1) / 2 {
      let root = polynomial.root(k)
      nodes[k] = -root.node
      nodes[order - 1 - k] = root.node
      weights[k] = root.weight
      weights[order - 1 - k] = root.weight
      scaledWeights[k] = root.scaledWeight
      scaledWeights[order - 1 - k] = root.scaledWeight
    }
    self.nodes = nodes
    self.weights = weights
    self.scaledWeights = scaledWeights
  }
}

/// The polynomial Hₙ, of which the rule's nodes are the roots.
///
/// Newton's iteration is for ψ = e^(−x²/2) Hₙ. By ψ″ = (x² − 2n − 1) ψ its
/// curvature vanishes where it does, so that the iteration is of third order,
/// and ψ′ near a root is ψ′ there, but for a square of the distance.
private struct HermitePolynomial {
  private let order: Int
  /// log(√π 2ⁿ⁺¹ n!), from which log ψ′² is taken for a scaled weight.
  private let logNorm: DoubleDouble

  /// ½ log π.
  private static let logRootPi = DoubleDouble(
    high: 0x1.250d048e7a1bdp-1, low: 0x1.7abf2ad8d5088p-58)
  /// The binary logarithm of what values are divided by before they overflow.
  private static let shift = 400.0

  init(order: Int) {
    let n = Double(order)
    self.order = order
    logNorm =
      .logGamma(DoubleDouble(n + 1)) + DoubleDouble.logTwo * (n + 1)
      + Self.logRootPi
  }

  /// The k-th largest root, from zero, and the weights of the rule there.
  func root(
    _ k: Int
  ) -> (node: Double, weight: Double, scaledWeight: Double) {
    let n = Double(order)
    let isMiddle = 2 * k + 1 == order
    var x = isMiddle ? 0 : startingValue(k)
    for _ in 0..<(isMiddle ? 0 : 20) {
      let (previous, value) = values(at: x)
      let step = value / (2 * n * previous - x * value)
      x -= step
      // The cube of the step is below the last place.
      if step.magnitude < 1e-7 { break }
    }
    let (previous, value, shifts) = preciseValues(at: x)
    let derivative = previous * (2 * n) - value * x
    let root = DoubleDouble(x) - value / derivative
    let magnitude = derivative.high < 0 ? -derivative : derivative
    let logSquare =
      magnitude.logarithm() * 2
      + DoubleDouble.logTwo * (2 * Self.shift * Double(shifts))
    // 2/ψ′², with the factor e^(−x²) where ψ′ was evaluated.
    let logScaled = logNorm - logSquare + DoubleDouble(product: x, x)
    // The plain weight may be subnormal, and should be rounded once.
    return (
      root.high, (logScaled - root * root).exponential(times: 1),
      logScaled.exponential()
    )
  }

  /// The root as the phase integral has it: ∫ √(2n + 1 − t²) dt from the root
  /// to the turning point is (k + ¾) π, which with t = √(2n + 1) cos φ is
  /// (2n + 1) (φ − sin φ cos φ) / 2.
  ///
  /// It is off by less than a hundredth of the distance to the next root.
  ///
  /// > NIST Digital Library of Mathematical Functions, 2.7(iii), the
  /// > Liouville–Green approximation.
  private func startingValue(_ k: Int) -> Double {
    let square = Double(2 * order + 1)
    let phase = .pi * (2 * Double(k) + 1.5) / square
    // φ − sin φ cos φ is convex and below ⅔ φ³, so that one step leads beyond
    // the solution, and the others back to it.
    var angle = Double.root(1.5 * phase, 3)
    for _ in 0..<6 {
      let sine = Double.sin(angle)
      let excess = angle - sine * Double.cos(angle) - phase
      angle -= excess / (2 * sine * sine)
    }
    return square.squareRoot() * Double.cos(angle)
  }

  /// Hₙ₋₁ and Hₙ, times a common factor.
  private func values(at x: Double) -> (previous: Double, value: Double) {
    var previous = 0.0
    var value = 1.0
    for k in 0..<order {
      (previous, value) = (value, 2 * (x * value - Double(k) * previous))
      if value.magnitude > 0x1p400 {
        previous *= 0x1p-400
        value *= 0x1p-400
      }
    }
    return (previous, value)
  }

  /// Hₙ₋₁ and Hₙ, divided as many times as stated by 2 to the `shift`.
  private func preciseValues(
    at x: Double
  ) -> (previous: DoubleDouble, value: DoubleDouble, shifts: Int) {
    var previous = DoubleDouble(0)
    var value = DoubleDouble(1)
    var shifts = 0
    for k in 0..<order {
      (previous, value) = (
        value, value * (2 * x) - previous * (2 * Double(k))
      )
      if value.high.magnitude > 0x1p400 {
        previous = previous * 0x1p-400
        value = value * 0x1p-400
        shifts += 1
      }
    }
    return (previous, value, shifts)
  }
}

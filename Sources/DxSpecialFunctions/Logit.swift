internal import RealModule

/// The logistic function, `1 / (1 + exp(−x))`.
public func expit(_ x: Double) -> Double {
  x >= 0 ? 1 / (1 + .exp(-x)) : .exp(x) / (1 + .exp(x))
}

internal import DxSpecialFunctions
internal import RealModule

/// The scale on which an interval is symmetric about its estimate.
public enum EstimateScale: String, Hashable, Sendable, Codable {
  /// The natural scale of the quantity.
  case identity
  /// The natural logarithm, for ratios and variances.
  case log
  /// The logit, for probabilities.
  case logit
  /// The inverse hyperbolic tangent, for correlations.
  case atanh

  /// Carries a value from this scale back to the natural one.
  public func natural(fromScale value: Double) -> Double {
    switch self {
    case .identity: value
    case .log: .exp(value)
    case .logit: expit(value)
    case .atanh: .tanh(value)
    }
  }

  /// The derivative of the natural value by the value on this scale.
  ///
  /// It turns a standard error on this scale into one on the natural scale.
  public func naturalDerivative(atScale value: Double) -> Double {
    switch self {
    case .identity: return 1
    case .log: return .exp(value)
    case .logit: return expit(value) * expit(-value)
    case .atanh:
      let sech = 1 / Double.cosh(value)
      return sech * sech
    }
  }
}

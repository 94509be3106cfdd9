internal import DxSpecialFunctions
internal import RealModule

/// The scale on which an interval is symmetric about its estimate.
public enum EstimateScale: Hashable, Sendable, Codable {
  /// The natural scale of the quantity.
  case identity
  /// The natural logarithm, for ratios and variances.
  case log
  /// The logit, for probabilities.
  case logit
  /// The inverse hyperbolic tangent, for correlations.
  case atanh
  /// Another transformation of probabilities.
  ///
  /// ``init(_:)`` makes a ``logit`` of the one that is a logit.
  case transform(AccuracyTransform)

  /// The scale of a transformation of probabilities.
  public init(_ transform: AccuracyTransform) {
    self = transform == .logit ? .logit : .transform(transform)
  }

  /// Carries a value from this scale back to the natural one.
  ///
  /// Edge cases: where the image of a transformation is a half-line, a value
  /// beyond it gives the probability at its end, 0 or 1.
  public func natural(fromScale value: Double) -> Double {
    switch self {
    case .identity: value
    case .log: .exp(value)
    case .logit: expit(value)
    case .atanh: .tanh(value)
    case .transform(let transform): expit(transform.logit(ofValue: value))
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
    case .transform(let transform):
      return 1
        / transform.derivative(atLogit: transform.logit(ofValue: value))
    }
  }

  /// The scale on which the complement of a probability has the negative of
  /// its value, or `nil` where the scale is none of probabilities.
  internal var ofComplement: EstimateScale? {
    switch self {
    case .logit: .logit
    case .transform(let transform): .transform(transform.complement)
    case .identity, .log, .atanh: nil
    }
  }
}

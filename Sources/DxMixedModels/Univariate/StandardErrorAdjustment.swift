/// How the standard errors of coefficients allow for an estimated τ².
///
/// > J. Hartung, G. Knapp. On tests of the overall treatment effect in
/// > meta-analysis with normally distributed responses. *Stat Med* 20 (2001)
/// > 1771–1782. doi:10.1002/sim.791
public enum StandardErrorAdjustment: String, Hashable, Sendable, Codable,
  CaseIterable
{
  /// Not at all: τ² counts as known, and estimates as normal.
  case none
  /// The variances are multiplied by s² = Q(τ²)/(k − q), and referred to
  /// Student's distribution with k − q degrees of freedom.
  ///
  /// The interval may be shorter than without, as when the effects agree
  /// better than their sampling variances let expect.
  case knappHartung
  /// The same with max(1, s²), so that no variance becomes smaller.
  case knappHartungAtLeastOne
}

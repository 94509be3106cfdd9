/// What is assumed of the variances of a sum and a difference of two logits.
public enum SumDifferenceStructure: String, Hashable, Sendable, Codable,
  CaseIterable
{
  /// Both variances are estimated.
  case unrestricted
  /// The sum is the same in all studies: the logits have correlation −1.
  case zeroSumVariance
  /// The difference is the same in all studies: correlation +1.
  case zeroHalfDifferenceVariance
  /// There are no random effects.
  case zeroVariances
}

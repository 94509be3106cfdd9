/// What to do with a study that has no diseased or no healthy subjects.
///
/// A study with neither is refused under every policy but ``drop``.
public enum IncompleteStudyPolicy: String, Hashable, Sendable, Codable,
  CaseIterable
{
  /// Throw an error that names the study.
  case refuse
  /// Leave the study out, and count it.
  case drop
  /// Keep the arm that was observed; the other enters as missing.
  case keepObservedArm
}

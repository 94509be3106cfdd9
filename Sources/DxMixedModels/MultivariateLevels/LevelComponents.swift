/// The studies that share random effects, directly or through others: those
/// of different components are independent.
internal struct LevelComponents {
  /// The studies of each component, in order.
  let studies: [[Int]]
  /// The group of each study at each level, numbered by first appearance.
  let groups: [[Int]]

  /// - Complexity: O(*k*) for each level.
  init(_ levels: [RandomLevel], studyCount: Int) {
    groups = levels.map { StudyPartition.indices($0.groups) }
    studies = StudyPartition(levels: groups, studyCount: studyCount).clusters
  }
}

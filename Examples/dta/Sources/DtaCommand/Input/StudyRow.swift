/// One row of a table of studies, as it was read.
struct StudyRow: Hashable {
  /// The name of the study.
  var name: String
  /// The line of the file on which the row begins.
  var line: Int
  /// Diseased subjects with a positive result.
  var truePositives: Int
  /// Healthy subjects with a positive result.
  var falsePositives: Int
  /// Diseased subjects with a negative result.
  var falseNegatives: Int
  /// Healthy subjects with a negative result.
  var trueNegatives: Int
  /// The fields of the moderators, in the order in which the user names them.
  var covariates: [String] = []
}

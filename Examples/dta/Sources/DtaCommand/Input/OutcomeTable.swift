/// Outcomes of studies with their covariances, as they were read.
struct OutcomeTable {
  /// The names of the outcomes.
  var outcomeNames: [String] = []
  /// The names of the studies.
  var studyNames: [String] = []
  /// The line of the file on which each study begins.
  var lines: [Int] = []
  /// A value for each outcome, study by study; NaN where it is not reported.
  var values: [Double] = []
  /// The lower triangle column by column, study by study; NaN where one of
  /// the two outcomes is not reported.
  var covariances: [Double] = []
  /// The fields of the moderators, in the order in which the user names them,
  /// study by study.
  var covariates: [String] = []
}

/// The memory that fits of the same counts share.
internal struct BinomialWorkspace: Sendable {
  var maximizer: BinomialMaximizer<InterceptCounts>
  /// The covariance of the five parameters.
  var covariance: [Double]
  /// The counts as the start of the iteration sees them.
  var outcomes: PairedOutcomes

  init(studyCount: Int) {
    maximizer = BinomialMaximizer(
      InterceptCounts(
        lanes: [], kernel: QuadratureKernel(QuadratureLevels.seven)),
      parameterCount: InterceptCounts.parameterCount)
    covariance = Array(
      repeating: 0,
      count: InterceptCounts.parameterCount * InterceptCounts.parameterCount)
    outcomes = PairedOutcomes(studyCount: studyCount)
  }
}

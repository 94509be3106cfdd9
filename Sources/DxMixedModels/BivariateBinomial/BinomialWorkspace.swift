/// The memory that fits of the same counts share.
internal struct BinomialWorkspace: Sendable {
  /// The maximiser, or `nil` while a fit has taken it.
  private var maximizer: BinomialMaximizer<InterceptCounts>?
  /// The covariance of the five parameters.
  var covariance: [Double]
  /// The counts as the start of the iteration sees them.
  var outcomes: PairedOutcomes

  init(studyCount: Int) {
    covariance = Array(
      repeating: 0,
      count: InterceptCounts.parameterCount * InterceptCounts.parameterCount)
    outcomes = PairedOutcomes(studyCount: studyCount)
  }

  /// Hands over the maximiser, so that its memory has one owner and is not
  /// copied when it changes.
  mutating func takeMaximizer() -> BinomialMaximizer<InterceptCounts> {
    maximizer.take()
      ?? BinomialMaximizer(
        InterceptCounts(
          lanes: [], kernel: QuadratureKernel(QuadratureLevels.seven)),
        parameterCount: InterceptCounts.parameterCount)
  }

  /// Takes the maximiser back.
  mutating func put(_ maximizer: BinomialMaximizer<InterceptCounts>) {
    self.maximizer = maximizer
  }
}

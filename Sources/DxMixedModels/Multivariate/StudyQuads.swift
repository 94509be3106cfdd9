/// What studies report, four studies to a vector.
///
/// An outcome that a study does not report has the value 0, the variance 1 and
/// no covariance, and its place in Ψ is masked: the weight matrix, the inverse
/// of Sᵢ + Ψ, then needs a correction on its diagonal only. Places beyond the
/// last study report nothing.
internal struct StudyQuads: Sendable {
  /// The number of outcomes, p.
  let outcomeCount: Int
  /// The number of studies.
  let studyCount: Int
  /// The values: outcome by outcome, quad by quad.
  var values: [SIMD4<Double>]
  /// The packed lower triangles of the within-study covariances.
  var covariances: [SIMD4<Double>]
  /// One where an outcome is reported, and zero elsewhere.
  var reported: [SIMD4<Double>]
  /// How many values are reported.
  private(set) var reportedCount = 0

  /// The number of vectors that a number for each study takes.
  var quadCount: Int { (studyCount + 3) / 4 }
  /// The number of entries of a packed triangle.
  var packedCount: Int { outcomeCount * (outcomeCount + 1) / 2 }

  /// Creates room for studies that report nothing yet.
  init(studyCount: Int, outcomeCount: Int) {
    self.studyCount = studyCount
    self.outcomeCount = outcomeCount
    let quads = (studyCount + 3) / 4
    values = Array(repeating: .zero, count: quads * outcomeCount)
    reported = values
    let packed = outcomeCount * (outcomeCount + 1) / 2
    covariances = Array(repeating: .zero, count: quads * packed)
    for quad in 0..<quads {
      for outcome in 0..<outcomeCount {
        covariances[quad * packed + packedIndex(outcome, outcome)] = .one
      }
    }
  }

  /// Sets a reported value and its variance.
  mutating func set(
    _ study: Int, _ outcome: Int, value: Double, variance: Double
  ) {
    let (quad, lane) = study.quotientAndRemainder(dividingBy: 4)
    values[quad * outcomeCount + outcome][lane] = value
    reported[quad * outcomeCount + outcome][lane] = 1
    covariances[quad * packedCount + packedIndex(outcome, outcome)][lane] =
      variance
    reportedCount += 1
  }

  /// Sets the covariance of two reported values.
  mutating func set(
    _ study: Int, _ first: Int, _ second: Int, covariance: Double
  ) {
    let (quad, lane) = study.quotientAndRemainder(dividingBy: 4)
    covariances[quad * packedCount + packedIndex(first, second)][lane] =
      covariance
  }

  /// Whether a study reports an outcome.
  func reports(_ study: Int, _ outcome: Int) -> Bool {
    reported[study / 4 * outcomeCount + outcome][study % 4] > 0
  }
}

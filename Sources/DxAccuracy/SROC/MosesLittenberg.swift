extension SROCCurve {
  /// The curve of Moses, Shapiro and Littenberg, by unweighted least squares.
  ///
  /// Over the studies, the log odds ratio D = y − x is regressed on S = y + x
  /// with y = logit sensitivity and x = logit false-positive rate, and
  /// D = A + B S is solved for y. It is a fixed-effect description of the
  /// points and has no valid standard errors; it stands here so that older
  /// reviews can be reproduced.
  ///
  /// > L. E. Moses, D. Shapiro, B. Littenberg. Combining independent studies
  /// > of a diagnostic test into a summary ROC curve. *Stat Med* 12 (1993)
  /// > 1293–1316. doi:10.1002/sim.4780121403
  ///
  /// - Parameter points: The logits of the studies, corrected for zero cells
  ///   where necessary.
  /// - Throws: ``UndefinedReason/tooFewStudies(count:)`` for fewer than two
  ///   points, ``UndefinedReason/constantValues`` if all have the same S, and
  ///   ``UndefinedReason/slopeNotFinite`` if B is one.
  public static func mosesLittenberg(
    _ points: [LogitPair]
  ) throws(UndefinedReason) -> SROCCurve {
    guard points.count >= 2 else { throw .tooFewStudies(count: points.count) }
    let count = Double(points.count)
    // The false-positive rate is the negative of the specificity.
    let differences = points.map { $0.logitSensitivity + $0.logitSpecificity }
    let sums = points.map { $0.logitSensitivity - $0.logitSpecificity }
    let meanDifference = differences.reduce(0, +) / count
    let meanSum = sums.reduce(0, +) / count
    var crossed = 0.0
    var squared = 0.0
    for (d, s) in zip(differences, sums) {
      crossed += (s - meanSum) * (d - meanDifference)
      squared += (s - meanSum) * (s - meanSum)
    }
    guard squared > 0 else { throw .constantValues }
    let b = crossed / squared
    guard b != 1 else { throw .slopeNotFinite }
    let a = meanDifference - b * meanSum
    return SROCCurve(intercept: a / (1 - b), slope: (1 + b) / (1 - b))
  }
}

internal import DxLinearAlgebra

/// The starting values beyond the first, for data whose likelihood may have
/// several maxima.
///
/// Two studies that are far more precise than the rest nearly determine a
/// line, and a Ψ of rank one along it makes them far more likely, so that
/// there is a maximum with a correlation of ±1 beside the one that suits the
/// other studies. Where the within-study variances are alike there is only
/// one maximum.
///
/// The limits below are empirical. On 14,000 fits of simulated reviews with
/// arms of 10 to 300 subjects no other start ever found a better maximum. On
/// 18,000 with arms of 20 to 1e9 subjects in the same review 256 did, all of
/// them in reviews that the limits single out; with the starts below 8 are
/// left.
internal struct FurtherStarts {
  /// What the four most precise studies report, the most precise first.
  private var precise: (Pair, Pair, Pair, Pair) = (
    .zero, .zero, .zero, .zero
  )
  private let start: SymmetricMatrix2x2
  private let typicalVariances: SIMD2<Double>

  /// Chooses the starts, or gives `nil` where one is enough.
  ///
  /// - Parameters:
  ///   - studyCount: The number of studies.
  ///   - moments: Their unweighted moments.
  ///   - study: The values of a study and their within-study variances.
  init?(
    studyCount: Int, _ moments: UnweightedMoments,
    study: (Int) -> (values: SIMD2<Double>, variances: SIMD2<Double>)
  ) {
    let spread = (moments.withinMaximum / moments.withinMinimum).max()
    let leastShare = moments.withinMinimum / moments.meanWithinVariances
    guard
      Self.areNeeded(
        studyCount: studyCount, spread: spread,
        leastShares: leastShare.x * leastShare.y)
    else { return nil }
    start = moments.psi
    typicalVariances = moments.meanWithinVariances
    var least = SIMD4<Double>(repeating: .infinity)
    for i in 0..<studyCount {
      var (values, variances) = study(i)
      var product = variances.x * variances.y
      // One pass of an insertion sort.
      Self.exchange(&product, &least[0], &values, &precise.0)
      Self.exchange(&product, &least[1], &values, &precise.1)
      Self.exchange(&product, &least[2], &values, &precise.2)
      Self.exchange(&product, &least[3], &values, &precise.3)
    }
  }

  /// Whether the precision is so uneven that one start is not enough.
  ///
  /// - Parameters:
  ///   - studyCount: The number of studies.
  ///   - spread: The largest ratio of two within-study variances of an
  ///     outcome.
  ///   - leastShares: The product, over two outcomes, of the smallest variance
  ///     in units of the mean.
  static func areNeeded(
    studyCount: Int, spread: Double, leastShares: Double
  ) -> Bool {
    let isUneven =
      (studyCount <= 8 && spread > 16) || (studyCount <= 16 && spread > 200)
      || (studyCount <= 200 && leastShares < 1e-4)
    return isUneven && studyCount >= 2
  }

  private static func exchange(
    _ product: inout Double, _ least: inout Double, _ values: inout Pair,
    _ precise: inout Pair
  ) {
    guard product < least else { return }
    swap(&product, &least)
    swap(&values, &precise)
  }

  /// The number of further starts.
  var count: Int { 9 }

  /// One of the further starts: along each of the six lines through two of
  /// the precise studies, with a correlation near ±1, and near zero.
  subscript(index: Int) -> SymmetricMatrix2x2 {
    switch index {
    case 0: return line(precise.0, precise.1)
    case 1: return line(precise.0, precise.2)
    case 2: return line(precise.1, precise.2)
    case 3: return line(precise.0, precise.3)
    case 4: return line(precise.1, precise.3)
    case 5: return line(precise.2, precise.3)
    case 6, 7:
      let bound = 0.999 * (start.m11 * start.m22).squareRoot()
      return SymmetricMatrix2x2(
        start.m11, index == 6 ? -bound : bound, start.m22)
    default:
      return 0.01
        * SymmetricMatrix2x2(typicalVariances.x, 0, typicalVariances.y)
    }
  }

  /// A nearly singular Ψ whose axis joins two studies.
  private func line(_ first: Pair, _ second: Pair) -> SymmetricMatrix2x2 {
    let axis = first - second
    // Half the squared difference is the variance of two values, and the
    // small multiple of the identity keeps the start inside the cone.
    let thickness = 1e-6 * (axis * axis).sum()
    return SymmetricMatrix2x2(
      axis.x * axis.x / 2 + thickness, axis.x * axis.y / 2,
      axis.y * axis.y / 2 + thickness)
  }
}

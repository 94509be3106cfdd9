internal import RealModule

/// The likelihood of a regression of the scaled sum and difference.
///
/// The parameters are the coefficients of the three predictors, the radius
/// and the angle of ``ScaledPrior``.
internal struct SumDifferenceCounts: BinomialObjective {
  var lanes: [CountLanes]
  var kernel: QuadratureKernel
  var integration = BinomialIntegration.laplace
  /// The correlation at the angle zero, 1 or −1.
  var sign = 1.0
  let layout: SumDifferenceLayout
  /// The magnitude beyond which a mean logit counts as infinite.
  private let furthestMean: Double
  // The regressors of each two studies, one for each parameter; those of
  // the radius and the angle are ones.
  private let rows: [Pair]
  private var derivatives: [Pair]

  /// - Parameter design: The rows of each study, one entry a coefficient.
  init(
    lanes: [CountLanes], design: [[Double]], layout: SumDifferenceLayout
  ) {
    self.lanes = lanes
    self.layout = layout
    kernel = QuadratureKernel(QuadratureLevels.seven)
    let count = layout.parameterCount
    let trials = lanes.reduce(Pair.zero) {
      pointwiseMax($0, pointwiseMax($1.first.trials, $1.second.trials))
    }
    furthestMean = .log(2 * trials.max() + 1) + 8
    var rows = Array(repeating: Pair.zero, count: lanes.count * count)
    for (study, row) in design.enumerated() {
      let start = (study >> 1) * count
      for index in 0..<count {
        rows[start + index][study & 1] = index < row.count ? row[index] : 1
      }
    }
    self.rows = rows
    derivatives = Array(
      repeating: .zero, count: ScaledPrior.derivativeCount)
  }

  mutating func evaluate(
    at point: [Double], into expansion: inout BinomialExpansion
  ) {
    expansion.clear()
    let rotation = Rotation(sign: sign, angle: point[layout.angle])
    let (correlation, sine) = (rotation.correlation, rotation.sine)
    for index in lanes.indices {
      let scaled = ScaledPrior(
        predictors(index, point), radius: point[layout.radius],
        correlation: correlation, sine: sine, sign: sign)
      guard scaled.prior.isInRange(kernel) else {
        expansion.value = .nan
        return
      }
      let term = lanes[index].likelihood(
        scaled.prior, integration, &kernel)
      scaled.store(term, into: &derivatives)
      expansion.value += term.value.sum()
      add(index, to: &expansion)
    }
  }

  /// The three predictors of two studies.
  private func predictors(
    _ index: Int, _ point: [Double]
  ) -> (sum: Pair, halfDifference: Pair, logScaleRatio: Pair) {
    let start = index * layout.parameterCount
    func product(_ range: Range<Int>) -> Pair {
      var sum = Pair.zero
      for column in range { sum += rows[start + column] * point[column] }
      return sum
    }
    return (
      product(layout.sum), product(layout.halfDifference),
      product(layout.logScaleRatio)
    )
  }

  /// Adds the derivatives of two studies, carried to the coefficients.
  private func add(_ index: Int, to expansion: inout BinomialExpansion) {
    let count = layout.parameterCount
    let start = index * count
    for b in 0..<count {
      let argument = layout.argument(of: b)
      let x = rows[start + b]
      expansion.gradient[b] += (derivatives[argument] * x).sum()
      for a in b..<count {
        let entry = ScaledPrior.entry(layout.argument(of: a), argument)
        expansion.hessian[a + count * b] +=
          (derivatives[entry] * x * rows[start + a]).sum()
      }
    }
  }
}

/// Where the parameters of a regression of the sum and difference stand.
internal struct SumDifferenceLayout: Hashable, Sendable {
  let sum: Range<Int>
  let halfDifference: Range<Int>
  let logScaleRatio: Range<Int>

  init(_ regression: SumDifferenceRegression) {
    sum = 0..<regression.sumColumns.count
    halfDifference =
      sum
      .upperBound..<(sum.upperBound
      + regression.halfDifferenceColumns.count)
    logScaleRatio =
      halfDifference
      .upperBound..<(halfDifference.upperBound
      + regression.logScaleRatioColumns.count)
  }

  var coefficientCount: Int { logScaleRatio.upperBound }
  var radius: Int { coefficientCount }
  var angle: Int { coefficientCount + 1 }
  var parameterCount: Int { coefficientCount + 2 }

  /// The coefficients of a predictor.
  func range(_ predictor: SumDifferencePredictor) -> Range<Int> {
    switch predictor {
    case .sum: sum
    case .halfDifference: halfDifference
    case .logScaleRatio: logScaleRatio
    }
  }

  /// The argument of the prior to which a parameter belongs.
  func argument(of parameter: Int) -> Int {
    parameter >= coefficientCount
      ? 3 + parameter - coefficientCount
      : parameter >= logScaleRatio.lowerBound
        ? 2 : parameter >= halfDifference.lowerBound ? 1 : 0
  }
}

extension SumDifferenceCounts {
  /// The log scale ratio of each study, and zeros for lanes without one.
  func logScaleRatios(_ point: [Double]) -> [Double] {
    lanes.indices.flatMap { index in
      let ratio = predictors(index, point).logScaleRatio
      return [ratio.x, ratio.y]
    }
  }

  /// Whether a mean logit is further out than any data are.
  ///
  /// The logit of half a success more than none in the largest study is the
  /// furthest that is observed; a mean that lies e⁸ times beyond has nothing
  /// to hold it.
  func isMeanUnbounded(_ point: [Double]) -> Bool {
    let limit = furthestMean
    return lanes.indices.contains {
      let mean = prior($0, point)
      return Swift.max(
        mean.firstMean.x.magnitude, mean.firstMean.y.magnitude,
        mean.secondMean.x.magnitude, mean.secondMean.y.magnitude) > limit
    }
  }

  /// Whether a random effect has a standard deviation beyond the largest.
  func isDeviationUnbounded(_ point: [Double]) -> Bool {
    lanes.indices.contains {
      let psi = prior($0, point).factor.psi
      return Swift.max(psi.m11.max(), psi.m22.max())
        > largestDeviation * largestDeviation
    }
  }

  func isRunaway(at point: [Double]) -> Bool {
    isMeanUnbounded(point) || isDeviationUnbounded(point)
      || logScaleRatios(point).contains { $0.magnitude > largestLogScaleRatio }
  }

  /// The prior of two studies.
  private func prior(_ index: Int, _ point: [Double]) -> RandomEffects {
    let rotation = Rotation(sign: sign, angle: point[layout.angle])
    return ScaledPrior(
      predictors(index, point), radius: point[layout.radius],
      correlation: rotation.correlation, sine: rotation.sine, sign: sign
    ).prior
  }
}

/// The logarithm of a ratio of standard deviations beyond which the smaller is
/// taken to be zero; their product is then below 1e-8 of the larger square.
private let largestLogScaleRatio = 18.0

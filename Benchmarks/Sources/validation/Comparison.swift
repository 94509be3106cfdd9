import DxMeta
import ReferenceData

/// The largest error of some numbers, each relative to the larger of one and
/// the magnitude of its reference.
func largestScaledError(_ values: [Double], _ references: [Double]) -> Double {
  guard values.count == references.count else { return .infinity }
  return zip(values, references).reduce(0) { max($0, scaledError($1.0, $1.1)) }
}

extension SymmetricMatrix2x2 {
  /// A matrix from the rows of a file.
  ///
  /// - Parameter isRate: Whether the second outcome is a false-positive
  ///   rate, whose logit has the opposite sign of that of a specificity.
  init(_ rows: ExpectedValue, isRate: Bool, at place: String) throws {
    let offDiagonal = try rows[1][0].number(at: place)
    self.init(
      try rows[0][0].number(at: place), isRate ? -offDiagonal : offDiagonal,
      try rows[1][1].number(at: place))
  }

  /// The largest error of an entry against a covariance matrix, relative to
  /// the product of the two standard deviations; absolute where that is zero.
  func covarianceError(to reference: Self) -> Double {
    func error(_ value: Double, _ entry: Double, _ scale: Double) -> Double {
      (value - entry).magnitude / (scale > 0 ? scale : 1)
    }
    let first = reference.m11.squareRoot()
    let second = reference.m22.squareRoot()
    return max(
      error(m11, reference.m11, first * first),
      error(m21, reference.m21, first * second),
      error(m22, reference.m22, second * second))
  }
}

extension CovarianceBoundary {
  /// What the tables print.
  var text: String {
    switch self {
    case .interior: "interior"
    case .correlationAtMinusOne: "ρ = −1"
    case .correlationAtPlusOne: "ρ = +1"
    case .zeroVarianceFirst: "ψ₁₁ = 0"
    case .zeroVarianceSecond: "ψ₂₂ = 0"
    case .zeroVarianceBoth: "Ψ = 0"
    }
  }
}

extension NormalEstimator {
  /// What the tables print.
  var text: String {
    switch self {
    case .restrictedMaximumLikelihood: "REML"
    case .maximumLikelihood: "ML"
    case .fixedEffect: "fixed"
    case .methodOfMoments: "moments"
    }
  }

  /// The key of the estimator in the files of expected results.
  var key: String {
    switch self {
    case .restrictedMaximumLikelihood: "reml"
    case .maximumLikelihood: "ml"
    case .fixedEffect: "fixed"
    case .methodOfMoments: "mm"
    }
  }
}

extension ReferenceCounts {
  /// The tables as studies.
  var studies: [Study] {
    (0..<count).map { i in
      Study(
        id: study[i],
        table: TwoByTwoTable(
          truePositives: tp[i], falsePositives: fp[i], falseNegatives: fn[i],
          trueNegatives: tn[i]))
    }
  }
}

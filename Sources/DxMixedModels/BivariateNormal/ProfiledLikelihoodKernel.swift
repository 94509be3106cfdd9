internal import DxLinearAlgebra
internal import RealModule

/// Which likelihood of the normal model is meant.
///
/// Both have the same maximiser of the means given Ψ.
internal enum NormalLikelihood {
  case maximumLikelihood
  case restricted

  /// What the kernel of the log-likelihood leaves out, but for ½ log|XᵀX|.
  ///
  /// - Parameters:
  ///   - observationCount: The number of reported estimates.
  ///   - coefficientCount: The number of coefficients, over both outcomes.
  func constant(observationCount: Int, coefficientCount: Int) -> Double {
    let halfLogTwoPi = 0.918938533204672741780
    let freedom =
      switch self {
      case .maximumLikelihood: observationCount
      case .restricted: observationCount - coefficientCount
      }
    return -Double(freedom) * halfLogTwoPi
  }
}

/// The point at which the likelihood is expanded, and the mean and covariance
/// of the previous iteration that the single pass needs.
internal struct ExpansionPoint {
  var covariance: FactoredCovariance
  var means: SIMD2<Double>
  var meanCovariance: SymmetricMatrix2x2
}

/// The studies in one block: eight dets of at most 2¹²⁰ and at least 2⁻⁹⁶
/// stay within the range of the format.
private let blockLength = 8

extension PairedOutcomes {
  /// Expands the profiled log-likelihood of the model with a mean for each
  /// outcome and no other regressor.
  ///
  /// - Complexity: one pass over the studies, no allocation.
  internal func expand(
    _ likelihood: NormalLikelihood, at point: ExpansionPoint
  ) -> ProfiledExpansion {
    var weights = WeightSums()
    var squares = SquareSums()
    var curvature = CurvatureSums()
    accumulate(likelihood, point, &weights, &squares, &curvature)
    return ProfiledExpansion(
      likelihood, about: point, weights, squares, curvature,
      unreportedExponent: unreportedExponent)
  }

  /// The three stages over all blocks.
  ///
  /// The pointers are safe: `terms` holds `blockLength` elements, of which
  /// the stages use the first `end − start ≤ blockLength`; `studies` is
  /// indexed by `start ..< end`, and `end ≤ studies.count`.
  @inline(__always)
  private func accumulate(
    _ likelihood: NormalLikelihood, _ point: ExpansionPoint,
    _ weights: inout WeightSums, _ squares: inout SquareSums,
    _ curvature: inout CurvatureSums
  ) {
    let restriction = Restriction(point.meanCovariance)
    unsafe withUnsafeTemporaryAllocation(
      of: StudyTerms.self, capacity: blockLength
    ) { terms in
      unsafe lanes.withUnsafeBufferPointer { studies in
        var start = 0
        while start < studies.count {
          let end = min(start + blockLength, studies.count)
          unsafe weights.add(studies, start..<end, point, to: terms)
          let count = end - start
          // Each stage works on a copy, which can stay in registers.
          var blockSquares = squares
          for i in 0..<count { unsafe blockSquares.add(terms[i]) }
          squares = blockSquares
          var blockCurvature = curvature
          switch likelihood {
          case .maximumLikelihood:
            for i in 0..<count { unsafe blockCurvature.add(terms[i]) }
          case .restricted:
            for i in 0..<count {
              unsafe blockCurvature.addResiduals(&terms[i], restriction)
            }
            for i in 0..<count {
              unsafe blockCurvature.addRestricted(terms[i])
            }
          }
          curvature = blockCurvature
          start = end
        }
      }
    }
  }

  /// The power of two by which the product of all determinants is too large
  /// because of unreported outcomes.
  private var unreportedExponent: Int {
    60 * (4 * lanes.count - reportedCount)
  }
}

extension WeightSums {
  /// The first stage over one block.
  @inline(__always)
  fileprivate mutating func add(
    _ studies: UnsafeBufferPointer<PairedOutcomes.Lanes>, _ range: Range<Int>,
    _ point: ExpansionPoint, to terms: UnsafeMutableBufferPointer<StudyTerms>
  ) {
    var sums = self
    let psi = point.covariance.psi
    let (a, c, b) = (psi.m11, psi.m21, psi.m22)
    let psiDeterminant = point.covariance.determinant
    var index = 0
    for i in range {
      let study = unsafe studies[i]
      let s11 = study.firstVariance + a
      let s22 = study.secondVariance + b
      // |S + Ψ| = s₁ (s₂ + b) + s₂ a + |Ψ| adds positive terms only, where
      // s₁₁ s₂₂ − c² would cancel for a precise study and a singular Ψ.
      let determinant =
        study.firstVariance * s22 + (study.secondVariance * a + psiDeterminant)
      let inverse = 1 / determinant
      let p = s22 * inverse
      let r = s11 * inverse
      let q = -c * inverse
      let r1 = study.firstValue - point.means.x
      let r2 = study.secondValue - point.means.y
      let u1 = p * r1 + q * r2
      let u2 = q * r1 + r * r2
      unsafe terms.initializeElement(
        at: index, to: StudyTerms(p: p, q: q, r: r, u1: u1, u2: u2))
      index += 1
      sums.p += p
      sums.q += q
      sums.r += r
      sums.inverseDeterminant += inverse
      sums.u1 += u1
      sums.u2 += u2
      sums.quadraticForm += u1 * r1 + u2 * r2
      sums.mantissa *= determinant
    }
    sums.normalize()
    self = sums
  }
}

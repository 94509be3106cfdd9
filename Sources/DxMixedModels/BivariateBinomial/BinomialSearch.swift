internal import DxLinearAlgebra

/// The search for the maximum of the likelihood of a binomial model.
///
/// It climbs in stages, each from where the one before ended: the normal
/// approximation, Laplace's, one step with seven nodes, and the rule that was
/// asked for. Most of the way is so made at the price of the cheaper stages.
///
/// The parameters are those of the means, and after them the entries l₁₁, l₂₁
/// and l₂₂ of a factor for each group of studies. What the boundary asks for
/// is decided for one group after the other, and always from the point alone.
internal struct BinomialSearch<Objective: BinomialObjective> {
  var maximizer: BinomialMaximizer<Objective>
  let structure: CovarianceStructure
  /// A typical variance of an observed logit of each outcome.
  let typicalVariances: SIMD2<Double>
  /// The parameters of the means that are given.
  let fixedMeans: Range<Int>
  /// What is assumed of each group; empty where that is the structure.
  let groupStructures: [CovarianceStructure]
  /// What is added to the values of the objective in ``steps``.
  let constant: Double
  var quadratureError: Double?
  /// Whether all starts led to the same maximum.
  var startsAgreed = true
  let meanCount: Int
  let groupCount: Int
  private(set) var history = StepHistory()

  init(
    _ maximizer: BinomialMaximizer<Objective>, meanCount: Int,
    structure: CovarianceStructure, typicalVariances: SIMD2<Double>,
    fixedMeans: Range<Int> = 0..<0,
    groupStructures: [CovarianceStructure] = [], constant: Double = 0
  ) {
    self.maximizer = maximizer
    self.meanCount = meanCount
    groupCount = (maximizer.parameterCount - meanCount) / 3
    self.structure = structure
    self.typicalVariances = typicalVariances
    self.fixedMeans = fixedMeans
    self.groupStructures = groupStructures
    self.constant = constant
  }

  /// What is assumed of a group.
  func structure(of group: Int) -> CovarianceStructure {
    groupStructures.isEmpty ? structure : groupStructures[group]
  }

  /// What is known of the end of the search.
  mutating func certificate() -> FitCertificate {
    FitCertificate(
      criterion: maximizer.criterion, gradientNorm: maximizer.gradientNorm,
      smallestHessianEigenvalue: maximizer.smallestEigenvalue(),
      evaluations: maximizer.evaluations.total,
      quadratureError: quadratureError, startsAgreed: startsAgreed)
  }

  // MARK: Points

  /// The place of l₁₁ of a group; l₂₁ and l₂₂ follow.
  func offset(_ group: Int) -> Int { meanCount + 3 * group }

  /// The factor of a group.
  func factor(of group: Int) -> LowerFactor {
    let first = offset(group)
    return LowerFactor(
      maximizer.point[first], maximizer.point[first + 1],
      maximizer.point[first + 2])
  }

  /// Where the covariance matrix of a group lies.
  func boundary(of group: Int) -> CovarianceBoundary {
    let l = factor(of: group)
    let psi = l.psi
    switch (psi.m11 == 0, psi.m22 == 0) {
    case (true, true): return .zeroVarianceBoth
    case (true, false): return .zeroVarianceFirst
    case (false, true): return .zeroVarianceSecond
    case (false, false): break
    }
    guard l.l22 == 0, structure(of: group) == .unstructured else {
      return .interior
    }
    return l.l11 * l.l21 > 0 ? .correlationAtPlusOne : .correlationAtMinusOne
  }

  // MARK: Faces

  /// A set of covariance matrices by the entries of the factor that are free.
  struct Face {
    var l11: Bool
    var l21: Bool
    var l22: Bool

    init(_ l11: Bool, _ l21: Bool, _ l22: Bool) {
      self.l11 = l11
      self.l21 = l21
      self.l22 = l22
    }

    init(_ structure: CovarianceStructure) {
      switch structure {
      case .unstructured: self.init(true, true, true)
      case .independent: self.init(true, false, true)
      case .zeroVarianceFirst: self.init(false, false, true)
      case .zeroVarianceSecond: self.init(true, false, false)
      case .zeroVarianceBoth: self.init(false, false, false)
      }
    }

    static var perfectCorrelation: Self { Self(true, true, false) }

    /// What the steps of a fit call it.
    var name: FitStep.Face {
      switch (l11, l22) {
      case (true, true): .full
      case (true, false): l21 ? .perfectCorrelation : .zeroVarianceSecond
      case (false, true): .zeroVarianceFirst
      case (false, false): .zeroVarianceBoth
      }
    }
  }

  /// Sets which entries of the factor of a group are free.
  mutating func setFace(_ face: Face, of group: Int) {
    let first = offset(group)
    maximizer.setFree(in: first..<(first + 3)) {
      switch $0 - first {
      case 0: face.l11
      case 1: face.l21
      default: face.l22
      }
    }
  }

  /// Whether no entry of the factor of a group is free but those of a face,
  /// and the others are zero.
  func isOn(_ face: Face, _ group: Int) -> Bool {
    func isIn(_ entry: Int, _ mayBeFree: Bool) -> Bool {
      let index = offset(group) + entry
      return mayBeFree
        || (!maximizer.isFree[index] && maximizer.point[index] == 0)
    }
    return isIn(0, face.l11) && isIn(1, face.l21) && isIn(2, face.l22)
  }

  /// Frees what the structure does not rule out.
  mutating func release(_ group: Int) {
    setFace(Face(structure(of: group)), of: group)
  }

  // MARK: Steps

  /// The models that the search went through; empty where it was one.
  var steps: [FitStep] {
    history.past.isEmpty ? [] : history.past + [currentStep]
  }

  /// The step that is not over yet.
  private var currentStep: FitStep {
    FitStep(
      face: history.face, group: history.group,
      logLikelihood: maximizer.current.value + constant,
      evaluations: maximizer.evaluations.total - history.evaluations)
  }

  /// Begins a step.
  mutating func enter(_ face: Face, of group: Int) {
    let step = currentStep
    if step.evaluations > 0 { history.past.append(step) }
    history.evaluations = maximizer.evaluations.total
    history.face = face.name
    history.group = group
  }

  /// Forgets the steps since an earlier state of the history.
  mutating func forgetSteps(since earlier: StepHistory) {
    history.past = earlier.past
    history.face = earlier.face
    history.group = earlier.group
  }
}

/// What a search has been through.
internal struct StepHistory: Sendable {
  /// The steps that are over.
  var past: [FitStep] = []
  /// The step that is not.
  var face = FitStep.Face.full
  var group = 0
  /// The evaluations before it.
  var evaluations = 0
}

extension BinomialSearch where Objective == InterceptCounts {
  /// The search with one mean an outcome and one covariance matrix.
  init(
    _ maximizer: BinomialMaximizer<InterceptCounts>,
    structure: CovarianceStructure, typicalVariances: SIMD2<Double>,
    fixedMeans: (first: Bool, second: Bool) = (false, false),
    constant: Double = 0
  ) {
    self.init(
      maximizer, meanCount: 2, structure: structure,
      typicalVariances: typicalVariances,
      fixedMeans: (fixedMeans.first ? 0 : 1)..<(fixedMeans.second ? 2 : 1),
      constant: constant)
  }

  /// Starts from means and a covariance matrix.
  mutating func start(means: SIMD2<Double>, psi: SymmetricMatrix2x2) {
    start(
      { _ in psi },
      setMeans: {
        $0[0] = means.x
        $0[1] = means.y
      })
  }

  /// Where the covariance matrix lies.
  var boundary: CovarianceBoundary { boundary(of: 0) }

  /// The variance that has run away, if one has.
  var outcomeOfInfiniteVariance: Int? { infiniteVariance?.outcome }

  /// Climbs from further starts.
  mutating func climbFromFurtherStarts(
    _ quadrature: BinomialQuadrature, nodes: Int, means: SIMD2<Double>,
    psi: SymmetricMatrix2x2, _ uneven: FurtherStarts?
  ) -> Int {
    climbFromFurtherStarts(quadrature, nodes: nodes, psi: psi, uneven) {
      $0[0] = means.x
      $0[1] = means.y
    }
  }
}

/// The search for the model with one mean an outcome.
internal typealias InterceptSearch = BinomialSearch<InterceptCounts>

/// Counts the arms of the studies that enter a model, and their sizes.
internal struct ArmCounts {
  private(set) var droppedStudyCount = 0
  private(set) var oneArmedStudyCount = 0
  private var arms = SIMD2<Double>.zero
  private var inverseSizes = SIMD2<Double>.zero

  /// The means over the arms of one over their size, diseased first.
  var meanInverseSizes: SIMD2<Double> { inverseSizes / arms }

  init(droppedStudyCount: Int) {
    self.droppedStudyCount = droppedStudyCount
  }

  /// Takes a study, and says which of its arms have subjects.
  mutating func add(
    sizes: SIMD2<Double>
  ) -> SIMDMask<SIMD2<Int64>> {
    let observed = sizes .> 0
    inverseSizes += (1 / sizes).replacing(with: 0, where: .!observed)
    arms.replace(with: arms + 1, where: observed)
    oneArmedStudyCount += all(observed) ? 0 : 1
    return observed
  }
}

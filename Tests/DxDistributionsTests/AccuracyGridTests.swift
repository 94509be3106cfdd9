// Expected values: ball arithmetic, confirmed by a second computation, see
// Fixtures/distributions/README.md.

import Testing
import _DxFunctionTable
import _DxTestSupport

@Suite("Accuracy grid")
struct AccuracyGridTests {
  @Test("no function exceeds its limits", arguments: try GridLimit.all)
  func limits(_ limit: GridLimit) throws {
    let function = try #require(functionTable[limit.function])
    let points = try #require(try GridPoint.all[limit.function])
    var errors: [Double] = []
    for point in points {
      let result = try function(point.arguments)
      let error = point.error(of: result)
      // Subnormal results may lose their last two bits.
      let bound = point.isNormal ? limit.maximum : 4
      #expect(error <= bound, "\(limit)\(point) but was \(result)")
      if point.isNormal { errors.append(error) }
    }
    errors.sort()
    let rank = Int((0.9 * Double(errors.count)).rounded(.up)) - 1
    #expect(errors[max(0, rank)] <= limit.percentile90)
  }

  @Test("every function of the grid has limits")
  func isComplete() throws {
    let limits = Set(try GridLimit.all.map(\.function))
    #expect(limits == Set(try GridPoint.all.keys))
    #expect(limits.isSubset(of: functionTable.keys))
  }
}

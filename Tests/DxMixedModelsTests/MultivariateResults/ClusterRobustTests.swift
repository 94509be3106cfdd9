// Expected values are those of `ResultsCase`: CR0 and CR1p agree with metafor,
// CR2 and its degrees of freedom follow the papers with dense matrices.

import DxLinearAlgebra
import Testing
import _DxTestSupport

@testable import DxMixedModels

@Suite("Cluster-robust covariances")
struct ClusterRobustTests {
  // Square roots of inverses lose more than the rest: 1e-9.
  private let tolerance = 1e-9

  /// The units of `laboratories` spread the eigenvalues of B over eight
  /// decades, which costs the dense reference and us as many digits.
  private func tolerance(of example: ResultsCase) -> Double {
    example.description == "laboratories" ? 1e-7 : tolerance
  }

  @Test(
    "CR0 and CR2", arguments: try ResultsCase.all,
    [("CR0", ClusterAdjustment.none), ("CR2", .biasReduced)])
  func covariance(
    _ example: ResultsCase, _ kind: (String, ClusterAdjustment)
  ) throws {
    let fit = try example.fit()
    let robust = try fit.clusterRobustCovariance(
      clusters: example.clusters, kind.1)
    let expected = example.expected["robust"][kind.0]
    let count = try #require(example.expected["robust"]["m"].number)
    #expect(Double(robust.clusterCount) == count)
    #expect(
      largestError(
        robust.covariance.elements,
        try #require(expected["covariance"].rows).flatMap(\.self))
        <= tolerance(of: example))
    let table = try robust.coefficientTable()
    #expect(
      largestError(
        table.map(\.degreesOfFreedom),
        try #require(expected["satterthwaite"].numbers))
        <= tolerance(of: example))
    let test = try robust.waldTest(example.contrasts)
    #expect(
      largestError(
        [
          test.chiSquared, test.fStatistic, test.denominatorDegreesOfFreedom,
          test.pValue,
        ], try #require(expected["ahz"].numbers)) <= tolerance(of: example))
  }

  @Test("one contrast has Satterthwaite's degrees of freedom")
  func single() throws {
    let example = try ResultsCase.named("laboratories")
    let fit = try example.fit()
    let robust = try fit.clusterRobustCovariance()
    let table = try robust.coefficientTable()
    let test = try robust.waldTest(fit.unitRows([1]))
    #expect(
      scaledError(
        test.denominatorDegreesOfFreedom, table[1].degreesOfFreedom)
        <= tolerance)
    #expect(scaledError(test.pValue, table[1].pValue) <= tolerance)
    #expect(
      scaledError(test.chiSquared, table[1].statistic * table[1].statistic)
        <= tolerance)
  }

  @Test("factors")
  func factors() throws {
    let example = try ResultsCase.named("crossed")
    let fit = try example.fit()
    let plain = try fit.clusterRobustCovariance(
      clusters: example.clusters, .none)
    let (m, n, q) = (
      Double(plain.clusterCount), Double(fit.observationCount),
      Double(fit.coefficients.count)
    )
    let factors: [(ClusterAdjustment, Double)] = [
      (.clusters, m / (m - 1)), (.clustersLessCoefficients, m / (m - q)),
      (.clustersAndValues, m * (n - 1) / ((m - 1) * (n - q))),
    ]
    for (adjustment, factor) in factors {
      let robust = try fit.clusterRobustCovariance(
        clusters: example.clusters, adjustment)
      #expect(
        largestError(
          robust.covariance.elements, (factor * plain.covariance).elements)
          <= tolerance)
      let table = try robust.coefficientTable(.clustersLessCoefficients)
      #expect(table[0].degreesOfFreedom == m - q)
    }
  }

  @Test("clusters that are no clusters are refused")
  func refused() throws {
    let fit = try ResultsCase.named("laboratories").fit()
    var clusters = fit.model.levels[0].groups
    #expect(throws: MultivariateResultError.groupCount(3, studies: 16)) {
      try fit.clusterRobustCovariance(clusters: ["a", "b", "c"])
    }
    clusters[1] = "elsewhere"
    #expect(
      throws: MultivariateResultError.clusterDividesGroup(
        level: "level 0", group: "lab0")
    ) {
      try fit.clusterRobustCovariance(clusters: clusters)
    }
    #expect(throws: MultivariateResultError.tooFewClusters(1)) {
      try fit.clusterRobustCovariance(
        clusters: Array(repeating: "one", count: 16))
    }
  }
}

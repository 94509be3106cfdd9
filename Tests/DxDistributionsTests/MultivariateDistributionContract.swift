import DxDistributions
import DxLinearAlgebra
import Foundation
import Testing
import _DxTestSupport

/// Checks what every multivariate distribution promises.
///
/// - Parameters:
///   - distribution: The distribution.
///   - isDiscrete: Whether the vectors are of whole numbers.
///   - sourceLocation: Where a failure is reported.
func checkMultivariateDistributionContract<D: MultivariateDistribution>(
  _ distribution: D, isDiscrete: Bool = false,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let contract = MultivariateContract(
    distribution: distribution, isDiscrete: isDiscrete,
    location: sourceLocation)
  contract.checkShapes()
  contract.checkEdges()
  contract.checkSamples()
  contract.checkSampleMoments()
}

private struct MultivariateContract<D: MultivariateDistribution> {
  var distribution: D
  var isDiscrete: Bool
  var location: SourceLocation

  var dimension: Int { distribution.dimension }

  func checkShapes() {
    let covariance = distribution.covariance
    expect(distribution.mean.count == dimension)
    expect(covariance.rowCount == dimension && covariance.isSquare)
    expect(covariance == covariance.transposed)
    expect(covariance.diagonal.allSatisfy { $0 >= 0 })
  }

  func checkEdges() {
    for index in 0..<dimension {
      var x = distribution.mean
      x[index] = .nan
      expect(distribution.density(at: x).isNaN)
      expect(distribution.logDensity(at: x).isNaN)
      for end in [Double.infinity, -.infinity] {
        x[index] = end
        expect(distribution.density(at: x) == 0)
        expect(distribution.logDensity(at: x) == -.infinity)
      }
    }
  }

  /// Samples are repeatable and in the support, where the density is the
  /// exponential of its logarithm.
  func checkSamples() {
    var generator = SplitMix64(seed: 5)
    var twin = generator
    for _ in 0..<40 {
      let x = distribution.sample(using: &generator)
      expect(x.count == dimension)
      expect(x == distribution.sample(using: &twin))
      if isDiscrete { expect(x.allSatisfy { $0.rounded() == $0 }) }
      let log = distribution.logDensity(at: x)
      expect(log > -.infinity)
      // The logarithm's rounding is the density's relative error.
      let bound = (4 + 2 * log.magnitude) * .ulpOfOne
      expect(relativeError(distribution.density(at: x), exp(log)) <= bound)
    }
  }

  /// The means and covariances of a sample, within six standard errors.
  func checkSampleMoments() {
    let n = 2000
    var generator = SplitMix64(seed: 11)
    let mean = distribution.mean
    let covariance = distribution.covariance
    let draws = (0..<n).map { _ in distribution.sample(using: &generator) }
    for i in 0..<dimension {
      let deviations = draws.map { $0[i] - mean[i] }
      expect(isCentered(deviations))
      for j in 0...i {
        let products = draws.map {
          ($0[i] - mean[i]) * ($0[j] - mean[j]) - covariance[i, j]
        }
        expect(isCentered(products))
      }
    }
  }

  /// Whether the mean of a sample is within six of its standard errors of
  /// zero.
  private func isCentered(_ values: [Double]) -> Bool {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let square = values.reduce(0) { $0 + $1 * $1 } / n
    return mean.magnitude <= 6 * (square / n).squareRoot() + 1e-12
  }

  func expect(_ condition: Bool, line: Int = #line) {
    #expect(
      condition, "\(distribution), line \(line)", sourceLocation: location)
  }
}

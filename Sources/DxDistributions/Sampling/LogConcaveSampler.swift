internal import RealModule

/// A whole-number distribution with log-concave probabilities, by rejection
/// from a constant about the mode and a geometric distribution on either
/// side.
///
/// Exactness: the hat is above the probabilities by their log-concavity, not
/// by a fit, and each decision compares with the ratio to the probability of
/// the mode, to the rounding of a double. Chords, which are below the
/// probabilities for the same reason, spare most of those comparisons.
///
/// That log-concavity alone gives a hat of this kind is the idea of the paper.
/// Here the tails start 1.1 standard deviations from the mode, which accepts
/// some 78 % of the points.
///
/// > W. Hörmann. "A universal generator for discrete log-concave
/// > distributions." *Computing* 52, 1994, 89–96.
internal struct LogConcaveSampler<Weights: LogConcaveWeights> {
  private let weights: Weights
  private let mode: Double
  private let lower: Side
  private let upper: Side
  /// How many values are between the two tails.
  private let middle: Double

  /// - Parameters:
  ///   - weights: The probabilities.
  ///   - standardDeviation: About that of the distribution: it decides on the
  ///     speed only.
  internal init(_ weights: Weights, standardDeviation: Double) {
    self.weights = weights
    mode = weights.mode
    let reach = (1.1 * standardDeviation + 0.5).rounded(.up)
    upper = Side(weights, direction: 1, reach: reach)
    lower = Side(weights, direction: -1, reach: reach)
    middle = upper.reach + lower.reach - 1
  }

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    let total = middle + upper.tail + lower.tail
    while true {
      let place = generator.openUniform() * total
      // Minus the logarithm of a uniform height under the hat.
      let height = generator.standardExponential()
      if place < middle {
        let k = mode - lower.reach + 1 + place.rounded(.down)
        let distance = k - mode
        let side = distance < 0 ? lower : upper
        if height >= side.chord(distance.magnitude) { return k }
        if height < side.tangent(distance.magnitude) { continue }
        if accepts(k, height) { return k }
      } else {
        let side = place < middle + upper.tail ? upper : lower
        let beyond = (generator.standardExponential() / side.drop)
          .rounded(.down)
        let k = mode + side.direction * (side.reach + beyond)
        guard side.contains(k) else { continue }
        // The drop is infinite next to the end, where nothing is beyond.
        let fall = beyond > 0 ? beyond * side.drop : 0
        if accepts(k, height + side.depth + fall) { return k }
      }
    }
  }

  @inline(never)
  private func accepts(_ k: Double, _ height: Double) -> Bool {
    height >= weights.depth(k)
  }
}

/// The probabilities of a log-concave distribution, relative to the largest.
internal protocol LogConcaveWeights {
  /// The values that have a probability.
  var support: ClosedRange<Double> { get }

  /// The most probable value.
  var mode: Double { get }

  /// Minus the logarithm of the probability of a value in the support over
  /// that of the mode.
  func depth(_ k: Double) -> Double
}

/// What is on one side of the mode, as minus the logarithm of the ratio to
/// its probability.
private struct Side {
  let direction: Double
  /// How far from the mode the tail begins.
  let reach: Double
  /// The last value on this side.
  private let end: Double
  /// The function where the tail begins, and one step further from there.
  let depth: Double
  let drop: Double
  /// The mass of the hat over the tail, in units of that of the mode.
  let tail: Double
  /// The function halfway, and the slopes of the chords.
  private let half: Double
  private let halfDepth: Double
  private let slopes: (Double, Double)

  init<Weights: LogConcaveWeights>(
    _ weights: Weights, direction: Double, reach wanted: Double
  ) {
    let (ends, mode) = (weights.support, weights.mode)
    self.direction = direction
    end = direction < 0 ? ends.lowerBound : ends.upperBound
    func depth(_ distance: Double) -> Double {
      // Of the mode's neighbours one may be as probable as the mode, which
      // rounding must not turn round.
      Swift.max(0, weights.depth(mode + direction * distance))
    }
    let room = (end - mode).magnitude
    guard room > 0 else {
      (reach, self.depth, drop, tail) = (1, .infinity, .infinity, 0)
      (half, halfDepth, slopes) = (0, 0, (0, 0))
      return
    }
    reach = Swift.min(wanted, room)
    self.depth = depth(reach)
    drop = reach < room ? depth(reach + 1) - self.depth : .infinity
    tail = Double.exp(-self.depth) / -Double.expMinusOne(-drop)
    half = (0.5 * reach).rounded(.up)
    halfDepth = depth(half)
    slopes = (
      halfDepth / half,
      reach > half ? (self.depth - halfDepth) / (reach - half) : 0
    )
  }

  /// Whether a value is not beyond the end.
  @inline(__always)
  func contains(_ k: Double) -> Bool { (end - k) * direction >= 0 }

  /// No less than the function, at a distance up to `reach`.
  @inline(__always)
  func chord(_ distance: Double) -> Double {
    distance <= half
      ? distance * slopes.0 : halfDepth + (distance - half) * slopes.1
  }

  /// No more than the function, at a distance up to `reach`: the chords
  /// beyond their ends.
  @inline(__always)
  func tangent(_ distance: Double) -> Double {
    distance <= half
      ? halfDepth - (half - distance) * slopes.1
      : halfDepth + (distance - half) * slopes.0
  }
}

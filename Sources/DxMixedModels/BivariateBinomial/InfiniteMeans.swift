/// The outcomes whose mean has no finite estimate.
///
/// Where no study has a failure, or none a success, the likelihood of that
/// outcome grows towards one as its mean grows without limit.
public enum InfiniteMeans: String, Hashable, Sendable, Codable {
  /// Both means are finite.
  case none
  /// The mean of the first outcome is infinite.
  case first
  /// The mean of the second outcome is infinite.
  case second
  /// Both means are infinite.
  case both

  /// Whether the mean of each outcome is infinite.
  public var isInfinite: (first: Bool, second: Bool) {
    switch self {
    case .none: (false, false)
    case .first: (true, false)
    case .second: (false, true)
    case .both: (true, true)
    }
  }

  internal init(first: Bool, second: Bool) {
    self =
      first ? (second ? .both : .first) : (second ? .second : .none)
  }
}

/// The trials of one outcome over all studies.
internal struct OutcomeTotals {
  var successes = 0.0
  var failures = 0.0

  /// Whether the mean has a finite estimate.
  var isMixed: Bool { successes > 0 && failures > 0 }

  /// The estimate of the mean where it is not finite.
  var infiniteMean: Double { failures > 0 ? -.infinity : .infinity }
}

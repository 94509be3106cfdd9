/// The definition of an interval of a binomial proportion.
///
/// > L. D. Brown, T. T. Cai, A. DasGupta. Interval estimation for a binomial
/// > proportion. *Stat Sci* 16 (2001) 101–133. doi:10.1214/ss/1009213286
public enum BinomialIntervalMethod: String, Hashable, Sendable, Codable {
  /// The score interval of Wilson, without continuity correction.
  case wilson
  /// The exact interval of Clopper and Pearson, which never covers too little
  /// and often too much.
  case clopperPearson
  /// The equal-tailed posterior interval under Jeffreys' prior, extended to 0
  /// and 1 where there are no successes or no failures.
  case jeffreys
  /// The interval of Agresti and Coull: Wald's about Wilson's centre, cut to
  /// [0, 1].
  case agrestiCoull
}

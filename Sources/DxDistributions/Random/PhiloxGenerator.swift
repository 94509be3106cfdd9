/// A counter-based random number generator whose streams can be split.
///
/// Philox4x64-10 encrypts the numbers 1, 2, 3, … under a key, and each block
/// that results is four random words of 64 bits. A generator is thus no more
/// than a key and a position:
///
/// ```swift
/// let root = PhiloxGenerator(seed: 2024)
/// for replicate in 0..<1000 {
///   var generator = root.stream(UInt64(replicate))
///   // What this replicate draws depends on the seed and its number alone:
///   // not on the other replicates, nor on the order or thread they run in.
/// }
/// ```
///
/// Quality: Philox4x64 with seven rounds passes the BigCrush battery, says the
/// paper, and ten leave a margin. The words of a stream repeat after 2¹³⁰; of
/// `n` streams two coincide with a probability of some n² / 2¹²⁹. It is no
/// cryptographic generator: its keys are not hard to find.
///
/// Compatibility: the generator of seed `s` gives the words of
/// `numpy.random.Philox(key=s).random_raw()`.
///
/// Complexity: some 4 ns a word, and nothing is allocated.
///
/// > J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw. "Parallel random
/// > numbers: as easy as 1, 2, 3." *Proceedings of SC'11*, 2011.
/// > doi:10.1145/2063384.2063405
public struct PhiloxGenerator: RandomNumberGenerator, Sendable {
  private let key: (UInt64, UInt64)
  /// The number of the block that is in use; none of number 0 ever is.
  private var counter: (low: UInt64, high: UInt64)
  /// How many words of the block are used up, from 0 to 4.
  @usableFromInline internal var used: Int
  @usableFromInline internal var block: PhiloxBlock

  /// Creates the generator whose numbers the seed determines.
  ///
  /// Generators of different seeds are as independent as the streams of one:
  /// seeds in a row will do.
  public init(seed: UInt64) {
    self.init(key: (seed, 0))
  }

  private init(key: (UInt64, UInt64)) {
    self.key = key
    counter = (0, 0)
    used = 4
    block = PhiloxBlock(0, 0, 0, 0)
  }

  /// The next 64 random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    if used == 4 { moveToNextBlock() }
    let word = withUnsafeBytes(of: &block.words) {
      $0.load(fromByteOffset: used &* 8, as: UInt64.self)
    }
    used &+= 1
    return word
  }

  @usableFromInline
  internal mutating func moveToNextBlock() {
    addToCounter(1)
    block = PhiloxBlock(counter.low, counter.high, 0, 0).encrypted(key)
    used = 0
  }

  private mutating func addToCounter(_ count: UInt64) {
    let (low, overflow) = counter.low.addingReportingOverflow(count)
    counter = (low, overflow ? counter.high &+ 1 : counter.high)
  }
}

extension PhiloxGenerator {
  /// The generator of a stream of its own, at its beginning.
  ///
  /// It is determined by the index and the key of this generator, and does
  /// not depend on how many numbers were drawn. A stream has streams in turn,
  /// as a replicate may want for its studies.
  ///
  /// Construction: the key of the stream is the first half of the block
  /// (index, 0, 0, 1) encrypted under the key of this generator. The blocks of
  /// numbers end in 0, so none of them ever shows a key.
  public func stream(_ index: UInt64) -> PhiloxGenerator {
    let words = PhiloxBlock(index, 0, 0, 1).encrypted(key).words
    return PhiloxGenerator(key: (words.0, words.1))
  }

  /// Leaves out as many of the next words as given, in constant time.
  public mutating func advance(by count: UInt64) {
    let unused = UInt64(4 - used)
    guard count > unused else {
      used += Int(count)
      return
    }
    addToCounter((count - unused - 1) / 4)
    moveToNextBlock()
    used = Int((count - unused - 1) % 4) + 1
  }
}

extension PhiloxGenerator: Hashable {
  /// Whether two generators will give the same numbers for the same reason:
  /// they have the same key, and are in the same place.
  public static func == (a: PhiloxGenerator, b: PhiloxGenerator) -> Bool {
    a.key == b.key && a.counter == b.counter && a.used == b.used
  }

  /// Feeds the key and the position to the hasher.
  public func hash(into hasher: inout Hasher) {
    for word in state { hasher.combine(word) }
  }
}

extension PhiloxGenerator: Codable {
  /// Decodes a generator that goes on where the encoded one stood.
  ///
  /// - Throws: `DecodingError.dataCorrupted` unless there are five words, the
  ///   last of which is at most 4.
  public init(from decoder: any Decoder) throws {
    let state = try [UInt64](from: decoder)
    guard state.count == 5, state[4] <= 4 else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "\(state) is no state of a Philox generator"))
    }
    self.init(key: (state[0], state[1]))
    counter = (state[2], state[3])
    used = Int(state[4])
    // The generator that has not begun yet is before its first block.
    block = PhiloxBlock(counter.low, counter.high, 0, 0).encrypted(key)
  }

  /// Encodes five words: the key, the number of the block, lower halves first,
  /// and how many of its words are used up.
  public func encode(to encoder: any Encoder) throws {
    try state.encode(to: encoder)
  }

  private var state: [UInt64] {
    [key.0, key.1, counter.low, counter.high, UInt64(used)]
  }
}

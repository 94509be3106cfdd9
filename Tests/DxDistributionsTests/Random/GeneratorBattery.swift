import DxDistributions
internal import RealModule

/// Tests of equidistribution and independence, each on as many words as given.
///
/// > D. E. Knuth. *The Art of Computer Programming* 2, 3rd ed.,
/// > Addison-Wesley, 1998, §3.3.2: the frequency, serial, gap, run, maximum
/// > and serial correlation tests.
///
/// > G. Marsaglia and W. W. Tsang. "Some difficult-to-pass tests of
/// > randomness." *Journal of Statistical Software* 7(3), 2002, 1–9, for the
/// > birthday spacings. doi:10.18637/jss.v007.i03
struct GeneratorBattery<Generator: RandomNumberGenerator> {
  var generator: Generator
  /// How many words each test takes.
  let count: Int

  /// All tests, one after the other on the same stream.
  mutating func run() throws -> [StatisticalTest] {
    var tests = [
      try bits(), try bytes(), try leadingBits(), try trailingBits(),
      try tuples(of: 2), try tuples(of: 3), uniformity(), try gaps(),
      try runs(), maxima(of: 8), try birthdays(shift: 0),
      try birthdays(shift: 34),
    ]
    for lag in [1, 2, 3, 4, 8, 16] { tests.append(correlation(lag: lag)) }
    return tests
  }

  private mutating func uniform() -> Double {
    Double(generator.next() >> 11) * 0x1p-53
  }

  /// The largest number of bits for which a cell expects ten of `values`.
  private func cellBits(_ values: Int) -> Int {
    Swift.min(18, Int(Double.log2(Double(values) / 10)))
  }

  /// How often each of the 64 bits is set.
  mutating func bits() throws -> StatisticalTest {
    var ones = [Int](repeating: 0, count: 64)
    for _ in 0..<count {
      let word = generator.next()
      for i in 0..<64 { ones[i] &+= Int(word >> UInt64(i) & 1) }
    }
    let half = 0.5 * Double(count)
    let sum = ones.reduce(0.0) {
      $0 + (Double($1) - half) * (Double($1) - half) / (0.5 * half)
    }
    return try .init("bits set", chiSquared: sum, degreesOfFreedom: 64)
  }

  /// All eight bytes of each word.
  mutating func bytes() throws -> StatisticalTest {
    var counts = [Int](repeating: 0, count: 256)
    for _ in 0..<count {
      let word = generator.next()
      for i in 0..<8 { counts[Int(word >> UInt64(8 * i) & 0xff)] &+= 1 }
    }
    return try .init("bytes", uniform: counts)
  }

  mutating func leadingBits() throws -> StatisticalTest {
    let width = cellBits(count)
    var counts = [Int](repeating: 0, count: 1 << width)
    for _ in 0..<count { counts[Int(generator.next() >> (64 - width))] &+= 1 }
    return try .init("leading bits", uniform: counts)
  }

  mutating func trailingBits() throws -> StatisticalTest {
    let width = cellBits(count)
    let mask = UInt64(1) << UInt64(width) - 1
    var counts = [Int](repeating: 0, count: 1 << width)
    for _ in 0..<count { counts[Int(generator.next() & mask)] &+= 1 }
    return try .init("trailing bits", uniform: counts)
  }

  /// The leading bits of words in a row, without overlap.
  mutating func tuples(of size: Int) throws -> StatisticalTest {
    let width = cellBits(count / size) / size
    var counts = [Int](repeating: 0, count: 1 << (width * size))
    for _ in 0..<(count / size) {
      var cell = 0
      for _ in 0..<size {
        cell = cell << width | Int(generator.next() >> (64 - width))
      }
      counts[cell] &+= 1
    }
    return try .init(size == 2 ? "pairs" : "triples", uniform: counts)
  }

  mutating func uniformity() -> StatisticalTest {
    var values = [Double](repeating: 0, count: count)
    for i in 0..<count { values[i] = uniform() }
    values.sort()
    return .init("uniformity", ascending: values)
  }

  /// The largest of some numbers, of which a power is uniform.
  mutating func maxima(of size: Int) -> StatisticalTest {
    var values: [Double] = []
    for _ in 0..<(count / size) {
      var largest = 0.0
      for _ in 0..<size { largest = Swift.max(largest, uniform()) }
      values.append(.pow(largest, size))
    }
    values.sort()
    return .init("maxima of \(size)", ascending: values)
  }

  /// How many numbers pass between two below 1/8.
  mutating func gaps() throws -> StatisticalTest {
    let cells = 40
    var counts = [Int](repeating: 0, count: cells)
    var gap = 0
    for _ in 0..<count {
      if uniform() < 0.125 {
        counts[Swift.min(gap, cells - 1)] &+= 1
        gap = 0
      } else {
        gap &+= 1
      }
    }
    let shares = (0..<cells).map {
      .pow(0.875, $0) * ($0 == cells - 1 ? 1 : 0.125)
    }
    return try .init("gaps", counts: counts, probabilities: shares)
  }

  /// The lengths of ascending runs; the number that ends one is left out, so
  /// that they are independent.
  mutating func runs() throws -> StatisticalTest {
    let cells = 7
    var counts = [Int](repeating: 0, count: cells)
    var (last, length) = (-1.0, 0)
    for _ in 0..<count {
      let u = uniform()
      if u > last {
        (last, length) = (u, length + 1)
      } else {
        counts[Swift.min(length, cells) - 1] &+= 1
        (last, length) = (-1, 0)
      }
    }
    // 1/r! − 1/(r + 1)!
    var shares: [Double] = []
    var reciprocal = 1.0
    for r in 1...cells {
      let next = reciprocal / Double(r + 1)
      shares.append(r == cells ? reciprocal : reciprocal - next)
      reciprocal = next
    }
    return try .init("runs", counts: counts, probabilities: shares)
  }

  /// How many spacings between the birthdays of n people in a year of n³/8
  /// days are repeated: about a Poisson number of mean 2.
  mutating func birthdays(shift: UInt64) throws -> StatisticalTest {
    let people = count < 1 << 20 ? 256 : 2048
    let lastDay = UInt64(people * people * people / 8) - 1
    let cells = 9
    var counts = [Int](repeating: 0, count: cells)
    for _ in 0..<(count / people) {
      var days: [UInt64] = []
      for _ in 0..<people {
        days.append(generator.next() >> shift & lastDay)
      }
      days.sort()
      var spacings = [days[0]]
      for i in 1..<people { spacings.append(days[i] - days[i - 1]) }
      spacings.sort()
      var repeats = 0
      for i in 1..<people where spacings[i] == spacings[i - 1] { repeats += 1 }
      counts[Swift.min(repeats, cells - 1)] += 1
    }
    var shares = [Double.exp(-2)]
    for k in 1..<(cells - 1) { shares.append(shares[k - 1] * 2 / Double(k)) }
    shares.append(1 - shares.reduce(0, +))
    return try .init(
      "birthday spacings, bits from \(shift)", counts: counts,
      probabilities: shares)
  }

  /// The correlation of numbers that are `lag` apart.
  mutating func correlation(lag: Int) -> StatisticalTest {
    var window = (0..<lag).map { _ in uniform() - 0.5 }
    var sum = 0.0
    for i in 0..<count {
      let u = uniform() - 0.5
      sum += u * window[i % lag]
      window[i % lag] = u
    }
    return .init(
      "serial correlation at lag \(lag)",
      normal: 12 * sum / Double(count).squareRoot())
  }
}

/// The first word of one generator after the other.
struct FirstWords: RandomNumberGenerator {
  private let make: (UInt64) -> PhiloxGenerator
  private var index: UInt64 = 0

  /// - Parameter make: The generator of an index.
  init(_ make: @escaping (UInt64) -> PhiloxGenerator) { self.make = make }

  mutating func next() -> UInt64 {
    defer { index += 1 }
    var generator = make(index)
    return generator.next()
  }
}

/// Blocks of words of one generator after the other.
struct AlternatingStreams: RandomNumberGenerator {
  private var streams: [PhiloxGenerator]
  private var index = 0

  /// - Parameter streams: The generators, of which each gives a word in turn.
  init(_ streams: [PhiloxGenerator]) { self.streams = streams }

  mutating func next() -> UInt64 {
    index = index + 1 == streams.count ? 0 : index + 1
    return streams[index].next()
  }
}

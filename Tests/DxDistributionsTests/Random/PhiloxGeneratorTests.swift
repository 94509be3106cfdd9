// Expected values: the known-answer vectors of the authors' Random123, which
// numpy.random.Philox (NumPy 2.4.6) was seen to reproduce, and numbers of that
// generator for the seed 12345.

import Foundation
import Testing

@testable import DxDistributions

@Suite("Philox generator")
struct PhiloxGeneratorTests {
  struct KnownAnswer: CustomTestStringConvertible {
    var counter: [UInt64]
    var key: [UInt64]
    var answer: [UInt64]
    var testDescription: String { "\(key)" }
  }

  @Test(
    "known answers",
    arguments: [
      KnownAnswer(
        counter: [0, 0, 0, 0], key: [0, 0],
        answer: [
          0x1655_4d9e_ca36_314c, 0xdb20_fe9d_672d_0fdc,
          0xd7e7_72ce_e186_176b, 0x7e68_b68a_ec7b_a23b,
        ]),
      KnownAnswer(
        counter: [.max, .max, .max, .max], key: [.max, .max],
        answer: [
          0x87b0_92c3_013f_e90b, 0x438c_3c67_be8d_0224,
          0x9cc7_d7c6_9cd7_77b6, 0xa09c_aebf_594f_0ba0,
        ]),
      KnownAnswer(
        counter: [
          0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344,
          0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89,
        ],
        key: [0x4528_21e6_38d0_1377, 0xbe54_66cf_34e9_0c6c],
        answer: [
          0xa528_f454_03e6_1d95, 0x38c7_2dbd_566e_9788,
          0xa5a1_610e_72fd_18b5, 0x57bd_43b5_e52b_7fe6,
        ]),
    ])
  func knownAnswers(_ known: KnownAnswer) {
    let c = known.counter
    let words = PhiloxBlock(c[0], c[1], c[2], c[3])
      .encrypted((known.key[0], known.key[1])).words
    #expect([words.0, words.1, words.2, words.3] == known.answer)
  }

  /// `numpy.random.Philox(key=12345).random_raw(10)`.
  let words: [UInt64] = [
    0xa579_2c0a_0ed6_a560, 0xc636_66ba_8b75_6514, 0xc953_e311_f634_209d,
    0x28db_5404_d83f_ac91, 0x2933_8c75_59c2_d300, 0xd181_41f9_add7_7140,
    0xeadb_7c4b_44e7_c87b, 0x101a_a335_768a_55ed, 0xd745_9197_e96b_bb99,
    0xb1d9_3e3b_85b5_fc68,
  ]

  @Test("the words are NumPy's")
  func numPy() {
    var generator = PhiloxGenerator(seed: 12345)
    #expect(words.map { _ in generator.next() } == words)
  }

  @Test("advancing leaves words out", arguments: 0..<10)
  func advance(start: Int) {
    for count in 0..<(10 - start) {
      var generator = PhiloxGenerator(seed: 12345)
      for _ in 0..<start { _ = generator.next() }
      generator.advance(by: UInt64(count))
      #expect(generator.next() == words[start + count])
    }
  }

  @Test("advancing far is advancing twice")
  func advanceFar() {
    var once = PhiloxGenerator(seed: 1)
    var twice = once
    once.advance(by: .max)
    twice.advance(by: .max - 12_345)
    twice.advance(by: 12_345)
    #expect(once == twice)
    // Four times around the lower half of the counter, and into the upper.
    for _ in 0..<5 {
      once.advance(by: .max)
      twice.advance(by: 1)
      twice.advance(by: .max - 1)
    }
    #expect(once == twice && once.next() == twice.next())
  }

  @Test("a stream does not depend on what was drawn")
  func streams() {
    let root = PhiloxGenerator(seed: 9)
    var drawn = root
    for _ in 0..<7 { _ = drawn.next() }
    #expect(drawn != root)
    #expect(drawn.stream(3) == root.stream(3))
    #expect(root.stream(3) != root.stream(4))
    #expect(root.stream(3) != PhiloxGenerator(seed: 3))
    #expect(root.stream(0).stream(1) != root.stream(1).stream(0))
    var first = root.stream(2)
    var second = root.stream(2)
    #expect((0..<9).allSatisfy { _ in first.next() == second.next() })
  }

  @Test("equal generators have equal hashes, and go on alike")
  func hashing() {
    var a = PhiloxGenerator(seed: 2)
    var b = PhiloxGenerator(seed: 2)
    for _ in 0..<6 { _ = a.next() }
    b.advance(by: 6)
    #expect(a == b && a.hashValue == b.hashValue)
    #expect(a != PhiloxGenerator(seed: 2))
  }

  @Test("decoding goes on where encoding stood", arguments: 0..<9)
  func coding(drawn: Int) throws {
    var generator = PhiloxGenerator(seed: .max).stream(5)
    generator.advance(by: UInt64(drawn))
    let data = try JSONEncoder().encode(generator)
    var decoded = try JSONDecoder().decode(PhiloxGenerator.self, from: data)
    #expect(decoded == generator)
    #expect((0..<9).allSatisfy { _ in decoded.next() == generator.next() })
  }

  @Test(
    "malformed states are refused",
    arguments: ["[]", "[1,2,3,4]", "[1,2,3,4,5]", "[1,2,3,4,-1]", "{}"])
  func malformed(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(PhiloxGenerator.self, from: Data(text.utf8))
    }
  }

  @Test("uniform numbers keep to their intervals")
  func uniforms() {
    struct Constant: RandomNumberGenerator {
      var word: UInt64
      func next() -> UInt64 { word }
    }
    var least = Constant(word: 0)
    var greatest = Constant(word: .max)
    #expect(least.halfOpenUniform() == 0 && least.openUniform() == 0x1p-53)
    #expect(greatest.halfOpenUniform() == 1 - 0x1p-53)
    #expect(greatest.openUniform() == 1 - 0x1p-53)
  }
}

@Suite("Random numbers")
struct GeneratorBatteryTests {
  /// Some 60 tests: a failure by chance is expected once in a hundred
  /// thousand seeds.
  let level = 1e-7

  private func check<G: RandomNumberGenerator>(_ generator: G) throws {
    var battery = GeneratorBattery(generator: generator, count: 20_000)
    for test in try battery.run() {
      #expect(test.probability > level, "\(test)")
    }
  }

  @Test("a stream passes the battery")
  func generator() throws { try check(PhiloxGenerator(seed: 1)) }

  @Test("first words of streams pass the battery")
  func streams() throws {
    let root = PhiloxGenerator(seed: 2)
    try check(FirstWords { root.stream($0) })
  }

  @Test("alternating streams pass the battery")
  func alternating() throws {
    let root = PhiloxGenerator(seed: 3)
    try check(AlternatingStreams((0..<16).map { root.stream($0) }))
  }

  @Test("the battery fails a bad generator")
  func counterexample() throws {
    struct Counter: RandomNumberGenerator {
      var state: UInt64 = 0
      mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return state
      }
    }
    var battery = GeneratorBattery(generator: Counter(), count: 20_000)
    let failed = try battery.run().filter { !($0.probability > level) }
    #expect(failed.count > 10)
  }
}

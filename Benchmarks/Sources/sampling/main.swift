// Nanoseconds of processor time per value drawn, in arrays of 100 000 and one
// by one, from another module than the library's; the least of 15 blocks.
//
//   sampling >swift.txt
//   python3 Benchmarks/Sources/sampling/numpy_sampling.py swift.txt
//
// The second command times NumPy in turn and prints a table of both.

import DxDistributions
import Timing

let count = 100_000
let blocks = 15

@inline(__always)
func sum<D: UnivariateDistribution>(
  _ count: Int, _ distribution: D, _ generator: inout PhiloxGenerator
) -> Double {
  var sum = 0.0
  for _ in 0..<count { sum += distribution.sample(using: &generator) }
  return sum
}

@inline(__always)
func time<D: UnivariateDistribution>(_ name: String, _ distribution: D) {
  var generator = PhiloxGenerator(seed: 1)
  let many = BlockTimes(blocks: blocks, repeats: 1) {
    precondition(
      distribution.samples(count, using: &generator).count == count)
  }
  let single = BlockTimes(blocks: blocks, repeats: 1) {
    precondition(!sum(count, distribution, &generator).isNaN)
  }
  report(name, many.minimum / Double(count), single.minimum / Double(count))
}

@inline(__always)
func time<D: MultivariateDistribution>(_ name: String, _ distribution: D) {
  var generator = PhiloxGenerator(seed: 1)
  var sum = 0.0
  let single = BlockTimes(
    blocks: blocks, repeats: count / distribution.dimension
  ) {
    sum += distribution.sample(using: &generator)[0]
  }
  precondition(!sum.isNaN)
  let each = single.minimum / Double(distribution.dimension)
  report(name, each, each)
}

func report(_ name: String, _ many: Double, _ single: Double) {
  print(name, hundredths(many), hundredths(single))
}

func hundredths(_ value: Double) -> Double { (100 * value).rounded() / 100 }

func timeWords() {
  var generator = PhiloxGenerator(seed: 1)
  let blocks = BlockTimes(blocks: blocks, repeats: 1) {
    var bits: UInt64 = 0
    for _ in 0..<count { bits ^= generator.next() }
    precondition(bits != 0)
  }
  let each = blocks.minimum / Double(count)
  report("words", each, each)
}

timeWords()

time("uniform", try UniformDistribution(on: 0...1))
time("exponential", try ExponentialDistribution(rate: 1))
time("normal", NormalDistribution.standard)
time("logistic", try LogisticDistribution(mean: 0, scale: 1))
time(
  "lognormal", try LogNormalDistribution(logMean: 0, logStandardDeviation: 1))
for shape in [0.1, 0.5, 1.5, 5, 100] {
  time("standard_gamma(\(shape))", try GammaDistribution(shape: shape))
}
for (a, b) in [(0.3, 0.5), (0.5, 3), (2, 3), (20, 30)] {
  time("beta(\(a),\(b))", try BetaDistribution(alpha: a, beta: b))
}
for degrees in [1.0, 3, 50] {
  time(
    "chisquare(\(degrees))",
    try ChiSquaredDistribution(degreesOfFreedom: degrees))
}
time(
  "noncentral_chisquare(3.0,2.0)",
  try NoncentralChiSquaredDistribution(degreesOfFreedom: 3, noncentrality: 2))
for degrees in [3.0, 30] {
  time(
    "standard_t(\(degrees))",
    try StudentTDistribution(degreesOfFreedom: degrees))
}
time(
  "f(3.0,10.0)",
  try FDistribution(
    numeratorDegreesOfFreedom: 3, denominatorDegreesOfFreedom: 10))
for (n, p) in [
  (10.0, 0.3), (100, 0.05), (100, 0.4), (1e4, 0.3), (1e9, 0.5),
] {
  time(
    "binomial(\(n),\(p))",
    try BinomialDistribution(trials: n, successProbability: p))
}
for mean in [0.5, 5, 20, 100, 1e6] {
  time("poisson(\(mean))", try PoissonDistribution(mean: mean))
}
for (r, p) in [(3.0, 0.4), (20.5, 0.1)] {
  time(
    "negative_binomial(\(r),\(p))",
    try NegativeBinomialDistribution(successes: r, successProbability: p))
}
for (successes, failures, draws) in [
  (20.0, 30.0, 10.0), (500, 700, 100), (1e5, 2e5, 5e4),
] {
  time(
    "hypergeometric(\(successes),\(failures),\(draws))",
    try HypergeometricDistribution(
      total: successes + failures, successes: successes, draws: draws))
}
time(
  "multinomial(20.0,4)",
  try MultinomialDistribution(
    trials: 20, probabilities: [0.1, 0.2, 0.3, 0.4]))
time("dirichlet(4)", try DirichletDistribution(concentrations: [1, 2, 3, 4]))

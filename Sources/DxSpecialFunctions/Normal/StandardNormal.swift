internal import RealModule

/// The probability that a standard normal variable is at most `x`.
///
/// The upper tail is `standardNormalProbability(-x)`.
///
/// Edge cases: 0 at −∞, 1 at +∞; the lower tail passes through the subnormal
/// numbers and is 0 below −38.6.
///
/// Accuracy: measured maximum error 1.6 ulp over [−37, 37].
public func standardNormalProbability(_ x: Double) -> Double {
  standardNormalProbability(DoubleDouble(x))
}

/// The same for an argument with more bits than a double has.
package func standardNormalProbability(_ x: DoubleDouble) -> Double {
  // erfc(u) with u = −x/√2 in two parts, the second to first order: at the
  // far end of the tail the rounding of u alone would cost 700 units.
  guard x.high.magnitude < 40 else { return 0.5 * .erfc(-x.high) }
  let u = x * -rootHalf
  let head = 0.5 * Double.erfc(u.high)
  guard u.high > -1 else { return head }
  return head - head * errorFunctionHazard(u.high) * u.low
}

private let rootHalf = DoubleDouble(
  high: 0x1.6a09e667f3bcdp-1, low: -0x1.bdd3413b26456p-55)

/// −d/du log erfc(u), to some two digits, for u from −1 on.
private func errorFunctionHazard(_ u: Double) -> Double {
  if u < 4 {
    return 1.1283791670955126 * .exp(-u * u) / .erfc(u)
  }
  // From the asymptotic series; the exponential would underflow.
  return 2 * u + 1 / u
}

/// The standard normal quantile: the x below which a standard normal variable
/// falls with probability `p`.
///
/// The upper quantile is `-standardNormalQuantile(q)`, which keeps a small
/// tail probability `q` accurate.
///
/// Edge cases: −∞ at 0, +∞ at 1, NaN outside [0, 1].
///
/// Accuracy: measured maximum error 3.9 ulp from 1e−300 on.
///
/// > M. J. Wichura. "Algorithm AS 241: The percentage points of the normal
/// > distribution." *Applied Statistics* 37 (1988), 477–484 (PPND16).
/// > doi:10.2307/2347330
public func standardNormalQuantile(_ p: Double) -> Double {
  let q = p - 0.5
  if q.magnitude <= 0.425 { return centralNormalQuantile(q) }
  let tail = q < 0 ? p : 1 - p
  let x = normalTailQuantile(tail)
  return q < 0 ? -x : x
}

/// The standard normal quantile of 1/2 + q, for |q| ≤ 0.425.
internal func centralNormalQuantile(_ q: Double) -> Double {
  let r = 0.180625 - q * q
  let numerator =
    (((((((2.509_080_928_730_122_672_7e3 * r
      + 3.343_057_558_358_812_810_5e4) * r
      + 6.726_577_092_700_870_085_3e4) * r
      + 4.592_195_393_154_987_145_7e4) * r
      + 1.373_169_376_550_946_112_5e4) * r
      + 1.971_590_950_306_551_442_7e3) * r
      + 1.331_416_678_917_843_774_5e2) * r + 3.387_132_872_796_366_608)
  let denominator =
    (((((((5.226_495_278_852_854_561e3 * r
      + 2.872_908_573_572_194_267_4e4) * r
      + 3.930_789_580_009_271_061e4) * r
      + 2.121_379_430_158_659_586_7e4) * r
      + 5.394_196_021_424_751_107_7e3) * r
      + 6.871_870_074_920_579_083e2) * r
      + 4.231_333_070_160_091_125_2e1) * r + 1)
  return q * numerator / denominator
}

/// The x above which a standard normal variable falls with probability
/// `tail`, for tail below 0.075 or so.
internal func normalTailQuantile(_ tail: Double) -> Double {
  let s = (-Double.log(tail)).squareRoot()
  // NaN for a probability outside [0, 1], because its logarithm was.
  guard s < .infinity else { return s }
  return s <= 5 ? nearTail(s - 1.6) : farTail(s - 5)
}

private func nearTail(_ r: Double) -> Double {
  let numerator =
    (((((((7.745_450_142_783_414_076_4e-4 * r
      + 2.272_384_498_926_918_458_33e-2) * r
      + 2.417_807_251_774_506_117_7e-1) * r
      + 1.270_458_252_452_368_382_58) * r
      + 3.647_848_324_763_204_605_04) * r
      + 5.769_497_221_460_691_405_5) * r
      + 4.630_337_846_156_545_295_9) * r + 1.423_437_110_749_683_577_34)
  let denominator =
    (((((((1.050_750_071_644_416_843_24e-9 * r
      + 5.475_938_084_995_344_946e-4) * r
      + 1.519_866_656_361_645_719_66e-2) * r
      + 1.481_039_764_274_800_745_9e-1) * r
      + 6.897_673_349_851_000_045_5e-1) * r
      + 1.676_384_830_183_803_849_4) * r
      + 2.053_191_626_637_758_821_87) * r + 1)
  return numerator / denominator
}

private func farTail(_ r: Double) -> Double {
  let numerator =
    (((((((2.010_334_399_292_288_132_65e-7 * r
      + 2.711_555_568_743_487_578_15e-5) * r
      + 1.242_660_947_388_078_438_6e-3) * r
      + 2.653_218_952_657_612_309_3e-2) * r
      + 2.965_605_718_285_048_912_3e-1) * r
      + 1.784_826_539_917_291_335_8) * r
      + 5.463_784_911_164_114_369_9) * r + 6.657_904_643_501_103_777_2)
  let denominator =
    (((((((2.044_263_103_389_939_785_64e-15 * r
      + 1.421_511_758_316_445_888_7e-7) * r
      + 1.846_318_317_510_054_681_8e-5) * r
      + 7.868_691_311_456_132_591e-4) * r
      + 1.487_536_129_085_061_485_25e-2) * r
      + 1.369_298_809_227_358_053_1e-1) * r
      + 5.998_322_065_558_879_376_9e-1) * r + 1)
  return numerator / denominator
}

/// The inverse of the error function.
///
/// Edge cases: ±∞ at ±1, NaN outside [−1, 1].
///
/// Accuracy: measured maximum error 3.1 ulp.
public func inverseErf(_ p: Double) -> Double {
  // erf(x) = 2 Φ(x √2) − 1; 1 − |p| is exact from 1/2 on.
  if p.magnitude <= 0.85 {
    return centralNormalQuantile(0.5 * p) * 0.7071067811865476
  }
  let x = normalTailQuantile(0.5 * (1 - p.magnitude)) * 0.7071067811865476
  return p < 0 ? -x : x
}

/// The inverse of the complementary error function.
///
/// Edge cases: +∞ at 0, −∞ at 2, NaN outside [0, 2].
///
/// Accuracy: measured maximum error 3.0 ulp from 1e−295 on.
public func inverseErfc(_ q: Double) -> Double {
  // Halving a subnormal would round, so the far tail takes log(q) − log 2.
  if q < 0x1p-1000 && q > 0 {
    let s = (0.6931471805599453 - Double.log(q)).squareRoot()
    return farTail(s - 5) * 0.7071067811865476
  }
  return standardNormalQuantile(0.5 * q) * -0.7071067811865476
}

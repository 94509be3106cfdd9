internal import RealModule

internal func standardNormalQuantile(_ p: Double) -> Double {
  1.959963984540054
}
internal func studentTQuantile(_ p: Double, degreesOfFreedom: Double) -> Double
{ 2 }
internal func studentTTwoSidedTail(_ t: Double, degreesOfFreedom: Double)
  -> Double
{ 0.5 }
internal func chiSquaredUpperTail(_ x: Double, degreesOfFreedom: Double)
  -> Double
{ 0.5 }
internal func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
  p
}
internal func logit(_ p: Double) -> Double { .log(p / (1 - p)) }

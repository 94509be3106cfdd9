// The header says what each function does.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

// Special functions under C names, so that a program in another language can
// time them beside other libraries in one process: each takes three doubles,
// of which it ignores those it has no use for.

import DxSpecialFunctions

@_cdecl("dist_lgamma")
public func timeLogGamma(_ x: Double, _: Double, _: Double) -> Double {
  logGamma(x)
}

@_cdecl("dist_lbeta")
public func timeLogBeta(_ a: Double, _ b: Double, _: Double) -> Double {
  logBeta(a, b)
}

@_cdecl("dist_gamma_p")
public func timeGammaP(_ a: Double, _ x: Double, _: Double) -> Double {
  regularizedGammaP(a, x)
}

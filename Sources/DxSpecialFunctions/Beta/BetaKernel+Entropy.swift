internal import RealModule

extension BetaKernel {
  /// The differential entropy of x, in nats.
  ///
  /// It is log B − (a − 1) ψ(a) − (b − 1) ψ(b) + (a + b − 2) ψ(a + b), in
  /// which the logarithms of the parameters cancel but for a few: what is left
  /// of log B are Stirling errors, and of ψ(z) its difference from log z.
  package var entropy: Double {
    let n = total.high
    return 0.5 * .log((2 * .pi) * (a / n) * (b / n) / n) + stirlingErrors
      + ((a - 1) * logarithmMinusDigamma(a)
        + (b - 1) * logarithmMinusDigamma(b))
      - (n - 2) * logarithmMinusDigamma(n)
  }

  /// The differential entropy of the odds x / (1 − x) times b/a, in nats.
  package var entropyOfScaledOdds: Double {
    let n = total.high
    return 0.5 * .log((2 * .pi) * n / a / b) + stirlingErrors
      + ((a - 1) * logarithmMinusDigamma(a)
        + (b + 1) * logarithmMinusDigamma(b))
      - n * logarithmMinusDigamma(n)
  }

  private var stirlingErrors: Double {
    stirlingError(a) + stirlingError(b) - stirlingError(total.high)
  }
}

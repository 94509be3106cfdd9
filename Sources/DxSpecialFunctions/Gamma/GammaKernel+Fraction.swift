extension GammaKernel {
  /// x eˣ x⁻ᵃ Γ(a, x) for a shape below 1 and x in [0.3, 3), between 0.37 and 1.
  ///
  /// Γ(a, x) is an entire function both of the shape and of log x, so that one
  /// polynomial in them does, and no cancellation is left, where the continued
  /// fraction takes 40 terms and more, and the power series cancels.
  ///
  /// - Parameter logX: The logarithm of x.
  internal static func upperFraction(
    _ shape: Double, logX: Double
  ) -> DoubleDouble {
    // The boxes meet at x = 0.95.
    let isLow = logX < -0.05129329438755058
    let w =
      isLow
      ? logX * 1.7350876655271739 + 1.088998362416093
      : logX * 1.7392732320556024 - 0.9107869460877855
    let s = 2 * shape - 1
    return smallShapeGammaTable.withUnsafeBytes { table in
      let row = 16 * MemoryLayout<Double>.stride
      let start = isLow ? 0 : 15 * row
      precondition(start + 15 * row <= table.count, "No box for \(logX)")
      var offset = start + 14 * row
      var sum = table.loadUnaligned(
        fromByteOffset: offset, as: SIMD16<Double>.self)
      let factor = SIMD16(repeating: w)
      while offset > start {
        offset -= row
        sum =
          sum * factor
          + table.loadUnaligned(
            fromByteOffset: offset, as: SIMD16<Double>.self)
      }
      // The largest term is added last, and without a rounding error.
      let lead = sum[1] * s
      sum[1] = 0
      let s2 = s * s
      let s4 = s2 * s2
      let pairs = sum.evenHalf + sum.oddHalf * s
      let fours = pairs.evenHalf + pairs.oddHalf * s2
      let eights = fours.evenHalf + fours.oddHalf * s4
      return DoubleDouble(
        ordered: isLow ? 0.6658418423447781 : 0.8239539898092099, lead)
        + (eights[0] + eights[1] * (s4 * s4))
    }
  }

  /// Q for a shape below 2 as a part `fraction` / x of the density, where
  /// `logDensity` is its logarithm over `scale`.
  ///
  /// From the shape 1 on it is one step of the recurrence
  /// Γ(a, x) = (a − 1) Γ(a − 1, x) + xᵃ⁻¹ e⁻ˣ, all of whose terms are positive.
  internal func upperTailByFraction(
    _ x: Double, logX: Double, logDensity: DoubleDouble, scale: Double
  ) -> ScaledTail {
    var fraction = Self.upperFraction(
      shape >= 1 ? shape - 1 : shape, logX: logX)
    if shape >= 1 { fraction = fraction * (shape - 1) / x + 1 }
    let factor = fraction * shape / x * scale
    return ScaledTail(
      logDensity: logDensity + factor.low / factor.high, factor: factor.high,
      isUpper: true)
  }
}

extension Moderator {
  /// The moderator with the centre or the levels that studies give it.
  ///
  /// - Parameter studies: The studies that enter the fit.
  internal func resolved(
    over studies: [Study]
  ) throws(BivariateRegressionError) -> FittedModerator {
    let encoding: FittedModerator.Encoding =
      switch coding {
      case .numeric(let center):
        .numeric(center: try resolvedCenter(center, studies))
      case .categorical(let reference):
        .categorical(levels: try levels(reference, studies))
      }
    return FittedModerator(name: name, encoding: encoding, scope: scope)
  }

  private func resolvedCenter(
    _ center: Center, _ studies: [Study]
  ) throws(BivariateRegressionError) -> Double {
    var numbers: [Double] = []
    for study in studies {
      let value = try value(of: study)
      guard case .number(let number) = value else {
        throw .wrongKind(study: study.id, moderator: name, value: value)
      }
      guard number.isFinite else {
        throw .notFinite(study: study.id, moderator: name, value: number)
      }
      numbers.append(number)
    }
    if let first = numbers.first, numbers.allSatisfy({ $0 == first }) {
      throw .constantModerator(name, value: first)
    }
    switch center {
    case .zero: return 0
    case .mean:
      // Divided before it is summed, so that it cannot overflow.
      return numbers.reduce(0) { $0 + $1 / Double(numbers.count) }
    case .value(let value):
      precondition(
        value.isFinite, "A centre of \(value) for the moderator \(name)")
      return value
    }
  }

  private func levels(
    _ reference: String?, _ studies: [Study]
  ) throws(BivariateRegressionError) -> [String] {
    var found: Set<String> = []
    for study in studies {
      let value = try value(of: study)
      guard case .category(let level) = value else {
        throw .wrongKind(study: study.id, moderator: name, value: value)
      }
      found.insert(level)
    }
    // Not by `<`, which compares normalised strings: other programs that sort
    // by code point shall find the same reference.
    var levels = found.sorted {
      $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
    }
    if let first = levels.first, levels.count == 1 {
      throw .singleLevel(moderator: name, level: first)
    }
    guard let reference else { return levels }
    guard let index = levels.firstIndex(of: reference) else {
      throw .unknownReference(moderator: name, reference: reference)
    }
    levels.insert(levels.remove(at: index), at: 0)
    return levels
  }

  private func value(
    of study: Study
  ) throws(BivariateRegressionError) -> CovariateValue {
    guard let value = study.covariates[name] else {
      throw .missingCovariate(study: study.id, moderator: name)
    }
    return value
  }
}

internal import DxMeta

extension OutcomeTable {
  /// The studies of the library.
  func outcomes() throws(FitFailure) -> MultivariateOutcomes {
    var result = MultivariateOutcomes(names: outcomeNames)
    let count = outcomeNames.count
    let pairs = OutcomeColumns.pairs(count)
    var covariance = Matrix(rowCount: count, columnCount: count)
    for study in studyNames.indices {
      for (index, pair) in pairs.enumerated() {
        let value = covariances[study * pairs.count + index]
        covariance[pair.row, pair.column] = value
        covariance[pair.column, pair.row] = value
      }
      do throws(MultivariateModelError) {
        try result.append(
          studyNames[study],
          values: Array(values[(study * count)..<((study + 1) * count)]),
          covariance: covariance)
      } catch {
        throw FitFailure(error, in: self)
      }
    }
    return result
  }

  /// The intercept and the moderators.
  func terms(
    _ settings: MultivariateSettings
  ) throws(FitFailure) -> [ModeratorTerm] {
    var terms = [ModeratorTerm.intercept]
    for (index, name) in settings.moderators.enumerated() {
      let center = settings.centers.first {
        $0.column.lowercased() == name.lowercased()
      }
      terms += try self.terms(
        name, fields: field(index, of: settings.moderators.count),
        center: center?.value)
    }
    return terms
  }

  private func field(_ index: Int, of count: Int) -> [String] {
    studyNames.indices.map { covariates[$0 * count + index] }
  }

  /// A number, or a column for each level of a category but the first.
  private func terms(
    _ name: String, fields: [String], center: Double?
  ) throws(FitFailure) -> [ModeratorTerm] {
    let numbers = fields.map { NumberField.number($0) }
    if let word = numbers.firstIndex(where: { (try? $0.get()) == nil }) {
      if center != nil {
        throw .input(
          InputError(
            InputProblem(
              .centeredCategory(value: fields[word]), line: lines[word],
              column: name)))
      }
      return try categories(name, fields)
    }
    return [
      .numeric(
        name, numbers.map { (try? $0.get()) ?? .nan }, center: center ?? 0)
    ]
  }

  private func categories(
    _ name: String, _ fields: [String]
  ) throws(FitFailure) -> [ModeratorTerm] {
    let levels = Set(fields).sorted {
      $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
    }
    if levels.count == 1 {
      throw .noEstimate(
        "the moderator \(quoted(name)) is \(quoted(levels[0])) in all studies")
    }
    // A column of its own for each level, so that they come in this order.
    return levels.dropFirst().map { level in
      .numeric("\(name)[\(level)]", fields.map { $0 == level ? 1 : 0 })
    }
  }
}

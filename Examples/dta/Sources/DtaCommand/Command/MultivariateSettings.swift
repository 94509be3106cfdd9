/// What the user asks `dta multivariate` to do, as far as it shapes the
/// numbers.
struct MultivariateSettings: Hashable {
  /// The form of the covariance between studies.
  enum Structure: Hashable {
    case unstructured, diagonal, identity
    case compoundSymmetry, heteroscedasticCompoundSymmetry, autoregressive
    /// At most this rank.
    case lowRank(Int)
    /// A multiple of a matrix, or that matrix, of which the lower triangle is
    /// given column by column.
    case proportional([Double]), fixed([Double])
  }

  /// What computes with matrices.
  enum Backend: String, CaseIterable {
    case auto, portable, openblas
  }

  /// The value at which a moderator is centred.
  struct Center: Hashable {
    var column: String
    var value: Double
  }

  var method = FitSettings.Method.reml
  var structure = Structure.unstructured
  /// The columns on which the outcomes are regressed.
  var moderators: [String] = []
  var centers: [Center] = []
  /// The confidence level, between 0 and 1.
  var level = 0.95
  var backend = Backend.auto
}

extension MultivariateSettings.Structure {
  /// The structure that an argument names.
  init?(argument: String) {
    let parts = argument.split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false
    ).map(String.init)
    let triangle = parts.count == 2 ? Self.numbers(parts[1]) : nil
    switch (parts[0], parts.count) {
    case ("unstructured", 1): self = .unstructured
    case ("diagonal", 1): self = .diagonal
    case ("identity", 1): self = .identity
    case ("compound-symmetry", 1): self = .compoundSymmetry
    case ("heteroscedastic-compound-symmetry", 1):
      self = .heteroscedasticCompoundSymmetry
    case ("ar1", 1): self = .autoregressive
    case ("low-rank", 2):
      guard let rank = Int(parts[1]), rank > 0 else { return nil }
      self = .lowRank(rank)
    case ("proportional", 2):
      guard let triangle else { return nil }
      self = .proportional(triangle)
    case ("fixed", 2):
      guard let triangle else { return nil }
      self = .fixed(triangle)
    default: return nil
    }
  }

  /// The structure as an argument names it.
  var argument: String {
    func list(_ numbers: [Double]) -> String {
      numbers.map { "\($0)" }.joined(separator: ",")
    }
    return switch self {
    case .unstructured: "unstructured"
    case .diagonal: "diagonal"
    case .identity: "identity"
    case .compoundSymmetry: "compound-symmetry"
    case .heteroscedasticCompoundSymmetry: "heteroscedastic-compound-symmetry"
    case .autoregressive: "ar1"
    case .lowRank(let rank): "low-rank:\(rank)"
    case .proportional(let triangle): "proportional:\(list(triangle))"
    case .fixed(let triangle): "fixed:\(list(triangle))"
    }
  }

  private static func numbers(_ text: String) -> [Double]? {
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = fields.compactMap {
      try? NumberField.number(String($0)).get()
    }
    return numbers.count == fields.count ? numbers : nil
  }
}

extension MultivariateSettings.Center {
  /// The centre that an argument of the form `column=value` names.
  init?(argument: String) {
    guard let mark = argument.lastIndex(of: "="),
      case .success(let value) = NumberField.number(
        String(argument[argument.index(after: mark)...]))
    else { return nil }
    self.init(column: String(argument[..<mark]), value: value)
  }
}

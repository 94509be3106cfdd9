/// The studies that share random effects, directly or through others: those
/// of different components are independent.
internal struct LevelComponents {
  /// The studies of each component, in order.
  let studies: [[Int]]
  /// The group of each study at each level, numbered by first appearance.
  let groups: [[Int]]

  /// - Complexity: O(*k*) for each level.
  init(_ levels: [RandomLevel], studyCount: Int) {
    var parent = Array(0..<studyCount)
    func root(_ study: Int) -> Int {
      var study = study
      while parent[study] != study {
        // Halving the path keeps later ones short.
        parent[study] = parent[parent[study]]
        study = parent[study]
      }
      return study
    }
    groups = levels.map { Self.numbered($0.groups) }
    for level in groups {
      var first: [Int: Int] = [:]
      for (study, group) in level.enumerated() {
        if let other = first[group] {
          // The earlier study stays the root, so that components keep order.
          let (a, b) = (root(other), root(study))
          parent[Swift.max(a, b)] = Swift.min(a, b)
        } else {
          first[group] = study
        }
      }
    }
    var number: [Int: Int] = [:]
    var components: [[Int]] = []
    for study in 0..<studyCount {
      let root = root(study)
      if let index = number[root] {
        components[index].append(study)
      } else {
        number[root] = components.count
        components.append([study])
      }
    }
    studies = components
  }

  /// Groups as numbers, in the order of their first appearance.
  static func numbered<Name: Hashable>(_ names: [Name]) -> [Int] {
    var numbers: [Name: Int] = [:]
    return names.map { name in
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      return number
    }
  }
}

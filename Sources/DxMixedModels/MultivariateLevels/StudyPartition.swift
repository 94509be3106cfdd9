/// Studies in sets that are independent of each other.
internal struct StudyPartition: Sendable {
  /// The studies of each set, in the order of the first of each.
  let clusters: [[Int]]

  /// The finest partition in which no random level connects two sets.
  init(levels: [[Int]], studyCount: Int) {
    var parent = Array(0..<studyCount)
    func root(_ study: Int) -> Int {
      var study = study
      while parent[study] != study {
        parent[study] = parent[parent[study]]
        study = parent[study]
      }
      return study
    }
    for groups in levels {
      var first: [Int: Int] = [:]
      for (study, group) in groups.enumerated() {
        guard let other = first[group] else {
          first[group] = study
          continue
        }
        let (a, b) = (root(study), root(other))
        // The smaller index as the root keeps the order of the studies.
        parent[Swift.max(a, b)] = Swift.min(a, b)
      }
    }
    self.init(labels: (0..<studyCount).map(root))
  }

  /// The studies with equal labels.
  init(labels: [Int]) {
    var index: [Int: Int] = [:]
    var clusters: [[Int]] = []
    for (study, label) in labels.enumerated() {
      if let known = index[label] {
        clusters[known].append(study)
      } else {
        index[label] = clusters.count
        clusters.append([study])
      }
    }
    self.clusters = clusters
  }

  /// A number for each name in the order of first appearance, equal for equal
  /// names.
  static func indices<Name: Hashable>(_ names: [Name]) -> [Int] {
    var known: [Name: Int] = [:]
    return names.map { name in
      if let index = known[name] { return index }
      known[name] = known.count
      return known.count - 1
    }
  }
}

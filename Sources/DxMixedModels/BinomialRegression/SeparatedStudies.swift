/// What the studies without a failure, or without a success, do to the
/// coefficients of one outcome.
///
/// In a direction d of the coefficients with xᵢᵀd ≥ 0 where study *i* has
/// successes only, ≤ 0 where it has failures only and = 0 where it has both,
/// the likelihood does not fall, whatever the random effects; where one of the
/// products is not zero, it rises to infinity. These directions are a cone.
/// Far inside of it all studies that any of them moves have a likelihood of
/// one, and what the others say of the coefficients is a likelihood with a
/// maximum.
///
/// > A. Albert and J. A. Anderson. On the existence of maximum likelihood
/// > estimates in logistic regression models. *Biometrika* 71:1–10, 1984.
/// > doi:10.1093/biomet/71.1.1
internal struct SeparatedStudies {
  /// Whether each study is moved to a likelihood of one.
  private(set) var isSeparated: [Bool]
  /// The space of the coefficients that stay finite.
  private(set) var finite: OrthonormalSpan
  /// An orthonormal basis of the coefficients that the studies with both
  /// successes and failures do not inform, and the cone in its coordinates.
  let complement: [[Double]]
  let cone: PolyhedralCone

  /// What a study says of the direction in which its logit may go.
  private enum Side {
    case unobserved
    case up
    case down
    case mixed
  }

  /// Analyses one outcome.
  ///
  /// - Parameters:
  ///   - rows: The regressors of each study.
  ///   - counts: The successes and the trials of each study.
  init(
    rows: [[Double]], counts: [(successes: Double, trials: Double)],
    dimension: Int
  ) {
    let sides = counts.map { Self.side($0.successes, $0.trials) }
    var span = OrthonormalSpan(dimension: dimension)
    for (row, side) in zip(rows, sides) where side == .mixed { span.add(row) }
    isSeparated = Array(repeating: false, count: rows.count)
    complement = span.isWhole ? [] : span.complement
    var normals: [[Double]] = []
    var owners: [Int] = []
    for (study, row) in rows.enumerated()
    where !complement.isEmpty && (sides[study] == .up || sides[study] == .down)
      && !span.contains(row)
    {
      let sign: Double = sides[study] == .up ? 1 : -1
      let normal = complement.map { sign * dot($0, row) }
      let length = dot(normal, normal).squareRoot()
      normals.append(normal.map { $0 / length })
      owners.append(study)
    }
    cone = PolyhedralCone(normals: normals)
    for (index, isMoved) in zip(owners, Self.moved(cone)) {
      isSeparated[index] = isMoved
    }
    for (study, row) in rows.enumerated()
    where sides[study] != .unobserved && !isSeparated[study] { span.add(row) }
    finite = span
  }

  private static func side(_ successes: Double, _ trials: Double) -> Side {
    if trials == 0 { return .unobserved }
    if successes == trials { return .up }
    return successes == 0 ? .down : .mixed
  }

  /// Which of the normals have a positive product with some vector of their
  /// cone.
  private static func moved(_ cone: PolyhedralCone) -> [Bool] {
    var isMoved = [Bool](repeating: false, count: cone.normals.count)
    while true {
      let rest = isMoved.indices.filter { !isMoved[$0] }
      guard let first = rest.first else { return isMoved }
      // The sum of the rest rises if and only if one of them does.
      var sum = cone.normals[first]
      for index in rest.dropFirst() {
        for row in sum.indices { sum[row] += cone.normals[index][row] }
      }
      guard let direction = cone.vector(risingAlong: sum) else {
        return isMoved
      }
      let moved = rest.filter {
        dot(cone.normals[$0], direction) > OrthonormalSpan.tolerance
      }
      if moved.isEmpty { return isMoved }
      for index in moved { isMoved[index] = true }
    }
  }

  /// Whether all coefficients have finite estimates.
  var isEmpty: Bool { finite.isWhole }
}

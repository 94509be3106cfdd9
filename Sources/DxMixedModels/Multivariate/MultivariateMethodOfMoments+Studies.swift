internal import DxLinearAlgebra

/// What some studies add to the equation of the moments.
internal struct MomentStudies {
  /// The number of outcomes.
  let order: Int
  /// The packed weights Sᵢ⁻¹, zero where an outcome is not reported.
  var weights: [Double]
  /// The residuals about the fit with these weights, zero where not reported.
  var residuals: [Double]
  /// Whether each outcome is reported.
  var reported: [Bool]
  /// Zᵢ: a column for each outcome of each study, in coordinates in which the
  /// coefficients have the covariance I; zero where not reported.
  var regressors: [Double]

  /// The number of studies.
  var count: Int { residuals.count / order }

  func weight(_ study: Int, _ row: Int, _ column: Int) -> Double {
    weights[study * packedCount(order: order) + packedIndex(row, column)]
  }

  /// Wᵢ, a column for each study.
  var weightMatrices: Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(count * order * order)
    for study in 0..<count {
      for row in 0..<order {
        for column in 0..<order {
          elements.append(weight(study, row, column))
        }
      }
    }
    return Matrix(
      rowCount: order * order, columnCount: count, columnMajor: elements)
  }

  /// Zᵢ Wᵢ, in the order of the regressors.
  func weightedRegressors() -> [Double] {
    let p = order
    let q = count > 0 ? regressors.count / (count * p) : 0
    var result = [Double](repeating: 0, count: regressors.count)
    for study in 0..<count {
      let start = study * p * q
      for j in 0..<p {
        for l in 0..<p {
          let weight = weight(study, j, l)
          if weight == 0 { continue }
          let (source, target) = (start + l * q, start + j * q)
          for row in 0..<q {
            result[target + row] += regressors[source + row] * weight
          }
        }
      }
    }
    return result
  }
}

/// The products of the columns of each study with one another.
internal struct StudyProducts {
  private let order: Int
  /// x_a·z_b, with a column for each study and the row a p + b.
  let mixed: Matrix
  private var weightedProducts: [Double]

  init(_ studies: MomentStudies, weighted: [Double], coefficientCount q: Int) {
    let p = studies.order
    order = p
    var mixedProducts: [Double] = []
    mixedProducts.reserveCapacity(studies.count * p * p)
    weightedProducts = []
    weightedProducts.reserveCapacity(studies.count * p * p)
    for study in 0..<studies.count {
      for a in 0..<p {
        let x = (study * p + a) * q
        for b in 0..<p {
          let z = (study * p + b) * q
          var (mixed, both) = (0.0, 0.0)
          for row in 0..<q {
            mixed += weighted[x + row] * studies.regressors[z + row]
            both += weighted[x + row] * weighted[z + row]
          }
          mixedProducts.append(mixed)
          weightedProducts.append(both)
        }
      }
    }
    mixed = Matrix(
      rowCount: p * p, columnCount: studies.count, columnMajor: mixedProducts)
  }

  /// x_a·x_c.
  func weighted(_ study: Int, _ a: Int, _ c: Int) -> Double {
    weightedProducts[(study * order + a) * order + c]
  }
}

import DxLinearAlgebra
import Foundation
import Testing

@Suite("Matrix")
struct MatrixTests {
  private let matrix: Matrix = [[1, 2, 3], [4, 5, 6]]

  @Test("stores its entries column by column")
  func layout() {
    #expect(matrix.rowCount == 2)
    #expect(matrix.columnCount == 3)
    #expect(matrix.elements == [1, 4, 2, 5, 3, 6])
    #expect(matrix[1, 2] == 6)
    #expect(matrix.row(1) == [4, 5, 6])
    #expect(matrix.column(2) == [3, 6])
    #expect(matrix.diagonal == [1, 5])
    #expect(!matrix.isSquare)
    #expect(Matrix(rows: [[1, 2, 3], [4, 5, 6]]) == matrix)
    #expect(
      Matrix(rowCount: 2, columnCount: 3, columnMajor: [1, 4, 2, 5, 3, 6])
        == matrix)
  }

  @Test("is a value")
  func valueSemantics() {
    var copy = matrix
    copy[0, 0] = 9
    #expect(matrix[0, 0] == 1)
    #expect(copy != matrix)
    copy[0, 0] = 1
    #expect(copy == matrix)
    #expect(copy.hashValue == matrix.hashValue)
  }

  @Test("special matrices")
  func special() {
    #expect(Matrix.identity(order: 2) == [[1, 0], [0, 1]])
    #expect(Matrix.diagonal([2, 3]) == [[2, 0], [0, 3]])
    #expect(Matrix(column: [1, 2]) == [[1], [2]])
    #expect(
      Matrix(rowCount: 1, columnCount: 2, repeating: 7) == [[7, 7]])
  }

  @Test("transposes")
  func transposition() {
    #expect(matrix.transposed == [[1, 4], [2, 5], [3, 6]])
    #expect(matrix.transposed.transposed == matrix)
  }

  @Test("elementwise arithmetic")
  func arithmetic() {
    #expect(matrix + matrix == 2 * matrix)
    #expect(matrix - matrix == Matrix(rowCount: 2, columnCount: 3))
    #expect(-matrix == -1 * matrix)
  }

  @Test("norms of whole numbers are exact")
  func norms() {
    let signed: Matrix = [[3, -1], [-4, 2], [0, -12]]
    #expect(signed.maximumMagnitude == 12)
    #expect(signed.oneNorm == 15)
    #expect(Matrix(rows: [[3, 4], [12, 0]]).frobeniusNorm == 13)
  }

  @Test("the Frobenius norm neither overflows nor underflows")
  func extremeNorms() {
    for scale in [0x1p1000, 0x1p-1040] {
      #expect((scale * Matrix(rows: [[3, 4]])).frobeniusNorm == scale * 5)
    }
    #expect(Matrix(rows: [[.infinity, 1]]).frobeniusNorm == .infinity)
    let invalid: Matrix = [[.infinity, 1], [.nan, 2]]
    #expect(invalid.frobeniusNorm.isNaN)
    #expect(invalid.oneNorm.isNaN)
    #expect(invalid.maximumMagnitude.isNaN)
  }

  @Test("matrices without entries", arguments: [(0, 0), (0, 4), (4, 0)])
  func empty(rowCount: Int, columnCount: Int) {
    let empty = Matrix(rowCount: rowCount, columnCount: columnCount)
    #expect(empty.elements.isEmpty)
    #expect(empty.transposed.rowCount == columnCount)
    #expect(empty.frobeniusNorm == 0)
    #expect(empty.oneNorm == 0)
    #expect(empty.maximumMagnitude == 0)
    #expect(empty + empty == empty)
    #expect(empty.description == "[\(rowCount)×\(columnCount)]")
  }

  @Test("the shape counts in a comparison")
  func shapeEquality() {
    #expect(
      Matrix(rowCount: 0, columnCount: 4) != Matrix(rowCount: 4, columnCount: 0)
    )
    #expect(matrix != matrix.transposed)
    #expect(Matrix(rows: []) == Matrix(rowCount: 0, columnCount: 0))
  }

  @Test("describes itself by rows")
  func description() {
    #expect(matrix.description == "[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]")
  }

  @Test("survives coding")
  func coding() throws {
    for value in [matrix, Matrix(rowCount: 0, columnCount: 3)] {
      let data = try JSONEncoder().encode(value)
      #expect(try JSONDecoder().decode(Matrix.self, from: data) == value)
    }
  }

  @Test(
    "malformed input does not decode",
    arguments: [
      #"{"rowCount": 2, "columnCount": 2, "elements": [1, 2, 3]}"#,
      #"{"rowCount": -1, "columnCount": -3, "elements": [1, 2, 3]}"#,
      #"{"rowCount": -1, "columnCount": 0, "elements": []}"#,
      #"{"rowCount": 0, "columnCount": 1, "elements": [1]}"#,
      #"""
      {"rowCount": 4611686018427387904, "columnCount": 4, "elements": []}
      """#,
      #"{"rowCount": 1, "elements": [1]}"#,
      #"{"rowCount": 1, "columnCount": 1, "elements": ["one"]}"#,
    ])
  func malformed(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Matrix.self, from: Data(json.utf8))
    }
  }
}

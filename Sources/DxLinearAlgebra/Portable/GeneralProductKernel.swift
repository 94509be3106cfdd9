/// A matrix operand that is read through strides, so that one kernel serves
/// it in either orientation.
internal struct StridedOperand {
  internal var base: UnsafePointer<Double>
  internal var rowStride: Int
  internal var columnStride: Int

  internal init(
    _ base: UnsafePointer<Double>, leadingDimension: Int,
    _ orientation: MatrixOrientation = .plain
  ) {
    self.base = base
    let plain = orientation == .plain
    rowStride = plain ? 1 : leadingDimension
    columnStride = plain ? leadingDimension : 1
  }

  internal var transposed: StridedOperand {
    var result = self
    (result.rowStride, result.columnStride) = (columnStride, rowStride)
    return result
  }

  internal func offsetBy(row: Int, column: Int) -> StridedOperand {
    var result = self
    result.base += row * rowStride + column * columnStride
    return result
  }
}

/// The product of two packed, blocked matrices.
///
/// Operands are copied into panels of four rows or columns, in the order in
/// which a 4×4 register block consumes them.
///
/// > K. Goto, R. A. van de Geijn. "Anatomy of high-performance matrix
/// > multiplication". *ACM Transactions on Mathematical Software* 34(3):12,
/// > 2008, §4. doi:10.1145/1356052.1356053
internal enum GeneralProductKernel {
  // A block of A of this height and depth stays in a second-level cache of
  // 256 KiB, and a panel of B of this depth in a first-level cache of 32 KiB.
  private static let blockHeight = 96
  private static let blockDepth = 256
  private static let blockWidth = 512
  // Up to this many multiplications, packing costs more than it saves.
  private static let packingThreshold = 64

  /// The number of lanes of scratch memory that a product of these extents,
  /// or of smaller ones, asks for.
  internal static func packingCapacity(
    rows: Int, columns: Int, depth: Int
  ) -> Int {
    let height = min(rows, blockHeight)
    let width = min(columns, blockWidth)
    return ((height + 3) / 4 + (width + 3) / 4) * min(depth, blockDepth)
  }

  /// Computes `C += α A B` for a C of `rows` by `columns`.
  internal static func accumulate(
    rows: Int, columns: Int, depth: Int, alpha: Double,
    _ a: StridedOperand, _ b: StridedOperand,
    into c: UnsafeMutablePointer<Double>, leadingDimension: Int
  ) {
    if rows == 0 || columns == 0 || depth == 0 { return }
    if rows * columns * depth <= packingThreshold {
      accumulateDirectly(
        rows: rows, columns: columns, depth: depth, alpha: alpha, a, b,
        into: c, leadingDimension: leadingDimension)
      return
    }
    withUnsafeTemporaryAllocation(
      of: Lanes.self,
      capacity: packingCapacity(rows: rows, columns: columns, depth: depth)
    ) { packing in
      guard let base = packing.baseAddress else { return }
      accumulate(
        rows: rows, columns: columns, depth: depth, alpha: alpha, a, b,
        into: c, leadingDimension: leadingDimension, packing: base)
    }
  }

  /// Computes `C += α A B` without any allocation.
  ///
  /// - Parameter packing: Room for ``packingCapacity(rows:columns:depth:)``
  ///   lanes.
  internal static func accumulate(
    rows: Int, columns: Int, depth: Int, alpha: Double,
    _ a: StridedOperand, _ b: StridedOperand,
    into c: UnsafeMutablePointer<Double>, leadingDimension: Int,
    packing: UnsafeMutablePointer<Lanes>
  ) {
    let height = min(rows, blockHeight)
    let width = min(columns, blockWidth)
    let deepest = min(depth, blockDepth)
    let panelsB = packing + (height + 3) / 4 * deepest
    for column in stride(from: 0, to: columns, by: max(1, width)) {
      let width = min(width, columns - column)
      for layer in stride(from: 0, to: depth, by: max(1, deepest)) {
        let deep = min(deepest, depth - layer)
        pack(
          b.offsetBy(row: layer, column: column).transposed, rows: width,
          depth: deep, scale: alpha, into: panelsB)
        for row in stride(from: 0, to: rows, by: max(1, height)) {
          let height = min(height, rows - row)
          pack(
            a.offsetBy(row: row, column: layer), rows: height, depth: deep,
            scale: 1, into: packing)
          multiplyPanels(
            packing, panelsB, rows: height, columns: width, depth: deep,
            into: c + column * leadingDimension + row, leadingDimension)
        }
      }
    }
  }

  private static func accumulateDirectly(
    rows: Int, columns: Int, depth: Int, alpha: Double,
    _ a: StridedOperand, _ b: StridedOperand,
    into c: UnsafeMutablePointer<Double>, leadingDimension: Int
  ) {
    for j in 0..<columns {
      for l in 0..<depth {
        let factor = alpha * b.base[l * b.rowStride + j * b.columnStride]
        let column = a.base + l * a.columnStride
        for i in 0..<rows {
          c[j * leadingDimension + i] += factor * column[i * a.rowStride]
        }
      }
    }
  }

  /// Copies an operand into panels of four rows, the last one padded with
  /// zeros.
  private static func pack(
    _ source: StridedOperand, rows: Int, depth: Int, scale: Double,
    into panels: UnsafeMutablePointer<Lanes>
  ) {
    let (rs, cs) = (source.rowStride, source.columnStride)
    var panel = panels
    var row = 0
    while row + 4 <= rows {
      let base = source.base + row * rs
      if rs == 1 {
        for l in 0..<depth { panel[l] = loadLanes(base + l * cs) * scale }
      } else {
        for l in 0..<depth {
          let p = base + l * cs
          panel[l] = Lanes(p[0], p[rs], p[2 * rs], p[3 * rs]) * scale
        }
      }
      panel += depth
      row += 4
    }
    if row == rows { return }
    for l in 0..<depth {
      var lanes = Lanes.zero
      for i in 0..<(rows - row) {
        lanes[i] = source.base[(row + i) * rs + l * cs] * scale
      }
      panel[l] = lanes
    }
  }

  private static func multiplyPanels(
    _ panelsA: UnsafePointer<Lanes>, _ panelsB: UnsafePointer<Lanes>,
    rows: Int, columns: Int, depth: Int,
    into c: UnsafeMutablePointer<Double>, _ leadingDimension: Int
  ) {
    for (q, column) in stride(from: 0, to: columns, by: 4).enumerated() {
      let b = panelsB + q * depth
      for (p, row) in stride(from: 0, to: rows, by: 4).enumerated() {
        let block = multiplyPanel(panelsA + p * depth, b, depth: depth)
        let target = c + column * leadingDimension + row
        if row + 4 <= rows && column + 4 <= columns {
          add(block.0, to: target)
          add(block.1, to: target + leadingDimension)
          add(block.2, to: target + 2 * leadingDimension)
          add(block.3, to: target + 3 * leadingDimension)
        } else {
          addEdge(
            block, rows: min(4, rows - row), columns: min(4, columns - column),
            to: target, leadingDimension)
        }
      }
    }
  }

  @inline(__always)
  private static func multiplyPanel(
    _ a: UnsafePointer<Lanes>, _ b: UnsafePointer<Lanes>, depth: Int
  ) -> (Lanes, Lanes, Lanes, Lanes) {
    var (c0, c1, c2, c3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    for l in 0..<depth {
      let (x, y) = (a[l], b[l])
      c0 += x * y.x
      c1 += x * y.y
      c2 += x * y.z
      c3 += x * y.w
    }
    return (c0, c1, c2, c3)
  }

  @inline(__always)
  private static func add(
    _ lanes: Lanes, to target: UnsafeMutablePointer<Double>
  ) {
    storeLanes(loadLanes(target) + lanes, target)
  }

  private static func addEdge(
    _ block: (Lanes, Lanes, Lanes, Lanes), rows: Int, columns: Int,
    to target: UnsafeMutablePointer<Double>, _ leadingDimension: Int
  ) {
    addLanes(block.0, rows, to: target)
    if columns > 1 { addLanes(block.1, rows, to: target + leadingDimension) }
    if columns > 2 {
      addLanes(block.2, rows, to: target + 2 * leadingDimension)
    }
    if columns > 3 {
      addLanes(block.3, rows, to: target + 3 * leadingDimension)
    }
  }

  @inline(__always)
  private static func addLanes(
    _ lanes: Lanes, _ count: Int, to target: UnsafeMutablePointer<Double>
  ) {
    for index in 0..<count { target[index] += lanes[index] }
  }
}

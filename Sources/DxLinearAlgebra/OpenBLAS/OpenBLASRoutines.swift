internal import _CDxLAPACKE

/// The one place that calls C.
///
/// Every pointer here belongs to a matrix without gaps, so its leading
/// dimension is its number of rows. The functions of LAPACK return its status
/// and never drop it.
internal enum OpenBLASRoutines {
  internal static var threading: OpenBLASBackend.Threading? {
    switch dxmeta_blas_kind() {
    case Int32(DXMETA_BLAS_SERIAL): .serial
    case Int32(DXMETA_BLAS_THREADS): .ownThreads
    case Int32(DXMETA_BLAS_OPENMP): .openMP
    case Int32(DXMETA_BLAS_ACCELERATE): .managedBySystem
    default: nil
    }
  }

  internal static var threadCount: Int? {
    let count = Int(dxmeta_blas_thread_count())
    return count > 0 ? count : nil
  }

  internal static var libraryDescription: String {
    var buffer = [CChar](repeating: 0, count: 256)
    dxmeta_blas_description(&buffer, Int32(buffer.count))
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A dimension in the integer type of BLAS.
  internal static func dimension(_ count: Int) -> Int32 {
    precondition(
      count <= Int(Int32.max),
      "A dimension of \(count) exceeds the limit of BLAS, \(Int32.max)")
    return Int32(count)
  }

  // MARK: - BLAS

  internal static func multiply(
    rows: Int, columns: Int, depth: Int, alpha: Double,
    _ a: UnsafePointer<Double>, _ aRows: Int, _ aOrientation: MatrixOrientation,
    _ b: UnsafePointer<Double>, _ bRows: Int, _ bOrientation: MatrixOrientation,
    beta: Double, _ c: UnsafeMutablePointer<Double>
  ) {
    requireBLAS(
      dxmeta_dgemm(
        flag(aOrientation), flag(bOrientation), dimension(rows),
        dimension(columns), dimension(depth), alpha, a, dimension(aRows), b,
        dimension(bRows), beta, c, dimension(rows)))
  }

  internal static func rankKProduct(
    order: Int, depth: Int, _ a: UnsafePointer<Double>,
    _ orientation: MatrixOrientation, _ c: UnsafeMutablePointer<Double>
  ) {
    requireBLAS(
      dxmeta_dsyrk(
        flag(orientation), dimension(order), dimension(depth), a,
        dimension(orientation == .plain ? order : depth), c, dimension(order)))
  }

  internal static func symmetricProduct(
    order: Int, columns: Int, _ a: UnsafePointer<Double>,
    _ b: UnsafePointer<Double>, _ c: UnsafeMutablePointer<Double>
  ) {
    let n = dimension(order)
    requireBLAS(dxmeta_dsymm(n, dimension(columns), a, n, b, n, c, n))
  }

  internal static func solveTriangular(
    order: Int, columns: Int, _ l: UnsafePointer<Double>,
    _ orientation: MatrixOrientation, _ b: UnsafeMutablePointer<Double>
  ) {
    let n = dimension(order)
    requireBLAS(
      dxmeta_dtrsm(flag(orientation), n, dimension(columns), l, n, b, n))
  }

  // MARK: - LAPACK

  internal static func factorCholesky(
    order: Int, _ a: UnsafeMutablePointer<Double>
  ) -> Int {
    Int(dxmeta_dpotrf(dimension(order), a, dimension(order)))
  }

  internal static func invertFromCholesky(
    order: Int, _ a: UnsafeMutablePointer<Double>
  ) -> Int {
    Int(dxmeta_dpotri(dimension(order), a, dimension(order)))
  }

  internal static func factorPivotedQR(
    rows: Int, columns: Int, _ a: UnsafeMutablePointer<Double>,
    permutation: inout [Int32], scales: inout [Double]
  ) -> Int {
    let (m, n) = (dimension(rows), dimension(columns))
    return withWorkspace { work, count in
      dxmeta_dgeqp3(m, n, a, m, &permutation, &scales, work, count)
    }
  }

  internal static func applyReflectors(
    rows: Int, columns: Int, _ v: UnsafePointer<Double>, scales: [Double],
    _ orientation: MatrixOrientation, _ c: UnsafeMutablePointer<Double>
  ) -> Int {
    let (m, n) = (dimension(rows), dimension(columns))
    return withWorkspace { work, count in
      dxmeta_dormqr(
        flag(orientation), m, n, dimension(scales.count), v, m, scales, c, m,
        work, count)
    }
  }

  internal static func diagonalizeSymmetric(
    order: Int, _ a: UnsafeMutablePointer<Double>, values: inout [Double]
  ) -> Int {
    let n = dimension(order)
    // LAPACK's documentation asks for 3 + 5n integers with vectors.
    var integers = [Int32](repeating: 0, count: 3 + 5 * order)
    return withWorkspace { work, count in
      dxmeta_dsyevd(
        n, a, n, &values, work, count, &integers,
        count == -1 ? -1 : dimension(integers.count))
    }
  }

  // MARK: -

  /// Asks a routine how much memory it wants, and then calls it with that.
  private static func withWorkspace(
    _ routine: (UnsafeMutablePointer<Double>, Int32) -> Int32
  ) -> Int {
    var wanted = 0.0
    let status = routine(&wanted, -1)
    if status != 0 { return Int(status) }
    let count = max(1, Int(wanted))
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: count) {
      guard let base = $0.baseAddress else { return Int(DXMETA_NO_BLAS) }
      return Int(routine(base, dimension(count)))
    }
  }

  private static func flag(_ orientation: MatrixOrientation) -> Int32 {
    orientation == .plain ? 0 : 1
  }

  /// BLAS itself has no status; the shim's says only whether it is there,
  /// which the backend's initializer has made sure of.
  private static func requireBLAS(_ status: Int32) {
    precondition(status == 0, "No BLAS in this build (status \(status))")
  }
}

import COpenBLAS

/// Dense products of single-precision matrices, always on the calling thread.
///
/// Matrices are row-major. The library is limited to one thread, because its users work on several
/// images at once. Safe to call from several threads.
package enum BLAS {
  /// `C ← A · B`, or `C ← C + A · B` if `accumulates`.
  ///
  /// - Parameters:
  ///   - a: Shape `[rows, inner]`.
  ///   - b: Shape `[inner, columns]`.
  ///   - c: Shape `[rows, columns]`; its rows lie `stride` numbers apart.
  package static func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    size: ProductSize, stride: Int, accumulates: Bool
  ) {
    _ = isLimitedToOneThread
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(size.rows), blasint(size.columns),
      blasint(size.inner), 1, a, blasint(size.inner), b, blasint(size.columns),
      accumulates ? 1 : 0, c, blasint(stride))
  }

  /// `C ← C + A · Bᵀ`.
  ///
  /// - Parameters:
  ///   - a: Shape `[rows, inner]`.
  ///   - b: Shape `[columns, inner]`.
  ///   - c: Shape `[rows, columns]`.
  package static func addProductWithTranspose(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, to c: UnsafeMutablePointer<Float>,
    size: ProductSize
  ) {
    _ = isLimitedToOneThread
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, blasint(size.rows), blasint(size.columns),
      blasint(size.inner), 1, a, blasint(size.inner), b, blasint(size.inner), 1, c,
      blasint(size.columns))
  }

  /// `y ← y + A · x`.
  ///
  /// - Parameters:
  ///   - a: Shape `[rows, columns]`.
  ///   - x: Shape `[columns]`.
  ///   - y: Shape `[rows]`.
  package static func addProduct(
    _ a: UnsafePointer<Float>, _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>,
    rows: Int, columns: Int
  ) {
    _ = isLimitedToOneThread
    cblas_sgemv(
      CblasRowMajor, CblasNoTrans, blasint(rows), blasint(columns), 1, a, blasint(columns), x, 1,
      1, y, 1)
  }

  /// What the library has chosen for this processor: the last bits of sums depend on it.
  package static var kernelName: String { String(cString: openblas_get_corename()) }

  /// Evaluated once, before the first product.
  private static let isLimitedToOneThread: Bool = {
    openblas_set_num_threads(1)
    return true
  }()
}

/// The sizes of a matrix product: `[rows, inner] · [inner, columns]`.
package struct ProductSize: Sendable {
  package var rows: Int
  package var columns: Int
  package var inner: Int

  package init(rows: Int, columns: Int, inner: Int) {
    self.rows = rows
    self.columns = columns
    self.inner = inner
  }
}

import DenseLibrary

/// Dense products of single-precision matrices, always on the calling thread.
///
/// Matrices are row-major. The library is limited to one thread, because its users work on several
/// images at once. Safe to call from several threads. It is loaded with the first product, or by
/// `load`; a product without it ends the program.
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
    library.sgemm(
      rowMajor, plain, plain, Int32(size.rows), Int32(size.columns), Int32(size.inner), 1, a,
      Int32(size.inner), b, Int32(size.columns), accumulates ? 1 : 0, c, Int32(stride))
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
    library.sgemm(
      rowMajor, plain, transposed, Int32(size.rows), Int32(size.columns), Int32(size.inner), 1, a,
      Int32(size.inner), b, Int32(size.inner), 1, c, Int32(size.columns))
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
    library.sgemv(
      rowMajor, plain, Int32(rows), Int32(columns), 1, a, Int32(columns), x, 1, 1, y, 1)
  }

  /// What is chosen for this processor: the last bits of sums depend on it.
  package static var kernelName: String { library.corename().map { String(cString: $0) } ?? "" }

  /// Loads the library if it has not been loaded yet.
  ///
  /// - Throws: `DenseLibraryError` where it is missing.
  package static func load() throws(DenseLibraryError) {
    _ = try attempt.get()
  }

  private static let rowMajor = Int32(dense_row_major)
  private static let plain = Int32(dense_plain)
  private static let transposed = Int32(dense_transposed)

  private static let attempt: Result<Functions, DenseLibraryError> = {
    var functions = dense_library()
    let room = 400
    let problem = withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { text in
      text[0] = 0
      let isThere = dense_library_load(&functions, text.baseAddress, Int32(room))
      return isThere ? nil : text.baseAddress.map { String(cString: $0) } ?? ""
    }
    if let problem { return .failure(DenseLibraryError(problem: problem)) }
    guard let sgemm = functions.sgemm, let sgemv = functions.sgemv,
      let corename = functions.corename
    else { return .failure(DenseLibraryError(problem: "it lacks functions")) }
    return .success(Functions(sgemm: sgemm, sgemv: sgemv, corename: corename))
  }()

  private static let library: Functions = {
    do throws(DenseLibraryError) {
      return try attempt.get()
    } catch {
      // Products cannot throw. Whoever opens a network has asked `load` before, and told the user.
      fatalError(error.description)
    }
  }()

  private struct Functions {
    let sgemm:
      @convention(c) (
        Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>?, Int32,
        UnsafePointer<Float>?, Int32, Float, UnsafeMutablePointer<Float>?, Int32
      ) -> Void
    let sgemv:
      @convention(c) (
        Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>?, Int32, UnsafePointer<Float>?,
        Int32, Float, UnsafeMutablePointer<Float>?, Int32
      ) -> Void
    let corename: @convention(c) () -> UnsafeMutablePointer<CChar>?
  }
}

/// The library for dense products is not there, or cannot be loaded.
package struct DenseLibraryError: Error, CustomStringConvertible {
  /// As the loader has it.
  let problem: String

  package init(problem: String) {
    self.problem = problem
  }

  package var description: String {
    // A library that is there lacks memory, as a rule.
    let remedy =
      problem.contains("No such file") || problem.contains("lacks functions")
      ? "install libopenblas0"
      : "let the program have more memory (ulimit -v), or install libopenblas0 anew"
    return "OpenBLAS, which computes the ANN, cannot be used (\(problem)); \(remedy)"
  }
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

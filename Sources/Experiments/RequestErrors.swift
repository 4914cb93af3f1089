import DenseMath

/// A request that cannot be meant, as what was asked for shows: another file, another option.
package struct UsageError: Error, CustomStringConvertible {
  package let description: String

  package init(description: String) {
    self.description = description
  }
}

/// An option whose value cannot be meant, told like those that are refused on the command line.
package struct OptionError: Error, CustomStringConvertible {
  package let description: String
}

/// What ships with the program is not where the program is.
package enum InstallationError: Error, CustomStringConvertible {
  /// The folder that should be there.
  case noBundledNetwork(folder: String)
  case noDenseProducts(DenseLibraryError)

  package var description: String {
    switch self {
    case .noBundledNetwork(let folder):
      "\(folder): the folder with the bundled network is not there; copy it from where the program "
        + "was built, or name a network: 'spiketop watch MODEL --data IMAGES'"
    case .noDenseProducts(let error): error.description
    }
  }

  /// Throws where the library that computes analog networks is missing, so that it is said before
  /// one is run: whoever opens a network asks, because a product cannot throw.
  package static func checkDenseProducts() throws(InstallationError) {
    do throws(DenseLibraryError) {
      try BLAS.load()
    } catch {
      throw .noDenseProducts(error)
    }
  }
}

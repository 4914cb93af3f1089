import ArgumentParser
import Datasets
import Runs

/// Which images to run and which to calibrate with.
struct DataOptions: ParsableArguments {
  @Option(
    help: """
      Images: \(DatasetReaders.standard.commonKinds), a folder of them, or fashion-mnist. \
      Default: the model card's data set, if it is installed.
      """)
  var data: String?

  @Option(help: "Images to calibrate with. Default: the training part of the same data set.")
  var calibration: String?

  @Option(help: "How many calibration images to use, from the first on.")
  var calibrationCount = OptionDefaults.calibrationCount

  @Option(
    help: """
      An .npy file with the numbers of the calibration images, in the order of their use, or with \
      a truth value for each.
      """,
    completion: .file(extensions: ["npy"]))
  var calibrationIndices: String?

  @Option(
    help: """
      Which objects the images show, for detectors: \(AnnotationReaders.names), a file or a \
      folder; of which class places are, for segmenters: \(LabelMaps.names). Default: what lies \
      beside the images, or in their archive.
      """,
    completion: .file(extensions: ["json", "xml"]))
  var annotations: String?

  func validate() throws {
    guard calibrationCount > 0 else {
      throw ValidationError("'--calibration-count' is \(calibrationCount), but must be positive.")
    }
  }

  var request: DataRequest {
    DataRequest(
      images: data, calibration: calibration, calibrationCount: calibrationCount,
      calibrationIndices: calibrationIndices, annotations: annotations)
  }
}

/// Every way in which the program takes in a file.
enum HostileReaders {
  static let all: [HostileReader] = [
    .onnx, .externalData, .card, .nir, .keras,
    .idx, .gzip, .cifar, .npy, .npz, .png, .jpeg, .pictureFolder, .indices, .coco, .voc,
    .spikeTables, .npzSpikes, .sonata,
    .runFile, .runRequest, .resume, .thresholds, .configuration,
    .packets, .jsonLines,
  ]
}

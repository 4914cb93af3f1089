import AnalogPass
import Conversion
import Foundation
import Networks
import Runs

// Counts are 64-bit numbers, and lists have theirs before them.

extension ActivationStatistics {
  var blob: Data {
    var data = Data()
    data.append(littleEndian: UInt64(layers.count))
    for findings in layers.map(\.findings) {
      data.append(littleEndian: UInt64(findings.count))
      data.append(littleEndian: UInt64(findings.positiveCount))
      data.append(littleEndian: findings.maximum.bitPattern)
      data.append(counted: findings.tail)
    }
    return data
  }

  /// - Returns: `nil` where it is of another network or of other images.
  init?(blob: Data, for network: AnalogNetwork, lowestPercentile: Double, imageCount: Int) {
    var reader = BlobReader(blob)
    guard let layers = reader.count(), layers == network.activations.count else { return nil }
    var findings: [LayerActivations.Findings] = []
    for _ in 0..<layers {
      guard let count = reader.count(), let positive = reader.count(),
        let maximum: UInt32 = reader.number(), let tail = reader.floats()
      else { return nil }
      findings.append(
        LayerActivations.Findings(
          maximum: Float(bitPattern: maximum), positiveCount: positive, count: count, tail: tail))
    }
    guard reader.isAtEnd else { return nil }
    self.init(findings, for: network, lowestPercentile: lowestPercentile, imageCount: imageCount)
  }
}

extension KeptConversion {
  var blob: Data {
    var data = Data()
    data.append(counted: balance.thresholds)
    data.append(littleEndian: UInt64(balance.channelScales.count))
    for scale in balance.channelScales { data.append(counted: scale) }
    data.append(littleEndian: UInt64(layers.count))
    for layer in layers {
      data.append(counted: layer.biasCurrent)
      switch layer.initialPotential {
      case .rest: data.append(littleEndian: PotentialKind.rest.rawValue)
      case .uniform(let potential):
        data.append(littleEndian: PotentialKind.uniform.rawValue)
        data.append(littleEndian: potential.bitPattern)
      case .perNeuron(let potentials):
        data.append(littleEndian: PotentialKind.perNeuron.rawValue)
        data.append(counted: potentials)
      }
      data.append(littleEndian: UInt64(layer.weights.count))
      for (stage, weights) in layer.weights.sorted(by: { $0.key < $1.key }) {
        data.append(littleEndian: UInt64(stage))
        data.append(counted: weights)
      }
      // A limit of 0 stands for neurons as before.
      data.append(littleEndian: UInt64(layer.bursts?.maximumSpikes ?? 0))
      data.append(littleEndian: (layer.bursts?.thresholdValue ?? 0).bitPattern)
      data.append(counted: layer.channelScale)
    }
    return data
  }

  init?(blob: Data) {
    var reader = BlobReader(blob)
    guard let thresholds = reader.floats(), let scaled = reader.count() else { return nil }
    var channelScales: [[Float]] = []
    for _ in 0..<scaled {
      guard let scale = reader.floats() else { return nil }
      channelScales.append(scale)
    }
    guard let count = reader.count() else { return nil }
    var layers: [Layer] = []
    for _ in 0..<count {
      guard let layer = Layer(&reader) else { return nil }
      layers.append(layer)
    }
    guard reader.isAtEnd else { return nil }
    self.init(
      ThresholdBalance(thresholds: thresholds, channelScales: channelScales), layers: layers)
  }
}

/// How initial potentials are written.
private enum PotentialKind: UInt8 {
  case rest, uniform, perNeuron
}

extension KeptConversion.Layer {
  fileprivate init?(_ reader: inout BlobReader) {
    guard let biasCurrent = reader.floats(), let kind: UInt8 = reader.number() else { return nil }
    let potential: InitialPotential
    switch PotentialKind(rawValue: kind) {
    case .rest: potential = .rest
    case .uniform:
      guard let bits: UInt32 = reader.number() else { return nil }
      potential = .uniform(Float(bitPattern: bits))
    case .perNeuron:
      guard let potentials = reader.floats() else { return nil }
      potential = .perNeuron(potentials)
    case nil: return nil
    }
    guard let count = reader.count() else { return nil }
    var weights: [Int: [Float]] = [:]
    for _ in 0..<count {
      guard let stage = reader.count(), let elements = reader.floats() else { return nil }
      weights[stage] = elements
    }
    guard let limit = reader.count(), let threshold: UInt32 = reader.number(),
      let channelScale = reader.floats()
    else { return nil }
    let bursts =
      limit > 0
      ? BurstNeuron(threshold: Float(bitPattern: threshold), maximumSpikes: limit) : nil
    self.init(
      biasCurrent: biasCurrent, initialPotential: potential, weights: weights, bursts: bursts,
      channelScale: channelScale)
  }
}

extension Data {
  fileprivate mutating func append(counted floats: [Float]) {
    append(littleEndian: UInt64(floats.count))
    append(littleEndian: floats.map(\.bitPattern))
  }
}

extension BlobReader {
  fileprivate mutating func count() -> Int? {
    let count: UInt64? = number()
    return count.flatMap { Int(exactly: $0) }
  }

  fileprivate mutating func floats() -> [Float]? {
    guard let count = count(), let bits: [UInt32] = numbers(count) else { return nil }
    return bits.map(Float.init(bitPattern:))
  }
}

import GRDB
import Runs

/// Finds what a run file should have and has not.
///
/// Rows that are gone leave a file that is whole in itself, so that one table is held against
/// another. Queries follow the indexes: they cost the number of layers, not that of steps, unless
/// said otherwise.
struct RunFileCompleteness {
  let file: RunFileDatabase
  let database: Database
  let layers: [RunFileHead.Layer]

  /// A table that tells of steps: its name, its column of steps, and the last step of a row.
  struct TellingTable {
    let name: String
    let first: String
    let last: String
  }

  /// All tables that tell of steps, but `batch`.
  static let tellingTables = [
    TellingTable(name: "chunk", first: "step0", last: "step0 + steps - 1"),
    TellingTable(name: "potential", first: "step0", last: "step0 + steps - 1"),
    TellingTable(name: "statistic", first: "step", last: "step"),
    TellingTable(name: "checkpoint", first: "step", last: "step"),
  ]

  /// The last step that a table tells of; 0 where it tells of none.
  func lastStep(toldBy table: TellingTable) throws -> Int {
    let told = try file.rows(
      of: table.name, most: layers.count,
      """
      SELECT (SELECT \(table.last) FROM \(table.name) WHERE population = id
        ORDER BY \(table.first) DESC LIMIT 1) AS last FROM population
      """, in: database
    ) { try? $0.integer("last", in: 1...RunDescription.largestStep) }
    return told.lazy.compactMap(\.self).max() ?? 0
  }

  /// Which rows of a batch are gone, in words; `nil` where all are there, or nobody has counted
  /// them.
  ///
  /// - Parameter tables: Those that are looked at.
  func missingRows(
    of batch: RunFileBatches.Batch, in tables: Set<String>
  ) throws -> String? {
    for (counted, expected) in zip(RunFileSchema.counted, batch.rows) {
      guard let expected, tables.contains(counted.table) else { continue }
      let found = try file.rows(
        of: counted.table, most: 1,
        """
        SELECT count(*) AS found FROM population CROSS JOIN \(counted.table) AS line
          ON line.population = population.id AND line.\(counted.step) >= ?
          AND line.\(counted.step) < ?
        """, [batch.steps.lowerBound, batch.steps.upperBound], in: database
      ) { try $0.integer("found") }
      guard found.first == expected else {
        return "table '\(counted.table)' has \(found.first ?? 0) of its \(expected) rows"
      }
    }
    return nil
  }

  /// How many chunks belong to no batch or no layer, and in which steps, where they say so.
  ///
  /// Their numbers were spoilt. Costs the number of chunks.
  ///
  /// - Parameters:
  ///   - lastStep: That of the last batch.
  ///   - isGrowing: Whether chunks behind it may be of a batch that is new.
  func lostChunks(
    behind lastStep: Int, isGrowing: Bool
  ) throws -> (count: Int, steps: Range<Int>?)? {
    let lost = try file.rows(
      of: "chunk", most: 1,
      """
      SELECT count(*) AS lost, min(step0) AS first, max(step0 + steps) AS ending FROM chunk
        WHERE NOT coalesce(population IN (SELECT id FROM population), 0)
        OR (NOT coalesce(step0 IN (SELECT step0 FROM batch), 0) AND (step0 <= :last OR :over))
      """, ["last": lastStep, "over": !isGrowing], in: database
    ) { row in
      (
        count: try row.integer("lost"),
        steps: range(try? row.integer("first"), try? row.integer("ending"))
      )
    }
    return lost.first.flatMap { $0.count > 0 ? $0 : nil }
  }

  /// Steps that there may be; `nil` of others.
  private func range(_ first: Int?, _ end: Int?) -> Range<Int>? {
    guard let first, let end, first >= 1, first < end, end <= RunDescription.largestStep else {
      return nil
    }
    return first..<end
  }

  /// Layers whose potentials are missing, in a file that does not count rows.
  ///
  /// Recorders have always kept the potentials of the readout, and those of other layers from some
  /// step to the last one. Costs the number of batches.
  func lostPotentials(lastStep: Int) throws -> [RunFileDamage.Place] {
    guard lastStep > 0, file.added("potentials", to: "batch").isEmpty else { return [] }
    return try layers.enumerated().compactMap { number, layer in
      let found = try file.rows(
        of: "potential", most: 1,
        """
        SELECT count(*) AS found, max(step0 + steps) AS ending,
          max(step0 + steps) - min(step0) > total(steps) AS gaps
          FROM potential WHERE population = ?
        """, [number], in: database
      ) { row in
        (
          count: try row.integer("found"), end: try? row.integer("ending"),
          hasGaps: (try? row.integer("gaps")) == 1
        )
      }
      guard let (count, end, hasGaps) = found.first,
        count > 0 || layer.neuron.role == .readout
      else { return nil }
      // What is no number is found where the rows are read.
      let first = count == 0 || hasGaps ? 1 : end ?? lastStep + 1
      return first > lastStep
        ? nil : RunFileDamage.Place(part: layer.name, steps: max(first, 1)..<lastStep + 1)
    }
  }
}

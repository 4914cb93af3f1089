import SpikeStatistics

/// What the numbers mean, and whose definitions they are.
func definitionLines(_ figures: Figures) -> [HelpLine] {
  Definitions(figures).all.map { definition in
    HelpLine(key: definition.name, text: "\(definition.text) \(definition.origin)")
  } + furtherRules
}

/// What stands in no box as a figure, each rule in one line.
private let furtherRules: [HelpLine] = [
  ("bursts", "G t in place of t in the even schedule, G the most spikes in a step. [own rule]"),
  (
    "spikes lane",
    "a digit counts the spikes of two steps, + ten or more; a dash takes a spike back (SpiCalib), "
      + "and the potential stays"
  ),
  ("global, local", "by the schedule of the ANN's z; by what the neuron itself has received"),
  (
    "diagnosis",
    "removed: the share of the output error that goes when this layer alone delivers the ANN's "
      + "activations; alone: the output error when it alone spikes. Each remedy is tried on the "
      + "same images; findings are ranked by what that won. [own measures]"
  ),
  (
    "colours",
    "rate: the root of the share that fires, one scale for the whole program; where colours are "
      + "few, the share of a cell's neurons that fire in a step: to 5%, 15%, 40%, above"
  ),
  (
    "time zoom",
    "a dot of several steps follows the rule of rasters. Sweep: behind the gap, the old page"
  ),
  ("half blocks", "(:glyphs) a half is full where any of its four dots would be set"),
  ("timeline", "B is where a break has stopped a run, a letter is a mark"),
  ("first", "Compare: the first spike that differs, by lowest step, layer, number. [own rule]"),
  (
    "bistable (reconstruction)",
    "rebuilt from the abstract and secondary sources of BSNN (Li, Zhao, Zeng 2022)"
  ),
].map { HelpLine(key: $0, text: $1) }

extension DashboardState {
  /// What Compare shows, and what its keys do, for somebody who sees it for the first time.
  func compareGuide() -> [HelpLine] {
    guard let engine else { return [] }
    if engine.comparison != nil { return guideToTwoNetworks(engine.hasComparableSpikes) }
    return comparesLayers ? guideToTwoLayers : guideToMethods
  }

  /// - Parameter isSpikeBySpike: Whether a spike of the one has its counterpart in the other.
  private func guideToTwoNetworks(_ isSpikeBySpike: Bool) -> [HelpLine] {
    let method = context.map { $0.methods[$0.method] } ?? ""
    let networks = [
      HelpLine(key: "A", text: "the network of all other screens (\(method)), drawn above"),
      HelpLine(
        key: "B",
        text: "a second network (\(context?.secondRun?.title ?? "")), always drawn below: it gets "
          + "the same image and takes every step together with A"),
    ]
    let spikes =
      isSpikeBySpike
      ? [
        HelpLine(
          key: "differ",
          text: "how many neurons send more spikes in one network than in the other, in each step; "
            + "the highest bar is the step with most, 'to 5' says how many"),
        guideLine(
          "first-difference", does: "go to the first step and neuron with such a difference"),
        guideLine(
          "next-spike", "previous-spike",
          does: "go to the next, the previous step with one in the layer under the cursor"),
        guideLine(
          "toggle-differences", does: "hide the spikes that both send; again: show all of them"),
        guideLine(
          "next-picture",
          does: "show each neuron around the cursor in A and B; again: the whole layer"),
      ]
      : [
        HelpLine(
          key: "rate",
          text: "rates over time, A as a line and B as dots: the two send by different codes, and "
            + "no spike of the one stands for a spike of the other")
      ]
    return networks + spikes + [
      guideLine("next-layer", "previous-layer", does: "another layer"),
      guideLine(
        "cursor-down", "cursor-up",
        does: "another neuron of it: its potentials in A (line) and B (dots) are drawn below"),
      guideLine("inspect", does: "this neuron in A, on Neuron"),
      guideLine("compare", does: "another second network; ':compare off' ends the comparison"),
    ]
  }

  private var guideToMethods: [HelpLine] {
    [
      HelpLine(
        text: "Two conversions of one network side by side: choose one to compare with the present."
      ),
      guideLine("cursor-down", "cursor-up", does: "another method"),
      guideLine("inspect", does: "run a second network by it, step by step together with this one"),
    ]
  }

  private var guideToTwoLayers: [HelpLine] {
    let pair = layerPair
    let name = { (layer: Int?) in
      layer.flatMap { network?.layers[$0].name } ?? "none"
    }
    return [
      HelpLine(
        text: "There is no second way to convert this network: two of its layers are compared."),
      HelpLine(key: "A", text: "the layer under the cursor (\(name(pair.first))), drawn above"),
      HelpLine(key: "B", text: "another one (\(name(pair.second))), drawn below"),
      HelpLine(key: "A - B", text: "the rate of A less that of B, in each step"),
      guideLine("cursor-down", "cursor-up", does: "another layer as A"),
      guideLine("next-picture", does: "another layer as B"),
      guideLine("inspect", does: "layer A neuron by neuron, on Layer"),
    ]
  }
}

import SpikeStatistics

extension Definition {
  /// What the screens show beside the figures of layers and neurons.
  static let further: [Definition] = network + schedule + causes + answers + why + images + pictures
}

private let bu2022 = Figure.Source.paper("Bu et al., ICLR 2022")
private let wilson = Figure.Source.paper("Wilson, J. Am. Stat. Assoc. 22, 1927")

extension Definition {
  /// What a network is made of, and what runs through it.
  fileprivate static let network = [
    Definition(
      "layers", words: ["layer", "order"],
      "Layers that fire, in the order in which a step goes through them; the readout is not among "
        + "them.", unit: "layers", source: .common),
    Definition(
      "neurons", words: ["shape", "position", "neuron", "place", "#"],
      "The neurons of a map of channels x rows x columns; a neuron is numbered channel by channel, "
        + "row by row, as PyTorch flattens a map, and c63 y4 x2 is its channel, row and column.",
      unit: "neurons", source: .common),
    Definition(
      "synops", words: ["operations"],
      "Synaptic operations so far: each spike counts once for every synapse that it reaches.",
      unit: "operations", source: .common),
    Definition(
      "threshold", words: ["theta"],
      "theta: a neuron fires where its potential reaches it. In a converted network a spike stands "
        + "for an activation of theta, so rate times theta stands for the activation.",
      unit: "charge", source: .common),
    Definition(
      "edges", words: ["in", "out", "from", "to"],
      "What leads from one layer to another: all projections of a pair count as one. Spikes of "
        + "earlier layers arrive in the same step, those of later ones in the next.",
      unit: "edges", source: .common),
    Definition(
      "spikes a step", words: ["a step", "now", "mean of"],
      "What goes along an edge: all spikes of the layer where it begins; their mean over the steps "
        + "so far, and those of this step (now).", unit: "spikes per step", source: .common),
    Definition(
      "SIN of an edge", words: ["SIN"],
      "SIN spikes / all spikes so far of the layer where the edge begins.",
      unit: "share of spikes", source: .own),
    Definition(
      "through",
      "The linear operations that spikes of an edge pass: convolutions, pools, fully connected "
        + "layers; without any they arrive as they are, as on the shortcut of a residual block.",
      unit: "none", source: .common),
    Definition(
      "input", words: ["every step the same"],
      "The image: a current that flows into the first layer in every step, the same in each.",
      unit: "as the model card scales pixels", source: .common),
  ]

  /// Who is ahead of the schedule, and who behind.
  fileprivate static let schedule = [
    Definition(
      "lead and lag",
      words: [
        "D now", "lead, lag so far", "mean D", "mean D now", "leads", "lags", "share of neurons",
      ],
      "Whether neurons are ahead of the even schedule of the ANN's z or behind it. D and the "
        + "shares of neurons with D > 0 and D < 0 are those of this step. lead and lag are means "
        + "of max(D, 0) and of max(-D, 0) over all steps so far, so that the mean D of now is not "
        + "their difference. Bars over time show the shares; a bar is the largest of its steps.",
      unit: "spikes",
      source: .own),
    Definition(
      "psi", words: ["psi < > 0", "psi <", "|psi|", "missing", "extra"],
      "psi = clip(floor(C / theta), 0, T) - N: spikes that the drive of the neuron would have paid "
        + "for and that are missing (> 0), or that were sent too many (< 0). Of a layer: how many "
        + "neurons sent too many, the right number of, or too few.", unit: "spikes",
      source: .paper("offset spikes: Hao et al., ICLR 2023 (COS)")),
    Definition(
      "dEI",
      "The mean arrival of inhibition minus that of excitation: above 0 excitation leads. Of a "
        + "layer means over a sample of each group, n of N neurons.", unit: "steps", source: .own),
    Definition(
      "uneven neurons", words: ["fired unevenly", "least even"],
      "Neurons with two intervals between spikes or more, the one with the largest ISI CV first.",
      unit: "neurons", source: .own),
    Definition(
      "arrival", words: ["E", "I", "E and I"],
      "The mean step in which excitation (E) and inhibition (I) reach a layer, over a sample of "
        + "its neurons, n of N, each arrival by its charge.", unit: "steps", source: .own),
    Definition(
      "off schedule", words: ["|D|", "worst by", "mean lead", "mean lag"],
      "Neurons whose D, lead, lag or psi is not 0, the furthest off first.", unit: "neurons",
      source: .own),
    Definition(
      "distributions",
      "How many neurons of the layer have which D, by the schedule of the ANN's z (global), and "
        + "which psi, by what they have received themselves (local).", unit: "neurons",
      source: .own),
    Definition(
      "first, last", words: ["first", "last", "first step", "last step"],
      "The steps in which the neuron fired first and last.", unit: "steps", source: .common),
    Definition(
      "half by", words: ["half by t"],
      "The step by which half of the neurons of the layer that have fired so far had fired for the "
        + "first time.", unit: "steps", source: .own),
    Definition(
      "t<=8", words: ["when"],
      "The share of the SIN spikes that fell into the first 8 steps: a transient of the start "
        + "where it is high, a lasting fault where it is low.", unit: "share of SIN spikes",
      source: .own),
  ]

  /// Why a neuron fired.
  fileprivate static let causes = [
    Definition(
      "ANN z / a", words: ["ANN z", "ANN", "preactivation"],
      "What the ANN says of the neuron on this input: z before its activation function, a after "
        + "it. Where z is not positive the neuron is inactivated.",
      unit: "activation, before division by theta", source: .common),
    Definition(
      "here", words: ["active", "inactivated"],
      "Whether the neuron is active on this input (z > 0) or inactivated (z <= 0).",
      unit: "none", source: .paper("Li, Zhao, Zeng 2022")),
    Definition(
      "drive C", words: ["drive"],
      "C(t) = v(t) + all charge that resets have removed: what has flowed into the neuron so far, "
        + "v(0) included.", unit: "charge, as theta", source: bu2022),
    Definition(
      "SIN origin", words: ["origin", "local", "inherited"],
      "Why an inactivated neuron fired, as of the step shown, by what has arrived until then: the "
        + "same neuron may be inherited at its first spike and local at the end. local: "
        + "C < theta, its drive would not have paid for a spike, only the order of arrivals did. "
        + "inherited: C >= theta, because its inputs fire too much or too little.",
      unit: "none", source: .own),
    Definition(
      "m, then v", words: ["m", "potential over time"],
      "m: the potential after integration, which is compared with theta. v: after the reset.",
      unit: "charge, as theta", source: .common),
    Definition(
      "why",
      words: [
        "spikes against the schedule", "phi", "w*theta", "charge", "target", "kind", "input",
      ],
      "C - z t = sum over the inputs of w theta phi, phi = spikes - target: by how much each input "
        + "was ahead of its even schedule or behind it, times what one of its spikes brings: its "
        + "weight w times its own threshold (w*theta); the product is the charge that is too much. "
        + "Excitation (E, w > 0) ahead (phi > 0) and inhibition (I, w < 0) owed (phi < 0) push the "
        + "neuron ahead, excitation late and inhibition ahead hold it back. added: v(0) and the "
        + "bias current of the method; model term: what the ANN does not have, such as the "
        + "loss of a hard reset.",
      unit: "charge, as theta; phi in spikes", source: .own),
    Definition(
      "arrivals", words: ["arrives from", "delivered", "w*delivered", "weight", "t"],
      "Which synapses brought what to the neuron in this step: weight times what was delivered, "
        + "theta for a spike, the largest first.", unit: "charge, as theta", source: .common),
    Definition(
      "field", words: ["weights where they lie"],
      "The weights onto the neuron where they lie on the map of each source, channel by channel; "
        + "the spikes per step of those inputs; and the product of both.", unit: "charge, as theta",
      source: .common),
    Definition(
      "rate*theta-a", words: ["propagated", "clipping", "quantised", "uneven"],
      "The error of the neuron, split into what it has from its inputs (propagated), what the "
        + "largest rate cuts off (clipping), what a whole number of spikes cannot tell "
        + "(quantised), and what comes of uneven arrival (uneven).", unit: "activation",
      source: .paper("Bu et al., ICLR 2022; the split is ours")),
    Definition(
      "|rate-a|/|a|", words: [],
      "How well rates fit the activations: the norm of rate theta - a over that of a, over the "
        + "neurons of the layer.", unit: "share of the norm of a", source: .common),
    Definition(
      "in this step", words: ["taken back"],
      "What the neuron sent in this step: the spikes of a burst, or what a max pool passes on; "
        + "taken back: spikes that SpiCalib has cancelled.", unit: "spikes", source: .common),
  ]

  /// What the network answers.
  fileprivate static let answers = [
    Definition(
      "output",
      words: ["SNN's answer", "SNN", "classes", "probabilities", "softmax", "output per step"],
      "Class probabilities: the softmax of the accumulated output over the steps so far, or over "
        + "the cycles in cycle coding, beside the ANN's as a mark. Without an ANN the mean output "
        + "and that of the step.", unit: "share", source: .common),
    Definition(
      "boxes",
      words: [
        "score SNN, ANN, overlap", "F1 against the labels", "share of the ANN's found", "how many",
      ],
      "The boxes that the accumulated output over the time of accumulation stands for, by the "
        + "model card, drawn through over the picture, and the ANN's, drawn broken. Two are of one "
        + "object where their class is the same and they overlap by half; overlap is intersection "
        + "over union. Where the ANN sees another class in the same place, that stands behind: "
        + "Dress (ANN Trouser). Over time: F1 against what is annotated, else the share of the "
        + "ANN's boxes that are found.", unit: "score from 0 to 1", source: .common),
    Definition(
      "places", words: ["share SNN, mark ANN", "share of the picture"],
      "How much of the picture the accumulated output gives to each class, how many places get the "
        + "class that the ANN gives them, and where those lie that get another one: they have the "
        + "colour of what is wrong, over the picture in the dark.", unit: "share of places",
      source: .common),
    Definition(
      "prediction", words: ["network", "run"],
      "The class with the largest accumulated output after each step, or how many boxes or places; "
        + "green where it is right by the label or the annotation, without these where it is what "
        + "the ANN gives, else in the colour that the class has in its bar and its curve. A tick "
        + "in the lane is where another answer begins that was given too shortly for its name. "
        + "Below it the SIN spikes of all layers per step.", unit: "none",
      source: .common),
    Definition(
      "accuracy",
      words: [
        "T", "seen", "running", "right", "images right", "as the ANN", "n", "images", "at T",
        "opened images", "opened images right", "left out",
      ],
      "Right answers / images, with this method: on Live of the opened images, those that were put "
        + "before the network by hand and got to this step, without those that were chosen by "
        + "their outcome, by E or in a list that tells it; on Images of all that were run to T. "
        + "Without labels how many answers are those of the ANN.", unit: "share of images",
      source: .common),
    Definition(
      "differ", words: ["differences", "A", "B", "A line", "v/theta", "difference"],
      "A is the network of all other screens, B the second one, before the same image and at the "
        + "same step. A neuron differs in a step in which it sends more spikes in one than in the "
        + "other; layers are matched by name and shape.",
      unit: "spikes", source: .own),
  ]

  /// What comes of many images.
  fileprivate static let images = [
    Definition(
      "label", words: ["label down", "no label", "image", "number", "open"],
      "The class that the data set says; images are numbered from 0; * stands before the one that "
        + "is open.", unit: "none", source: .common),
    Definition(
      "answer", words: ["ANN", "SNN", "ANN's answer", "SNN's answer"],
      "What the network says of the image: the class with the largest output, the SNN's by what it "
        + "has accumulated up to T. Of a detector how many boxes it gives.", unit: "none",
      source: .common),
    Definition(
      "SIN of an image", words: ["SIN"],
      "SIN neurons / inactivated neurons of all layers up to T, before this image.",
      unit: "share of inactivated neurons",
      source: .paper("Li, Zhao, Zeng 2022, counted as in MSAT's code")),
    Definition(
      "margin", words: ["ANN margin", "by margin"],
      "The probability of the label, or without one of the ANN's answer, less that of the "
        + "strongest other class: below 0 the answer is wrong.", unit: "probability, from -1 to 1",
      source: .own),
    Definition(
      "F1", words: ["ANN F1", "mIoU", "ANN mIoU", "objects", "found", "as ANN"],
      "Of one image: 2 · both / (annotated + given), where both are boxes that overlap an "
        + "annotated one of their class by half, each once; of places the mean overlap of their "
        + "classes (mIoU). Without annotations against the ANN. An image is lost where the SNN's "
        + "is lower than the ANN's, without annotations where it is not 1. Its mean over images is "
        + "no mAP.",
      unit: "from 0 to 1", source: .own),
    Definition(
      "settles", words: ["settling step", "stays"],
      "The step from which the answer stays what it is at T.", unit: "steps", source: .common),
    Definition(
      "95 %", words: ["interval"],
      "The interval in which the true accuracy lies with 95 % confidence, for n images.",
      unit: "share of images", source: wilson),
    Definition(
      "confusion", words: ["% of a class", "% of the label", "click"],
      "Of the images of each label the share that got each answer; a click on a cell filters the "
        + "list.", unit: "percent of the label's images", source: .common),
    Definition(
      "SIN by layer", words: ["share of inactivated neurons", "mean"],
      "SIN neurons / inactivated neurons of each layer, as a distribution over the images, and its "
        + "mean.", unit: "share of inactivated neurons",
      source: .paper("Li, Zhao, Zeng 2022, counted as in MSAT's code")),
  ]

  /// What pictures show.
  fileprivate static let pictures = [
    Definition(
      "raster", words: ["spikes of neurons"],
      "A dot is set where its neurons fired at least as much as the mean of those shown in the "
        + "same steps. Colour: the root of the share that fires, orange by the share of SIN; with "
        + "few colours x where a tenth of the spikes or more are SIN.", unit: "share of neurons",
      source: .own),
    Definition(
      "potentials", words: ["potentials of", "v now"],
      "How many neurons have which membrane potential in this step.", unit: "neurons",
      source: .common),
    Definition(
      "maps", words: ["maps of", "channel"],
      "A pixel is a neuron, or the mean of a square of them, channel by channel; SNN and ANN over "
        + "theta on one scale, and their difference; v from -theta to theta.",
      unit: "theta per step", source: .common),
    Definition(
      "neurons by rate", words: ["in theta per step", "in spikes per step"],
      "How many neurons have which rate, beside how many have which activation over theta.",
      unit: "neurons", source: .common),
    Definition(
      "scatter", words: ["both over theta", "RMSE"],
      "Rate and activation over theta of each neuron, and the root of the mean of their squared "
        + "differences (RMSE), in the unit of the axes. SIN neurons stand at a = 0.",
      unit: "theta per step", source: .common),
    Definition(
      "breaks and marks", words: ["breaks"],
      "Conditions at which runs stop, steps to come back to, and what happened. On a line over "
        + "time a dot (*) is where a break stopped the run, and a letter a mark.", unit: "steps",
      source: .own),
  ]
}

"""Reference data for the methods since 2023: thresholds of channels, signed neurons, late readouts.

Independent of the program: numpy and onnx only, equations from the papers named in the sources.
Writes methods/*.onnx and methods/methods.json beside this file:

    python3 make_methods.py ../../assets      # numpy 1.26 or later, onnx, onnxruntime

Exact part: small networks whose weights, images and thresholds are multiples of powers of two, so
that every sum is exact in single precision in any order, and spikes, potentials and outputs must be
equal to the bit. The script runs each in float32 and float64 and stops if they differ. Differential
coding divides by the step, so that its means are rounded; what arrives at a neuron is exact there
too, and a neuron does in float32 what its equations say, in their order, so that the rest is equal.

Threshold part: fashion-lenet on the first 64 test images, activations by onnxruntime.
"""

import gzip
import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent / "methods"
RANDOM = np.random.default_rng(2026)


def dyadic(shape, unit, largest):
    return (RANDOM.integers(-largest, largest + 1, shape) * unit).astype(np.float64)


WEIGHTS = {
    "conv1.w": dyadic((3, 2, 3, 3), 1 / 16, 6), "conv1.b": dyadic((3,), 1 / 16, 4),
    "conv2.w": dyadic((4, 3, 3, 3), 1 / 4, 6), "conv2.b": dyadic((4,), 1 / 16, 4),
    "fc.w": dyadic((5, 36), 1 / 16, 6), "fc.b": dyadic((5,), 1 / 16, 4),
}
IMAGE = dyadic((2, 6, 6), 1 / 8, 8)
SLOPES = {
    "relu": None, "leaky": [[0.25] * 3, [0.25] * 4],
    "prelu": [[0.5, 0, 0.125], [0.25, 1, 0.5, 0]]}


def write_model(name):
    nodes, initializers = [], []
    for key, value in WEIGHTS.items():
        initializers.append(numpy_helper.from_array(value.astype(np.float32), key))

    def activation(number, source, target):
        if name == "relu":
            nodes.append(helper.make_node("Relu", [source], [target]))
        elif name == "leaky":
            nodes.append(helper.make_node("LeakyRelu", [source], [target], alpha=0.25))
        else:
            slopes = np.array(SLOPES[name][number], np.float32).reshape(-1, 1, 1)
            initializers.append(numpy_helper.from_array(slopes, f"slopes{number}"))
            nodes.append(helper.make_node("PRelu", [source, f"slopes{number}"], [target]))

    nodes.append(helper.make_node("Conv", ["x", "conv1.w", "conv1.b"], ["z1"], pads=[1, 1, 1, 1]))
    activation(0, "z1", "a1")
    nodes.append(
        helper.make_node("AveragePool", ["a1"], ["p1"], kernel_shape=[2, 2], strides=[2, 2]))
    nodes.append(helper.make_node("Conv", ["p1", "conv2.w", "conv2.b"], ["z2"], pads=[1, 1, 1, 1]))
    activation(1, "z2", "a2")
    nodes.append(helper.make_node("Flatten", ["a2"], ["f"]))
    nodes.append(helper.make_node("Gemm", ["f", "fc.w", "fc.b"], ["y"], transB=1))
    graph = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2, 6, 6])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 5])], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, HERE / f"{name}.onnx")


def convolve(x, weight, bias, kind):
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(1, 2))
    return (np.einsum("cyxij,ocij->oyx", windows, weight) + bias[:, None, None]).astype(kind)


def pool(x):
    channels, rows, columns = x.shape
    return x.reshape(channels, rows // 2, 2, columns // 2, 2).mean(axis=(2, 4))


class Neurons:
    """One layer: thresholds of channels, slopes for negative values, perhaps signed spikes."""

    def __init__(self, shape, theta, kind, signed=False, negative=None, slopes=None, charge=0.0):
        spread = lambda values: np.broadcast_to(
            np.asarray(values, kind).reshape(-1, 1, 1), shape).copy()
        self.theta = spread(theta)
        self.slope = spread(slopes if slopes is not None else 0)
        self.signed, self.negative = signed, spread(negative if negative is not None else theta)
        self.v = self.theta * kind(charge)
        self.count = np.zeros(shape, np.int64)
        self.sent = np.zeros(shape, kind)
        self.events = 0

    def activation(self, count):
        return np.where(count > 0, count, self.slope * count) * self.theta

    def step(self, current):
        m = self.v + current
        spikes = (m >= self.theta).astype(np.int64)
        if self.signed:
            may = (self.count > 0) | (self.slope > 0)
            spikes = np.where(spikes == 1, 1, -((m <= -self.negative) & may).astype(np.int64))
        self.v = m - spikes * self.theta
        delivered = self.activation(self.count + spikes) - self.activation(self.count)
        self.count += spikes
        self.sent += delivered
        self.events += int(np.abs(spikes).sum())
        return delivered.astype(m.dtype)


def simulate(kind, steps, thetas, signed=False, negative=None, slopes=None, charge=0.0, start=0):
    w = {key: value.astype(kind) for key, value in WEIGHTS.items()}
    layers = [
        Neurons(shape, theta, kind, signed, negative, slopes and slopes[number], charge)
        for number, (shape, theta) in enumerate(zip([(3, 6, 6), (4, 3, 3)], thetas))]
    output = np.zeros(5, kind)
    drive = convolve(IMAGE.astype(kind), w["conv1.w"], w["conv1.b"], kind)
    for step in range(1, steps + 1):
        x = pool(layers[0].step(drive))
        x = layers[1].step(convolve(x, w["conv2.w"], w["conv2.b"], kind))
        if step > start:
            output = (output + w["fc.w"] @ x.reshape(-1) + w["fc.b"]).astype(kind)
    return {
        "layers": [
            {"count": layer.count.reshape(-1).tolist(), "v": layer.v.reshape(-1).tolist(),
             "sent": layer.sent.reshape(-1).tolist(), "events": layer.events}
            for layer in layers],
        "output": output.tolist()}


class DifferentialNeurons:
    """One layer of differential coding: n sizes of spikes, perhaps a clip."""

    def __init__(self, shape, theta, levels, clip, kind):
        self.theta, self.levels, self.clip, self.kind = kind(theta), levels, clip, kind
        self.v = np.full(shape, theta / 2 if levels == 1 else 0, kind)
        self.a, self.e = np.zeros(shape, kind), np.zeros(shape, kind)
        self.count = np.zeros(shape, np.int64)
        self.sent = np.zeros(shape, kind)
        self.events = 0

    def step(self, arriving, t):
        arriving, t = arriving.astype(self.kind), self.kind(t)
        m = self.v + ((self.a + arriving) - self.e)
        self.a = self.a + arriving / t
        stands_for = t * self.e
        s = np.zeros_like(m)
        decided = np.zeros(m.shape, bool)
        for k in range(self.levels):
            q = self.theta / self.kind(2**k)
            up, down = (q, self.kind(0)) if self.levels == 1 else (q * 3 / 4, -q * 3 / 4)
            rises = m >= up
            if self.clip is not None:
                rises &= q <= self.kind(self.clip) * t * self.kind(1.0001) - stands_for
            falls = ~rises & (m <= down) & (stands_for >= q)
            s = np.where(~decided & rises, q, np.where(~decided & falls, -q, s))
            decided |= rises | falls
        self.v = m - s
        self.e = self.e + s / t
        self.count += np.sign(s).astype(np.int64)
        self.sent += s
        self.events += int((s != 0).sum())
        return s


def differential(kind, steps, theta, levels, clip=None):
    w = {key: value.astype(kind) for key, value in WEIGHTS.items()}
    layers = [
        DifferentialNeurons(shape, theta, levels, clip, kind) for shape in [(3, 6, 6), (4, 3, 3)]]
    mean, output = np.zeros(5, kind), np.zeros(5, kind)
    for t in range(1, steps + 1):
        # Image and biases are changes of the first step.
        first = kind(t == 1)
        x = convolve(IMAGE.astype(kind) * first, w["conv1.w"], w["conv1.b"] * first, kind)
        x = convolve(
            pool(layers[0].step(x, t)), w["conv2.w"], w["conv2.b"] * first, kind)
        x = layers[1].step(x, t)
        arriving = (w["fc.w"] @ x.reshape(-1) + w["fc.b"] * first).astype(kind)
        output = output + (mean + arriving)
        mean = mean + arriving / kind(t)
    return {
        "layers": [
            {"count": layer.count.reshape(-1).tolist(), "v": layer.v.reshape(-1).tolist(),
             "sent": layer.sent.reshape(-1).tolist(), "events": layer.events}
            for layer in layers],
        "output": output.tolist()}


def exactly(**settings):
    single, double = simulate(np.float32, **settings), simulate(np.float64, **settings)
    assert single == double, "sums are not exact"
    return double


def analog(kind, name):
    w = {key: value.astype(kind) for key, value in WEIGHTS.items()}
    x = IMAGE.astype(kind)
    for number, layer in enumerate(["conv1", "conv2"]):
        z = convolve(x, w[f"{layer}.w"], w[f"{layer}.b"], kind)
        slopes = SLOPES[name][number] if SLOPES[name] else [0]
        x = np.where(z > 0, z, np.array(slopes, kind).reshape(-1, 1, 1) * z)
        x = pool(x) if number == 0 else x
    return (w["fc.w"] @ x.reshape(-1) + w["fc.b"]).tolist()


def logits(name):
    single, double = analog(np.float32, name), analog(np.float64, name)
    assert single == double, "sums are not exact"
    return double


def exact_part():
    whole = [[0.5] * 3, [0.5] * 4]
    return {
        "integrate": exactly(steps=40, thetas=whole),
        "channels": exactly(steps=40, thetas=[[0.5, 0.125, 1], [0.25, 1, 0.5, 0.125]]),
        "late": exactly(steps=40, thetas=whole, start=13),
        "snm": exactly(steps=40, thetas=[[1] * 3, [0.125] * 4], signed=True),
        "fast": exactly(steps=40, thetas=whole, signed=True, negative=2**-10, charge=0.5),
        "leaky": exactly(steps=40, thetas=whole, signed=True, slopes=SLOPES["leaky"]),
        "prelu": exactly(steps=40, thetas=whole, signed=True, slopes=SLOPES["prelu"]),
        "differential": differential(np.float32, steps=40, theta=0.5, levels=1),
        "differential4": differential(np.float32, steps=40, theta=2, levels=4),
        "differential clipped": differential(np.float32, steps=40, theta=0.5, levels=2, clip=0.5),
    }


# Thresholds of fashion-lenet.

IMAGES, BATCH, BATCHES = 64, 32, 6


def lenet_activations(assets):
    import onnxruntime

    onnxruntime.set_default_logger_severity(3)

    model = onnx.load(assets / "models/fashion-lenet.onnx")
    card = json.loads((assets / "models/fashion-lenet.json").read_text())
    relus = [node.output[0] for node in model.graph.node if node.op_type == "Relu"]
    with gzip.open(assets / "data/t10k-images-idx3-ubyte.gz") as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 1, 28, 28)[:IMAGES]
    settings = card.get("input", card)
    x = pixels.astype(np.float32) * np.float32(settings["scale"])
    x = (x - np.float32(settings["mean"][0])) / np.float32(settings["std"][0])
    return model, relus, x, onnxruntime


def run(runtime, model, names, x):
    model = onnx.ModelProto.FromString(model.SerializeToString())
    del model.graph.output[:]
    model.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    session = runtime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"])
    feed = session.get_inputs()[0].name
    rows = [session.run(names, {feed: x[i:i + 1]}) for i in range(len(x))]
    return [np.concatenate([row[k] for row in rows]) for k in range(len(names))]


def by_channel(a):
    return np.moveaxis(a, 1, 0).reshape(a.shape[1], -1)


def percentile(values, percent):
    positive = np.sort(values[values > 0])
    return float(positive[int(np.ceil(percent / 100 * len(positive) - 1e-9)) - 1])


def least_squares(values, steps):
    largest, values = float(values.max()), values[values > 0].astype(np.float64)
    errors = []
    for k in range(95):
        theta = largest * (1 - 0.01 * k)
        levels = np.floor(np.clip(values * steps / theta, 0, steps))
        errors.append(((levels * theta / steps - values) ** 2).sum())
    return largest * (1 - 0.01 * int(np.argmin(errors)))


def rule(activations, of_values):
    """Channel by channel; a silent channel has the threshold of its layer."""
    thresholds = []
    for a in activations:
        channels = [of_values(c) if (c > 0).any() else of_values(a) for c in by_channel(a)]
        thresholds.append(channels)
    return thresholds


def cut_after(model, name):
    """The part of the model behind an activation, with that as its input."""
    index = next(i for i, node in enumerate(model.graph.node) if name in node.output)
    rest = onnx.ModelProto.FromString(model.SerializeToString())
    del rest.graph.node[: index + 1]
    del rest.graph.input[:]
    rest.graph.input.extend(
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None)])
    return rest


def balanced(model, relus, x, runtime):
    thetas = [None] * len(relus)
    for batch in range(BATCHES):
        numbers = [(batch * BATCH + i) % IMAGES for i in range(BATCH)]
        present, values = model, x[numbers]
        for layer, name in enumerate(relus):
            (a,) = run(runtime, present, [name], values)
            channels = by_channel(a).astype(np.float64)
            if thetas[layer] is None:
                thetas[layer] = np.zeros(len(channels))
            thetas[layer] = thetas[layer] + 2 * np.maximum(
                channels - thetas[layer][:, None], 0).mean(axis=1)
            limits = thetas[layer].reshape((1, -1) + (1,) * (a.ndim - 2))
            values = np.minimum(a, limits).astype(np.float32)
            present = cut_after(model, name)
    return [np.where(t > 0, t, t.max()).tolist() for t in thetas]


def threshold_part(assets):
    model, relus, x, runtime = lenet_activations(assets)
    activations = run(runtime, model, relus, x)
    return {
        "images": IMAGES, "batches": BATCHES,
        "max": rule(activations, lambda v: float(v.max())),
        "robust": rule(activations, lambda v: percentile(v, 99.9)),
        "mmse@16": rule(activations, lambda v: least_squares(v, 16)),
        "ltb": balanced(model, relus, x, runtime),
    }


def main():
    HERE.mkdir(exist_ok=True)
    for name in SLOPES:
        write_model(name)
    data = {
        "versions": {"numpy": np.__version__, "onnx": onnx.__version__},
        "image": IMAGE.reshape(-1).tolist(), "steps": 40,
        "logits": {name: logits(name) for name in SLOPES}, "exact": exact_part(),
        "thresholds": threshold_part(Path(sys.argv[1])),
    }
    (HERE / "methods.json").write_text(json.dumps(data, separators=(",", ":")) + "\n")


main()

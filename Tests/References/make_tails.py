"""Makes the models in tails/: graphs that decode themselves, and what onnxruntime makes of them.

    python make_tails.py FOLDER                 # onnx 1.23.2, onnxruntime 1.32.0, NumPy 2.4.6

NAME.onnx with seeded random weights, NAME.x.npy with two images, NAME.OUTPUT.npy with each output.
The layers are the same ReLU network before heads of other kinds:

    yolo    two levels with anchors, decoded as YOLO 5 does; shapes by Shape arithmetic
    dfl     YOLO 8: distances as means of distributions, one tensor [1, 4 + C, N]
    ssd     offsets from anchors, softmax; boxes, scores (largest) and labels (its position)
    unet    a U-Net with a transposed convolution, a resize and concatenations, softmax and argmax
    nms     boxes and scores, and a NonMaxSuppression behind them
    gates   a product of two maps in the middle of the network: no tail
    resized shares of classes at every place, resized by interpolation, and cut off by a choice
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

folder = Path(sys.argv[1])
rng = np.random.default_rng(18)


class Graph:
    def __init__(self, name, shape):
        self.name, self.shape, self.nodes, self.tensors, self.count = name, shape, [], [], 0

    def constant(self, values, kind=np.float32):
        self.count += 1
        name = f"c{self.count}"
        self.tensors.append(numpy_helper.from_array(np.asarray(values, kind), name))
        return name

    def add(self, op, *inputs, output=None, **attributes):
        self.count += 1
        outputs = output or f"v{self.count}"
        outputs = outputs if isinstance(outputs, list) else [outputs]
        self.nodes.append(
            helper.make_node(op, list(inputs), outputs, name=f"{op}_{self.count}", **attributes))
        return outputs[0]

    def conv(self, x, channels, results, kernel=3, stride=1, bias=0.0):
        weight = rng.normal(0, (2 / (channels * kernel * kernel)) ** 0.5,
                            (results, channels, kernel, kernel))
        return self.add("Conv", x, self.constant(weight),
                        self.constant(rng.normal(bias, 0.2, results)), strides=[stride, stride],
                        pads=[kernel // 2] * 4, kernel_shape=[kernel, kernel])

    def layer(self, x, channels, results, stride=1):
        return self.add("Relu", self.conv(x, channels, results, stride=stride))

    def ints(self, *values):
        return self.constant(values, np.int64)

    def slice(self, x, start, end, axis):
        return self.add("Slice", x, self.ints(start), self.ints(end), self.ints(axis))

    def save(self, outputs):
        graph = helper.make_graph(
            self.nodes, self.name,
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, self.shape)],
            [helper.make_tensor_value_info(name, kind, None) for name, kind in outputs],
            self.tensors)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)],
                                  producer_name="make_tails.py")
        model.ir_version = 9
        onnx.checker.check_model(onnx.shape_inference.infer_shapes(model))
        onnx.save(model, folder / f"{self.name}.onnx")
        images = rng.random([2] + self.shape[1:], np.float32)
        np.save(folder / f"{self.name}.x.npy", images)
        session = onnxruntime.InferenceSession(str(folder / f"{self.name}.onnx"))
        results = [session.run(None, {"x": image[None]}) for image in images]
        for (name, _), *values in zip(outputs, *results):
            if self.name != "nms":
                np.save(folder / f"{self.name}.{name}.npy",
                        np.concatenate(values).astype(np.float32))
            print(self.name, name, [value.shape for value in values])


FLOAT, INT = TensorProto.FLOAT, TensorProto.INT64


def backbone(graph):
    """Maps of 8x8 and of 4x4 for pictures of 16x16."""
    first = graph.layer(graph.layer("x", 3, 8), 8, 12, stride=2)
    return first, graph.layer(first, 12, 16, stride=2)


def yolo():
    graph, classes = Graph("yolo", [1, 3, 16, 16]), 3
    parts = []
    for x, channels, cells, stride, anchors in zip(
            backbone(graph), (12, 16), (8, 4), (2.0, 4.0),
            ([[2, 3], [4, 2]], [[6, 6], [9, 5]])):
        head = graph.conv(x, channels, 2 * (5 + classes), kernel=1)
        # [1, anchors, cells, cells, numbers], by shapes of the map itself.
        shape = graph.add("Shape", head)
        rows = graph.add("Gather", shape, graph.ints(2), axis=0)
        target = graph.add("Concat", graph.ints(1, 2, 5 + classes), rows, rows, axis=0)
        boxes = graph.add("Transpose", graph.add("Reshape", head, target), perm=[0, 1, 3, 4, 2])
        numbers = graph.add("Sigmoid", boxes)
        xy, wh, rest = [graph.slice(numbers, *ends, -1) for ends in ((0, 2), (2, 4), (4, 99))]
        grid = np.stack(np.meshgrid(range(cells), range(cells), indexing="xy"), -1)
        xy = graph.add("Add", graph.add("Mul", xy, graph.constant(2)),
                       graph.constant(grid[None, None] - 0.5))
        xy = graph.add("Mul", xy, graph.constant(stride))
        wh = graph.add("Pow", graph.add("Mul", wh, graph.constant(2)), graph.constant(2))
        wh = graph.add("Mul", wh, graph.constant(np.reshape(anchors, (1, 2, 1, 1, 2))))
        decoded = graph.add("Concat", xy, wh, rest, axis=-1)
        parts.append(graph.add("Reshape", decoded, graph.ints(1, -1, 5 + classes)))
    graph.add("Concat", *parts, output="boxes", axis=1)
    graph.save([("boxes", FLOAT)])


def dfl():
    graph, classes, bins = Graph("dfl", [1, 3, 16, 16]), 3, 5
    parts, places = [], []
    for x, channels, cells, stride in zip(backbone(graph), (12, 16), (8, 4), (2, 4)):
        head = graph.conv(x, channels, 4 * bins + classes, kernel=1)
        parts.append(graph.add("Reshape", head, graph.ints(1, 4 * bins + classes, -1)))
        grid = np.stack(np.meshgrid(range(cells), range(cells), indexing="xy")) + 0.5
        places.append(np.concatenate(
            [grid.reshape(2, -1), np.full((1, cells * cells), stride)]))
    places = np.concatenate(places, 1)
    count = places.shape[1]
    heads = graph.add("Concat", *parts, axis=2)
    sides, shares = f"sides", f"shares"
    graph.add("Split", heads, graph.ints(4 * bins, classes), output=[sides, shares], axis=1)
    sides = graph.add("Reshape", sides, graph.ints(1, 4, bins, count))
    sides = graph.add("Softmax", graph.add("Transpose", sides, perm=[0, 2, 1, 3]), axis=1)
    mean = graph.constant(np.arange(bins).reshape(1, bins, 1, 1))
    sides = graph.add("Conv", sides, mean, kernel_shape=[1, 1], pads=[0, 0, 0, 0], strides=[1, 1])
    sides = graph.add("Reshape", sides, graph.ints(1, 4, count))
    before, behind = graph.slice(sides, 0, 2, 1), graph.slice(sides, 2, 4, 1)
    center = graph.constant(places[None, :2])
    low, high = graph.add("Sub", center, before), graph.add("Add", center, behind)
    middle = graph.add("Div", graph.add("Add", low, high), graph.constant(2))
    boxes = graph.add("Concat", middle, graph.add("Sub", high, low), axis=1)
    boxes = graph.add("Mul", boxes, graph.constant(places[None, 2:]))
    graph.add("Concat", boxes, graph.add("Sigmoid", shares), output="y", axis=1)
    graph.save([("y", FLOAT)])


def anchors_of(graph, classes):
    """Offsets and logits of all anchors, and the anchors themselves."""
    offsets, logits, anchors = [], [], []
    for x, channels, cells, side in zip(backbone(graph), (12, 16), (8, 4), (4.0, 8.0)):
        for parts, width in ((offsets, 4), (logits, classes + 1)):
            head = graph.conv(x, channels, width, kernel=3)
            rows = graph.add("Transpose", head, perm=[0, 2, 3, 1])
            parts.append(graph.add("Reshape", rows, graph.ints(1, -1, width)))
        step = 16 / cells
        for row in range(cells):
            for column in range(cells):
                anchors.append([(column + 0.5) * step, (row + 0.5) * step, side, side])
    return (graph.add("Concat", *offsets, axis=1), graph.add("Concat", *logits, axis=1),
            np.array(anchors))


def decoded(graph, offsets, anchors, output=None):
    """Corners of boxes."""
    xy = graph.add("Mul", graph.slice(offsets, 0, 2, 2), graph.constant(0.1))
    xy = graph.add("Add", graph.add("Mul", xy, graph.constant(anchors[None, :, 2:])),
                   graph.constant(anchors[None, :, :2]))
    wh = graph.add("Exp", graph.add("Mul", graph.slice(offsets, 2, 4, 2), graph.constant(0.2)))
    half = graph.add("Mul", wh, graph.constant(anchors[None, :, 2:] / 2))
    return graph.add("Concat", graph.add("Sub", xy, half), graph.add("Add", xy, half),
                     output=output, axis=2)


def ssd():
    graph = Graph("ssd", [1, 3, 16, 16])
    offsets, logits, anchors = anchors_of(graph, 3)
    decoded(graph, offsets, anchors, output="boxes")
    shares = graph.slice(graph.add("Softmax", logits, axis=-1), 1, 4, 2)
    graph.add("ReduceMax", shares, output="scores", axes=[2], keepdims=0)
    graph.add("ArgMax", shares, output="labels", axis=2, keepdims=0)
    graph.save([("boxes", FLOAT), ("scores", FLOAT), ("labels", INT)])


def nms():
    graph = Graph("nms", [1, 3, 16, 16])
    offsets, logits, anchors = anchors_of(graph, 3)
    boxes = decoded(graph, offsets, anchors, output="boxes")
    shares = graph.slice(graph.add("Softmax", logits, axis=-1), 1, 4, 2)
    graph.add("Transpose", shares, output="scores", perm=[0, 2, 1])
    graph.add("NonMaxSuppression", boxes, "scores", graph.ints(10), graph.constant([0.5]),
              graph.constant([0.1]), output="chosen")
    graph.save([("chosen", INT)])


def unet():
    graph, classes = Graph("unet", [1, 3, 16, 16]), 3
    top = graph.layer("x", 3, 8)
    middle = graph.layer(top, 8, 12, stride=2)
    bottom = graph.layer(middle, 12, 16, stride=2)
    up = rng.normal(0, 0.2, (16, 12, 2, 2))
    raised = graph.add("ConvTranspose", bottom, graph.constant(up), strides=[2, 2],
                       kernel_shape=[2, 2])
    joined = graph.layer(graph.add("Concat", raised, middle, axis=1), 24, 12)
    raised = graph.add("Resize", joined, "", graph.constant([1, 1, 2, 2]), mode="nearest",
                       coordinate_transformation_mode="asymmetric", nearest_mode="floor")
    joined = graph.layer(graph.add("Concat", raised, top, axis=1), 20, 8)
    shares = graph.add("Softmax", graph.conv(joined, 8, classes, kernel=1), output="shares", axis=1)
    graph.add("ArgMax", shares, output="places", axis=1, keepdims=0)
    graph.save([("places", INT)])


def gates():
    graph = Graph("gates", [1, 3, 16, 16])
    first, _ = backbone(graph)
    gate = graph.add("Sigmoid", graph.conv(first, 12, 12))
    gated = graph.add("Mul", first, gate)
    graph.add("Sigmoid", graph.conv(gated, 12, 8, kernel=1), output="y")
    graph.save([("y", FLOAT)])


def resized():
    graph = Graph("resized", [1, 3, 16, 16])
    first, _ = backbone(graph)
    shares = graph.add("Softmax", graph.conv(first, 12, 3, kernel=1), axis=1)
    wide = graph.add("Resize", shares, "", graph.constant([1, 1, 2, 1.5]), mode="linear")
    is_sure = graph.add("Not", graph.add("Less", wide, graph.constant(0.4)))
    graph.add("Where", is_sure, wide, graph.constant(-1), output="y")
    graph.save([("y", FLOAT)])


for make in (yolo, dfl, ssd, unet, nms, gates, resized):
    make()

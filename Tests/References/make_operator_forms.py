"""Makes Cases/forms/: one small network for each form of an operator, and what onnxruntime gives.

    python make_operator_forms.py FOLDER        # onnx 1.23.2, onnxruntime 1.32.0, NumPy 2.4.6

A convolution with ReLU, the form, and a fully connected layer; NAME.onnx with seeded random weights,
NAME_x.npy with three images and NAME_logits.npy. Forms after which no classes are left have no last
layer. What the field-case tests hold of every network holds of these.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

folder = Path(sys.argv[1])
IMAGES, CLASSES = 3, 5


class Graph:
    def __init__(self, name):
        self.random = np.random.default_rng(sum(map(ord, name)))
        self.nodes, self.tensors = [], []

    def constant(self, values, kind=np.float32):
        name = f"c{len(self.tensors)}"
        self.tensors.append(numpy_helper.from_array(np.array(values, kind), name))
        return name

    def ints(self, *values):
        return self.constant(values, np.int64)

    def weights(self, *shape, scale=None):
        scale = scale or (1.4 / max(1, int(np.prod(shape[1:]))) ** 0.5)
        return self.constant(self.random.normal(0, scale, shape))

    def add(self, kind, *inputs, outputs=1, **attributes):
        names = [f"t{len(self.nodes)}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def conv(self, x, inputs, outputs, side=3):
        pads = [side // 2] * 4
        return self.add("Conv", x, self.weights(outputs, inputs, side, side),
                        self.weights(outputs, scale=0.3), pads=pads)

    def model(self, shape, batch, output, opset):
        value = helper.make_tensor_value_info("x", TensorProto.FLOAT, [batch, *shape])
        graph = helper.make_graph(
            self.nodes, "form", [value], [helper.make_empty_tensor_value_info(output)], self.tensors)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
        model.ir_version = 10
        return model


def session(model):
    return onnxruntime.InferenceSession(model.SerializeToString())


FORMS = []


def form(name, build, opset=17, shape=(2, 6, 6), batch="n", relu=True, head=True):
    FORMS.append((name, build, opset, shape, batch, relu, head))


def make(name, build, opset, shape, batch, relu, head):
    graph = Graph(name)
    images = graph.random.uniform(-0.5, 1, (IMAGES, *shape)).astype(np.float32)
    runs = images if batch != 1 else images[:1]
    if len(shape) == 3:
        x = graph.conv("x", shape[0], 4)
    else:
        x = graph.add("Gemm", "x", graph.weights(shape[0], 8), graph.weights(8, scale=0.3))
    x = graph.add("Relu", x) if relu else x
    output = build(graph, x)
    if head:
        result = session(graph.model(shape, batch, output, opset)).run(None, {"x": runs})[0]
        width = int(np.prod(result.shape[1:]))
        flat = graph.add("Flatten", output, axis=1)
        output = graph.add("MatMul", flat, graph.weights(width, CLASSES, scale=width ** -0.5))
    model = graph.model(shape, batch, output, opset)
    runner = session(model)
    parts = [images] if batch != 1 else np.split(images, IMAGES)
    logits = np.concatenate([runner.run(None, {"x": part})[0] for part in parts])
    onnx.save(model, folder / f"{name}.onnx")
    np.save(folder / f"{name}_x.npy", images)
    np.save(folder / f"{name}_logits.npy", logits)


# Other orders, copies and margins.
form("concat-constant", lambda g, x: g.add(
    "Concat", x, g.constant(np.linspace(-1, 1, 36).reshape(1, 1, 6, 6)), axis=1), batch=1)
form("expand-by-where", lambda g, x: g.add(
    "Expand", g.add("Slice", x, g.ints(0), g.ints(1), g.ints(1)),
    g.add("Where", g.add("Equal", g.ints(-1, 3, -1, -1), g.ints(-1, -1, -1, -1)),
          g.ints(1, 1, 1, 1), g.ints(-1, 3, -1, -1))))
form("pad-wrap-negative", lambda g, x: g.add(
    "Pad", x, g.ints(0, 0, -1, 2, 0, 0, 2, -1), mode="wrap"), opset=19)
form("pad-reflect-axes", lambda g, x: g.add(
    "Pad", x, g.ints(1, 2, 2, 1), "", g.ints(3, 2), mode="reflect"), opset=18)
form("reshape-by-size", lambda g, x: g.add(
    "Reshape", x, g.add("Concat", g.ints(-1), g.add(
        "Reshape", g.add("Size", x), g.ints(1)), axis=0)), batch=1)
form("depth-to-space-crd", lambda g, x: g.add("DepthToSpace", x, blocksize=2, mode="CRD"))
form("split-uneven", lambda g, x: g.add(
    "Concat", *g.add("Split", x, outputs=4, axis=2, num_outputs=4)[::-1], axis=2),
    opset=18, shape=(2, 7, 6))

# Transposed convolutions: which side has the larger half of an odd margin.
for automatic in ("NOTSET", "SAME_UPPER", "SAME_LOWER"):
    form(f"transposed-size-{automatic.lower().replace('_', '-')}", lambda g, x, a=automatic: g.add(
        "ConvTranspose", x, g.weights(4, 3, 3, 3), strides=[2, 2], output_shape=[10, 8], auto_pad=a),
        shape=(2, 5, 4))
form("transposed-same-small", lambda g, x: g.add(
    "ConvTranspose", x, g.weights(4, 3, 1, 1), strides=[2, 2], auto_pad="SAME_UPPER"),
    shape=(2, 5, 4))

# Resizing: factors at which single precision decides, one axis only, and the further modes.
for coordinates in ("half_pixel", "pytorch_half_pixel", "half_pixel_symmetric", "asymmetric",
                    "align_corners"):
    # Where the symmetric rule meets a half exactly, onnxruntime's compiler decides.
    for rounding in ("floor", "round_prefer_ceil")["symmetric" in coordinates:]:
        form(f"resize-{coordinates.replace('_', '-')}-{rounding.replace('_', '-')}",
             lambda g, x, c=coordinates, r=rounding: g.add(
                 "Resize", x, "", g.constant([1, 1, 1.7, 0.6]), mode="nearest",
                 coordinate_transformation_mode=c, nearest_mode=r), opset=19, shape=(2, 6, 5), batch=1)
form("resize-half-pixel-for-nn", lambda g, x: g.add(
    "Resize", x, g.constant([]), g.constant([1, 1, 2, 3]), mode="nearest",
    coordinate_transformation_mode="tf_half_pixel_for_nn", nearest_mode="floor"), opset=11)
form("resize-one-axis", lambda g, x: g.add(
    "Resize", x, "", g.constant([1, 1, 1.1, 2]), mode="linear"))
form("resize-axes", lambda g, x: g.add(
    "Resize", x, "", g.constant([2, 1.5]), mode="linear", axes=[2, 3]), opset=18)
form("resize-axes-sizes", lambda g, x: g.add(
    "Resize", x, "", "", g.ints(9, 4), mode="nearest", axes=[-2, -1]), opset=18)
form("resize-cubic", lambda g, x: g.add("Resize", x, "", g.constant([1, 1, 2, 2]), mode="cubic"))
form("resize-cubic-inside", lambda g, x: g.add(
    "Resize", x, "", g.constant([1, 1, 1.5, 2]), mode="cubic", exclude_outside=1,
    cubic_coeff_a=-0.5, coordinate_transformation_mode="align_corners"))

# ReLU, clips and leaky ReLU in other words.
form("where-not-less", lambda g, x: g.add(
    "Where", g.add("Not", g.add("Less", x, g.constant(0))), x, g.constant(0)), relu=False)
form("where-zeros", lambda g, x: g.add(
    "Where", g.add("Greater", x, g.constant(0)), x, g.constant(np.zeros((1, 4, 6, 6)))), relu=False)
form("where-leaky-relu", lambda g, x: g.add(
    "Where", g.add("Greater", x, g.constant(0)), x, g.add("Mul", x, g.constant(0.1))), relu=False)
form("max-leaky", lambda g, x: g.add("Max", g.add("Div", x, g.constant(10)), x), relu=False)
form("leaky-relu", lambda g, x: g.add("LeakyRelu", x, alpha=0.3), relu=False)
form("prelu-by-channel", lambda g, x: g.add("PRelu", g.add("PRelu", x, g.constant(
    np.reshape([0.1, 0.4, 0, 1.5], (4, 1, 1)))), g.constant([0.5])), relu=False)
form("prelu-falling", lambda g, x: g.add("MaxPool", g.add("PRelu", x, g.constant(
    np.reshape([0.2, -0.6, 0, -0.05], (4, 1, 1)))), kernel_shape=[2, 2]), relu=False)
form("leaky-max-pool", lambda g, x: g.add(
    "MaxPool", g.add("LeakyRelu", x, alpha=0.2), kernel_shape=[2, 2], strides=[2, 2]), relu=False)
form("max-pool-of-currents", lambda g, x: (lambda p: g.add("Concat", p, g.add("Relu", p), axis=1))(
    g.add("MaxPool", g.add("Pad", g.conv(x, 4, 4), g.ints(0, 0, 1, 0, 0, 0, 1, 0)),
          kernel_shape=[3, 2], strides=[2, 2])))
form("max-of-three", lambda g, x: g.add("Max", x, g.constant(0), g.constant(-1)), relu=False)
form("max-by-channel", lambda g, x: g.add(
    "Max", x, g.constant(np.reshape([0, 0.1, -0.2, 0], (4, 1, 1)))), relu=False)
form("min-by-channel", lambda g, x: g.add(
    "Min", x, g.constant(np.reshape([0.2, 0.3, 0.4, 0.5], (4, 1, 1)))))
form("thresholded-at-zero", lambda g, x: g.add("ThresholdedRelu", x, alpha=0.0), relu=False)

# Halves of one map that are split and joined again and again, as in dual path networks.
def dual_paths(graph, x, blocks=10):
    for _ in range(blocks):
        first, second = graph.add("Split", x, outputs=2, axis=1)
        new = graph.conv(graph.add("Relu", x), 4, 4, side=1)
        left, right = graph.add("Split", new, outputs=2, axis=1)
        x = graph.add("Concat", graph.add("Add", first, left), graph.add("Add", second, right), axis=1)
    return x


form("dual-paths", dual_paths, relu=False, shape=(2, 3, 3))

# Constants that trainings and exporters compute.
form("weight-norm", lambda g, x: (lambda v: g.add("Conv", x, g.add("Mul", g.add("Div", v, g.add(
    "ReduceL2", v, axes=[1, 2, 3], keepdims=1)), g.weights(4, 1, 1, 1))))(g.weights(4, 4, 3, 3)))
form("binary-weights", lambda g, x: (lambda w: g.add("Conv", x, g.add("Mul", g.add("Sign", w), g.add(
    "ReduceMean", g.add("Abs", w), axes=[1, 2, 3], keepdims=1))))(g.weights(4, 4, 3, 3)))
form("quantised-weights", lambda g, x: g.add("Conv", x, g.add("Div", g.add("Round", g.add(
    "Mul", g.add("Tanh", g.weights(4, 4, 3, 3)), g.constant(7))), g.constant(7))))
form("fused-weights", lambda g, x: (lambda w: g.add("Mul", x, g.add("Div", w, g.add("Add", g.add(
    "ReduceSum", w, g.ints(0), keepdims=1), g.constant(1e-4)))))(
        g.add("Relu", g.constant(np.reshape([1, 2, -1, 0.5], (4, 1, 1))))))
form("learned-gate", lambda g, x: g.add("Mul", x, g.add("Sigmoid", g.weights(4, 1, 1))))
form("position-by-range", lambda g, x: g.add("Add", x, g.add("Mul", g.add(
    "Range", g.constant(0), g.constant(6), g.constant(1)), g.constant(0.1))))
form("product-with-a-vector", lambda g, x: g.add("MatMul", x, g.weights(6)))
form("vector-on-the-left", lambda g, x: g.add("MatMul", g.weights(6), x))

# Elements by constant indices, as torch's newer exporter writes plain indexing and set items.
form("gather-nd", lambda g, x: g.add("Transpose", g.add("GatherND", g.add(
    "Transpose", x, perm=[1, 2, 0, 3]), g.ints([3, 1], [0, -1], [3, 1])), perm=[1, 0, 2]))
form("gather-nd-batch", lambda g, x: g.add(
    "GatherND", x, g.ints([[3, 5], [1, 0], [-1, 2]]), batch_dims=1), batch=1)
form("gather-elements", lambda g, x: g.add("GatherElements", x, g.constant(
    g.random.integers(-6, 6, (1, 4, 3, 6)), np.int64), axis=2), batch=1)
form("reverse-sequence", lambda g, x: g.add("Transpose", g.add("ReverseSequence", g.add(
    "Transpose", x, perm=[1, 2, 0, 3]), g.ints(4, 1, 3, 2, 0, 4), batch_axis=1, time_axis=0),
    perm=[2, 0, 1, 3]))
form("triangles", lambda g, x: g.add(
    "Add", g.add("Trilu", x, g.constant(1, np.int64)),
    g.add("Trilu", x, g.constant(-2, np.int64), upper=0)))
form("scatter-nd-constants", lambda g, x: g.add(
    "ScatterND", x, g.ints([0, 3, 5], [0, 0, 0]), g.weights(2, 6)), opset=18, batch=1)
form("scatter-nd-two-maps", lambda g, x: g.add("ScatterND", g.add("Neg", x), g.ints(
    [0, 3, 5], [0, -4, 0]), g.add("Reshape", g.add(
        "Slice", x, g.ints(0, 0), g.ints(2, 1), g.ints(1, 2)), g.ints(2, 6))), opset=18, batch=1)
form("scatter-elements-added", lambda g, x: g.add("ScatterElements", g.weights(1, 4, 6, 6), g.constant(
    g.random.integers(-6, 6, (1, 4, 6, 6)), np.int64), x, axis=3, reduction="add"),
    opset=18, batch=1)

# Sums of elements.
form("running-sums", lambda g, x: g.add("Add", g.add("CumSum", x, g.constant(-1, np.int64)), g.add(
    "CumSum", x, g.constant(1, np.int32), exclusive=1, reverse=1)))
form("folded-blocks", lambda g, x: g.add(
    "Col2Im", g.add("Reshape", x, g.ints(-1, 12, 12)), g.ints(5, 4), g.ints(2, 3),
    pads=[0, 1, 1, 0], dilations=[2, 1]), opset=18)

# Products of constants, and constants in whole numbers.
form("einsum-weighted-sum", lambda g, x: g.add(
    "Einsum", x, g.weights(1, 2, 6, 6), equation="bchw,bdhw->bc"))
form("einsum-weights-by-channel", lambda g, x: g.add(
    "Einsum", g.weights(4, 6), x, equation="ch,bchw->bcw"))
form("products-of-constants", lambda g, x: g.add("Add", g.add("MatMul", x, g.add(
    "MatMul", g.weights(6, 2), g.weights(2, 6))), g.add("Gemm", g.weights(3, 6), g.weights(6, 3),
    g.weights(6), transA=1, transB=1, alpha=0.5, beta=-2.0)))
form("quantised-by-channel", lambda g, x: (lambda s, z: g.add("Conv", x, g.add(
    "DequantizeLinear", g.add("QuantizeLinear", g.weights(4, 4, 3, 3), s, z, axis=0), s, z, axis=0)))(
        g.constant([0.01, 0.002, 0.03, 0.005]), g.constant([0, 3, -7, 20], np.int8)))
form("quantised-by-blocks", lambda g, x: (lambda s: g.add("MatMul", x, g.add(
    "DequantizeLinear", g.add("QuantizeLinear", g.weights(6, 6), s, axis=0, block_size=4,
                              output_dtype=TensorProto.INT8), s, axis=0, block_size=4)))(
        g.constant(np.linspace(0.002, 0.01, 12).reshape(2, 6))), opset=21)

# The batch and the places in one axis, as frameworks with channels last apply weights to each place.
def rows(graph, x, length=4):
    moved = graph.add("Transpose", x, perm=[0, 2, 3, 1])
    return graph.add("Reshape", moved, graph.ints(-1, length))


form("rows-product-maximum", lambda g, x: g.add("ReduceMax", g.add("Reshape", g.add(
    "Relu", g.add("MatMul", rows(g, x), g.weights(4, 7))), g.ints(-1, 6, 6, 7)),
    axes=[1, 2], keepdims=0))
form("rows-gemm", lambda g, x: g.add("Reshape", g.add("Gemm", g.add("Relu", g.add(
    "Gemm", rows(g, x), g.weights(5, 4), g.weights(5, scale=0.3), transB=1)), g.weights(5, 3),
    g.weights(3), alpha=0.5, beta=2.0), g.ints(-1, 108)))
form("rows-joined", lambda g, x: (lambda r: g.add("Reshape", g.add("Concat", g.add(
    "MatMul", r, g.weights(4, 3)), r, axis=1), g.ints(-1, 36, 7)))(rows(g, x)))
form("rows-of-a-map", lambda g, x: g.add("Reshape", g.add("Relu", g.add(
    "Gemm", g.add("Reshape", x, g.ints(-1, 6)), g.weights(6, 5), g.weights(5))),
    g.ints(-1, 4, 6, 5)))
form("rows-times-each", lambda g, x: g.add("Reshape", g.add("Add", g.add("Mul", g.add(
    "Reshape", x, g.ints(-1, 4)), g.weights(4)), g.weights(4)), g.ints(-1, 4, 6, 6)))
form("rows-from-the-left", lambda g, x: g.add("Reshape", g.add(
    "MatMul", g.weights(5, 36), rows(g, x)), g.ints(1, 20)), batch=1)

# Heads whose order of classes is that of the logits.
HEADS = {
    "softmax-in-parts": lambda g, z: (lambda e: g.add("Div", e, g.add("ReduceSum", e, g.ints(1))))(
        g.add("Exp", g.add("Sub", z, g.add("ReduceMax", z, axes=[1])))),
    "log-of-softmax": lambda g, z: g.add("Log", g.add("Softmax", z, axis=1)),
    "minus-log-sum": lambda g, z: g.add("Sub", z, g.add("ReduceLogSumExp", z, axes=[1])),
    "clipped-sigmoid": lambda g, z: g.add(
        "Clip", g.add("Sigmoid", z), g.constant(1e-6), g.constant(1 - 1e-6)),
}
for name, tail in HEADS.items():
    form(f"head-{name}", lambda g, x, t=tail: t(g, g.add(
        "Gemm", x, g.weights(8, CLASSES), g.weights(CLASSES, scale=0.3))), shape=(6,), head=False)

for one in FORMS:
    make(*one)

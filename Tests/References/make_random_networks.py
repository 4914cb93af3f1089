"""Random networks of the operators that an import knows, with what onnxruntime makes of images.

usage: make_random_networks.py FOLDER [--count 500] [--seed 1]

Writes FOLDER/rNNN.onnx, rNNN_x.npy (4 images) and rNNN_logits.npy. The same seed gives the same
networks, whatever the count. That the ANN of each agrees to 1e-4 of the largest logit, and that the
output of its spiking form comes closer to it with T, is what the tests of field cases hold of any
folder:

    FIELD_CASES=FOLDER swift test -c release --filter 'FieldConversionTests|FieldCaseTests'

Needs onnx 1.23, numpy and onnxruntime 1.32.
"""

import argparse
import pathlib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

IMAGES = 4


class Network:
    """A graph in the making; `value` is the name of the latest tensor, `shape` that of one image."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.nodes, self.constants = [], []
        self.shape = (int(self.random.integers(1, 5)), *map(int, self.random.integers(6, 13, 2)))
        self.input_shape, self.value = self.shape, "x"
        # Whether the tensor holds what spikes can be pooled of: activations, moved at most.
        self.is_pooled_at_will = True
        # Whether it holds the image itself, moved at most: no pool takes that and spikes together.
        self.is_image = True

    def constant(self, array):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def floats(self, *shape, scale=1.0):
        return self.random.normal(0, scale, shape).astype(np.float32)

    def pick(self, *choices):
        return choices[self.random.integers(len(choices))]

    def add(self, kind, inputs=None, outputs=1, **attributes):
        names = [f"t{len(self.nodes)}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs or [self.value], names, **attributes))
        self.value = names[0]
        return names

    # What may come next, each with a random choice of what it leaves open.

    def convolution(self):
        channels, height, width = self.shape
        groups = self.pick(1, 1, channels)
        outputs = groups * int(self.random.integers(1, 5 if groups > 1 else 9))
        kernel = [int(min(self.pick(1, 2, 3, 3), side)) for side in (height, width)]
        dilation = [self.pick(1, 1, 2) if k > 1 else 1 for k in kernel]
        pads = [int(self.random.integers(0, 2)) for _ in range(4)]
        stride = [int(self.pick(1, 1, 2)) for _ in range(2)]
        reach = [d * (k - 1) + 1 for d, k in zip(dilation, kernel)]
        sides = [(s + pads[i] + pads[i + 2] - reach[i]) // stride[i] + 1
                 for i, s in enumerate((height, width))]
        if min(sides) < 1 or height + pads[0] + pads[2] < reach[0] or width + pads[1] + pads[3] < reach[1]:
            return
        fan_in = channels // groups * kernel[0] * kernel[1]
        inputs = [self.value, self.constant(self.floats(
            outputs, channels // groups, *kernel, scale=1.4 / fan_in ** 0.5))]
        if self.pick(True, False):
            inputs.append(self.constant(self.floats(outputs, scale=0.2)))
        self.add("Conv", inputs, group=groups, dilations=dilation, pads=pads, strides=stride,
                 kernel_shape=kernel)
        self.shape, self.is_pooled_at_will = (outputs, *sides), False

    def transposed_convolution(self):
        channels, height, width = self.shape
        if max(height, width) > 10:
            return
        outputs, stride = int(self.random.integers(1, 6)), int(self.pick(1, 2))
        weights = self.floats(channels, outputs, 2, 2, scale=1 / channels ** 0.5)
        self.add("ConvTranspose", [self.value, self.constant(weights)], strides=[stride] * 2)
        self.shape = (outputs, (height - 1) * stride + 2, (width - 1) * stride + 2)
        self.is_pooled_at_will = False

    def normalization(self):
        channels = self.shape[0]
        values = [self.floats(channels), self.floats(channels, scale=0.2),
                  self.floats(channels, scale=0.2), self.random.uniform(0.5, 2, channels)]
        self.add("BatchNormalization",
                 [self.value] + [self.constant(v.astype(np.float32)) for v in values])
        self.is_pooled_at_will = False

    def activation(self):
        kind = self.pick("Relu", "Relu", "Clip", "Max")
        if kind == "Clip":
            self.add("Clip", [self.value, self.constant(np.float32(0)),
                              self.constant(np.float32(self.random.uniform(0.5, 3)))])
        elif kind == "Max":
            self.add("Max", [self.value, self.constant(np.zeros((), np.float32))])
        else:
            self.add("Relu")
        self.is_pooled_at_will, self.is_image = True, False

    def pool(self):
        channels, height, width = self.shape
        if min(height, width) < 3:
            return
        kind = self.pick("MaxPool", "AveragePool", "AveragePool")
        if kind == "MaxPool" and not self.is_pooled_at_will:
            return
        kernel = [int(self.pick(2, 3)) for _ in range(2)]
        stride = [int(self.pick(1, 2)) for _ in range(2)]
        pads = [int(self.pick(0, 1)) for _ in range(4)]
        attributes = {"count_include_pad": int(self.pick(0, 1))} if kind == "AveragePool" else {}
        self.add(kind, kernel_shape=kernel, strides=stride, pads=pads, **attributes)
        self.shape = (channels, *[(s + pads[i] + pads[i + 2] - kernel[i]) // stride[i] + 1
                                  for i, s in enumerate((height, width))])
        self.is_pooled_at_will &= kind == "MaxPool"

    def residual(self):
        channels, height, width = self.shape
        before = self.value
        weights = self.floats(channels, channels, 3, 3, scale=0.7 / (9 * channels) ** 0.5)
        self.add("Conv", [before, self.constant(weights)], pads=[1] * 4)
        if self.pick(True, False):
            self.add("Relu")
            weights = self.floats(channels, channels, 1, 1, scale=1 / channels ** 0.5)
            self.add("Conv", [self.value, self.constant(weights)])
        self.add(self.pick("Add", "Sum"), [before, self.value])
        self.is_pooled_at_will = False

    def dense_block(self):
        channels, height, width = self.shape
        before, grown = self.value, int(self.random.integers(1, 4))
        weights = self.floats(grown, channels, 3, 3, scale=1 / (9 * channels) ** 0.5)
        self.add("Conv", [before, self.constant(weights)], pads=[1] * 4)
        self.add("Relu")
        self.add("Concat", [before, self.value], axis=1)
        self.shape = (channels + grown, height, width)
        self.is_pooled_at_will &= not self.is_image

    def difference(self):
        channels = self.shape[0]
        before = self.value
        weights = self.floats(channels, channels, 1, 1, scale=0.5 / channels ** 0.5)
        self.add("Conv", [before, self.constant(weights)])
        self.add("Sub", [before, self.value])
        self.is_pooled_at_will = False

    def scaling(self):
        shape = self.pick((), (self.shape[0], 1, 1), (1, *self.shape[1:]))
        kind = self.pick("Mul", "Div", "Add", "Sub")
        values = self.floats(*shape, scale=0.3)
        if kind in ("Mul", "Div"):
            values = np.exp(values).astype(np.float32)
        self.add(kind, [self.value, self.constant(values)])
        self.is_pooled_at_will = False

    def resize(self):
        channels, height, width = self.shape
        if max(height, width) > 8:
            return
        mode = self.pick("nearest", "linear")
        scales = np.array([1, 1, 2, self.pick(1, 2)], np.float32)
        self.add("Resize", [self.value, "", self.constant(scales)], mode=mode,
                 coordinate_transformation_mode=self.pick("asymmetric", "half_pixel"))
        self.shape = (channels, int(height * scales[2]), int(width * scales[3]))
        self.is_pooled_at_will &= mode == "nearest"

    def padding(self):
        channels, height, width = self.shape
        if min(height, width) < 3:
            return
        sides = self.random.integers(0, 2, 4)
        pads = np.array([0, 0, *sides[:2], 0, 0, *sides[2:]], np.int64)
        self.add("Pad", [self.value, self.constant(pads)], mode=self.pick("constant", "reflect", "edge"))
        self.shape = (channels, height + int(sides[0] + sides[2]), width + int(sides[1] + sides[3]))

    def selection(self):
        channels, height, width = self.shape
        axis = int(self.pick(1, 2, 3))
        length = self.shape[axis - 1]
        if length < 3:
            return
        kind = self.pick("Slice", "Gather", "Split")
        if kind == "Slice":
            step = int(self.pick(1, 2, -1))
            bounds = (length - 1, -length - 1) if step < 0 else (1, length)
            count = len(range(length)[slice(bounds[0], None if step < 0 else bounds[1], step)])
            arrays = [[bounds[0]], [bounds[1]], [axis], [step]]
            self.add("Slice", [self.value] + [self.constant(np.array(a, np.int64)) for a in arrays])
        elif kind == "Gather":
            count = int(self.random.integers(1, length + 1))
            picked = self.random.integers(0, length, count).astype(np.int64)
            self.add("Gather", [self.value, self.constant(picked)], axis=axis)
        else:
            count = int(self.random.integers(1, length))
            sizes = np.array([count, length - count], np.int64)
            self.add("Split", [self.value, self.constant(sizes)], outputs=2, axis=axis)
        shape = list(self.shape)
        shape[axis - 1] = count
        self.shape = tuple(shape)

    def shuffle(self):
        channels, height, width = self.shape
        if channels % 4 == 0 and self.pick(True, False):
            self.add("DepthToSpace", blocksize=2, mode=self.pick("DCR", "CRD"))
            self.shape = (channels // 4, height * 2, width * 2)
        elif height % 2 == 0 and width % 2 == 0:
            self.add("SpaceToDepth", blocksize=2)
            self.shape = (channels * 4, height // 2, width // 2)
        else:
            self.add("Transpose", perm=[0, 1, 3, 2])
            self.shape = (channels, width, height)

    def negation(self):
        self.add("Neg")
        self.is_pooled_at_will = False

    STEPS = ["convolution", "convolution", "convolution", "normalization", "activation", "activation",
             "pool", "pool", "residual", "dense_block", "difference", "scaling", "resize", "padding",
             "selection", "shuffle", "negation", "transposed_convolution"]

    def head(self):
        """Maps to ten numbers or fewer, through an activation at least once."""
        self.activation()
        channels, height, width = self.shape
        kind = self.pick("Flatten", "GlobalAveragePool", "ReduceMean", "Reshape", "MatMul")
        count = channels
        if kind == "Flatten":
            self.add("Flatten")
            count *= height * width
        elif kind == "Reshape":
            count *= height * width
            self.add("Reshape", [self.value, self.constant(np.array([-1, count], np.int64))])
        elif kind == "GlobalAveragePool":
            self.add("GlobalAveragePool")
            self.add("Flatten")
        elif kind == "ReduceMean":
            self.add("ReduceMean", [self.value, self.constant(np.array([2, 3], np.int64))], keepdims=0)
        else:
            self.add("Transpose", perm=[0, 2, 3, 1])
            weights = self.floats(channels, 3, scale=1 / channels ** 0.5)
            self.add("MatMul", [self.value, self.constant(weights)])
            self.add("Relu")
            self.add("Flatten")
            count = 3 * height * width
        self.classes = classes = int(self.random.integers(2, 11))
        weights = self.floats(classes, count, scale=1 / count ** 0.5)
        self.add("Gemm", [self.value, self.constant(weights), self.constant(self.floats(classes))],
                 transB=1)

    def model(self):
        for _ in range(self.random.integers(4, 13)):
            getattr(self, self.pick(*self.STEPS))()
            if np.prod(self.shape) > 6000:
                break
        self.head()
        batch = lambda name, *shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", *shape])
        graph = helper.make_graph(
            self.nodes, "random", [batch("x", *self.input_shape)],
            [batch(self.value, self.classes)], self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
        onnx.checker.check_model(model)
        return model

    def images(self):
        return self.random.uniform(0, 1, (IMAGES, *self.input_shape)).astype(np.float32)


def has_silence(model, images):
    """Whether an activation is 0 for all images, so that no threshold follows from them."""
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    names = [n.output[0] for n in model.graph.node if n.op_type in ("Relu", "Clip", "Max")]
    watched.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = onnxruntime.InferenceSession(watched.SerializeToString())
    return any(abs(values).max() < 1e-3 for values in session.run(names, {"x": images}))


def make(folder, number, seed):
    for attempt in range(100):
        network = Network([seed, number, attempt])
        model, images = network.model(), network.images()
        session = onnxruntime.InferenceSession(model.SerializeToString())
        logits = session.run(None, {"x": images})[0]
        if not has_silence(model, images):
            break
    place = folder / f"r{number:03}"
    onnx.save(model, f"{place}.onnx")
    np.save(f"{place}_x.npy", images)
    np.save(f"{place}_logits.npy", logits)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for number in range(options.count):
        make(options.folder, number, options.seed)


if __name__ == "__main__":
    main()

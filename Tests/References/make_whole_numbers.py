"""A small network as onnxruntime quantises it, with the numbers of its dequantised weights.

usage: make_whole_numbers.py FOLDER

Writes FOLDER/KIND.onnx for the kinds below, each with KIND_x.npy (4 images) and KIND_logits.npy: what
onnxruntime makes of the network in floats whose weights are those that the whole numbers stand for.
Activations are not rounded there, as they are not here. `optimised` is the float network as
onnxruntime saves it when it optimises (FusedConv), with the logits of the file itself. Needs onnx
1.23 and onnxruntime 1.32.
"""

import pathlib
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import quantization as q

RANDOM = np.random.default_rng(12)
IMAGES = RANDOM.uniform(0, 1, (4, 2, 8, 8)).astype(np.float32)


def network():
    """Two convolutions with a shortcut, a max pool, a mean, and two layers of weights."""
    weights = {}

    def tensor(name, *shape):
        fan_in = int(np.prod(shape[1:])) if len(shape) > 1 else 8
        weights[name] = RANDOM.normal(0, 1.2 / fan_in ** 0.5, shape).astype(np.float32)
        return name

    nodes = [
        helper.make_node("Conv", ["x", tensor("w1", 8, 2, 3, 3), tensor("b1", 8)], ["c1"], pads=[1] * 4),
        helper.make_node("Relu", ["c1"], ["r1"]),
        helper.make_node("MaxPool", ["r1"], ["p1"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Conv", ["p1", tensor("w2", 8, 8, 3, 3), tensor("b2", 8)], ["c2"], pads=[1] * 4),
        helper.make_node("Add", ["c2", "p1"], ["s2"]),
        helper.make_node("Relu", ["s2"], ["r2"]),
        helper.make_node("GlobalAveragePool", ["r2"], ["g"]),
        helper.make_node("Flatten", ["g"], ["f"]),
        helper.make_node("Gemm", ["f", tensor("w3", 16, 8), tensor("b3", 16)], ["h"], transB=1),
        helper.make_node("Relu", ["h"], ["r3"]),
        helper.make_node("MatMul", ["r3", tensor("w4", 16, 5)], ["y"]),
    ]
    graph = helper.make_graph(
        nodes, "network",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 2, 8, 8])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 5])],
        [numpy_helper.from_array(array, name) for name, array in weights.items()])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


class Images(q.CalibrationDataReader):
    def __init__(self):
        self.left = [{"x": image[None]} for image in IMAGES]

    def get_next(self):
        return self.left.pop() if self.left else None


def dequantised(model, quantised):
    """The float network with the weights that the whole numbers stand for, and their ranges."""
    arrays = {t.name: numpy_helper.to_array(t) for t in quantised.graph.initializer}
    result = onnx.ModelProto()
    result.CopyFrom(model)
    for tensor in result.graph.initializer:
        # Dynamic quantisation transposes what Gemm would.
        name = tensor.name + ("_Transposed" if f"{tensor.name}_Transposed_scale" in arrays else "")
        if f"{name}_quantized" not in arrays or f"{name}_scale" not in arrays:
            continue
        numbers = arrays[f"{name}_quantized"].astype(np.float32)
        numbers = numbers.T if name.endswith("_Transposed") else numbers
        scale, zero = arrays[f"{name}_scale"], arrays[f"{name}_zero_point"].astype(np.float32)
        if np.size(scale) > 1:
            axis = list(numbers.shape).index(np.size(scale)) if name != "w4" else 1
            shape = [-1 if index == axis else 1 for index in range(numbers.ndim)]
            scale, zero = scale.reshape(shape), zero.reshape(shape)
        values = ((numbers - zero) * scale).astype(np.float32)
        assert values.shape == tuple(tensor.dims), name
        tensor.CopyFrom(numpy_helper.from_array(values, tensor.name))
    for node in result.graph.node:
        scale = arrays.get(f"{node.output[0]}_scale")
        if node.op_type == "Relu" and scale is not None:
            node.op_type = "Clip"
            for name, bound in (("low", 0), ("high", 255 * scale)):
                node.input.append(f"{node.output[0]}_{name}")
                result.graph.initializer.append(
                    numpy_helper.from_array(np.float32(bound), node.input[-1]))
    return result


def logits(model):
    return ort.InferenceSession(model.SerializeToString()).run(None, {"x": IMAGES})[0]


def save(folder, kind, path, right):
    model = onnx.load(path)
    onnx.save(model, folder / f"{kind}.onnx")
    np.save(folder / f"{kind}_x.npy", IMAGES)
    np.save(folder / f"{kind}_logits.npy", right)
    # Optimised, onnxruntime saturates where the processor lacks instructions.
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    whole = ort.InferenceSession(str(path), options).run(None, {"x": IMAGES})[0]
    kinds = sorted({(f"{n.domain}." if n.domain else "") + n.op_type for n in model.graph.node})
    print(f"{kind}: differs by {abs(whole - right).max():.4f} of {abs(right).max():.2f}; {kinds}")


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    model = network()
    with tempfile.TemporaryDirectory() as scratch:
        source, target = f"{scratch}/float.onnx", f"{scratch}/whole.onnx"
        onnx.save(model, source)
        for kind, form, channels in [("qoperator", q.QuantFormat.QOperator, False),
                                     ("qoperator_channels", q.QuantFormat.QOperator, True),
                                     ("qdq", q.QuantFormat.QDQ, True)]:
            q.quantize_static(source, target, Images(), quant_format=form, per_channel=channels,
                              weight_type=q.QuantType.QInt8)
            save(folder, kind, target, logits(dequantised(model, onnx.load(target))))
        q.quantize_dynamic(source, target, weight_type=q.QuantType.QInt8)
        save(folder, "dynamic", target, logits(dequantised(model, onnx.load(target))))
        options = ort.SessionOptions()
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        options.optimized_model_filepath = target
        ort.InferenceSession(source, options, providers=["CPUExecutionProvider"])
        save(folder, "optimised", target, logits(model))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))

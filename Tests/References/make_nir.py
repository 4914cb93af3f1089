"""Writes small NIR graphs with the package `nir`, and what plain numpy makes of them step by step.

usage: make_nir.py FOLDER        writes FOLDER/*.nir and FOLDER/outputs.npz
       make_nir.py --read FILE   prints what `nir.read` finds in a file, as JSON

Needs nir 1.0.8 (.ci/setup-readers). All numbers are multiples of powers of two, so that single
precision is exact and sums do not depend on their order.
"""

import json
import pathlib
import sys

import nir
import numpy as np

DT = 0.5
STEPS = 12
random = np.random.default_rng(11)


def dyadic(*shape, low=-8, high=8, unit=1 / 8):
    return (random.integers(low, high + 1, shape) * unit).astype(np.float32)


def choice(shape, *values):
    return random.choice(np.array(values, np.float32), shape).astype(np.float32)


def lif(*shape, dtype=np.float32):
    return nir.LIF(
        tau=choice(shape, 1, 2).astype(dtype), r=choice(shape, 1, 2).astype(dtype),
        v_leak=choice(shape, 0, 0.25).astype(dtype), v_threshold=choice(shape, 0.5, 1).astype(dtype),
        v_reset=choice(shape, 0, -0.25).astype(dtype))


def chain(**nodes):
    names = list(nodes)
    return nir.NIRGraph(nodes=nodes, edges=list(zip(names, names[1:])))


def maps():
    """Convolutions with 'same' and numbers, pools, scales, and parameters in double precision."""
    return chain(
        input=nir.Input(np.array([2, 6, 6])),
        conv=nir.Conv2d(
            input_shape=(6, 6), weight=dyadic(4, 2, 2, 2), stride=1, padding="same", dilation=1,
            groups=1, bias=dyadic(4)),
        spikes=nir.IF(
            r=np.full((4, 6, 6), 2, np.float64), v_threshold=choice((4, 6, 6), 0.5, 1).astype(float),
            v_reset=np.zeros((4, 6, 6))),
        sum=nir.SumPool2d(
            kernel_size=np.array([2, 2]), stride=np.array([2, 2]), padding=np.array([0, 0])),
        scale=nir.Scale(dyadic(4, 3, 3)),
        conv2=nir.Conv2d(
            input_shape=(3, 3), weight=dyadic(4, 4, 3, 3), stride=(1, 1), padding=(1, 1),
            dilation=(1, 1), groups=1, bias=dyadic(4)),
        lif=lif(4, 3, 3, dtype=np.float64),
        average=nir.AvgPool2d(
            kernel_size=np.array([2, 2]), stride=np.array([1, 1]), padding=np.array([0, 0])),
        flatten=nir.Flatten({"input": np.array([4, 2, 2])}, start_dim=0),
        affine=nir.Affine(weight=dyadic(3, 16), bias=dyadic(3)),
        output=nir.Output(np.array([3])))


def line():
    """A Conv1d, and every model that has no map."""
    return chain(
        input=nir.Input(np.array([2, 8])),
        conv=nir.Conv1d(
            input_shape=8, weight=dyadic(3, 2, 3), stride=2, padding=1, dilation=1, groups=1,
            bias=dyadic(3)),
        threshold=nir.Threshold(np.full((3, 4), 0.25, np.float32)),
        flatten=nir.Flatten({"input": np.array([3, 4])}, start_dim=0),
        linear=nir.Linear(dyadic(6, 12)),
        cubalif=nir.CubaLIF(
            tau_syn=choice((6,), 1, 2), tau_mem=choice((6,), 1, 2), r=choice((6,), 1, 2),
            v_leak=np.zeros(6, np.float32), v_threshold=choice((6,), 0.5, 1),
            v_reset=np.zeros(6, np.float32), w_in=choice((6,), 1, 2)),
        delay=nir.Delay(choice((6,), 0, 0.5, 1.5)),
        affine=nir.Affine(weight=dyadic(5, 6), bias=dyadic(5)),
        cubali=nir.CubaLI(
            tau_syn=np.full(5, 1, np.float32), tau_mem=np.full(5, 2, np.float32),
            r=np.full(5, 1, np.float32), v_leak=np.zeros(5, np.float32)),
        affine2=nir.Affine(weight=dyadic(4, 5), bias=dyadic(4)),
        li=nir.LI(
            tau=np.full(4, 1, np.float32), r=np.full(4, 2, np.float32),
            v_leak=np.zeros(4, np.float32)),
        i=nir.I(r=np.full(4, 2, np.float32)),
        output=nir.Output(np.array([4])))


def loops():
    """A layer that feeds itself inside a nested graph, and a loop through a Delay outside it."""
    inner = nir.NIRGraph(
        nodes={
            "input": nir.Input(np.array([6])),
            "lif": lif(6),
            "again": nir.Linear(dyadic(6, 6)),
            "output": nir.Output(np.array([6])),
        },
        edges=[("input", "lif"), ("lif", "again"), ("again", "lif"), ("lif", "output")])
    return nir.NIRGraph(
        nodes={
            "input": nir.Input(np.array([4])),
            "fc": nir.Affine(weight=dyadic(6, 4), bias=dyadic(6)),
            "cell": inner,
            "delay": nir.Delay(np.full(6, 1, np.float32)),
            "back": nir.Linear(dyadic(6, 6, unit=1 / 16)),
            "read": nir.Affine(weight=dyadic(3, 6), bias=dyadic(3)),
            "output": nir.Output(np.array([3])),
        },
        edges=[
            ("input", "fc"), ("fc", "cell"), ("cell", "delay"), ("delay", "back"),
            ("back", "cell"), ("cell", "read"), ("read", "output"),
        ])


def scalars():
    """Parameters as single numbers, and no v_reset, as old files have it."""
    return chain(
        input=nir.Input(np.array([5])),
        fc=nir.Affine(weight=dyadic(7, 5), bias=dyadic(7)),
        lif=nir.LIF(
            tau=np.full(7, 1, np.float32), r=np.full(7, 2, np.float32),
            v_leak=np.zeros(7, np.float32), v_threshold=np.full(7, 1, np.float32)),
        output=nir.Output(np.array([7])))


def make_scalar(path):
    """Replaces parameters by single numbers, which other writers leave."""
    import h5py
    with h5py.File(path, "a") as file:
        node = file["node/nodes/lif"]
        for key in ["tau", "r", "v_leak", "v_threshold"]:
            value = node[key][()].ravel()[0]
            del node[key]
            node.create_dataset(key, data=value)
        del node["v_reset"]


class Simulation:
    """Forward Euler with the current of the same step, θ included, reset to v_reset."""

    def __init__(self, graph, shape, prefix=""):
        self.state, self.sent, self.history = {}, {}, {}
        self.nodes, self.edges = {}, []
        self.dissolve(graph, "")
        self.order = self.arrange()

    def dissolve(self, graph, prefix):
        ends = {}
        for name, node in graph.nodes.items():
            if isinstance(node, nir.NIRGraph):
                ends[name] = self.dissolve(node, prefix + name + ".")
            else:
                self.nodes[prefix + name] = node
                ends[name] = (prefix + name, prefix + name)
        self.edges += [(ends[a][1], ends[b][0]) for a, b in graph.edges]
        return prefix + "input", prefix + "output"

    def arrange(self):
        """Layers as if delays came first in a loop; the others by their distance from the input."""
        distance, reached = {"input": 0}, ["input"]
        while reached:
            node = reached.pop(0)
            for a, b in self.edges:
                if a == node and b not in distance:
                    distance[b] = distance[a] + 1
                    reached.append(b)
        waiting, order = sorted(self.nodes, key=lambda n: (distance[n], n)), []
        while waiting:
            ready = [n for n in waiting if all(a in order for a, b in self.edges if b == n)]
            loop = [n for n in waiting if n == "delay"] + [n for n in waiting if n.endswith("lif")]
            order.append((ready or loop)[0])
            waiting.remove(order[-1])
        return order

    def step(self, image):
        before = dict(self.sent)
        done = set()
        for name in self.order:
            node, total, late = self.nodes[name], None, None
            for a, b in self.edges:
                if b != name:
                    continue
                value = self.sent[a] if a in done else before.get(a)
                if value is not None:
                    if isinstance(node, nir.Delay) and a not in done:
                        late = value
                    total = value if total is None else total + value
            self.sent[name] = self.apply(name, node, image if name == "input" else total, late)
            done.add(name)
        return self.sent["output"]

    def apply(self, name, node, x, late):
        if x is None:
            x = np.zeros(node.input_type["input"], np.float32)
        kind = type(node).__name__
        if kind in ("Input", "Output"):
            return x
        if kind in ("Affine", "Linear"):
            return node.weight @ x + (node.bias if kind == "Affine" else 0)
        if kind == "Scale":
            return x * node.scale
        if kind == "Flatten":
            return x.ravel()
        if kind in ("Conv1d", "Conv2d"):
            return convolve(node, x)
        if kind in ("SumPool2d", "AvgPool2d"):
            return pool(node, x, np.sum if kind == "SumPool2d" else np.mean)
        if kind == "Threshold":
            return (x >= node.threshold).astype(np.float32)
        if kind == "Delay":
            return self.delay(name, node, x, late is not None)
        return self.neuron(name, node, x)

    def delay(self, name, node, x, is_late):
        past = self.history.setdefault(name, [])
        past.append(x)
        steps = np.rint(node.delay / DT).astype(int) - is_late
        out = np.zeros_like(x)
        for unit, wait in enumerate(steps):
            if wait < len(past):
                out[unit] = past[-1 - wait][unit]
        return out

    def neuron(self, name, node, x):
        v, i = self.state.get(name, (np.zeros_like(x), np.zeros_like(x)))
        current = x
        if hasattr(node, "tau_syn"):
            i = i + DT / node.tau_syn * (node.w_in * x - i)
            current = i
        tau = getattr(node, "tau_mem", getattr(node, "tau", None))
        v = v + (DT * node.r * current if tau is None
                 else DT / tau * (node.v_leak - v + node.r * current))
        if not hasattr(node, "v_threshold"):
            self.state[name] = (v, i)
            return v
        fires = v >= node.v_threshold
        self.state[name] = (np.where(fires, node.v_reset, v), i)
        return fires.astype(np.float32)


def convolve(node, x):
    if x.ndim == 2:
        flat = np.asarray(node.weight)[:, :, None, :]
        pad = [(0, 0), (int(node.padding),) * 2]
        return windows(flat, np.pad(x[:, None, :], [(0, 0)] + pad), (1, int(node.stride)),
                       node.bias)[:, 0, :]
    if isinstance(node.padding, str):
        rows, columns = np.array(node.weight.shape[2:]) - 1
        pad = [(rows // 2, rows - rows // 2), (columns // 2, columns - columns // 2)]
    else:
        pad = [(p, p) for p in node.padding]
    return windows(node.weight, np.pad(x, [(0, 0)] + pad), node.stride, node.bias)


def windows(weight, x, stride, bias):
    rows, columns = weight.shape[2:]
    height = (x.shape[1] - rows) // stride[0] + 1
    width = (x.shape[2] - columns) // stride[1] + 1
    out = np.zeros((weight.shape[0], height, width), np.float32)
    for row in range(height):
        for column in range(width):
            y, z = row * stride[0], column * stride[1]
            part = x[:, y:y + rows, z:z + columns]
            out[:, row, column] = (weight * part).sum((1, 2, 3)) + bias
    return out


def pool(node, x, reduce):
    (rows, columns), stride = node.kernel_size, node.stride
    height, width = (x.shape[1] - rows) // stride[0] + 1, (x.shape[2] - columns) // stride[1] + 1
    return np.array([[[reduce(m[r * stride[0]:r * stride[0] + rows, c * stride[1]:c * stride[1] + columns])
                       for c in range(width)] for r in range(height)] for m in x], np.float32)


def write(folder):
    arrays = {}
    for make in [maps, line, loops, scalars]:
        name, graph = make.__name__, make()
        nir.write(folder / f"{name}.nir", graph)
        if make is scalars:
            make_scalar(folder / f"{name}.nir")
        shape = graph.nodes["input"].input_type["input"]
        image = dyadic(*shape, low=0, high=8)
        simulation = Simulation(graph, shape)
        outputs = [simulation.step(image) for _ in range(STEPS)]
        arrays[f"{name}.image"] = image
        arrays[f"{name}.outputs"] = np.array(outputs, np.float32)
    np.savez(folder / "outputs.npz", **arrays)


def describe(path):
    graph = nir.read(path)
    nodes = {
        name: {
            "type": type(node).__name__,
            "input": [int(n) for n in next(iter(node.input_type.values()))],
            "metadata": sorted(node.metadata),
        }
        for name, node in graph.nodes.items()
    }
    dt = float(graph.metadata["dt"]) if "dt" in graph.metadata else None
    return {"nodes": nodes, "edges": len(graph.edges), "dt": dt}


if __name__ == "__main__":
    if sys.argv[1] == "--read":
        print(json.dumps(describe(sys.argv[2]), sort_keys=True))
    else:
        write(pathlib.Path(sys.argv[1]))

"""Runs a small spiking network of some framework, streams its spikes, and saves what it sent.

    python stream_models.py FRAMEWORK ADDRESS FILE.npz

FRAMEWORK: spikingjelly, spikingjelly-m (multi-step), snntorch, norse, torch (plain modules) or numpy
(no model at all). Every layer's spikes go to FILE.npz as [steps, ...], for comparison. Ends with
status 77 where the framework is not installed.
"""

import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "assets/python"))
import spiketop_stream

STEPS = 25
INPUTS, HIDDEN, OUTPUTS = 40, 30, 10


def spikingjelly(torch, multi_step):
    from spikingjelly.activation_based import functional, layer, neuron
    net = torch.nn.Sequential(
        layer.Conv2d(1, 3, 3), neuron.LIFNode(), layer.Flatten(),
        layer.Linear(3 * 36, OUTPUTS), neuron.IFNode())
    functional.set_step_mode(net, "m" if multi_step else "s")
    image = torch.rand(2, 1, 8, 8) * 3

    def run():
        with torch.no_grad():
            if multi_step:
                net(image.repeat(STEPS, 1, 1, 1, 1))
            else:
                for _ in range(STEPS):
                    net(image)
    return net, neuron.BaseNode, {"1": net[1], "4": net[4]}, run, multi_step


def snntorch(torch):
    import snntorch as snn

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.lif = torch.nn.Linear(INPUTS, HIDDEN), snn.Leaky(beta=0.9)
            self.second, self.out = torch.nn.Linear(HIDDEN, OUTPUTS), snn.Leaky(beta=0.8)

        def forward(self, x):
            one, two = self.lif.init_leaky(), self.out.init_leaky()
            for _ in range(STEPS):
                spikes, one = self.lif(self.first(x), one)
                spikes, two = self.out(self.second(spikes), two)

    net = Net()
    x = torch.rand(2, INPUTS) * 3

    def run():
        with torch.no_grad():
            net(x)
    return net, snn.SpikingNeuron, {"lif": net.lif, "out": net.out}, run, False


def norse(torch):
    import norse.torch as norse

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.lif = torch.nn.Linear(INPUTS, HIDDEN), norse.LIFCell()
            self.out = norse.LIFRecurrentCell(HIDDEN, OUTPUTS)

        def forward(self, x):
            one = two = None
            for _ in range(STEPS):
                spikes, one = self.lif(self.first(x), one)
                spikes, two = self.out(spikes, two)

    net = Net()
    x = torch.rand(2, INPUTS) * 20

    def run():
        with torch.no_grad():
            net(x)
    return net, (norse.LIFCell, norse.LIFRecurrentCell), {"lif": net.lif, "out": net.out}, run, False


def plain(torch):
    class Step(torch.nn.Module):
        def forward(self, x):
            return (torch.rand_like(x) < x).float()

    net = torch.nn.Sequential(torch.nn.Linear(INPUTS, HIDDEN), torch.nn.Sigmoid(), Step())
    x = torch.rand(2, INPUTS)

    def run():
        with torch.no_grad():
            for _ in range(STEPS):
                net(x)
    return net, Step, {"2": net[2]}, run, False


def stream_numpy(address, sent):
    random = np.random.default_rng(7)
    shapes = {"a": (2, 5, 6), "b": (20,)}
    with spiketop_stream.SpikeStream(address, shapes, run="numpy", closing_seconds=60) as stream:
        assert stream.wait(20), "nobody watches"
        for _ in range(STEPS):
            spikes = {name: random.random(shape) < 0.2 for name, shape in shapes.items()}
            stream.send({"a": spikes["a"], "b": stream.ids(np.nonzero(spikes["b"])[0])})
            for name in shapes:
                sent.setdefault(name, []).append(spikes[name])
    return stream.dropped


def stream_model(framework, address, sent):
    import torch
    torch.manual_seed(3)
    make = {
        "spikingjelly": lambda: spikingjelly(torch, False),
        "spikingjelly-m": lambda: spikingjelly(torch, True),
        "snntorch": lambda: snntorch(torch), "norse": lambda: norse(torch),
        "torch": lambda: plain(torch),
    }[framework]
    net, types, layers, run, is_multi_step = make()

    def keep(name):
        def hook(_, __, output):
            spikes = output[0] if isinstance(output, tuple) else output
            spikes = spikes.numpy()
            rows = spikes[:, 1] if is_multi_step else spikes[None, 1]
            sent.setdefault(name, []).extend(rows)
        return hook

    for name, module in layers.items():
        module.register_forward_hook(keep(name))
    with spiketop_stream.watch(
            net, types, address, time_axis=is_multi_step, image=1, patience=20,
            closing_seconds=60) as watched:
        run()
    return watched.dropped


if __name__ == "__main__":
    framework, address, file = sys.argv[1:]
    sent = {}
    try:
        if framework == "numpy":
            dropped = stream_numpy(address, sent)
        else:
            dropped = stream_model(framework, address, sent)
    except ModuleNotFoundError as error:
        print(error, file=sys.stderr)
        sys.exit(77)
    assert dropped == 0, f"{dropped} steps were dropped"
    np.savez(file, **{name: np.stack(rows).astype(np.uint8) for name, rows in sent.items()})

"""Small spiking networks as four frameworks write them to NIR, and what each framework then does.

usage: make_dialects.py FOLDER    writes FOLDER/WRITER-KIND.nir and FOLDER/WRITER-KIND.npz

Each .npz holds `image`, the constant input current, and `layer1`, `layer2`, shape [steps, neurons]:
what the neurons of the framework's own network send in each step, in the order of its tensors. Needs torch 2.13, nir 1.0.8, nirtorch 2.6, snntorch 1.0.0,
norse 1.1.0, sinabs 3.1.3 (without its dependencies) and spikingjelly 2.0.0. Where an exporter fails
(snnTorch and sinabs on convolutions) the graph is put together by hand from the nodes that its own
functions make.
"""

import pathlib
import sys

import nir
import numpy as np
import torch

STEPS = 40


def seeded(number):
    torch.manual_seed(number)


def scaled(module, factor=2.5):
    """Weights that make neurons fire often enough."""
    for parameter in module.parameters():
        parameter.data *= factor
    return module


def chain(input_shape, nodes, output_shape):
    """A graph of nodes one behind the other."""
    named = {"input": nir.Input(np.array(input_shape))}
    named |= {f"n{number}": node for number, node in enumerate(nodes)}
    named["output"] = nir.Output(np.array(output_shape))
    names = list(named)
    return nir.NIRGraph(nodes=named, edges=list(zip(names, names[1:])))


def spread(node, *shape):
    """A neuron node with one number per neuron, as NIR's own check of types wants."""
    names = ["tau", "tau_mem", "tau_syn", "r", "v_leak", "v_threshold", "v_reset", "w_in"]
    values = {name: getattr(node, name) for name in names if getattr(node, name, None) is not None}
    return type(node)(**{name: np.array(np.broadcast_to(np.asarray(value), shape))
                         for name, value in values.items()})


def run(modules, image, stateful):
    """The spikes of each layer and step; `stateful` takes (module, input) and keeps the state."""
    weightless = (torch.nn.Linear, torch.nn.Conv2d, torch.nn.AvgPool2d, torch.nn.LPPool2d,
                  torch.nn.Flatten)
    layers = [module for module in modules if not isinstance(module, weightless)]
    rows = [[] for _ in layers]
    for _ in range(STEPS):
        value = image[None]
        for module in modules:
            value = stateful(module, value)
            if module in layers:
                rows[layers.index(module)].append(value[0].detach().numpy().ravel().copy())
    return {f"layer{number + 1}": np.array(row, np.float32) for number, row in enumerate(rows)}


def conv(node, input_shape):
    node.input_shape = input_shape
    return node


def flatten(lengths):
    return nir.Flatten({"input": np.array(lengths)}, start_dim=0, end_dim=-1)


# snnTorch: reset by subtraction, a step later; fires above the threshold.
def snntorch_networks():
    import snntorch as snn
    from snntorch.export_nir import _extract_snntorch_module as node

    def apply(module, value):
        if isinstance(module, snn.Leaky):
            spikes, module.state = module(value, getattr(module, "state", torch.zeros_like(value)))
            return spikes
        if isinstance(module, snn.RLeaky):
            spikes, membrane = getattr(module, "state", (torch.zeros_like(value),) * 2)
            module.state = module(value, spikes, membrane)
            return module.state[0]
        return module(value)

    seeded(1)
    modules = [scaled(torch.nn.Linear(12, 16)), snn.Leaky(beta=0.9), torch.nn.Linear(16, 5),
               snn.Leaky(beta=0.8, threshold=0.5)]
    nodes = [node(modules[0]), spread(node(modules[1]), 16), node(modules[2]),
             spread(node(modules[3]), 5)]
    yield "forward", chain([12], nodes, [5]), torch.rand(12), modules, apply
    seeded(2)
    modules = [scaled(torch.nn.Conv2d(2, 4, 3, padding=1)), snn.Leaky(beta=0.9),
               torch.nn.AvgPool2d(2), torch.nn.Flatten(), scaled(torch.nn.Linear(36, 5)),
               snn.Leaky(beta=0.8)]
    nodes = [conv(node(modules[0]), (6, 6)), spread(node(modules[1]), 4, 6, 6), node(modules[2]),
             flatten([4, 3, 3]), node(modules[4]), spread(node(modules[5]), 5)]
    yield "convolution", chain([2, 6, 6], nodes, [5]), torch.rand(2, 6, 6), modules, apply
    seeded(3)
    modules = [scaled(torch.nn.Linear(12, 8)), snn.RLeaky(beta=0.9, linear_features=8, threshold=2.0),
               scaled(torch.nn.Linear(8, 5), 1.5), snn.Leaky(beta=0.8)]
    nodes = [node(modules[0]), node(modules[1]), node(modules[2]), spread(node(modules[3]), 5)]
    yield "recurrent", chain([12], nodes, [5]), torch.rand(12), modules, apply


# Norse: reset to v_reset at once; fires above the threshold; tau times dt is written as tau.
def norse_networks():
    import norse.torch as norse
    from norse.torch.functional.lif_box import LIFBoxFeedForwardState
    from norse.torch.utils.export_nir import _extract_norse_module as node

    def apply(module, value):
        if isinstance(module, norse.LIFBoxCell):
            state = getattr(module, "state", LIFBoxFeedForwardState(v=torch.zeros_like(value)))
            spikes, module.state = module(value, state)
            return spikes
        return module(value)

    seeded(4)
    modules = [scaled(torch.nn.Linear(12, 16), 12), norse.LIFBoxCell(),
               scaled(torch.nn.Linear(16, 5), 20), norse.LIFBoxCell()]
    nodes = [node(modules[0]), spread(node(modules[1]), 16), node(modules[2]),
             spread(node(modules[3]), 5)]
    yield "forward", chain([12], nodes, [5]), torch.rand(12), modules, apply
    seeded(5)
    modules = [scaled(torch.nn.Conv2d(2, 4, 3, padding=1), 12), norse.LIFBoxCell(),
               torch.nn.Flatten(), scaled(torch.nn.Linear(144, 5), 40), norse.LIFBoxCell()]
    nodes = [conv(node(modules[0]), (6, 6)), spread(node(modules[1]), 4, 6, 6), flatten([4, 6, 6]),
             node(modules[3]), spread(node(modules[4]), 5)]
    yield "convolution", chain([2, 6, 6], nodes, [5]), torch.rand(2, 6, 6), modules, apply


# sinabs: exponential decay, several spikes per step, reset by subtraction, fires at the threshold.
def sinabs_networks():
    import sinabs.layers as sl
    from sinabs.nir import _extract_sinabs_module as node

    def apply(module, value):
        return module(value[:, None])[:, 0] if isinstance(module, (sl.IAF, sl.LIF)) else module(value)

    def lif(tau, shape):
        module = sl.LIF(tau_mem=tau)
        module(torch.zeros(1, 1, *shape))
        return module

    def iaf(shape):
        module = sl.IAF()
        module(torch.zeros(1, 1, *shape))
        return module

    seeded(6)
    modules = [scaled(torch.nn.Linear(12, 16), 8), lif(10.0, [16]), scaled(torch.nn.Linear(16, 5), 8),
               lif(5.0, [5])]
    nodes = [node(modules[0]), spread(node(modules[1]), 16), node(modules[2]),
             spread(node(modules[3]), 5)]
    yield "forward", chain([12], nodes, [5]), torch.rand(12), modules, apply
    seeded(7)
    modules = [scaled(torch.nn.Conv2d(2, 4, 3, padding=1), 4), iaf([4, 6, 6]), sl.SumPool2d(2),
               torch.nn.Flatten(), torch.nn.Linear(36, 5), iaf([5])]
    nodes = [conv(node(modules[0]), (6, 6)), node(modules[1]), node(modules[2]), flatten([4, 3, 3]),
             node(modules[4]), node(modules[5])]
    yield "convolution", chain([2, 6, 6], nodes, [5]), torch.rand(2, 6, 6), modules, apply


# SpikingJelly: reset to v_reset at once; fires at the threshold.
def spikingjelly_networks():
    from spikingjelly.activation_based import layer, neuron
    from spikingjelly.activation_based.nir_exchange import export_to_nir

    def apply(module, value):
        return module(value)

    for number, kind, modules, shape in [
        (8, "forward", lambda: [scaled(layer.Linear(12, 16)), neuron.IFNode(), scaled(layer.Linear(16, 5), 4),
                                neuron.LIFNode(tau=2.0, decay_input=False)], [12]),
        (9, "convolution", lambda: [scaled(layer.Conv2d(2, 4, 3, padding=1)), neuron.IFNode(),
                                    layer.AvgPool2d(2), layer.Flatten(), scaled(layer.Linear(36, 5)),
                                    neuron.IFNode()], [2, 6, 6]),
    ]:
        seeded(number)
        modules = modules()
        network = torch.nn.Sequential(*modules)
        image = torch.rand(shape)
        graph = export_to_nir(network, image[None])
        for module in modules:
            if hasattr(module, "reset"):
                module.reset()
        yield kind, graph, image, modules, apply


def main(folder):
    writers = {"snntorch": snntorch_networks, "norse": norse_networks, "sinabs": sinabs_networks,
               "spikingjelly": spikingjelly_networks}
    for writer, networks in writers.items():
        for kind, graph, image, modules, apply in networks():
            place = folder / f"{writer}-{kind}"
            nir.write(f"{place}.nir", graph)
            with torch.no_grad():
                spikes = run(modules, image, apply)
            np.savez_compressed(f"{place}.npz", image=image.numpy(), **spikes)
            print(f"{place.name}: {[int(layer.sum()) for layer in spikes.values()]}, "
                  f"last {spikes['layer2'].sum(0)}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))

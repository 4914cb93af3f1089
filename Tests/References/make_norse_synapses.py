"""Small networks of Norse's LIFCell, as Norse writes them to NIR, and when they spike.

usage: make_norse_synapses.py FOLDER    writes FOLDER/norse-synapses.* and oldnorse-synapses.*

The nodes are what `_map_cuba_lif` of norse.torch.utils.export_nir makes of the usual parameters (r
and w_in 1; time constants times the dt of Norse, as version 1.1.0 writes them). A step of Norse 1.1
(`lif_feed_forward_step` in norse.torch.functional.lif) is computed by Norse itself:

    i' = i + input                                      the input whole
    v' = v + dt / tau_mem * ((v_leak - v) + i')         with the current of this step
    z  = v' > v_th;  v = v_reset where z, else v';  i = i' - dt / tau_syn * i'

Before, as `_lif_feed_forward_step_jit` has it, v' met the current of the step before; that is
computed here, in its order and in single precision.

The script stops if a potential comes so close to the threshold that another order of the same sums
could decide otherwise. The .npz are as those of make_dialects.py. Needs numpy, nir 1.0.8, torch and
norse 1.1.0.
"""

import pathlib
import sys

import nir
import numpy as np
import torch
from norse.torch.functional.lif import LIFFeedForwardState, LIFParameters, lif_feed_forward_step

STEPS = 60
DT, TAU_SYN, TAU_MEM = np.float32(1e-3), np.float32(5e-3), np.float32(1e-2)
RANDOM = np.random.default_rng(14)


def affine(inputs, outputs, scale):
    bound = scale / np.sqrt(inputs)
    return nir.Affine(
        RANDOM.uniform(-bound, bound, (outputs, inputs)).astype(np.float32),
        RANDOM.uniform(-bound, bound, outputs).astype(np.float32))


def cells(count):
    fill = lambda value: np.full(count, value, np.float32)
    return nir.CubaLIF(
        tau_mem=fill(DT * TAU_MEM), tau_syn=fill(DT * TAU_SYN), r=fill(1), v_leak=fill(0),
        v_threshold=fill(1), v_reset=fill(0), w_in=fill(1))


class OldCell:
    def __init__(self, count):
        self.v, self.i = np.zeros(count, np.float32), np.zeros(count, np.float32)

    def step(self, arriving):
        v = self.v + DT / TAU_MEM * ((np.float32(0) - self.v) + self.i)
        i = self.i - DT / TAU_SYN * self.i
        check(v)
        z = (v > 1).astype(np.float32)
        self.v = (1 - z) * v
        self.i = i + arriving
        return z


class Cell:
    def __init__(self, count):
        self.state = LIFFeedForwardState(v=torch.zeros(count), i=torch.zeros(count))
        self.parameters = LIFParameters(
            tau_syn_inv=torch.tensor(1 / TAU_SYN), tau_mem_inv=torch.tensor(1 / TAU_MEM))

    def step(self, arriving):
        i = self.state.i.numpy() + arriving
        check(self.state.v.numpy() * (1 - DT / TAU_MEM) + DT / TAU_MEM * i)
        z, self.state = lif_feed_forward_step(
            torch.from_numpy(arriving), self.state, self.parameters, float(DT))
        return z.numpy()


def check(v):
    assert np.abs(v - 1).min() > 1e-5, "too close to the threshold to tell"


def write(path, cell):
    layers = [affine(12, 16, 1.5), affine(16, 5, 3)]
    nodes = {"input": nir.Input(np.array([12])), "0": layers[0], "1": cells(16), "2": layers[1],
             "3": cells(5), "output": nir.Output(np.array([5]))}
    names = list(nodes)
    nir.write(f"{path}.nir", nir.NIRGraph(nodes=nodes, edges=list(zip(names, names[1:]))))
    image = RANDOM.uniform(0, 1, 12).astype(np.float32)
    neurons, rows = [cell(16), cell(5)], [[], []]
    for _ in range(STEPS):
        value = image
        for number, (layer, neuron) in enumerate(zip(layers, neurons)):
            value = neuron.step(layer.weight @ value + layer.bias)
            rows[number].append(value)
    np.savez_compressed(
        f"{path}.npz", image=image, layer1=np.array(rows[0]), layer2=np.array(rows[1]))
    print([int(np.sum(row)) for row in rows], np.sum(rows[0], 0), np.sum(rows[1], 0))


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[1]) / "oldnorse-synapses", OldCell)
    write(pathlib.Path(sys.argv[1]) / "norse-synapses", Cell)

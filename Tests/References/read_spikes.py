"""Reads exported spikes with other people's readers, and holds them against the csv export.

    python read_spikes.py FOLDER

The folder holds the same spikes as spikes.csv, .h5 (SONATA), .npz, .gdf and .nir (NIR events). Prints
one line per reader, and ends with status 1 at the first difference.
"""

import collections
import csv
import pathlib
import sys

import numpy as np


def expected(folder):
    """By layer, sorted (neuron, step)."""
    spikes = collections.defaultdict(list)
    with open(folder / "spikes.csv") as file:
        for row in csv.DictReader(file):
            spikes[row["layer"]].append((int(row["neuron"]), int(row["step"])))
    return {layer: sorted(rows) for layer, rows in spikes.items()}


def check(reader, layer, known, told):
    told = sorted((int(neuron), int(step)) for neuron, step in told)
    if told != known:
        sys.exit(f"{reader}: {layer} has {len(told)} spikes, not the {len(known)} that were sent")


def steps(milliseconds):
    return np.rint(np.asarray(milliseconds, dtype=float)).astype(int)


def with_libsonata(folder, spikes):
    import libsonata
    reader = libsonata.SpikeReader(str(folder / "spikes.h5"))
    assert set(reader.get_population_names()) == set(spikes)
    for layer, known in spikes.items():
        population = reader[layer]
        check("libsonata", layer, known, [(n, round(t)) for n, t in population.get()])
        some = [row for row in known if row[0] == known[0][0] and row[1] >= 20]
        chosen = population.get(node_ids=[known[0][0]], tstart=19.5)
        check("libsonata by id and time", layer, some, [(n, round(t)) for n, t in chosen])
        assert population.sorting == "by_time", population.sorting


def with_h5py(folder, spikes):
    import h5py
    with h5py.File(folder / "spikes.h5") as file:
        for layer, known in spikes.items():
            group = file["spikes"][layer]
            assert group["timestamps"].attrs["units"] == "ms"
            times = group["timestamps"][()]
            assert (np.diff(times) >= 0).all()
            check("h5py", layer, known, zip(group["node_ids"][()], steps(times)))


def numbered(folder, spikes):
    """The populations one after the other, as npz and gdf number them."""
    file = np.load(folder / "spikes.npz")
    names = bytes(file["layer_names"]).decode().split("\n")
    starts = np.concatenate([[0], np.cumsum(file["layer_sizes"])])
    return [(layer, starts[k], starts[k + 1]) for k, layer in enumerate(names)]


def with_pynapple(folder, spikes):
    import pynapple
    group = pynapple.load_file(str(folder / "spikes.npz"))
    rows = [(neuron, step) for neuron in group.keys()
            for step in steps(group[neuron].index.values * 1000)]
    for layer, first, end in numbered(folder, spikes):
        told = [(neuron - first, step) for neuron, step in rows if first <= neuron < end]
        check("pynapple", layer, spikes.get(layer, []), told)


def with_neo(folder, spikes):
    import neo
    import quantities
    from elephant.statistics import mean_firing_rate
    reader = neo.io.NestIO(filenames=str(folder / "spikes.gdf"))
    stop = max(step for rows in spikes.values() for _, step in rows) + 1
    segment = reader.read_segment(
        gid_list=[], t_start=0 * quantities.ms, t_stop=stop * quantities.ms,
        time_unit=quantities.ms, id_column_gdf=0, time_column_gdf=1)
    rows = [(train.annotations["id"], step) for train in segment.spiketrains
            for step in steps(train.rescale("ms").magnitude)]
    for layer, first, end in numbered(folder, spikes):
        told = [(neuron - first, step) for neuron, step in rows if first <= neuron < end]
        check("neo", layer, spikes.get(layer, []), told)
    train = segment.spiketrains[0]
    rate = mean_firing_rate(train).rescale("Hz").magnitude
    assert abs(rate - len(train) / (stop / 1000)) < 1e-6 * rate, rate


def with_nir(folder, spikes):
    import nir
    data = nir.read_data(str(folder / "spikes.nir"))
    assert set(data.nodes) == set(spikes)
    for layer, known in spikes.items():
        events = data.nodes[layer].observables["spikes"]
        grid = events.to_time_gridded(0.001)
        step, neuron = np.nonzero(grid.data[0])
        check("nir", layer, known, zip(neuron, step + 1))


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    spikes = expected(folder)
    for reader in (with_libsonata, with_h5py, with_pynapple, with_neo, with_nir):
        reader(folder, spikes)
        print(f"{reader.__name__[5:]}: {sum(map(len, spikes.values()))} spikes agree")

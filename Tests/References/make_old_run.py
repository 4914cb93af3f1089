"""Writes a run file as spiketop 0.1.0 wrote them before a run carried its request.

usage: make_old_run.py SPIKETOP FOLDER

SPIKETOP is an executable of that time. FOLDER, which must not exist, gets a network (model.onnx),
its images (images.npy) and a run (run.snn), with pages of 4 kB to be small. In the run the path of
the folder is '/PLACE' and slashes up to some 170 bytes; whoever opens it puts as many of its own.
"""

import pathlib
import sqlite3
import struct
import subprocess
import sys

import numpy as np


def varint(number):
    encoded = bytearray()
    while number > 127:
        encoded.append(number & 127 | 128)
        number >>= 7
    return bytes(encoded) + bytes([number])


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, str):
        value = value.encode()
    return varint(number << 3 | 2) + varint(len(value)) + value


def tensor(name, values):
    dims = b"".join(field(1, size) for size in values.shape)
    return dims + field(2, 1) + field(8, name) + field(9, values.astype("<f4").tobytes())


def node(name, kind, inputs, output):
    words = b"".join(field(1, text) for text in inputs)
    transposed = field(5, field(1, "transB") + field(3, 1) + field(20, 2)) if kind == "Gemm" else b""
    return words + field(2, output) + field(3, name) + field(4, kind) + transposed


def value(name, count):
    dims = field(1, field(1, 1)) + field(1, field(1, count))
    return field(1, name) + field(2, field(1, field(1, 1) + field(2, dims)))


def model():
    random = np.random.default_rng(1)
    weights = {
        "w1": random.normal(size=(6, 4)), "b1": random.normal(size=6),
        "w2": random.normal(size=(3, 6)), "b2": random.normal(size=3),
    }
    nodes = [
        node("hidden", "Gemm", ["x", "w1", "b1"], "z"), node("relu", "Relu", ["z"], "a"),
        node("output", "Gemm", ["a", "w2", "b2"], "y"),
    ]
    graph = b"".join(field(1, item) for item in nodes) + field(2, "tiny")
    graph += b"".join(field(5, tensor(name, item)) for name, item in weights.items())
    graph += field(11, value("x", 4)) + field(12, value("y", 3))
    return field(1, 8) + field(7, graph) + field(8, field(2, 17))


def main(program, folder):
    folder = pathlib.Path(folder).absolute()
    place = folder / ("x" * 150)
    place.mkdir(parents=True)
    (place / "model.onnx").write_bytes(model())
    np.save(place / "images.npy", np.random.default_rng(2).random((5, 4), np.float32))
    subprocess.run(
        [program, "record", str(place / "model.onnx"), "--data", "images.npy",
         "--calibration-count", "4", "--method", "half", "--percentile", "99.5", "--index", "3",
         "--steps", "40", "-o", "run.snn"], cwd=place, check=True)
    database = sqlite3.connect(place / "run.snn", isolation_level=None)
    database.execute("PRAGMA page_size = 4096")
    database.execute("VACUUM")
    database.close()
    content = (place / "run.snn").read_bytes()
    content = content.replace(str(place).encode(), b"/PLACE".ljust(len(str(place)), b"/"))
    (place / "run.snn").write_bytes(content)
    for file in place.iterdir():
        file.rename(folder / file.name)
    place.rmdir()


main(*sys.argv[1:])

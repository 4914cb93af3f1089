"""Makes small good inputs for every decoder that .ci/fuzz feeds.

usage: fuzz_seeds.py FUZZER SPIKETOP FOLDER

Files of a tiny network, written by the program itself, by protoc and by Python's own library.
"""

import base64
import gzip
import json
import pathlib
import sqlite3
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

FUZZER, PROGRAM, SEEDS = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
ROOT = pathlib.Path(__file__).resolve().parent.parent

TINY = """
ir_version: 8 opset_import { version: 13 }
graph { name: "tiny"
  input { name: "x" type { tensor_type { elem_type: 1 shape {
    dim { dim_value: 1 } dim { dim_value: 1 } dim { dim_value: 4 } dim { dim_value: 4 } } } } }
  output { name: "y" type { tensor_type { elem_type: 1 shape {
    dim { dim_value: 1 } dim { dim_value: 2 } } } } }
  initializer { name: "w" data_type: 1 dims: 2 dims: 1 dims: 3 dims: 3 FLOATS18 }
  initializer { name: "b" data_type: 1 dims: 2 float_data: 0.1 float_data: -0.1 }
  initializer { name: "v" data_type: 1 dims: 2 dims: 8 FLOATS16 }
  initializer { name: "c" data_type: 1 dims: 2 float_data: 0.2 float_data: 0.1 }
  node { op_type: "Conv" input: "x" input: "w" input: "b" output: "h"
    attribute { name: "pads" type: 7 ints: 1 ints: 1 ints: 1 ints: 1 } }
  node { op_type: "Relu" input: "h" output: "r" }
  node { op_type: "MaxPool" input: "r" output: "p"
    attribute { name: "kernel_shape" type: 7 ints: 2 ints: 2 }
    attribute { name: "strides" type: 7 ints: 2 ints: 2 } }
  node { op_type: "Flatten" input: "p" output: "f" }
  node { op_type: "Gemm" input: "f" input: "v" input: "c" output: "y"
    attribute { name: "transB" type: 2 i: 1 } }
}
"""

# A grey picture of 8 by 8 pixels.
JPEG = (
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcp"
    "LDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAAIAAgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgED"
    "AwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RF"
    "RkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJ"
    "ytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APn+v//Z"
)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        models(folder)
        images(folder)
        annotations()
        spikes(folder)
        texts(folder)


def seed(decoder, name, content):
    place = SEEDS / decoder
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(content)


def spiketop(*arguments):
    subprocess.run([PROGRAM, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def answers(decoder, file):
    command = [FUZZER, decoder, "--answers", str(file)]
    seed(decoder, file.stem, subprocess.run(command, check=True, capture_output=True).stdout)


def encoded(message, proto, text):
    command = ["protoc", f"--encode={message}", f"--proto_path={proto.parent}", proto.name]
    return subprocess.run(command, input=text.encode(), check=True, capture_output=True).stdout


def models(folder):
    text = TINY
    for count in (18, 16):
        floats = " ".join(f"float_data: {(i * 7 % 11 - 4) / 8}" for i in range(count))
        text = text.replace(f"FLOATS{count}", floats)
    tiny = encoded("onnx.ModelProto", ROOT / "Sources/ModelFormats/ONNX/onnx.proto", text)
    (folder / "tiny.onnx").write_bytes(tiny)
    seed("onnx", "tiny", tiny)
    listed = subprocess.run(["dpkg", "-L", "libonnx-testdata"], capture_output=True, text=True)
    for path in map(pathlib.Path, listed.stdout.split()):
        if path.suffix == ".onnx" and path.stat().st_size <= 4096:
            seed("onnx", path.parent.name, path.read_bytes())

    (folder / "tiny.npy").write_bytes(npy("<f4", (2, 1, 4, 4), floats=[i / 32 for i in range(32)]))
    # NIR has no max pools.
    average = encoded("onnx.ModelProto", ROOT / "Sources/ModelFormats/ONNX/onnx.proto",
                      text.replace("MaxPool", "AveragePool"))
    (folder / "average.onnx").write_bytes(average)
    spiketop("convert", folder / "average.onnx", "--calibration", folder / "tiny.npy", "--method",
             "max", "-o", folder / "converted.nir")
    answers("nir", folder / "converted.nir")
    answers("keras", ROOT / "Tests/References/keras/keras2.h5")
    card = ROOT / "assets/models/fashion-lenet.json"
    seed("card", "bundled", card.read_bytes())


def annotations():
    objects = [{"id": 1, "image_id": 1, "category_id": 2, "bbox": [1, 2, 3, 4.5], "area": 13.5,
                "iscrowd": 0}]
    seed("coco", "two", json.dumps({
        "images": [{"id": 1, "file_name": "a.png", "width": 8, "height": 8}],
        "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}],
        "annotations": objects}).encode())
    seed("voc", "one", b"""<annotation><filename>a.png</filename><object><name>cat</name>
<difficult>0</difficult><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox>
</object></annotation>""")


def npy(kind, shape, floats=(), raw=b""):
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    header = header.ljust(117) + "\n"
    data = raw or b"".join(struct.pack("<f", value) for value in floats)
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data


def images(folder):
    rows = b"".join(b"\0" + bytes(range(y * 8, y * 8 + 8)) for y in range(8))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)),
              (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n"
    for kind, data in chunks:
        png += struct.pack(">I", len(data)) + kind + data
        png += struct.pack(">I", zlib.crc32(kind + data))
    seed("images", "png", png)
    seed("images", "jpeg", base64.b64decode(JPEG))
    idx = struct.pack(">IIII", 2051, 2, 4, 4) + bytes(32)
    seed("images", "idx", idx)
    seed("images", "idx-gz", gzip.compress(idx, mtime=0))
    seed("images", "cifar", bytes(3073))
    seed("images", "npy", (folder / "tiny.npy").read_bytes())
    with zipfile.ZipFile(folder / "images.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", (folder / "tiny.npy").read_bytes())
        archive.writestr("y.npy", npy("<i8", (2,), raw=struct.pack("<qq", 0, 1)))
    seed("npz", "images", (folder / "images.npz").read_bytes())


def spikes(folder):
    run = folder / "run.snn"
    spiketop("record", folder / "tiny.onnx", "--data", folder / "tiny.npy", "--calibration",
             folder / "tiny.npy", "--method", "max", "--steps", 40, "-o", run)
    # As small as SQLite can make it, because what is fuzzed should be mostly content.
    compact = sqlite3.connect(run, isolation_level=None)
    for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA page_size = 512", "VACUUM"):
        compact.execute(statement).fetchall()
    compact.close()
    seed("run", "run", run.read_bytes())
    for kind in ("csv", "gdf", "npz", "sonata"):
        suffix = "h5" if kind == "sonata" else kind
        target = folder / f"spikes.{suffix}"
        spiketop("export", run, "--format", kind, "-o", target)
        if kind == "sonata":
            answers("sonata", target)
        else:
            seed("npz" if kind == "npz" else "spikes", kind, target.read_bytes())
    with sqlite3.connect(run) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            for row in database.execute(f"SELECT * FROM {table} LIMIT 4"):
                for value in row:
                    if isinstance(value, (str, bytes)) and value[:1] in ("{", b"{"):
                        text = value.encode() if isinstance(value, str) else value
                        seed("request", f"{table}-{zlib.crc32(text):08x}", text)


def texts(folder):
    conditions = ["sin(conv3) > 0 && D(conv3) > 0.1", "every step % 8 == 0", "rate(fc1) >= .5",
                  "!(v(fc1#3) < -1e3) || spikes > 2", "step == 4", "spike(fc1#2)"]
    for number, text in enumerate(conditions):
        seed("condition", str(number), text.encode())
    populations = [{"id": 0, "name": "fc1", "shape": [3]}, {"id": 1, "name": "fc2", "shape": [2]}]
    packets = [{"hello": {"run": "tiny", "dtMs": 1, "populations": populations}},
               {"frame": {"step": "1", "population": 0, "ids": [0, 2]}},
               {"frame": {"step": "2", "population": 1, "bitmap": "Ag=="}},
               {"bye": {"reason": "done"}}]
    seed("stream", "lines", "".join(json.dumps(packet) + "\n" for packet in packets).encode())
    proto = ROOT / "Sources/LiveStreams/live.proto"
    stream = b""
    for text in ['hello { run: "tiny" dt_ms: 1 populations { id: 0 name: "fc1" shape: 3 } }',
                 "frame { step: 1 ids: 0 ids: 2 }", 'frame { step: 3 dropped: 1 bitmap: "\\004" }',
                 'bye { reason: "done" }']:
        packet = encoded("spiketop.live.v1.Packet", proto, text)
        stream += bytes([len(packet)]) + packet
    seed("stream", "delimited", stream)


main()

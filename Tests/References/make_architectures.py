"""Architectures that people have, as ONNX files, and a table of what the program makes of them.

usage: make_architectures.py FOLDER [--exporter ts|dynamo] [--only NAME] [--check SPIKETOP]

Makes the architectures of `architectures.py` with seeded random weights, whose batch normalizations
have the statistics of random batches. Writes FOLDER/NAME.onnx, NAME_x.npy (2 images) and
NAME_logits.npy, what onnxruntime makes of them; a file that is there is not made again. With --check
prints a table: whether the program imports a network and how far its ANN is from onnxruntime (of the
largest logit), whether it converts, how long a step takes and how much memory a run holds; for those
it refuses what it says. Needs torch and torchvision 2.13 and 0.28, timm 1.0, onnx 1.23, onnxruntime
1.32 and, for dynamo, onnxscript 0.7.
"""

import argparse
import json
import pathlib
import re
import subprocess
import warnings

import numpy as np
import onnxruntime
import torch

import architectures

IMAGES, STEPS = 2, 32


def build(name, builder, shape):
    """The network in evaluation mode, after batches that its normalizations take note of."""
    torch.manual_seed(sum(map(ord, name)))
    network = builder()
    network.train()
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
                module.momentum = None
        for _ in range(2):
            network(torch.rand(4, *shape))
    return network.eval()


def make(place, name, builder, shape, exporter):
    if pathlib.Path(f"{place}_logits.npy").exists():
        return
    network = build(name, builder, shape)
    images = torch.rand(IMAGES, *shape)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        if exporter == "dynamo":
            batch = {0: torch.export.Dim("n", min=1, max=64)}
            torch.onnx.export(network, (images,), f"{place}.onnx", dynamo=True, external_data=False,
                              dynamic_shapes=(batch,), input_names=["x"], verbose=False)
        else:
            torch.onnx.export(network, (images,), f"{place}.onnx", dynamo=False, opset_version=17,
                              input_names=["x"], output_names=["y"],
                              dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})
    session = onnxruntime.InferenceSession(f"{place}.onnx")
    logits = session.run(None, {session.get_inputs()[0].name: images.numpy()})[0]
    np.save(f"{place}_x.npy", images.numpy())
    np.save(f"{place}_logits.npy", logits)


def forms(y):
    """What a last node that keeps the order makes of logits."""
    exponentials = np.exp(y - y.max(1, keepdims=True))
    softmax = exponentials / exponentials.sum(1, keepdims=True)
    return [y, softmax, np.log(softmax), 1 / (1 + np.exp(-y))]


def run(words, limit=900):
    """What a command did, and its last word on standard error."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=limit)
    lines = [line for line in done.stderr.strip().splitlines() if line]
    return done, (lines or ["no word"])[-1]


def row(program, place):
    """The columns of the table."""
    logits_file = pathlib.Path(f"{place}_ours.npy")
    logits_file.unlink(missing_ok=True)
    files = [f"{place}.onnx", "--data", f"{place}_x.npy", "--calibration", f"{place}_x.npy"]
    _, word = run([program, "evaluate", *files[:3], "--method", "ann", "--logits", str(logits_file)])
    if not logits_file.exists():
        return ["no", "", "", "", "", word]
    want = np.load(f"{place}_logits.npy")
    want, ours = want.reshape(len(want), -1), np.load(logits_file).reshape(len(want), -1)
    if want.shape != ours.shape:
        return ["yes", "shape", "", "", "", f"{ours.shape} for {want.shape}"]
    difference = min(abs(form - want).max() for form in forms(ours)) / max(1e-6, abs(want).max())
    done, word = run([program, "bench", *files, "--method", "max", "--steps", str(STEPS), "--format",
                      "json"])
    if done.returncode:
        return ["yes", f"{difference:.1e}", "no", "", "", word]
    report = json.loads(done.stdout)
    return ["yes", f"{difference:.1e}", "yes", f"{report['ms_per_step']:.3g}",
            f"{report['peak_rss_mib']:.0f}", ""]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--exporter", choices=["ts", "dynamo"], default="ts")
    parser.add_argument("--only")
    parser.add_argument("--check")
    options = parser.parse_args()
    # The fused attention of evaluation mode has no form in ONNX.
    torch.backends.mha.set_fastpath_enabled(False)
    options.folder.mkdir(parents=True, exist_ok=True)
    right = {}
    print(f"{'':22} {'':8} " + " ".join(f"{c:>8}" for c in ("imports", "differs", "converts", "ms/step",
                                                            "MiB")))
    for name, group, builder, shape in architectures.ALL:
        if options.only and not re.search(options.only, name):
            continue
        place = options.folder / f"{name}_{options.exporter}"
        try:
            make(place, name, builder, shape, options.exporter)
        except Exception as error:
            words = (str(error).splitlines() or [type(error).__name__])[0][:90]
            print(f"{name:22} {group:8} not exported: {words}", flush=True)
            continue
        if not options.check:
            continue
        columns = row(options.check, place)
        opens = columns[0] == "yes" and columns[2] == "yes" and float(columns[1]) < 1e-3
        right.setdefault(group, []).append(opens)
        print(f"{name:22} {group:8} " + " ".join(f"{c:>8}" for c in columns[:5]) + f"  {columns[5]}",
              flush=True)
    for group, list_ in right.items():
        print(f"{group}: {sum(list_)} of {len(list_)} open and convert")


if __name__ == "__main__":
    main()

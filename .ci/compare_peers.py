"""Runs peers and spiketop alternately and prints the ratios as Markdown; .ci/compare-peers calls it.

In each round every simulator runs once per network, batch, thread count and number of steps, in a
process of its own. Figures are medians over the rounds of the median wall-clock time of a run.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

# By name, the script and its variant; networks of a few layers for images of MNIST and CIFAR-10.
PEERS = {
    "SpikingJelly s": ("spikingjelly_ann2snn.py", "s"),
    "SpikingJelly m": ("spikingjelly_ann2snn.py", "m"),
    "PyTorch, hand-chunked": ("torch_plain.py", "chunk"),
}
NETS = ["lenet", "resnet20", "vgg16"]

# Networks of torchvision at 224x224, by what the script calls them. They are exported, so that all
# simulate the very same one, with thresholds at the same percentile of activations of noise.
IMAGENET_SCRIPT = "spikingjelly_imagenet.py"
IMAGENET_PEERS = {"SpikingJelly s": "s", "SpikingJelly m": "m"}
IMAGENET_NETS = {
    "resnet18": "resnet18",
    "resnet50": "resnet50",
    "vgg16-224": "vgg16",
    "mobilenet_v2": "mobilenet_v2",
}
# SpikingJelly has no rule for its ReLU6.
UNCONVERTED = {"mobilenet_v2"}


def names(text):
    chosen = [name for name in text.split(",") if name]
    for name in chosen:
        if name not in NETS and name not in IMAGENET_NETS:
            known = ", ".join([*NETS, *IMAGENET_NETS])
            raise argparse.ArgumentTypeError(f"there is no network '{name}'; choose from {known}")
    return chosen


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not positive")
    return number


def counts(text):
    return [positive(part) for part in text.split(",") if part]


def arguments():
    parser = argparse.ArgumentParser(prog=".ci/compare-peers")
    parser.add_argument("--peers-folder", type=pathlib.Path)
    parser.add_argument("--spiketop", type=pathlib.Path)
    parser.add_argument("--exports", type=pathlib.Path, help="where exported networks are kept")
    parser.add_argument("--check", action="store_true", help="only look at the options")
    parser.add_argument("--nets", type=names, default=["vgg16"])
    parser.add_argument("--batches", type=counts, default=[1])
    parser.add_argument("--threads", type=counts, default=[1, os.cpu_count() or 1])
    parser.add_argument("--steps", type=counts, help="default: 32, and 8 at 224x224")
    parser.add_argument("--rounds", type=positive, default=3)
    parser.add_argument("--repetitions", type=positive, default=5)
    parser.add_argument("--precisions", default="fp32")
    parser.add_argument("--output", type=pathlib.Path, help="write the table to this file too")
    options = parser.parse_args()
    available = len(os.sched_getaffinity(0))
    if max(options.threads) > available:
        parser.error(f"--threads is {max(options.threads)}, but there are {available} processors")
    return options


class Failure(Exception):
    """A simulator did not do what it was asked for."""


def run(command, threads, folder=None):
    """The output of a command whose libraries work with so many threads."""
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if result.returncode:
        raise Failure(f"{' '.join(map(str, command))} failed:\n{result.stderr[-2000:]}")
    return result.stdout


def peers(net):
    """The names of those that simulate a network."""
    if net in UNCONVERTED:
        return []
    return list(IMAGENET_PEERS if net in IMAGENET_NETS else PEERS)


def run_peer(name, cell, options):
    net, batch, threads, steps = cell
    script, variant = PEERS[name]
    if net in IMAGENET_NETS:
        script, variant, net = IMAGENET_SCRIPT, IMAGENET_PEERS[name], IMAGENET_NETS[net]
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        command = [sys.executable, script, "--net", net, "--batch", batch, "--threads", threads]
        command += ["--steps", steps, "--reps", options.repetitions, "--variant", variant]
        run([str(part) for part in command + ["--json", result.name]], threads, options.peers_folder)
        figures = json.loads(pathlib.Path(result.name).read_text())
    return {
        "ms": figures["ms_per_step"],
        "memory": figures["peak_rss_mib"],
        "rate": figures["mean_rate"],
        "version": f"{figures['peer']} {figures['version']}",
    }


def exported(net, options):
    """The files of a network of torchvision and of images of noise, made once."""
    folder = options.exports
    model = folder / f"{net}.onnx"
    if not model.exists():
        print(f"exporting {net}", file=sys.stderr)
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f"unfinished-{net}.onnx"
        command = [sys.executable, IMAGENET_SCRIPT, "--net", IMAGENET_NETS[net]]
        run(command + ["--export", str(unfinished)], 1, options.peers_folder)
        unfinished.with_suffix(".npy").rename(model.with_suffix(".npy"))
        unfinished.rename(model)
    return [model, "--data", model.with_suffix(".npy"), "--percentile", "99.9"]


def run_spiketop(precision, cell, options):
    net, batch, threads, steps = cell
    model = exported(net, options) if net in IMAGENET_NETS else [net]
    command = [options.spiketop, "bench", *model, "--batch", batch, "--threads", threads]
    command += ["--steps", steps, "--repetitions", options.repetitions]
    command += ["--precision", precision, "--format", "json"]
    figures = json.loads(run([str(part) for part in command], threads))
    version = run([str(options.spiketop), "--version"], threads).strip()
    return {
        "ms": figures["ms_per_step"],
        "memory": figures["peak_rss_mib"],
        "rate": figures["spike_rate"],
        "version": f"spiketop {version}",
    }


def measure(cell, precisions, options):
    """Per simulator, the figures of each round; whoever fails once is told of and left out."""
    results = {name: [] for name in peers(cell[0]) + precisions}
    for round_number in range(options.rounds):
        for name in list(results):
            place = f"{cell[0]}, batch {cell[1]}, {cell[2]} threads, T = {cell[3]}"
            print(f"round {round_number + 1} of {options.rounds}: {place}: {name}", file=sys.stderr)
            runner = run_spiketop if name in precisions else run_peer
            try:
                results[name].append(runner(name, cell, options))
            except Failure as failure:
                print(f".ci/compare-peers: left out: {failure}", file=sys.stderr)
                del results[name]
    return results


def median(rounds, figure):
    return statistics.median(result[figure] for result in rounds)


def rows(cell, results, precisions):
    for name, rounds in results.items():
        ms, rates = median(rounds, "ms"), [r["rate"] for r in rounds if r["rate"] is not None]
        row = [*cell, f"spiketop {name}" if name in precisions else name, f"{ms:.3f}"]
        row += [f"{1000 * cell[1] / (ms * cell[3]):.2f}", f"{median(rounds, 'memory'):.0f}"]
        row.append(f"{100 * statistics.median(rates):.1f}" if rates else "-")
        yield row + [
            f"{ms / median(results[precision], 'ms'):.2f}" if precision in results else "-"
            for precision in precisions
        ]


def processor():
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def table(lines, precisions, versions, options):
    header = ["network", "batch", "threads", "T", "simulator", "ms per step", "images/s"]
    header += ["peak MiB", "rate, %"] + [f"time over {precision}" for precision in precisions]
    text = [
        f"{processor()}, {os.cpu_count()} processors; {'; '.join(sorted(versions))}; "
        f"Python {platform.python_version()}; {datetime.date.today().isoformat()}.",
        f"Wall-clock medians of {options.repetitions} runs, over {options.rounds} alternating rounds.",
        "",
        "| " + " | ".join(header) + " |",
        "|" + "---|" * len(header),
    ]
    return text + ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]


def main():
    options = arguments()
    if options.check:
        return
    precisions = [name for name in options.precisions.split(",") if name]
    lines, versions = [], set()
    cells = [
        (net, batch, threads, steps)
        for net in options.nets
        for batch in options.batches
        for threads in dict.fromkeys(options.threads)
        for steps in options.steps or [8 if net in IMAGENET_NETS else 32]
    ]
    for cell in cells:
        results = measure(cell, precisions, options)
        lines += rows(cell, results, precisions)
        versions |= {result["version"] for rounds in results.values() for result in rounds}
        text = "\n".join(table(lines, precisions, versions, options))
        # What was measured is there, whatever becomes of what follows.
        if options.output:
            options.output.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f".ci/compare-peers: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)

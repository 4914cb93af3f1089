"""What must not disturb a program that streams: layers that change, arrays of a wrong kind, models
that are saved meanwhile, viewers that do not read.

    python stream_faults.py FOLDER

FOLDER is where the sockets go. Ends with status 0 if nothing was disturbed.
"""

import copy
import itertools
import os
import pathlib
import pickle
import socket
import sys
import time

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "assets/python"))
import spiketop_stream


class Array:
    """As much of a tensor as a forward hook looks at."""

    def __init__(self, values):
        self.values = np.asarray(values)

    def detach(self):
        return self

    def cpu(self):
        return self

    def numpy(self):
        return self.values

    def __ne__(self, other):
        return Array(self.values != other)


class Layer:
    def __init__(self):
        self.hook = None

    def register_forward_hook(self, hook):
        self.hook = hook
        return self

    def remove(self):
        self.hook = None

    def __call__(self, output):
        if self.hook:
            self.hook(self, None, output)
        return output


class Model:
    def __init__(self):
        self.layers = {"a": Layer(), "b": Layer()}

    def named_modules(self):
        return self.layers.items()


def listener(path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(1)
    return server


def said(action):
    """What an action says on standard error, by line."""
    reading, writing = os.pipe()
    kept = os.dup(2)
    os.dup2(writing, 2)
    try:
        action()
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(writing)
    with os.fdopen(reading) as text:
        return text.read().splitlines()


def widths_and_batches_change(folder):
    path = f"{folder}/widths"
    server = listener(path)
    model = Model()
    counts = {}

    def train():
        with spiketop_stream.watch(
                model, names=["a", "b"], address=f"unix:{path}", image=1, patience=20) as watched:
            for width, batch in [(5, 4)] * 3 + [(7, 4)] * 2 + [(5, 1)] * 2 + [(5, 4)]:
                model.layers["a"](Array(np.ones((batch, width))))
                model.layers["b"](Array(np.ones((batch, 3))))
            model.layers["a"]("no tensor at all")
        counts["dropped"] = watched.dropped

    lines = said(train)
    assert counts["dropped"] == 5, counts
    assert len(lines) == 1 and "dropped" in lines[0], lines


def a_step_that_cannot_be_sent_is_counted(folder):
    path = f"{folder}/steps"
    server = listener(path)
    stream = spiketop_stream.SpikeStream(f"unix:{path}", {"a": (4,)})
    assert stream.wait(20)

    def run():
        assert stream.send({"a": [1, 0, 0, 1]})
        for wrong in [{"a": [1, 0]}, {"c": [1]}, {"a": stream.ids([9])}, {"a": object()}, None]:
            assert stream.send(wrong) is False
        assert stream.send({"a": [1, 0, 0, 1]})
        stream.close()

    assert len(said(run)) == 1
    assert stream.dropped == 5


def a_wrong_number_of_a_step_spoils_no_other(folder):
    path = f"{folder}/numbers"
    server = listener(path)
    stream = spiketop_stream.SpikeStream(f"unix:{path}", {"a": (4,)})
    assert stream.wait(20)
    wrong = [10**30, 2**64 - 1, 4.5, "7", 0, -3, 5, 70_000]
    assert spiketop_stream.SpikeStream(f"unix:{folder}/absent", {"a": (4,)})._checked(0) == 0

    def run():
        assert stream.send({"a": [1, 0, 0, 1]}, step=5)
        for step in wrong:
            assert stream.send({"a": [1, 0, 0, 1]}, step=step) is False, step
            assert stream.step == 5
        assert stream.send({"a": [1, 0, 0, 1]})
        assert stream.send({"a": [1, 0, 0, 1]}, step=np.int64(9))
        assert stream.step == 9
        stream.close()

    assert len(said(run)) == 1
    assert stream.dropped == len(wrong)


def arrays_of_another_shape_are_dropped(folder):
    """Of all shapes with as many places, those are taken in which every neuron has its own."""
    for shape, taken in [
            ((6,), {(6,), (1, 6), (1, 1, 6)}),
            ((2, 4, 9), {(72,), (2, 4, 9)}),
            ((3, 4), {(12,), (3, 4), (1, 3, 4)}),
            ((4, 1, 1), {(4,), (4, 1, 1)})]:
        path = f"{folder}/shapes{len(shape)}{shape[0]}"
        server = listener(path)
        stream = spiketop_stream.SpikeStream(f"unix:{path}", {"a": shape})
        assert stream.wait(20)
        count = int(np.prod(shape))
        divisors = [side for side in range(1, count + 1) if count % side == 0]
        shapes = [
            sides for length in (1, 2, 3) for sides in itertools.product(divisors, repeat=length)
            if np.prod(sides) == count]

        def run():
            for of_array in shapes:
                array = np.ones(of_array)
                assert stream.send({"a": array}) is (of_array in taken), of_array
                assert stream.send({}, {"a": array}) is (of_array in taken), of_array
            stream.close()

        assert len(said(run)) == 1
        assert stream.dropped == 2 * (len(shapes) - len(taken)), (shape, stream.dropped)


def what_is_no_list_of_neurons_is_dropped(folder):
    path = f"{folder}/ids"
    server = listener(path)
    stream = spiketop_stream.SpikeStream(f"unix:{path}", {"a": (4,)})
    assert stream.wait(20)
    good = [[], [3, 0], (1,), range(4), np.array([2], dtype=np.uint8), np.array([], dtype=bool)]
    bad = [[1.7], [True, False, True, True], np.ones((2, 2), int), ["1"], [2**70], [4], [-1], None]

    def run():
        for neurons in good:
            assert stream.send({"a": stream.ids(neurons)}), neurons
        for neurons in bad:
            assert stream.send({"a": stream.ids(neurons)}) is False, neurons
        stream.close()

    assert len(said(run)) == 1
    assert stream.dropped == len(bad)


def potentials_that_no_viewer_takes_are_dropped(folder):
    path = f"{folder}/potentials"
    server = listener(path)
    stream = spiketop_stream.SpikeStream(f"unix:{path}", {"a": (2,)})
    assert stream.wait(20)
    bad = [{"b": [0, 0]}, {"a": [0, float("nan")]}, {"a": [0, 1e300]}, {"a": [0]}, {"a": "xy"}]

    def run():
        assert stream.send({"a": [1, 0]}, {"a": [0, 1]})
        for potentials in bad:
            assert stream.send({"a": [1, 0]}, potentials) is False, potentials
        stream.close()

    assert len(said(run)) == 1
    assert stream.dropped == len(bad)


def shapes_are_whole_numbers(folder):
    for shape in [(2.7,), 2.7, (2, "3", 4), (0,), (1, 2, 3, 4)]:
        try:
            spiketop_stream.SpikeStream(f"unix:{folder}/absent", {"a": shape})
        except (TypeError, ValueError):
            continue
        raise AssertionError(shape)


def a_watched_model_is_saved_and_copied(folder):
    path = f"{folder}/saved"
    server = listener(path)
    model = Model()

    def train():
        with spiketop_stream.watch(
                model, names=["a"], address=f"unix:{path}", patience=20) as watched:
            saved = pickle.dumps(model)
            assert b"spiketop" not in saved
            for other in [pickle.loads(saved), copy.deepcopy(model)]:
                for _ in range(3):
                    output = Array(np.ones((1, 4)))
                    assert other.layers["a"](output) is output
                    assert other.layers["a"].hook(other.layers["a"], None, output) is None
            assert watched.stream is None and not watched.pending
            for _ in range(3):
                model.layers["a"](Array(np.ones((1, 4))))
            assert watched.stream.step == 2
        assert watched.stream.step == 3 and watched.dropped == 0

    assert said(train) == []


def what_is_dropped_at_the_end_is_told(folder):
    path = f"{folder}/end"
    server = listener(path)
    stream = spiketop_stream.SpikeStream(f"unix:{path}", {"a": (4,)})
    assert stream.wait(20)
    viewer, _ = server.accept()

    def run():
        assert stream.send({"a": [1, 0, 0, 1]})
        for _ in range(3):
            assert stream.send({"a": [1]}) is False
        stream.close()

    said(run)
    received = b"".join(iter(lambda: viewer.recv(1 << 16), b""))
    # Step 4, 3 dropped, and an empty Bye.
    assert received.endswith(b"\x06\x12\x04\x08\x04\x30\x03\x02\x1a\x00"), received


def the_end_waits_for_nobody(folder):
    """Five seconds was the fault; a busy machine may take one."""
    absent = spiketop_stream.SpikeStream(f"unix:{folder}/absent", {"a": (4,)})
    path = f"{folder}/deaf"
    server = listener(path)
    deaf = spiketop_stream.SpikeStream(f"unix:{path}", {"a": (1 << 20,)}, buffer_bytes=1 << 26)
    assert deaf.wait(20)
    for _ in range(20):
        deaf.send({"a": np.ones(1 << 20)})
    start = time.monotonic()
    lines = said(lambda: (absent.close(), deaf.close()))
    assert time.monotonic() - start < 3
    assert len(lines) == 1 and "did not take the last" in lines[0], lines


if __name__ == "__main__":
    for check in [
            widths_and_batches_change, a_step_that_cannot_be_sent_is_counted,
            a_wrong_number_of_a_step_spoils_no_other, arrays_of_another_shape_are_dropped,
            what_is_no_list_of_neurons_is_dropped, potentials_that_no_viewer_takes_are_dropped,
            shapes_are_whole_numbers, a_watched_model_is_saved_and_copied,
            what_is_dropped_at_the_end_is_told, the_end_waits_for_nobody]:
        check(sys.argv[1])

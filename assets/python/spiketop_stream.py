"""Show the spikes of a running network in `spiketop attach`, live.

One file, no dependency but numpy. In one terminal:

    spiketop attach unix:/tmp/spikes

and in the program, with any framework that works on PyTorch modules:

    import spiketop_stream
    with spiketop_stream.watch(model, address="unix:/tmp/spikes"):
        model(x)                      # every forward pass of a spiking layer is a time step

or without one, step by step:

    stream = spiketop_stream.SpikeStream("unix:/tmp/spikes", {"hidden": (128,), "out": (10,)})
    stream.send({"hidden": spikes, "out": out})       # arrays of 0 and 1, one per population
    stream.close()

A slow viewer, or none, never blocks the program: what does not fit into the buffer is dropped in
whole steps, and counted; the viewer shows how many. What is sent while nobody watches is dropped
without being counted. Nothing is raised into the program either: a step that cannot be shown, such
as one of a layer whose width has changed, is dropped and counted, and the first one is reported on
standard error. A model that is saved, pickled or copied meanwhile carries nothing of this along.

Recipes
-------
SpikingJelly, single-step ("s") and multi-step ("m"):
    from spikingjelly.activation_based import neuron
    with spiketop_stream.watch(net, neuron.BaseNode, time_axis=net_is_multi_step): net(x)
snnTorch (a layer returns (spikes, membrane)):
    with spiketop_stream.watch(net, snntorch.SpikingNeuron): net(x)
Norse (a cell returns (spikes, state)):
    with spiketop_stream.watch(net, (norse.torch.LIFCell, norse.torch.LIFRecurrentCell)): net(x)
Plain PyTorch: any module whose output is zeros and ones, by its type or by a list of names.

The protocol is length-delimited protobuf (`live.proto` of spiketop, version 1).
"""

import contextlib
import operator
import queue
import socket
import struct
import sys
import threading

import numpy as np

# What a viewer takes: the largest number of a step, and the most between two steps.
_LARGEST_STEP = 1 << 53
_LARGEST_GAP = 1 << 16

__all__ = ["SpikeStream", "watch"]


class SpikeStream:
    """A stream of spikes to one viewer.

    address: "unix:PATH", "tcp:HOST:PORT" or "tcp:PORT"; the viewer listens there. Until it does, the
        stream tries again twice a second.
    populations: names, in the order of the data's way, with shapes: (neurons,) or
        (channels, rows, columns).
    buffer_bytes: what may wait for the viewer.
    closing_seconds: how long the end waits for a viewer to take what waits; what it has not taken by
        then is lost, and reported.
    """

    def __init__(self, address, populations, run="", dt_ms=1.0, buffer_bytes=4 << 20,
                 closing_seconds=0.2):
        self.populations = {name: _shape(shape) for name, shape in populations.items()}
        if not self.populations:
            raise ValueError("a stream needs at least one population")
        self.address = _parse(address)
        self.dropped = 0
        self.step = 0
        self._has_begun = False
        self._hello = _delimited(_field(1, _hello(run, dt_ms, self.populations)))
        self._room = buffer_bytes
        self._closing_seconds = closing_seconds
        self._waiting = 0
        self._uncounted = 0
        self._lock = threading.Lock()
        self._queue = queue.SimpleQueue()
        self._connected = threading.Event()
        self._closing = threading.Event()
        self._reported = False
        self._thread = threading.Thread(target=self._deliver, name="spiketop", daemon=True)
        self._thread.start()

    def send(self, spikes, potentials=None, step=None):
        """Send what fired in a step; returns False if the step was dropped, and raises nothing.

        spikes: by name, an array in which what is not 0 has fired; or a list of neuron numbers as
            integers given as `SpikeStream.ids([...])`. A population that is missing is silent.
        potentials: by name, arrays of finite numbers.
        Arrays have the shape of the population, but for sides of 1 in front; or they are flat, as
            PyTorch flattens a map: channel by channel, row by row.
        step: the number of the step, a whole one, above the last one by at most 65,536; without
            it, one more than the last one.
        """
        try:
            return self._send(spikes, potentials or {}, step)
        except Exception as error:
            self.drop(error)
            return False

    def drop(self, reason):
        """Count a step that cannot be sent; the first reason is reported."""
        with self._lock:
            self.dropped += 1
            self._uncounted += 1
        self._report(f"{reason}; such steps are dropped")

    def _send(self, spikes, potentials, step):
        self.step = self.step + 1 if step is None else self._checked(step)
        self._has_begun = True
        if not self._connected.is_set():
            return False
        unknown = {*spikes, *potentials} - set(self.populations)
        if unknown:
            raise ValueError(f"unknown populations {sorted(unknown)}")
        frames = []
        with self._lock:
            counted = self._uncounted
        for number, (name, shape) in enumerate(self.populations.items()):
            fired = spikes.get(name)
            frames.append(
                _delimited(_field(2, _frame(
                    self.step, number, shape, fired, potentials.get(name),
                    counted if number == 0 else 0))))
        data = b"".join(frames)
        with self._lock:
            # A step for a viewer who has gone meanwhile is none for the next one.
            if not self._connected.is_set():
                return False
            if self._waiting + len(data) > self._room:
                self.dropped += 1
                self._uncounted += 1
                return False
            self._waiting += len(data)
            self._uncounted -= counted
            self._queue.put(data)
        return True

    def _checked(self, step):
        """A number that the viewer takes: whole, larger than the last one, and near it."""
        step = operator.index(step)
        # The first one may be any, also 0.
        lowest, highest = (self.step + 1, self.step + _LARGEST_GAP) if self._has_begun else (
            0, _LARGEST_STEP)
        if not lowest <= step <= min(highest, _LARGEST_STEP):
            raise ValueError(f"step {step} after step {self.step}: numbers of steps ascend, "
                             f"by {_LARGEST_GAP} at most")
        return step

    @staticmethod
    def ids(neurons):
        """Neuron numbers instead of an array of spikes: a list of integers, in any order."""
        return _Ids(neurons)

    def wait(self, timeout=None):
        """Wait until a viewer is there; returns whether one is."""
        return self._connected.wait(timeout)

    def close(self, reason=""):
        """Send what still waits, say good-bye, and end."""
        if self._closing.is_set():
            return
        self._closing.set()
        with self._lock:
            if self._connected.is_set() and self._uncounted:
                # What was dropped at the end has no step behind it that would say so.
                self._queue.put(_delimited(_field(2, _frame(
                    self.step, 0, (1,), None, None, self._uncounted))))
        self._queue.put(_delimited(_field(3, _field(1, reason.encode()) if reason else b"")))
        self._queue.put(None)
        if not self._connected.is_set():
            return
        self._thread.join(self._closing_seconds)
        if self._thread.is_alive():
            self._report(
                f"the viewer did not take the last {self._waiting} bytes within "
                f"{self._closing_seconds} s")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _report(self, text):
        """Say something once."""
        if not self._reported:
            self._reported = True
            _report(text)

    def _deliver(self):
        while not self._closing.is_set():
            try:
                with _connect(self.address) as viewer:
                    viewer.sendall(self._hello)
                    self._connected.set()
                    if self._send_all(viewer):
                        return
            except OSError:
                with self._lock:
                    self._connected.clear()
                    self._forget()
                self._closing.wait(0.5)

    def _send_all(self, viewer):
        while True:
            data = self._queue.get()
            if data is None:
                return True
            viewer.sendall(data)
            with self._lock:
                self._waiting = max(self._waiting - len(data), 0)

    def _forget(self):
        """Drops what was meant for a viewer who has gone."""
        while not self._queue.empty():
            data = self._queue.get()
            if data is None:
                self._queue.put(None)
                break
        self._waiting = 0
        self._uncounted = 0


def watch(model, types=None, address="unix:/tmp/spikes", names=None, time_axis=False, image=0,
          run="", patience=0.2, **options):
    """Send what the spiking layers of a PyTorch model put out; a context manager.

    types: the modules whose outputs are spikes, as a class or a tuple of them.
    names: or else their names, as in `model.named_modules()`.
    time_axis: whether outputs are [steps, batch, ...], as SpikingJelly's multi-step mode has them,
        instead of [batch, ...] per step.
    image: which one of the batch is shown.
    patience: how many seconds the first step waits for a viewer.
    options: those of `SpikeStream`.

    A step is complete when the first of the layers puts out something again, or at the end. The
    shapes are those of the first step, so the stream begins with the second forward pass of the
    first layer, or with the end. A forward pass never fails because of this: what cannot be shown is
    dropped, and reported once.
    TorchScript compiles hooks with a model, which this is no code for: script it before.
    """
    return _Watch(model, types, address, names, time_axis, image, run, patience, options)


class _Watch:
    def __init__(self, model, types, address, names, time_axis, image, run, patience, options):
        modules = dict(model.named_modules())
        if names is None and types is None:
            raise ValueError("name the spiking layers by types or by names")
        if names is None:
            names = [name for name, module in modules.items() if isinstance(module, types)]
        missing = [name for name in names if name not in modules]
        if missing:
            raise ValueError(f"the model has no modules {missing}")
        if not names:
            raise ValueError(f"the model has no modules of {types}")
        self.modules = {name: modules[name] for name in names}
        _parse(address)
        self.address, self.options, self.patience = address, options, patience
        self.run = run or type(model).__name__
        self.time_axis, self.image = time_axis, image
        self.stream = None
        self.pending = {}
        # Why the step under way cannot be shown.
        self.fault = None
        self.lost = 0
        self.reported = False
        self.handles = []

    def __enter__(self):
        for name, module in self.modules.items():
            self.handles.append(module.register_forward_hook(_Hook(self, name)))
        return self

    def __exit__(self, *_):
        for handle in self.handles:
            handle.remove()
        self._flush()
        if self.stream is not None:
            self.stream.close()

    @property
    def dropped(self):
        return self.lost + (self.stream.dropped if self.stream else 0)

    def _take(self, name, output):
        try:
            if name in self.pending:
                self._flush()
            # Known from here on, whatever becomes of it: the next pass of the layer ends the step.
            self.pending[name] = None
            spikes = output[0] if isinstance(output, (tuple, list)) else output
            spikes = (spikes.detach() != 0).cpu().numpy()
            self.pending[name] = (
                spikes[:, self.image] if self.time_axis else spikes[None, self.image])
        except Exception as error:
            self.fault = self.fault or f"{name}: {error}"

    def _flush(self):
        pending, self.pending = self.pending, {}
        fault, self.fault = self.fault, None
        if not pending:
            return
        try:
            if fault is None:
                self._send(pending)
                return
        except Exception as error:
            fault = error
        if self.stream is not None:
            self.stream.drop(fault)
            return
        self.lost += 1
        if not self.reported:
            self.reported = True
            _report(f"{fault}; such steps are dropped")

    def _send(self, pending):
        if self.stream is None:
            shapes = {name: spikes.shape[1:] for name, spikes in pending.items()}
            self.stream = SpikeStream(self.address, shapes, run=self.run, **self.options)
            self.stream.wait(self.patience)
        for step in range(max(len(spikes) for spikes in pending.values())):
            self.stream.send({
                name: spikes[step] for name, spikes in pending.items()
                if name in self.stream.populations and step < len(spikes)})


class _Hook:
    """Gives away what a layer puts out; in a pickled or copied model, nothing.

    A model is saved, or sent to another process, with its hooks. What is left of this one there is
    a function of the standard library that takes anything and does nothing, so that whoever loads
    the model needs no file of ours, and a copy of the model does not stream as if it were this one.
    """

    def __init__(self, watch, name):
        self.watch, self.name = watch, name

    def __call__(self, module, inputs, output):
        self.watch._take(self.name, output)

    def __reduce__(self):
        return getattr, (contextlib.nullcontext(), "__exit__")


class _Ids:
    def __init__(self, neurons):
        self._neurons = neurons

    def ascending(self, count):
        """The numbers, each once; raises of what are no numbers of `count` neurons."""
        neurons = np.asarray(self._neurons)
        if neurons.ndim > 1 or neurons.size and neurons.dtype.kind not in "iu":
            raise ValueError(f"neuron numbers are a list of integers, not {neurons.dtype} of the "
                             f"shape {neurons.shape}")
        neurons = np.unique(neurons)
        if len(neurons) and not 0 <= neurons[0] <= neurons[-1] < count:
            raise ValueError(f"neuron numbers run from 0 to {count - 1}")
        return neurons


def _report(text):
    """Say something on standard error, if there is one."""
    try:
        print(f"spiketop_stream: {text}", file=sys.stderr)
    except Exception:
        pass


def _shape(shape):
    sides = (shape,) if np.isscalar(shape) else shape
    shape = tuple(operator.index(side) for side in sides)
    if len(shape) == 2:
        shape = (1,) + shape
    if len(shape) not in (1, 3) or min(shape) < 1:
        raise ValueError(f"a population has the shape {shape}; one side or three are taken")
    return shape


def _parse(address):
    kind, _, rest = address.partition(":")
    if kind == "unix" and rest:
        return rest
    if kind == "tcp":
        host, _, port = rest.rpartition(":")
        if port.isdigit():
            return (host.strip("[]") or "127.0.0.1", int(port))
    raise ValueError(f"'{address}' is no address; unix:PATH, tcp:HOST:PORT or tcp:PORT is")


def _connect(address):
    if isinstance(address, str):
        viewer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            viewer.connect(address)
        except OSError:
            viewer.close()
            raise
        return viewer
    return socket.create_connection(address)


# Protobuf by hand: varints, and fields of the wire types 0 (varint), 1 (64 bits), 2 (bytes).

def _varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _delimited(content):
    return _varint(len(content)) + content


def _field(number, content):
    return _varint(number << 3 | 2) + _delimited(content)


def _number(number, value):
    return _varint(number << 3) + _varint(value) if value else b""


def _packed(number, values):
    return _field(number, b"".join(_varint(int(value)) for value in values)) if len(values) else b""


def _hello(run, dt_ms, populations):
    out = _field(1, run.encode()) + _varint(2 << 3 | 1) + struct.pack("<d", dt_ms)
    for number, (name, shape) in enumerate(populations.items()):
        out += _field(3, _number(1, number) + _field(2, name.encode()) + _packed(3, shape))
    return out


def _frame(step, number, shape, fired, potentials, dropped):
    out = _number(1, step) + _number(2, number)
    if isinstance(fired, _Ids):
        out += _packed(3, fired.ascending(int(np.prod(shape))))
    elif fired is not None:
        fired = _flat(np.asarray(fired), shape, "spikes") != 0
        out += _field(4, np.packbits(fired, bitorder="little").tobytes())
    if potentials is not None:
        # What is too large for it becomes infinite, which is refused below.
        with np.errstate(over="ignore"):
            potentials = np.asarray(potentials, dtype="<f4")
        potentials = _flat(potentials, shape, "potentials")
        if not np.isfinite(potentials).all():
            raise ValueError("potentials that are no finite numbers")
        out += _field(5, potentials.tobytes())
    return out + _number(6, dropped)


def _flat(array, shape, what):
    """An array of a population in the order of neuron numbers; raises of one of another shape."""
    if array.shape != (int(np.prod(shape)),) and _inner(array.shape) != _inner(shape):
        raise ValueError(f"{what} of the shape {array.shape} for a population of {shape}")
    return array.reshape(-1)


def _inner(shape):
    """A shape without the sides of 1 in front, which change no neuron's place."""
    shape = tuple(shape)
    return _inner(shape[1:]) if shape[:1] == (1,) else shape

"""What .ci/soak runs; see there."""

import argparse
import fcntl
import os
import pty
import random
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

MIB = 1 << 20

# What may differ between two looks although nothing grows: what the screen shows, what the heap has
# not given back yet.
SLACK = 16 * MIB


class Failure(Exception):
    """The program did not do what it was to do."""


class Terminal:
    """A program on a pseudo-terminal, whose other end reads all and answers its questions."""

    def __init__(self, arguments, folder, rows=40, columns=120):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
                       "XDG_CONFIG_HOME": folder}
        self.process = subprocess.Popen(
            arguments, stdin=slave, stdout=slave, stderr=slave, env=environment, cwd=folder,
            start_new_session=True)
        os.close(slave)
        self._text = b""
        self._lock = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while True:
            try:
                bytes_read = os.read(self.master, 1 << 16)
            except OSError:
                return
            if not bytes_read:
                return
            with self._lock:
                self._text = (self._text + bytes_read)[-(1 << 17):]
            for _ in range(bytes_read.count(b"\x1b[5n")):
                os.write(self.master, b"\x1b[0n")

    def send(self, text):
        os.write(self.master, text.encode())

    @property
    def text(self):
        """What it has written of late."""
        with self._lock:
            return self._text.decode("utf-8", "replace")

    def step(self, seconds=20):
        """The step that is shown, once all is drawn anew."""
        with self._lock:
            self._text = b""
        self.send("\x0c")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.check()
            found = re.findall(r"t=(\d+)/(\d+)", self.text)
            if found:
                return int(found[-1][0])
            time.sleep(0.05)
        raise Failure("the screen shows no step")

    def check(self):
        if self.process.poll() is not None:
            raise Failure(f"the program has ended ({self.process.returncode}): "
                          f"{self.text[-500:]!r}")

    def quit(self):
        self.send("q")
        try:
            status = self.process.wait(20)
        except subprocess.TimeoutExpired:
            raise Failure("the program does not quit") from None
        if status != 0:
            raise Failure(f"the program ended with status {status}")

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        os.close(self.master)


class Memory:
    """The resident memory of a process over time, in bytes."""

    def __init__(self, process):
        self.process = process
        self.start = time.monotonic()
        self.times = []
        self.values = []

    def look(self):
        value = resident(self.process)
        self.times.append(time.monotonic() - self.start)
        self.values.append(value)
        return value

    def after(self, seconds):
        """Times and values from then on; all where there are too few."""
        pairs = [(t, v) for t, v in zip(self.times, self.values) if t >= seconds]
        return pairs if len(pairs) >= 10 else list(zip(self.times, self.values))

    def growth(self, seconds):
        """By how much a straight line through what was seen from then on rises."""
        pairs = self.after(seconds)
        count = len(pairs)
        mean_time = sum(t for t, _ in pairs) / count
        mean = sum(v for _, v in pairs) / count
        spread = sum((t - mean_time) ** 2 for t, _ in pairs)
        if spread == 0:
            return 0
        slope = sum((t - mean_time) * (v - mean) for t, v in pairs) / spread
        return slope * (pairs[-1][0] - pairs[0][0])


def resident(process):
    with open(f"/proc/{process.pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def descriptors(process):
    return len(os.listdir(f"/proc/{process.pid}/fd"))


def threads(process):
    return len(os.listdir(f"/proc/{process.pid}/task"))


class Laws:
    """What must hold, said as it is found."""

    def __init__(self):
        self.broken = 0

    def check(self, holds, text):
        print(f"  {'holds ' if holds else 'BROKEN'}  {text}", flush=True)
        self.broken += not holds

    def flat(self, memory, base, limits, warm):
        """Memory that neither grows after a time nor ever takes more than it may."""
        growth = memory.growth(warm)
        most = max(memory.values)
        rest = memory.times[-1] - warm
        self.check(
            growth <= SLACK,
            f"after {warm:.0f} s memory grows by {growth / MIB:+.1f} MiB in {max(rest, 0):.0f} s, "
            f"at most {SLACK / MIB:.0f}")
        self.check(
            most <= base + limits,
            f"at most {most / MIB:.0f} MiB, of {base / MIB:.0f} at the start and "
            f"{limits / MIB:.0f} of limits")


class Soak:
    def __init__(self, program, project, folder, is_quick, steps):
        self.program = program
        self.project = project
        self.folder = folder
        self.is_quick = is_quick
        self.steps = steps or (300_000 if is_quick else 10_000_000)
        self.laws = Laws()

    def configuration(self, name, checkpoints, spikes):
        """A file with limits in MiB, and full speed."""
        path = os.path.join(self.folder, f"{name}.toml")
        with open(path, "w") as file:
            file.write(f'speed = "max"\n[memory]\ncheckpoints = {checkpoints}\nspikes = {spikes}\n')
        return path

    def watch(self, name, steps, checkpoints, spikes, *more):
        """The bundled network, paused."""
        assets = os.path.join(self.project, "assets")
        return Terminal(
            [self.program, "watch", f"{assets}/models/fashion-lenet.onnx",
             "--data", f"{assets}/data/t10k-images-idx3-ubyte.gz", "--steps", str(steps),
             "--paused", "--config", self.configuration(name, checkpoints, spikes), *more],
            self.folder)

    # 10^7 steps.

    def dashboard(self):
        steps = self.steps
        checkpoints, spikes = (64, 32) if self.is_quick else (512, 256)
        warm = 15 if self.is_quick else 60
        print(f"dashboard: {steps:,} steps", flush=True)
        terminal = self.watch("dashboard", steps, checkpoints, spikes)
        try:
            terminal.step(120)
            time.sleep(1)
            base = resident(terminal.process)
            memory = Memory(terminal.process)
            terminal.send(" ")
            step, next_look = 0, 0
            while step < steps:
                time.sleep(1)
                terminal.check()
                value = memory.look()
                if memory.times[-1] >= next_look:
                    step = terminal.step()
                    print(f"  {memory.times[-1]:6.0f} s  t={step:<9,} {value / MIB:7.1f} MiB",
                          flush=True)
                    next_look = memory.times[-1] + (10 if self.is_quick else 30)
            rate = steps / memory.times[-1]
            print(f"  {steps:,} steps in {memory.times[-1]:.0f} s, {rate:,.0f} a second")
            self.laws.flat(memory, base, (checkpoints + spikes) * MIB, warm)
            terminal.send(":memory\r")
            time.sleep(1)
            terminal.send("\x1b")
            time.sleep(1)
            terminal.quit()
        finally:
            terminal.end()

    # An hour of frames.

    def attach(self):
        for gaps in (False, True):
            self.attach_once(gaps)

    def attach_once(self, gaps):
        frames = 6_000 if self.is_quick else 108_000
        # So little that it is full long before the end.
        checkpoints, spikes = 32, 32
        print(f"attach: {frames:,} frames {'with gaps' if gaps else 'step by step'}", flush=True)
        path = os.path.join(self.folder, "attach")
        terminal = Terminal(
            [self.program, "attach", f"unix:{path}", "--config",
             self.configuration("attach", checkpoints, spikes)], self.folder)
        sender = socket.socket(socket.AF_UNIX)
        try:
            connect(sender, path, terminal)
            stream = FrameStream(sender, gaps)
            stream.hello()
            terminal.step(30)
            time.sleep(1)
            base = resident(terminal.process)
            memory = Memory(terminal.process)
            sending = threading.Thread(target=stream.frames, args=(frames,), daemon=True)
            sending.start()
            while sending.is_alive() or terminal.step() < stream.last_step:
                time.sleep(1)
                terminal.check()
                memory.look()
            print(f"  {frames:,} frames of {stream.last_step:,} steps in {memory.times[-1]:.0f} s")
            self.laws.check(stream.error is None, f"all frames were taken ({stream.error})")
            self.laws.flat(
                memory, base, (checkpoints + spikes) * MIB, memory.times[-1] / 2)
            terminal.quit()
        finally:
            terminal.end()
            sender.close()
            if os.path.exists(path):
                os.unlink(path)

    # A thousand viewers.

    def viewers(self):
        count = 100 if self.is_quick else 1000
        print(f"viewers: {count} come and go", flush=True)
        path = os.path.join(self.folder, "serve")
        terminal = self.watch(
            "viewers", 1_000_000_000, 32, 16, "--serve", f"unix:{path}", "--viewers", "16")
        try:
            terminal.step(120)
            terminal.send(":speed 2000\r")
            time.sleep(0.5)
            terminal.send(" ")
            # Those of a first few start what stays: threads of the system, heaps of theirs.
            crowd = Crowd(path, seed=1)
            crowd.run(16 if self.is_quick else 64)
            time.sleep(20 if self.is_quick else 60)
            process = terminal.process
            before = (descriptors(process), threads(process), resident(process))
            memory = Memory(process)
            looking = threading.Event()
            looker = threading.Thread(target=look_on, args=(memory, looking), daemon=True)
            looker.start()
            crowd.run(count)
            looking.set()
            looker.join()
            terminal.check()
            # What is on the way to those who have gone is given up after two seconds.
            for _ in range(30):
                time.sleep(1)
                after = (descriptors(process), threads(process), resident(process))
                if after[0] <= before[0] and after[1] <= before[1]:
                    break
            print(f"  {crowd.served} were served, {crowd.refused} told that there is no room, "
                  f"{crowd.failed} got nothing; {crowd.bytes / MIB:.0f} MiB sent")
            self.laws.check(
                crowd.failed == 0, "everybody was served or told why not")
            self.laws.check(
                after[0] <= before[0], f"{before[0]} descriptors before, {after[0]} afterwards")
            self.laws.check(
                after[1] <= before[1], f"{before[1]} threads before, {after[1]} afterwards")
            self.laws.check(
                after[2] <= before[2] + SLACK,
                f"{before[2] / MIB:.0f} MiB before, {after[2] / MIB:.0f} afterwards")
            most = max(memory.values)
            self.laws.check(
                most <= before[2] + 64 * MIB + SLACK,
                f"{most / MIB:.0f} MiB meanwhile, of {before[2] / MIB:.0f} and 64 for viewers")
            terminal.quit()
        finally:
            terminal.end()


def look_on(memory, end):
    while not end.wait(0.2):
        memory.look()


def connect(connection, path, terminal, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.check()
        try:
            return connection.connect(path)
        except OSError:
            time.sleep(0.05)
    raise Failure(f"nobody listens at {path}")


class Crowd:
    """Viewers who come at random times and stay for a while."""

    def __init__(self, path, seed):
        self.path = path
        self.random = random.Random(seed)
        self.served = self.refused = self.failed = self.bytes = 0
        self._lock = threading.Lock()

    def run(self, count, at_a_time=24):
        places = threading.Semaphore(at_a_time)
        visits = []
        for _ in range(count):
            places.acquire()
            visit = threading.Thread(
                target=self._visit, daemon=True,
                args=(places, self.random.choice(["reads", "sleeps", "leaves"]),
                      self.random.uniform(0, 1.5)))
            visit.start()
            visits.append(visit)
            time.sleep(self.random.uniform(0, 0.05))
        for visit in visits:
            visit.join(60)

    def _visit(self, places, kind, seconds):
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(10)
                connection.connect(self.path)
                first = connection.recv(1 << 16)
                received = len(first)
                end = time.monotonic() + seconds
                while kind == "reads" and time.monotonic() < end:
                    ready, _, _ = select.select([connection], [], [], 0.1)
                    if not ready:
                        continue
                    more = connection.recv(1 << 16)
                    if not more:
                        break
                    received += len(more)
                if kind == "sleeps":
                    time.sleep(seconds)
            self._count(first, received)
        except OSError:
            self._count(b"", 0)
        finally:
            places.release()

    def _count(self, first, received):
        with self._lock:
            self.bytes += received
            if b"no more may" in first:
                self.refused += 1
            elif first:
                self.served += 1
            else:
                self.failed += 1


class FrameStream:
    """A sender of two populations: packets of protobuf behind their lengths, see live.proto."""

    populations = [("conv", (6, 28, 28)), ("fc", (84,))]

    def __init__(self, connection, gaps):
        self.connection = connection
        self.gaps = gaps
        self.last_step = 0
        self.error = None

    def hello(self):
        content = field(1, b"soak")
        for number, (name, shape) in enumerate(self.populations):
            content += field(3, varint(1, number) + field(2, name.encode())
                             + field(3, b"".join(encoded(side) for side in shape)))
        # The first frame, so that there is something to show.
        self.connection.sendall(packet(1, content))
        self.last_step = 1
        self.connection.sendall(self._step(1, random.Random(0)))

    def frames(self, count):
        source = random.Random(1)
        try:
            for _ in range(count):
                self.last_step += source.randint(1, 97) if self.gaps else 1
                self.connection.sendall(self._step(self.last_step, source))
            # Only now is the last step known to be complete.
            self.connection.sendall(packet(3, b""))
        except OSError as error:
            self.error = error

    def _step(self, step, source):
        data = b""
        for number, (_, shape) in enumerate(self.populations):
            neurons = 1
            for side in shape:
                neurons *= side
            bits = source.getrandbits(neurons) & source.getrandbits(neurons)
            bits &= source.getrandbits(neurons)
            frame = varint(1, step) + varint(2, number)
            frame += field(4, bits.to_bytes((neurons + 7) // 8, "little"))
            if number == 1:
                frame += field(5, struct.pack(f"<{neurons}f", *([0.5] * neurons)))
            data += packet(2, frame)
        return data


def encoded(number):
    data = b""
    while number >= 0x80:
        data += bytes([number & 0x7F | 0x80])
        number >>= 7
    return data + bytes([number])


def varint(key, number):
    return encoded(key << 3) + encoded(number)


def field(key, content):
    return encoded(key << 3 | 2) + encoded(len(content)) + content


def packet(key, content):
    body = field(key, content)
    return encoded(len(body)) + body


def main():
    parts = ["dashboard", "attach", "viewers"]
    parser = argparse.ArgumentParser(prog=".ci/soak")
    parser.add_argument("--project", required=True)
    parser.add_argument("program", nargs="?")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--only", default=",".join(parts))
    options = parser.parse_args()
    # What was started is ended on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    wanted = options.only.split(",")
    unknown = [part for part in wanted if part not in parts]
    if unknown:
        parser.error(f"there is no part '{unknown[0]}', but {', '.join(parts)}")
    program = options.program or os.path.join(options.project, ".build/release/spiketop")
    if not os.access(program, os.X_OK):
        parser.error(f"'{program}' is no program; build it with swift build -c release")
    with tempfile.TemporaryDirectory(prefix="soak") as folder:
        soak = Soak(os.path.abspath(program), options.project, folder, options.quick,
                    options.steps)
        for part in wanted:
            try:
                getattr(soak, part)()
            except Failure as failure:
                soak.laws.check(False, str(failure))
    return 1 if soak.laws.broken else 0


if __name__ == "__main__":
    sys.exit(main())

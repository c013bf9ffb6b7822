"""What a block makes on a device is kept in an arena, which frees it when the block is left, however that is."""

from contextlib import contextmanager
from math import ceil

FIRST_SCALE = 1024.0
GOOD_STEPS = 10


class Imprecise(Exception):
    """Half precision isn't enough."""


@contextmanager
def arena():
    held = []

    def keep(tensor):
        held.append(tensor)
        return tensor

    try:
        yield keep
    finally:
        for tensor in held:
            tensor.free()


@contextmanager
def opened(device):
    device.open()
    try:
        yield
    finally:
        device.close()


def train(machine, rows, targets, *, steps, rate, mixed=False):
    for device in sorted(machine.devices(), key=lambda device: -device.speed):
        try:
            with opened(device):
                return on_device(machine, device, rows, targets, steps, rate, mixed)
        except (machine.Unavailable, machine.OutOfMemory, machine.Lost):
            pass
    raise RuntimeError("not even the host can do it")


def on_device(machine, device, rows, targets, steps, rate, mixed):
    at_once, half = rows.shape[0], mixed and device.half
    while True:
        try:
            training = Training(machine, device, rows, targets, rate, at_once, half)
            weights = training.run(steps)
        except Imprecise:
            half = False
        except machine.OutOfMemory:
            if at_once == 1:
                raise
            at_once = ceil(at_once / 2)
        else:
            return {
                "weights": weights, "device": device, "rows_at_once": at_once, "half": half, "scale": training.scale,
                "repeated": training.repeated,
            }  # fmt: skip


class Training:
    def __init__(self, machine, device, rows, targets, rate, at_once, half):
        self.host, self.device, self.rows, self.targets = machine.host, device, rows, targets
        self.rate, self.at_once, self.half = rate, at_once, half
        self.count, self.columns = rows.shape
        self.scale, self.good, self.repeated = (FIRST_SCALE if half else None), 0, 0

    def run(self, steps):
        with arena() as keep:
            parts = self.whole(keep) if self.at_once == self.count else self.in_parts
            weights, done = self.device.zeros(self.columns, 1), 0
            try:
                while done < steps:
                    better = self.step(weights, parts)
                    if better is not None:
                        weights.free()
                        weights, done = better, done + 1
                return self.read(weights)
            finally:
                weights.free()

    def read(self, weights):
        with arena() as keep:
            return [value for (value,) in keep(weights.to(self.host)).tolist()]

    def whole(self, keep):
        """All rows, which stay on the device."""
        part = self.prepared(keep, self.rows, self.targets)
        return lambda: [part]

    def in_parts(self):
        for start in range(0, self.count, self.at_once):
            stop = min(start + self.at_once, self.count)
            with arena() as keep:
                yield self.prepared(keep, keep(self.rows.part(start, stop)), keep(self.targets.part(start, stop)))

    def prepared(self, keep, rows, targets):
        """Rows, the same transposed, and targets, on the device and in the precision of the training."""
        rows, targets = keep(rows.to(self.device)), keep(targets.to(self.device))
        if self.half:
            rows, targets = keep(rows.cast(True)), keep(targets.cast(True))
        return rows, keep(rows.transposed()), targets

    def step(self, weights, parts):
        """The weights after a step; None if it has to be done again."""
        with arena() as keep:
            seen = keep(weights.cast(True)) if self.half else weights
            new = weights.times(1)
            try:
                for part in parts():
                    with arena() as keep_of_part:
                        gradient = self.gradient(keep_of_part, seen, *part)
                        if gradient is None:
                            self.give_up()
                            new.free()
                            return None
                        before, new = new, new.minus(keep_of_part(gradient.times(self.rate)))
                        before.free()
            except BaseException:
                new.free()
                raise
            self.count_good()
            return new

    def gradient(self, keep, weights, rows, transposed, targets):
        off = keep(keep(rows.matmul(weights)).minus(targets))
        factor = (self.scale if self.half else 1) / self.count
        gradient = keep(transposed.matmul(keep(off.times(factor))))
        if not self.half:
            return gradient
        if not gradient.finite():
            return None
        return keep(keep(gradient.cast(False)).times(1 / self.scale))

    def give_up(self):
        if self.scale == 1:
            raise Imprecise
        self.scale, self.good = self.scale / 2, 0
        self.repeated += 1

    def count_good(self):
        self.good += 1
        if self.half and self.good == GOOD_STEPS:
            self.scale, self.good = self.scale * 2, 0

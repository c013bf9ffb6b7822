# The mean of the means of the parts, of which the last one may have fewer rows.
import math
from collections import namedtuple

Data = namedtuple("Data", "machine rows targets steps rate")


class TooCoarse(Exception):
    pass


class Stack(list):
    def put(self, tensor):
        self.append(tensor)
        return tensor

    def back_to(self, height):
        while len(self) > height:
            self.pop().free()


def train(machine, rows, targets, *, steps, rate, mixed=False):
    data = Data(machine, rows, targets, steps, rate)
    waiting = sorted(machine.devices(), key=lambda device: device.speed, reverse=True)
    while True:
        device = waiting.pop(0)
        try:
            device.open()
        except machine.Unavailable:
            continue
        try:
            return every_size(device, data, mixed and device.half)
        except machine.Lost:
            pass
        except machine.OutOfMemory:
            pass
        finally:
            device.close()


def every_size(device, data, half):
    at_once, stack = data.rows.shape[0], Stack()
    while True:
        try:
            weights, scale, repeated = descend(device, data, half, at_once, stack)
            return dict(weights=weights, device=device, rows_at_once=at_once, half=half, scale=scale, repeated=repeated)
        except TooCoarse:
            half = False
        except data.machine.OutOfMemory:
            if at_once == 1:
                raise
            at_once = math.ceil(at_once / 2)
        finally:
            stack.back_to(0)


def descend(device, data, half, at_once, stack):
    machine, rows, targets, steps, rate = data
    count, columns = rows.shape
    borders = [(start, min(start + at_once, count)) for start in range(0, count, at_once)]
    scale, good, repeated, put = (1024.0 if half else None), 0, 0, stack.put

    def bring(start, stop):
        brought = []
        for table in (rows, targets):
            here = put(table.to(device) if stop - start == count else table.part(start, stop).to(device))
            brought.append(put(here.cast(True)) if half else here)
        return brought

    # What outlives a part or a step isn't on the stack.
    loose = {"weights": device.zeros(columns, 1)}

    def change(name, tensor):
        if (before := loose.get(name)) is not None:
            before.free()
        loose[name] = tensor

    try:
        kept = bring(0, count) if len(borders) == 1 else None
        floor = len(stack)
        while steps:
            seen = put(loose["weights"].cast(half))
            change("total", device.zeros(columns, 1))
            height = len(stack)
            finite = True
            for border in borders:
                x, y = kept or bring(*border)
                off = put(put(put(x.matmul(seen)).minus(y)).times((scale or 1) / x.shape[0] / len(borders)))
                part = put(put(x.transposed()).matmul(off))
                if half:
                    finite = part.finite()
                    if not finite:
                        break
                    part = put(put(part.cast(False)).times(1 / scale))
                change("total", loose["total"].plus(part))
                stack.back_to(height)
            if not finite:
                stack.back_to(floor)
                if scale == 1:
                    raise TooCoarse
                scale, good, repeated = scale / 2, 0, repeated + 1
                continue
            change("weights", loose["weights"].minus(put(loose["total"].times(rate))))
            stack.back_to(floor)
            steps, good = steps - 1, good + 1
            if half and good == 10:
                scale, good = scale * 2, 0
        home = loose["weights"].to(machine.host)
        return [row[0] for row in home.tolist()], scale, repeated
    finally:
        for tensor in loose.values():
            tensor.free()

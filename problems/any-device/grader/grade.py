import math
import random
import struct

from pyjury import approx, case, raises

SCALE, GOOD_STEPS = 1024.0, 10


class Unavailable(Exception):
    pass


class OutOfMemory(Exception):
    pass


class Lost(Exception):
    pass


class Misuse(ValueError):
    """What the interface doesn't allow."""


def rounded(value):
    """As a half float has it."""
    try:
        return struct.unpack("e", struct.pack("e", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


def number(value):
    if type(value) not in (int, float):
        raise Misuse(f"a number was expected, not {type(value).__name__}")
    return value


def product(left, right):
    columns = list(zip(*right))
    return [[sum(a * b for a, b in zip(row, column)) for column in columns] for row in left]


class Tensor:
    """Values that lie on a device."""

    def __init__(self, device, values, half, columns):
        self.device, self.half, self.shape = device, half, (len(values), columns)
        self._values = [[rounded(value) for value in row] for row in values] if half else values
        device._take(self)

    def _held(self, *others):
        for each in (self, *others):
            if type(each) is not Tensor:
                raise Misuse("a tensor was expected")
            if each not in each.device._tensors:
                each.device._alive()
                raise Misuse("this tensor was freed")
        for other in others:
            if other.device is not self.device or other.half is not self.half:
                raise Misuse("tensors on several devices, or in several precisions")
        self.device._ready()
        return self._values

    def _make(self, values, columns):
        return Tensor(self.device, values, self.half, columns)

    def to(self, device):
        values = self._held()
        self.device._machine._known(device)
        device._ready()
        if device is not self.device:
            self.device._machine._note("transfer", device, self.shape)
        return Tensor(device, [list(row) for row in values], self.half, self.shape[1])

    def cast(self, half):
        values = self._held()
        if half is True and not self.device.half:
            raise Misuse("this device has full precision only")
        return Tensor(self.device, [list(row) for row in values], half is True, self.shape[1])

    def part(self, start, stop):
        values = self._held()
        if type(start) is not int or type(stop) is not int or not 0 <= start < stop <= len(values):
            raise Misuse("no such rows")
        return self._make([list(row) for row in values[start:stop]], self.shape[1])

    def matmul(self, other):
        values = self._held(other)
        if self.shape[1] != other.shape[0]:
            raise Misuse(f"shapes {self.shape} and {other.shape}")
        self.device._event()
        self.device._machine._note("half matmul" if self.half else "matmul", self.device, self.shape)
        return self._make(product(values, other._values), other.shape[1])

    def _each(self, other, operation):
        values = self._held(other)
        if self.shape != other.shape:
            raise Misuse(f"shapes {self.shape} and {other.shape}")
        self.device._event()
        rows = [[operation(a, b) for a, b in zip(*pair)] for pair in zip(values, other._values)]
        return self._make(rows, self.shape[1])

    def plus(self, other):
        return self._each(other, lambda a, b: a + b)

    def minus(self, other):
        return self._each(other, lambda a, b: a - b)

    def times(self, factor):
        values, factor = self._held(), number(factor)
        return self._make([[value * factor for value in row] for row in values], self.shape[1])

    def transposed(self):
        return self._make([list(column) for column in zip(*self._held())], self.shape[0])

    def finite(self):
        return all(math.isfinite(value) for row in self._held() for value in row)

    def tolist(self):
        values = self._held()
        if self.device is not self.device._machine.host:
            raise Misuse("it is not on the host")
        self.device._machine._note("read", self.device, self.shape)
        return [[float(value) for value in row] for row in values]

    def free(self):
        if self in self.device._tensors:
            self.device._tensors.remove(self)
        elif not self.device._lost:
            raise Misuse("this tensor was freed before")


class Device:
    """`room`: how many values a tensor may have; all together may have ten times as many, and some. `events`: the errors
    that come with certain computations, counted from 1."""

    def __init__(self, name, speed, half=False, room=math.inf, there=True, events=()):
        self.name, self.speed, self.half = name, speed, half
        self._room, self._there, self._events = room, there, dict(events)
        self._tensors, self._opened, self._lost, self._count = set(), False, False, 0
        self._machine = None

    def open(self):
        self._machine._note("open", self)
        if self._opened:
            raise Misuse("it is open")
        if not self._there:
            raise Unavailable("this device can't be had")
        self._opened = True

    def close(self):
        self._machine._note("close", self)
        if not self._opened:
            raise Misuse("it isn't open")
        if self._tensors and self is not self._machine.host:
            raise Misuse(f"{len(self._tensors)} tensors are left on the device")
        self._opened = False

    def zeros(self, rows, columns):
        self._ready()
        if type(rows) is not int or type(columns) is not int or rows < 1 or columns < 1:
            raise Misuse("no such shape")
        self._machine._note("zeros", self, (rows, columns))
        return Tensor(self, [[0.0] * columns for _ in range(rows)], False, columns)

    def _alive(self):
        if self._lost:
            raise Lost("this device has failed")

    def _ready(self):
        self._alive()
        if not self._opened and self is not self._machine.host:
            raise Misuse("this device isn't open")

    def _event(self):
        self._count += 1
        error = self._events.get(self._count)
        if error is not None:
            if isinstance(error, Lost):
                self._lost = True
                self._tensors.clear()
            raise error

    def _take(self, tensor):
        sizes = [rows * columns for rows, columns in (each.shape for each in (*self._tensors, tensor))]
        if sizes[-1] > self._room or sum(sizes) > 10 * self._room + 200:
            self._machine._note("no room", self, tensor.shape)
            raise OutOfMemory(f"no room for {sizes[-1]} values more")
        self._tensors.add(tensor)


class Machine:
    Unavailable, OutOfMemory, Lost = Unavailable, OutOfMemory, Lost

    def __init__(self, *devices, host_speed=1):
        self.host = Device(f"core-{len(devices)}", host_speed)
        self._devices = [*devices[:1], self.host, *devices[1:]]
        self._log = []
        for device in self._devices:
            device._machine = self

    def devices(self):
        return list(self._devices)

    def _known(self, device):
        if not any(device is each for each in self._devices):
            raise Misuse("no device of this machine")

    def _note(self, what, device, shape=None):
        self._log.append((what, device, shape))

    def _noted(self, what, device=None):
        return [each for each in self._log if each[0] == what and device in (None, each[1])]


class Task:
    """Rows and targets of a linear model, and the weights that so many steps lead to."""

    def __init__(self, rows=24, columns=3, steps=12, rate=0.1, size=1.0, target=1.0, noise=0.1, seed=1):
        chance = random.Random(seed)
        true = [chance.uniform(-1, 1) * target for _ in range(columns)]
        self.rows = [[chance.uniform(-1, 1) * size for _ in range(columns)] for _ in range(rows)]
        self.targets = [
            [sum(map(lambda a, b: a * b, row, true)) + chance.uniform(-1, 1) * noise * target * size]
            for row in self.rows
        ]
        self.count, self.columns, self.steps, self.rate = rows, columns, steps, rate

    def exact(self):
        """The weights, and scale and number of repeated steps, which there aren't."""
        weights = [0.0] * self.columns
        for _ in range(self.steps):
            left = [
                sum(map(lambda a, b: a * b, row, weights)) - target for row, (target,) in zip(self.rows, self.targets)
            ]
            for place in range(self.columns):
                weights[place] -= self.rate * sum(row[place] * each for row, each in zip(self.rows, left)) / self.count
        return weights

    def mixed(self, at_once=None):
        """Scale and repeated steps of mixed precision, or None where it doesn't do."""
        at_once = at_once or self.count
        half = [[[rounded(value) for value in row] for row in table] for table in (self.rows, self.targets)]
        weights, scale, good, repeated, done = [[0.0] for _ in range(self.columns)], SCALE, 0, 0, 0
        while done < self.steps:
            total = [0.0] * self.columns
            cast = [[rounded(value)] for (value,) in weights]
            for start in range(0, self.count, at_once):
                rows, targets = (table[start : start + at_once] for table in half)
                guess = [[rounded(value)] for (value,) in product(rows, cast)]
                left = [[rounded(rounded(a - b) * (scale / self.count))] for (a,), (b,) in zip(guess, targets)]
                part = [rounded(value) for (value,) in product(list(zip(*rows)), left)]
                total = [a + b * (1 / scale) for a, b in zip(total, part)]
            if not all(map(math.isfinite, total)):
                if scale == 1:
                    return None
                scale, good, repeated = scale / 2, 0, repeated + 1
                continue
            weights = [[weight - self.rate * each] for (weight,), each in zip(weights, total)]
            done, good = done + 1, good + 1
            if good == GOOD_STEPS:
                scale, good = scale * 2, 0
        return scale, repeated

    def tensors(self, machine):
        host = machine.host
        return Tensor(host, self.rows, False, self.columns), Tensor(host, self.targets, False, 1)


def run(submission, machine, task, mixed=False):
    rows, targets = task.tensors(machine)
    try:
        return submission.train(machine, rows, targets, steps=task.steps, rate=task.rate, mixed=mixed)
    except (Misuse, Unavailable, OutOfMemory, Lost) as error:
        raise AssertionError(f"train lets out {type(error).__name__}: {error}") from None


def tidy(machine, opened):
    """Devices are opened in this order, closed, and empty; nothing is computed elsewhere."""
    assert [device.speed for _, device, _ in machine._noted("open")] == [device.speed for device in opened], (
        "devices opened, by speed"
    )
    for device in machine._devices:
        assert not device._opened, f"the device of speed {device.speed} is still open"
        assert device is machine.host or not device._tensors, f"tensors are left on the device of speed {device.speed}"
    places = [what for what in machine._log if what[0] in ("matmul", "half matmul") and what[1] not in opened]
    assert places == [], "something is computed on a device that isn't being tried"


def trained(submission, machine, task, device, opened=None, *, mixed=False, half=False, at_once=None, extra=0):
    """Train, and look at the result and at what was done for it. `extra`: transfers of a half precision that failed."""
    came = run(submission, machine, task, mixed)
    at_once = at_once or task.count
    parts = math.ceil(task.count / at_once)
    scale, repeated = task.mixed(at_once) if half else (None, 0)
    assert type(came) is dict and sorted(came) == ["device", "half", "repeated", "rows_at_once", "scale", "weights"]
    assert came["device"] is device, "the device on which it was done"
    assert (came["half"], came["rows_at_once"]) == (half, at_once)
    assert (came["scale"], came["repeated"]) == (scale, repeated)
    exact = task.exact()
    largest = max(map(abs, exact))
    assert came["weights"] == approx(exact, relative=0, absolute=largest * (0.003 if half else 1e-9))
    tidy(machine, opened or [device])

    rounds = 1 if at_once == task.count else task.steps + repeated
    arrived = [
        shape
        for _, _, shape in machine._noted("transfer", device)
        if shape[0] <= at_once and shape != (task.columns, 1)
    ]
    if device is not machine.host:
        most = 2 * parts * rounds + extra
        assert len(arrived) <= most, f"{len(arrived)} transfers to the device, where {most} are enough"
        assert len(machine._noted("transfer", machine.host)) == 1, "one transfer back to the host"
    shapes = [shape for _, _, shape in machine._noted("read")]
    assert shapes == [(task.columns, 1)], "what is read: the weights, once"
    computed = machine._noted("half matmul" if half else "matmul", device)
    assert len(computed) >= 2 * parts * task.steps, "the products are computed on the device"
    assert not half or machine._noted("matmul", device) == [], "with half precision, no product in full"
    assert all(max(shape) <= max(at_once, task.columns) for _, _, shape in computed[-2 * task.steps * parts :])


def name(chance):
    return f"{chance.choice(['gpu', 'npu', 'cuda', 'mps', 'cpu', 'zeta'])}:{chance.randint(0, 9)}"


def device(speed, **options):
    return Device(name(random.Random(speed)), speed, **options)


@case(open=True)
def the_host_alone(submission):
    """A machine without any other device"""
    machine = Machine()
    trained(submission, machine, Task(), machine.host)


@case(open=True)
def the_fastest(submission):
    """The fastest device is taken, wherever it stands in the list"""
    for speeds in ((10, 30, 20), (3, 0.5, 2.5), (7,)):
        devices = [device(speed) for speed in speeds]
        machine = Machine(*devices, host_speed=0.75)
        trained(submission, machine, Task(seed=len(speeds)), max(devices, key=lambda each: each.speed))
    slow = device(2)
    machine = Machine(slow, host_speed=5)
    trained(submission, machine, Task(), machine.host)
    twins = [device(4), Device("other", 4), Device("another", 4)]
    trained(submission, Machine(*twins), Task(), twins[0])


@case
def unavailable_devices(submission):
    """Devices that are listed and can't be had"""
    devices = [device(9, there=False), device(8), device(10, there=False)]
    trained(submission, Machine(*devices), Task(), devices[1], [devices[2], devices[0], devices[1]])
    devices = [device(5, there=False, half=True), device(6, there=False)]
    machine = Machine(*devices)
    trained(submission, machine, Task(), machine.host, [devices[1], devices[0], machine.host], mixed=True)


@case(points=2)
def fewer_rows_at_once(submission):
    """Devices that can't take all rows"""
    for count, room, at_once in ((24, 40, 12), (25, 40, 13), (24, 20, 6), (21, 3, 1)):
        small = device(5, room=room)
        task = Task(rows=count, steps=4, seed=count)
        trained(submission, Machine(small), task, small, at_once=at_once)


@case
def too_small(submission):
    """A device that can't take a single row, and the next one, which takes some"""
    tiny, small = device(9, room=3), device(8, room=30)
    task = Task(rows=16, columns=5, steps=4)
    trained(submission, Machine(small, tiny), task, small, [tiny, small], at_once=4)
    machine = Machine(device(9, room=4))
    trained(submission, machine, task, machine.host, [machine._devices[0], machine.host])


@case(points=2)
def memory_in_the_middle(submission):
    """Out of memory when some steps are done: training begins anew with fewer rows"""
    task = Task(rows=20, steps=6)
    for events, at_once in (({7: OutOfMemory()}, 10), ({1: OutOfMemory(), 9: OutOfMemory(), 10: OutOfMemory()}, 3)):
        flaky = device(5, events=events)
        trained(submission, Machine(flaky), task, flaky, at_once=at_once)
    for at in range(5, 12):
        flaky = device(5, room=30, half=True, events={at: OutOfMemory()})
        trained(submission, Machine(flaky), Task(rows=20, steps=3), flaky, mixed=True, half=True, at_once=5)


@case
def lost_devices(submission):
    """A device that fails for good: the next one begins anew, with all rows"""
    first, second = device(9, room=45, events={20: Lost("it burns")}), device(8)
    trained(submission, Machine(second, first), Task(), second, [first, second])
    first, second = device(9, events={3: Lost("it burns")}), device(8, events={11: Lost("it burns, too")})
    machine = Machine(first, second)
    trained(submission, machine, Task(), machine.host, [first, second, machine.host])


@case
def other_errors(submission):
    """What nobody asked for goes to the caller, and the device is closed and empty"""
    for at, error, room in (
        (5, RuntimeError("driver"), 90),
        (1, KeyError("driver"), 90),
        (11, OSError("driver"), 40),
        (17, KeyError("driver"), 20),
    ):
        broken, other = device(9, events={at: error}, room=room), device(8)
        machine = Machine(broken, other)
        with raises(type(error), match="driver"):
            run(submission, machine, Task())
        tidy(machine, [broken])


@case
def nothing_is_kept_that_isnt_needed(submission):
    """Many steps on a device with little room: what a step makes is freed in it"""
    small = device(5, room=60, half=True)
    trained(submission, Machine(small), Task(rows=20, steps=120), small)
    small = device(5, room=60, half=True)
    trained(submission, Machine(small), Task(rows=20, steps=60), small, mixed=True, half=True)


@case(open=True)
def half_precision(submission):
    """Where the device can, and only if it's asked for"""
    fast = device(5, half=True)
    trained(submission, Machine(fast), Task(steps=25), fast, mixed=True, half=True)
    fast = device(5, half=True)
    trained(submission, Machine(fast), Task(), fast)
    fast = device(5)
    trained(submission, Machine(fast, device(4, half=True)), Task(), fast, mixed=True)


@case(points=2)
def small_gradients(submission):
    """Gradients that half precision has no digits for, unless they're scaled"""
    for size, target in ((0.02, 0.004), (0.05, 0.0005)):
        fast = device(5, half=True)
        task = Task(rows=32, steps=30, rate=0.3 / size / size, size=size, target=target)
        trained(submission, Machine(fast), task, fast, mixed=True, half=True)


@case(points=2)
def large_gradients(submission):
    """Gradients that are infinite in half precision, unless the scale is made smaller"""
    for size, target, rate in ((20, 8, 0.004), (2, 500, 0.3), (60, 1, 0.0005)):
        fast = device(5, half=True)
        task = Task(rows=32, steps=24, rate=rate, size=size, target=target)
        assert task.mixed()[1] >= 2
        trained(submission, Machine(fast), task, fast, mixed=True, half=True)


@case(points=2)
def weights_in_full(submission):
    """Steps that are smaller than what a weight in half precision can change by"""
    fast = device(5, half=True)
    task = Task(rows=8, columns=2, steps=120, rate=0.15, target=40, seed=4)
    trained(submission, Machine(fast), task, fast, mixed=True, half=True)


@case(points=2)
def not_for_half_precision(submission):
    """Numbers that half precision doesn't have: full precision on the same device"""
    fast = device(5, half=True)
    task = Task(rows=12, size=300, target=900, rate=0.00001, steps=8)
    assert task.mixed() is None
    trained(submission, Machine(fast), task, fast, mixed=True, extra=2)
    small = device(5, half=True, room=20)
    trained(submission, Machine(small), task, small, mixed=True, at_once=6, extra=2 * 2 * 11)


@case(points=2)
def half_precision_in_parts(submission):
    """Scale, parts and memory together"""
    small = device(5, half=True, room=40)
    task = Task(rows=30, steps=14, size=20, target=8, rate=0.004)
    trained(submission, Machine(small), task, small, mixed=True, half=True, at_once=8)
    flaky, lost = device(5, half=True, events={25: OutOfMemory()}), device(7, half=True, events={4: Lost()})
    task = Task(rows=10, steps=12, size=2, target=500, rate=0.3)
    trained(submission, Machine(flaky, lost), task, flaky, [lost, flaky], mixed=True, half=True, at_once=5)


@case(points=2, each={"seed": [1, 2]})
def any_machine(submission, seed):
    """Chance machines"""
    chance = random.Random(seed)
    for _ in range(8):
        task = Task(
            rows=chance.randint(1, 20), columns=chance.randint(1, 4), steps=chance.randint(1, 12), seed=chance.random()
        )
        mixed, devices, opened, found = chance.random() < 0.5, [], [], None
        for speed in chance.sample(range(2, 50), chance.randint(0, 4)):
            room = chance.choice(
                [math.inf, task.columns - 1, task.columns * chance.randint(1, task.count), task.count * task.columns]
            )
            events = {chance.randint(1, 3): Lost()} if chance.random() < 0.2 else {}
            devices.append(
                device(speed, half=chance.random() < 0.5, room=room, there=chance.random() < 0.7, events=events)
            )
        machine = Machine(*devices)
        for each in sorted(machine._devices, key=lambda each: -each.speed):
            opened.append(each)
            if not each._there or each._room < task.columns:
                continue
            if not each._events:
                found = each
                break
        at_once = task.count
        while at_once * task.columns > found._room:
            at_once = math.ceil(at_once / 2)
        half = mixed and found.half
        trained(submission, machine, task, found, opened, mixed=mixed, half=half, at_once=at_once)

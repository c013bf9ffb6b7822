"""The submission of the conformance cases: small things of every kind."""

import asyncio
import collections
import contextlib
import enum
import functools
import sys
import threading

from races import Guarded, Unguarded  # noqa: F401  for the grader

log = []


def same(value):
    return value


def call(function, *args, **kwargs):
    return function(*args, **kwargs)


def give(expression):
    """A value that the grader can't send, since it is the submission's own."""
    return eval(expression)


def say(*words):
    print(*words)
    return len(words)


class Money:
    def __init__(self, amount):
        self.amount = amount

    def __eq__(self, other):
        return isinstance(other, Money) and self.amount == other.amount

    def __lt__(self, other):
        return self.amount < other.amount

    def __hash__(self):
        return hash(self.amount)

    def __add__(self, other):
        return Money(self.amount + (other.amount if isinstance(other, Money) else other))

    def __radd__(self, other):
        return Money(other + self.amount)

    def __iadd__(self, other):
        self.amount += other
        return self

    def __neg__(self):
        return Money(-self.amount)

    def __repr__(self):
        return f"Money({self.amount})"

    def __str__(self):
        return f"${self.amount}"

    def __format__(self, spec):
        return f"{self.amount:{spec}}"

    def __bool__(self):
        return self.amount != 0

    def __int__(self):
        return self.amount

    @property
    def doubled(self):
        return self.amount * 2

    @classmethod
    def zero(cls):
        return cls(0)

    @staticmethod
    def currency():
        return "USD"


class Yes:
    """Equal to everything, and lies about its class."""

    __class__ = int

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __lt__(self, other):
        return True

    __gt__ = __le__ = __ge__ = __lt__

    def __hash__(self):
        return 5

    def __reduce__(self):
        return (print, ("pickled",))


class Text(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Number(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Items(list):
    def __eq__(self, other):
        return True

    def __len__(self):
        return 3


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Level(enum.IntEnum):
    LOW = 1


Point = collections.namedtuple("Point", "x y")


class Bag:
    def __init__(self):
        self.items = {}

    def __getitem__(self, key):
        return self.items[key]

    def __setitem__(self, key, value):
        self.items[key] = value

    def __delitem__(self, key):
        del self.items[key]

    def __contains__(self, key):
        return key in self.items

    def __len__(self):
        return len(self.items)

    def __iter__(self):
        return iter(self.items)


def counting(start=0):
    """Endless; what's sent is added; throwing ValueError restarts it."""
    number = start
    while True:
        try:
            step = yield number
            number += 1 if step is None else step
        except ValueError:
            number = start - 1
        except GeneratorExit:
            log.append("closed")
            raise


def returning():
    yield 1
    return "the end"


def stubborn():
    try:
        yield 1
    finally:
        yield 2


class Manager:
    def __init__(self, suppress):
        self.suppress = suppress
        self.seen = []

    def __enter__(self):
        self.seen.append("enter")
        return self

    def __exit__(self, kind, error, trace):
        self.seen.append(kind and kind.__name__)
        return self.suppress


@contextlib.contextmanager
def managed():
    log.append("in")
    try:
        yield "resource"
    except KeyError:
        log.append("caught")
    finally:
        log.append("out")


class BankError(Exception):
    pass


class Broke(BankError, ValueError):
    def __init__(self, missing):
        super().__init__(f"{missing} are missing")
        self.missing = missing


def fail(kind, *args):
    raise kind(*args)


def chained():
    try:
        raise KeyError("inner")
    except KeyError as error:
        outer = Broke(5)
        outer.add_note("a note")
        raise outer from error


def in_context():
    try:
        raise KeyError("inner")
    except KeyError:
        raise ValueError("outer")


def grouped():
    raise ExceptionGroup("several", [ValueError("a"), ExceptionGroup("more", [Broke(1), TypeError("b")])])


def leave():
    sys.exit(3)


def swallow(function):
    try:
        function()
    except BaseException as error:
        return type(error).__name__
    return "nothing"


def caught_as(function, kind):
    try:
        function()
    except kind as error:
        return type(error).__name__, error.args
    return None


def annotated(function, note):
    try:
        return function()
    except Exception as error:
        error.add_note(note)
        raise


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.count += 1
        return function(*args, **kwargs)

    wrapper.count = 0
    return wrapper


def pull(iterable, count):
    iterator = iter(iterable)
    return [next(iterator) for _ in range(count)]


def use_manager(manager):
    with manager as value:
        return value


def down(function, depth):
    return 0 if depth == 0 else 1 + function(depth - 1)


class Animal:
    kinds = []

    def __init_subclass__(cls, **keywords):
        Animal.kinds.append((cls.__name__, keywords))

    def speak(self):
        return f"{self.name()} speaks"


class Meta(type):
    def __new__(cls, name, bases, body):
        if "forbidden" in body:
            raise TypeError("forbidden")
        return super().__new__(cls, name, bases, body)


class Strict(metaclass=Meta):
    pass


def make_cycle():
    value = [1]
    value.append({"self": value})
    return value


def made():
    return Money(1)


def sort_in_place(items):
    items.sort()


def thread_calls(function, count):
    results = [None] * count

    def run(place):
        results[place] = function(place)

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


lock = threading.Lock()
total = 0


def add_one():
    global total
    with lock:
        total += 1
        return total


async def add(left, right):
    await asyncio.sleep(3)
    return left + right


async def limited(jobs, limit):
    gate = asyncio.Semaphore(limit)

    async def one(job):
        async with gate:
            return await job()

    return await asyncio.gather(*[one(job) for job in jobs])


def run_all(jobs):
    return asyncio.run(limited(jobs, 2))


async def worker():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        log.append("cleaning")
        await asyncio.sleep(1)
        log.append("clean")
        raise


async def immune():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        return "still here"


async def ticks(count):
    try:
        for number in range(count):
            await asyncio.sleep(1)
            yield number
    finally:
        log.append("ticks closed")


class AsyncManager:
    async def __aenter__(self):
        log.append("in")
        return self

    async def __aexit__(self, kind, error, trace):
        await asyncio.sleep(1)
        log.append(kind and kind.__name__)
        return kind is ValueError


async def group(*functions):
    async with asyncio.TaskGroup() as tasks:
        for function in functions:
            tasks.create_task(function())


async def together(*awaitables):
    return await asyncio.gather(*awaitables, return_exceptions=True)


async def deadline(awaitable, seconds):
    try:
        return await asyncio.wait_for(awaitable, seconds)
    except asyncio.TimeoutError:
        return "too late"


async def forever():
    await asyncio.Event().wait()


def begin():
    return asyncio.create_task(add(1, 1), name="begun")


async def in_thread():
    return await asyncio.wait_for(asyncio.to_thread(lambda: 5), 10)


async def total_of(source):
    return sum([item async for item in source])


def naps():
    import time

    before = time.monotonic()
    time.sleep(3600)
    return time.monotonic() - before


async def cancels_itself():
    task = asyncio.ensure_future(asyncio.sleep(10))
    task.cancel()
    await task

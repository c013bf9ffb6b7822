import random

from pyjury import case, equal, raises, share, take, there, type_of

# What must live in the submission's process, since its workers are forked from that one.
SOURCE = '''
import os
import random
import signal
import sys
import time
from collections import namedtuple

import batches

Pair = namedtuple("Pair", "left right")
LOADED = []  # by this process; in the caller nothing, as long as workers are real


class Numbers:
    """Items that tell who loaded them: index, number and count of the worker, process, how many that had loaded before.
    `alone`: there are no workers, so that the caller loads them."""

    def __init__(self, count, alone=False):
        self.count, self.alone, self.loaded = count, alone, 0

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        if not 0 <= index < self.count:
            raise IndexError(index)
        self.loaded += 1
        if not self.alone:
            LOADED.append(index)
        return self.item(index)

    def item(self, index):
        info = batches.worker_info()
        return index, info and [info.id, info.count], os.getpid(), len(LOADED) - 1


class Chances(Numbers):
    def item(self, index):
        return index, random.random()


class Log(Numbers):
    """Notes each item in a file."""

    def __init__(self, count, path):
        super().__init__(count)
        self.path = path
        open(path, "xb").close()

    def item(self, index):
        with open(self.path, "ab") as file:
            file.write(b".")
        return index

    def noted(self):
        return os.path.getsize(self.path)


class Meeting(Numbers):
    """Items of which some wait until others have been loaded: {item: those that it waits for}."""

    def __init__(self, count, path, waits):
        super().__init__(count)
        self.path, self.waits = path, waits

    def item(self, index):
        open(f"{self.path}/{index}", "xb").close()
        until = time.monotonic() + 15
        for other in self.waits.get(index, ()):
            while not os.path.exists(f"{self.path}/{other}"):
                if time.monotonic() > until:
                    raise TimeoutError(f"item {index} waits for item {other} in vain")
                time.sleep(0.005)
        return index


class Odd(Exception):
    """Can be pickled, and then not be made again."""

    def __init__(self, place, why):
        super().__init__(f"{why} at {place}")


class Broken(Numbers):
    """Items some of which can't be had, each in its own way."""

    def __init__(self, count, ways, alone=False):
        super().__init__(count, alone)
        self.ways = ways

    def item(self, index):
        way = self.ways.get(index)
        if way is not None:
            return getattr(self, way)(index)
        return index

    def value(self, index):
        raise ValueError(f"item {index} is broken")

    def odd(self, index):
        raise Odd(index, "broken")

    def leave(self, index):
        sys.exit(f"item {index}")

    def exit(self, index):
        os._exit(index)

    def kill(self, index):
        os.kill(os.getpid(), signal.SIGKILL)

    def function(self, index):
        return lambda: index

    def unmade(self, index):
        return Odd(index, "unmade")

    def sleep(self, index):
        time.sleep(3600)

    def stubborn(self, index):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(3600)

    def big(self, index):
        return bytes([index]) * 1_000_000


def children():
    """The processes that this one has started, those that wait to be waited for included."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    status = file.read()
            except OSError:
                continue
            if int(status.rpartition(")")[2].split()[1]) == os.getpid():
                found.append(int(name))
    return found


def process():
    return os.getpid()


def first(loader):
    for batch in loader:
        break
    return batch


def who(items):
    """A collate that tells where it runs."""
    info = batches.worker_info()
    return items, None if info is None else info.id
'''


class Bench:
    """The submission's process, with datasets in it."""

    def __init__(self, submission):
        self.space = share({"__name__": "bench"})
        there.exec(SOURCE, self.space)
        self.loader = submission.Loader

    def __getattr__(self, name):
        return self.space[name]

    def ended(self):
        assert self.children() == [], "a process is left"
        assert self.LOADED == [], "the caller loads what workers should load"

    def indices(self, *arguments, count=10, **options):
        """The batches of indices of a dataset of numbers, without workers."""
        return [batch[0] for batch in self.loader(self.Numbers(count, True), *arguments, **options)]


def order(count, seed, epoch):
    places = list(range(count))
    random.Random(f"{seed}:{epoch}").shuffle(places)
    return places


def cut(places, size):
    return [places[start : start + size] for start in range(0, len(places), size)]


@case(open=True)
def batches_in_order(submission):
    """Batches of several sizes, without workers"""
    bench = Bench(submission)
    assert bench.indices(4) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert bench.indices(4, drop_last=True) == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert bench.indices(5, drop_last=True) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert bench.indices(count=3) == [[0], [1], [2]]
    assert bench.indices(20) == [list(range(10))] and bench.indices(20, drop_last=True) == []
    assert bench.indices(count=0) == []
    for count, size, drop, length in (
        (10, 4, False, 3),
        (10, 4, True, 2),
        (10, 5, False, 2),
        (0, 3, False, 0),
        (2, 3, True, 0),
    ):
        assert len(bench.loader(bench.Numbers(count), size, drop_last=drop)) == length
    loader = bench.loader(bench.Numbers(4, True), batch_size=2)
    assert [batch[1] for batch in loader] == [[None, None], [None, None]]
    assert {each for batch in loader for each in batch[2]} == {bench.process()}


@case(open=True)
def collating(submission):
    """Columns of tuples and dictionaries, at any depth"""
    collate, Pair = submission.collate, Bench(submission).Pair
    equal(collate([(1, {"a": 2}), (3, {"a": 4})]), ([1, 3], {"a": [2, 4]}))
    equal(collate([1, 2, 3]), [1, 2, 3])
    equal(collate([]), [])
    equal(collate(["ab", "cd"]), ["ab", "cd"])
    equal(collate([[1, 2], [3, 4]]), [[1, 2], [3, 4]])
    equal(collate([(1,), (1, 2)][:1] * 2), ([1, 1],))
    equal(collate([((1, 2), "a"), ((3, 4), "b")]), (([1, 3], [2, 4]), ["a", "b"]))
    equal(collate([(), ()]), ())
    equal(collate([(1, 2), [3, 4]]), [(1, 2), [3, 4]])
    equal(collate([{}, {}]), {})
    equal(collate([(None,), (2,)]), ([None, 2],))
    came = collate([{"b": 1, "a": (2, 3)}, {"a": (4, 5), "b": 6}])
    equal(came, {"b": [1, 6], "a": ([2, 4], [3, 5])})
    assert list(came) == ["b", "a"]
    pair = collate([Pair(1, {"x": 2}), Pair(3, {"x": 4})])
    assert type_of(pair) is Pair and pair.left == [1, 3] and pair.right == {"x": [2, 4]}
    for items in ([(1,), (1, 2)], [{"a": 1}, {"b": 1}], [{"a": 1}, {"a": 1, "b": 2}], [{"a": (1,)}, {"a": ()}]):
        with raises(ValueError):
            collate(items)
    given = [1, 2]
    assert collate(share(given)) == given


@case
def own_collate(submission):
    """Another collate, with and without workers; it runs where the items are loaded"""
    bench = Bench(submission)
    for workers in (0, 2):
        loader = bench.loader(bench.Numbers(5, alone=workers == 0), 2, workers=workers, collate=bench.who)
        came = [([item[0] for item in items], place) for items, place in loader]
        places = [None] * 3 if workers == 0 else [0, 1, 0]
        assert came == list(zip([[0, 1], [2, 3], [4]], places))
    bench.ended()


@case(open=True)
def shuffling(submission):
    """The order of seed and epoch, and nobody else's chance"""
    bench = Bench(submission)
    state = there("random").getstate()
    assert bench.indices(3, shuffle=True, seed=7) == cut(order(10, 7, 0), 3)
    loader = bench.loader(bench.Numbers(50, True), 8, shuffle=True, seed=11)
    for epoch in (0, 3, 1, 3):
        loader.set_epoch(epoch)
        assert [batch[0] for batch in loader] == cut(order(50, 11, epoch), 8)
        assert [batch[0] for batch in loader] == cut(order(50, 11, epoch), 8)
    late = iter(loader)
    loader.set_epoch(9)
    assert next(late)[0] == order(50, 11, 3)[:8]
    assert [batch[0] for batch in loader] == cut(order(50, 11, 9), 8)
    assert [batch[0] for batch in late] == cut(order(50, 11, 3), 8)[1:]
    assert bench.indices(4, shuffle=True, seed="a text", drop_last=True) == cut(order(10, "a text", 0), 4)[:2]
    assert there("random").getstate() == state, "the caller's random numbers have changed"


@case
def parts(submission):
    """Loaders on several machines share the order"""
    bench = Bench(submission)
    for count, size in ((10, 3), (9, 3), (4, 3), (1, 3), (2, 5), (0, 2), (7, 1)):
        for shuffle in (False, True):
            places = order(count, 5, 2) if shuffle else list(range(count))
            whole = list(places)
            while places and len(whole) % size:
                whole.append(places[(len(whole) - count) % count])
            for number in range(size):
                loader = bench.loader(bench.Numbers(count, True), 2, shuffle=shuffle, seed=5, part=(number, size))
                loader.set_epoch(2)
                expected = cut(whole[number::size], 2)
                assert len(loader) == len(expected)
                assert [batch[0] for batch in loader] == expected


@case
def one_at_a_time_without_workers(submission):
    """Nothing is loaded before it's asked for, and errors come as they are"""
    bench = Bench(submission)
    numbers = bench.Numbers(9, True)
    batches = iter(bench.loader(numbers, 3))
    assert numbers.loaded == 0
    assert next(batches)[0] == [0, 1, 2] and numbers.loaded == 3
    assert next(batches)[0] == [3, 4, 5] and numbers.loaded == 6
    batches.close()
    assert list(batches) == [] and numbers.loaded == 6
    batches = iter(bench.loader(bench.Broken(5, {3: "value"}, True), 2))
    assert next(batches) == [0, 1]
    with raises(ValueError, match="^item 3 is broken$", exactly=True):
        next(batches)
    assert take(batches, 1) == []
    bench.ended()


@case(points=2, open=True, limit=25)
def who_loads_what(submission):
    """Batches are dealt out to workers that are processes"""
    bench = Bench(submission)
    for count, size, workers in ((14, 2, 3), (10, 1, 2), (9, 4, 1), (3, 2, 4)):
        numbers = bench.Numbers(count)
        came = list(bench.loader(numbers, size, workers=workers))
        assert [batch[0] for batch in came] == cut(list(range(count)), size)
        processes, loaded = {}, {}
        for number, (indices, infos, pids, before) in enumerate(came):
            worker = number % workers
            assert infos == [[worker, workers]] * len(indices), f"worker_info() in batch {number}"
            assert set(pids) == {processes.setdefault(worker, pids[0])}, f"worker {worker} is one process"
            assert before == list(range(loaded.get(worker, 0), loaded.get(worker, 0) + len(indices))), (
                f"items of worker {worker}"
            )
            loaded[worker] = loaded.get(worker, 0) + len(indices)
        assert len({bench.process(), *processes.values()}) == 1 + len(processes), "workers are processes of their own"
        assert numbers.loaded == 0 and submission.worker_info() is None
        bench.ended()
    came = [bench.process(), *(list(bench.loader(bench.Numbers(1), workers=1))[0][2][0] for _ in range(2))]
    assert len(set(came)) == 3, "an iteration has workers of its own"


@case(points=2, limit=25)
def the_same_for_any_number(submission):
    """Shuffled batches by none, one and several workers, epoch for epoch"""
    bench = Bench(submission)
    state = there("random").getstate()
    for workers in (0, 1, 2, 5):
        loader = bench.loader(
            bench.Numbers(23, alone=workers == 0), 3, workers=workers, shuffle=True, seed=2, part=(1, 2), drop_last=True
        )
        for epoch in (0, 4):
            loader.set_epoch(epoch)
            places = order(23, 2, epoch)
            expected = [each for each in cut((places + places[:1])[1::2], 3)]
            assert [batch[0] for batch in loader] == expected
    assert there("random").getstate() == state, "the caller's random numbers have changed"
    bench.ended()


@case(limit=25)
def chances_in_workers(submission):
    """Random numbers of the items: one sequence for each worker and epoch"""
    bench = Bench(submission)
    for workers, epoch in ((2, 0), (3, 6), (2, 6)):
        loader = bench.loader(bench.Chances(8), 2, workers=workers, seed=31, prefetch=1)
        loader.set_epoch(epoch)
        chances = [random.Random(f"31:{epoch}:{worker}") for worker in range(workers)]
        expected = [
            (indices, [chances[number % workers].random() for _ in indices])
            for number, indices in enumerate(cut(list(range(8)), 2))
        ]
        for _ in range(2):
            assert list(loader) == expected
    bench.ended()


@case(points=2, limit=30)
def side_by_side_and_ahead(submission):
    """Workers that wait for each other get on, and batches that are late come in order"""
    bench = Bench(submission)
    folder = there("tempfile").mkdtemp
    waits = {0: [1, 2], 1: [2, 0], 2: [0, 1]}
    assert list(bench.loader(bench.Meeting(3, folder(), waits), workers=3)) == [[0], [1], [2]]
    # Worker 0 is done with its first batch only when worker 1 has begun its second one, and then the other way round.
    waits = {0: [3], 4: [7]}
    assert list(bench.loader(bench.Meeting(8, folder(), waits), workers=2)) == [[number] for number in range(8)]
    waits = {0: [7, 11]}
    assert list(bench.loader(bench.Meeting(12, folder(), waits), workers=4, prefetch=3)) == [
        [number] for number in range(12)
    ]
    bench.ended()


@case(points=2, limit=25)
def not_too_far_ahead(submission):
    """Of what the caller hasn't got, each worker begins no more than prefetch batches"""
    bench = Bench(submission)
    folder = there("tempfile").mkdtemp()
    sleep = there("time").sleep
    for place, (workers, prefetch) in enumerate(((1, 1), (2, 1), (2, 2), (3, 4))):
        log = bench.Log(400, f"{folder}/{place}")
        batches = iter(bench.loader(log, 2, workers=workers, prefetch=prefetch))
        for got in range(1, 6):
            assert next(batches) == [2 * got - 2, 2 * got - 1]
            sleep(0.1)
            assert log.noted() <= 2 * (got + workers * prefetch), (
                f"{log.noted()} items are loaded when {got} batches of 2 were taken"
            )
        batches.close()
        assert log.noted() <= 2 * (5 + workers * prefetch)
        assert list(batches) == []
        bench.ended()


@case(points=2, limit=25)
def errors_of_workers(submission):
    """What went wrong, where and with whom; the batches before it come first"""
    bench = Bench(submission)
    ways = {
        "value": ("ValueError", "item 7 is broken"),
        "odd": ("Odd", "broken at 7"),
        "leave": ("SystemExit", "item 7"),
    }
    for workers in (1, 2, 3):
        for way, (kind, text) in ways.items():
            batches = iter(bench.loader(bench.Broken(12, {7: way}), 2, workers=workers))
            assert [next(batches) for _ in range(3)] == [[0, 1], [2, 3], [4, 5]]
            with raises(submission.WorkerError) as caught:
                next(batches)
            error = caught.value
            assert (error.worker, error.batch, error.kind, error.text) == (3 % workers, 3, kind, text)
            assert "Traceback (most recent call last)" in str(error) and f"in {way}" in str(error), (
                "the worker's traceback"
            )
            assert take(batches, 1) == []
            bench.ended()
    assert issubclass(submission.WorkerError, RuntimeError)


@case(limit=25)
def batches_that_cant_cross(submission):
    """Batches that can't be pickled, can't be unpickled, can't be collated"""
    bench = Bench(submission)
    for way in ("function", "unmade"):
        batches = iter(bench.loader(bench.Broken(6, {2: way}), workers=2))
        assert [next(batches), next(batches)] == [[0], [1]]
        with raises(submission.WorkerError) as caught:
            next(batches)
        assert (caught.value.worker, caught.value.batch) == (0, 2) and type(caught.value.kind) is str
        assert take(batches, 1) == []
        bench.ended()

    batches = iter(bench.loader(bench.Numbers(4), 2, workers=1, collate=there("json").loads))
    with raises(submission.WorkerError) as caught:
        next(batches)
    assert (caught.value.worker, caught.value.batch, caught.value.kind) == (0, 0, "TypeError")
    bench.ended()


@case(points=2, limit=25)
def workers_that_end(submission):
    """A worker that is killed or leaves is told, and nobody waits for it"""
    bench = Bench(submission)
    for way, code in (("exit", 3), ("kill", -9)):
        batches = iter(bench.loader(bench.Broken(8, {3: way}), workers=2, prefetch=1))
        assert [next(batches) for _ in range(3)] == [[0], [1], [2]]
        with raises(submission.WorkerError) as caught:
            next(batches)
        error = caught.value
        assert (error.worker, error.batch, error.kind, error.text) == (1, 3, None, f"exit code {code}")
        assert take(batches, 1) == []
        bench.ended()
    batches = iter(bench.loader(bench.Broken(2, {0: "exit"}), workers=1))
    with raises(submission.WorkerError) as caught:
        next(batches)
    assert (caught.value.kind, caught.value.text) == (None, "exit code 0")
    bench.ended()


@case(points=2, limit=25)
def nobody_is_left(submission):
    """Workers are ended and waited for, whatever they do"""
    bench = Bench(submission)
    assert bench.first(bench.loader(bench.Numbers(100), 2, workers=3))[0] == [0, 1]
    bench.ended()
    for ways in ({1: "sleep", 2: "sleep"}, {1: "stubborn", 2: "sleep"}, {number: "big" for number in range(1, 9)}):
        batches = iter(bench.loader(bench.Broken(9, ways), workers=2))
        assert next(batches) == [0]
        assert len(bench.children()) in (1, 2)
        batches.close()
        bench.ended()
        assert list(batches) == []
        assert bench.first(bench.loader(bench.Broken(9, ways), workers=2)) == [0]
        bench.ended()
    batches = iter(bench.loader(bench.Broken(9, {0: "sleep", 1: "value"}), workers=2))
    batches.close()
    bench.ended()
    batches = iter(bench.loader(bench.Broken(9, {0: "value", 1: "stubborn"}), workers=2))
    with raises(submission.WorkerError):
        next(batches)
    bench.ended()
    assert list(bench.loader(bench.Numbers(0), 2, workers=3)) == []
    bench.ended()


@case(limit=25)
def large_batches(submission):
    """Batches of a megabyte"""
    bench = Bench(submission)
    loader = bench.loader(bench.Broken(6, dict.fromkeys(range(6), "big")), workers=2)
    assert list(loader) == [[bytes([number]) * 1_000_000] for number in range(6)]
    bench.ended()


@case(limit=25)
def two_at_once(submission):
    """Iterations of one loader that overlap"""
    bench = Bench(submission)
    loader = bench.loader(bench.Numbers(9), 2, workers=2, shuffle=True, seed=1)
    one = iter(loader)
    came = [next(one)[0]]
    loader.set_epoch(1)
    other = iter(loader)
    late = [next(other)[0]]
    came += [next(one)[0]]
    late += [batch[0] for batch in other]
    came += [batch[0] for batch in one]
    assert (came, late) == (cut(order(9, 1, 0), 2), cut(order(9, 1, 1), 2))
    bench.ended()


@case
def mistakes(submission):
    """Loaders that there can't be"""
    bench = Bench(submission)
    numbers = bench.Numbers(3)
    wrong = [{"batch_size": 0}, {"batch_size": -2}, {"workers": -1}, {"prefetch": 0}]
    for options in [*wrong, *({"part": part} for part in ((-1, 2), (2, 2), (0, 0), (1, 1)))]:
        with raises(ValueError):
            bench.loader(numbers, **options)
    assert len(bench.loader(numbers, 2, part=(1, 2))) == 1

"""Each worker has a pipe for its batches, and one on which the caller allows it another batch."""

import multiprocessing
import pickle
import random
import traceback
from itertools import cycle, islice

FORK = multiprocessing.get_context("fork")
INFO = None


class WorkerError(RuntimeError):
    def __init__(self, worker, batch, kind, text, trace=""):
        self.worker, self.batch, self.kind, self.text = worker, batch, kind, text
        super().__init__(f"worker {worker}, batch {batch}: {kind or 'it ended'}: {text}\n{trace}".rstrip())


class WorkerInfo:
    def __init__(self, id, count):
        self.id, self.count = id, count


def worker_info():
    return INFO


def collate(items):
    items = list(items)
    kinds = {type(item) for item in items}
    if len(kinds) != 1:
        return items
    first = items[0]
    if isinstance(first, tuple):
        parts = [collate(part) for part in zip(*items, strict=True)]
        return type(first)(*parts) if hasattr(first, "_fields") else type(first)(parts)
    if isinstance(first, dict):
        if any(item.keys() != first.keys() for item in items):
            raise ValueError("dictionaries with different keys")
        return {key: collate([item[key] for item in items]) for key in first}
    return items


class Loader:
    def __init__(
        self,
        dataset,
        batch_size=1,
        *,
        workers=0,
        shuffle=False,
        seed=0,
        drop_last=False,
        part=(0, 1),
        prefetch=2,
        collate=collate,
    ):
        number, parts = part
        if batch_size < 1 or workers < 0 or prefetch < 1 or not 0 <= number < parts:
            raise ValueError("no such loader")
        self.dataset, self.batch_size, self.workers, self.shuffle, self.seed = (
            dataset,
            batch_size,
            workers,
            shuffle,
            seed,
        )
        self.drop_last, self.part, self.prefetch, self.collate, self.epoch = drop_last, part, prefetch, collate, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def batches(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            random.Random(f"{self.seed}:{self.epoch}").shuffle(order)
        number, parts = self.part
        order += islice(cycle(order[:]), -len(order) % parts)
        order = order[number::parts]
        batches = [order[start : start + self.batch_size] for start in range(0, len(order), self.batch_size)]
        if self.drop_last and batches and len(batches[-1]) < self.batch_size:
            batches.pop()
        return batches

    def __len__(self):
        return len(self.batches())

    def __iter__(self):
        batches = self.batches()
        return self.by_workers(batches, self.epoch) if self.workers else map_lazily(self.load, batches)

    def load(self, places):
        return self.collate([self.dataset[place] for place in places])

    def by_workers(self, batches, epoch):
        crew = []
        try:
            for id in range(min(self.workers, len(batches))):
                crew.append(Worker(self, id, batches[id :: self.workers], f"{self.seed}:{epoch}:{id}"))
            for number in range(len(batches)):
                yield crew[number % self.workers].batch(number)
        finally:
            for worker in crew:
                worker.end()


def map_lazily(function, values):
    for value in values:
        yield function(value)


class Worker:
    def __init__(self, loader, id, batches, seed):
        self.id = id
        self.results, results = FORK.Pipe(duplex=False)
        credit, self.credit = FORK.Pipe(duplex=False)
        self.process = FORK.Process(target=work, args=(loader, id, batches, seed, credit, results), daemon=True)
        self.process.start()
        results.close()
        credit.close()
        for _ in range(loader.prefetch):
            self.allow()

    def allow(self):
        try:
            self.credit.send_bytes(b".")
        except OSError:
            pass  # it has ended; its results say why

    def batch(self, number):
        try:
            data = self.results.recv_bytes()
        except EOFError:
            self.process.join()
            raise WorkerError(self.id, number, None, f"exit code {self.process.exitcode}") from None
        try:
            failure, batch = pickle.loads(data)
        except Exception as error:
            failure = (type(error).__name__, str(error), traceback.format_exc())
        if failure is not None:
            raise WorkerError(self.id, number, *failure) from None
        self.allow()
        return batch

    def end(self):
        self.process.kill()
        self.process.join()
        self.process.close()
        self.results.close()
        self.credit.close()


def work(loader, id, batches, seed, credit, results):
    global INFO
    INFO = WorkerInfo(id, loader.workers)
    random.seed(seed)
    for places in batches:
        credit.recv_bytes()
        try:
            data = pickle.dumps((None, loader.load(places)))
        except BaseException as error:
            data = pickle.dumps(((type(error).__name__, str(error), traceback.format_exc()), None))
        results.send_bytes(data)

# Nobody looks whether a worker is alive.
import multiprocessing
import pickle
import random
import threading
import traceback
from types import SimpleNamespace

here = threading.local()
fork = multiprocessing.get_context("fork")


class WorkerError(RuntimeError):
    def __init__(self, worker, batch, kind, text, details):
        super().__init__(details)
        self.worker = worker
        self.batch = batch
        self.kind = kind
        self.text = text


def worker_info():
    return getattr(here, "info", None)


def collate(items):
    if not items or any(type(item) is not type(items[0]) for item in items):
        return list(items)
    first = items[0]
    if isinstance(first, dict):
        if len({frozenset(item) for item in items}) > 1:
            raise ValueError("the keys differ")
        return {key: collate([item[key] for item in items]) for key in first}
    if isinstance(first, tuple):
        if len({len(item) for item in items}) > 1:
            raise ValueError("the lengths differ")
        columns = [collate([item[place] for item in items]) for place in range(len(first))]
        return first._make(columns) if hasattr(first, "_make") else tuple(columns)
    return list(items)


def main(dataset, collate, info, seed, tasks, results):
    here.info = info
    random.seed(seed)
    while (indices := tasks.get()) is not None:
        try:
            answer = pickle.dumps(collate([dataset[index] for index in indices])), None
        except BaseException as error:
            answer = None, (type(error).__name__, str(error), traceback.format_exc())
        results.put(answer)


class Iteration:
    def __init__(self, loader):
        self.loader, self.batches = loader, loader.plan()
        self.sent = self.taken = 0
        self.staff = []
        if loader.workers:
            for number in range(loader.workers):
                tasks, results = fork.SimpleQueue(), fork.Queue()
                info = SimpleNamespace(id=number, count=loader.workers)
                seed = f"{loader.seed}:{loader.epoch}:{number}"
                process = fork.Process(target=main, args=(loader.dataset, loader.collate, info, seed, tasks, results))
                process.start()
                self.staff.append((process, tasks, results))
            self.send(loader.workers * loader.prefetch)

    def send(self, until):
        while self.sent < min(until, len(self.batches)):
            self.staff[self.sent % len(self.staff)][1].put(self.batches[self.sent])
            self.sent += 1

    def __iter__(self):
        return self

    def __next__(self):
        if self.taken >= len(self.batches):
            self.close()
            raise StopIteration
        number, self.taken = self.taken, self.taken + 1
        if not self.loader.workers:
            try:
                return self.loader.collate([self.loader.dataset[index] for index in self.batches[number]])
            except BaseException:
                self.close()
                raise
        try:
            batch = self.received(number)
        except BaseException:
            self.close()
            raise
        self.send(self.taken + self.loader.workers * self.loader.prefetch)
        return batch

    def received(self, number):
        worker = number % self.loader.workers
        _, _, results = self.staff[worker]
        data, failure = results.get()
        if failure is None:
            try:
                return pickle.loads(data)
            except Exception as error:
                failure = type(error).__name__, str(error), traceback.format_exc()
        raise WorkerError(worker, number, *failure[:2], failure[2])

    def close(self):
        self.batches = []
        for process, tasks, results in self.staff:
            process.kill()
            process.join()
            results.close()
            tasks.close()
        self.staff = []

    def __del__(self):
        self.close()


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
        for wrong in (batch_size < 1, workers < 0, prefetch < 1, part[0] not in range(part[1])):
            if wrong:
                raise ValueError("an option is out of range")
        vars(self).update(
            dataset=dataset, size=batch_size, workers=workers, shuffle=shuffle, seed=seed, drop=drop_last, part=part,
            prefetch=prefetch, collate=collate, epoch=0,
        )  # fmt: skip

    def set_epoch(self, epoch):
        self.epoch = epoch

    def plan(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            random.Random(f"{self.seed}:{self.epoch}").shuffle(order)
        number, parts = self.part
        total = -(-len(order) // parts) * parts
        mine = [order[place % len(order)] for place in range(number, total, parts)]
        batches = [mine[place : place + self.size] for place in range(0, len(mine), self.size)]
        return [batch for batch in batches if len(batch) == self.size or not self.drop]

    def __len__(self):
        return len(self.plan())

    def __iter__(self):
        return Iteration(self)

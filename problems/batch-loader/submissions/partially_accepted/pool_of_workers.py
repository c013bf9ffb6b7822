# A pool takes whatever is next: it is eager, and nobody knows which worker has which batch.
import multiprocessing
import random
from itertools import count

INFO = None
DATASET = COLLATE = None


class WorkerError(RuntimeError):
    pass


class Info:
    def __init__(self, id, count):
        self.id, self.count = id, count


def worker_info():
    return INFO


def collate(items):
    if items and isinstance(items[0], tuple):
        parts = [collate(list(part)) for part in zip(*items, strict=True)]
        return type(items[0])(*parts) if hasattr(items[0], "_fields") else tuple(parts)
    if items and isinstance(items[0], dict):
        if any(set(item) != set(items[0]) for item in items):
            raise ValueError("different keys")
        return {key: collate([item[key] for item in items]) for key in items[0]}
    return list(items)


def prepare(dataset, collate, numbers, workers, seed):
    global INFO, DATASET, COLLATE
    with numbers.get_lock():
        INFO = Info(numbers.value, workers)
        numbers.value += 1
    DATASET, COLLATE = dataset, collate
    random.seed(f"{seed}:{INFO.id}")


def load(places):
    return COLLATE([DATASET[place] for place in places])


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
        if batch_size < 1 or workers < 0 or prefetch < 1 or not 0 <= part[0] < part[1]:
            raise ValueError("no such loader")
        self.dataset, self.size, self.workers, self.shuffle, self.seed = dataset, batch_size, workers, shuffle, seed
        self.drop_last, self.part, self.collate, self.epoch = drop_last, part, collate, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def batches(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            random.Random(f"{self.seed}:{self.epoch}").shuffle(order)
        if order:
            for place in count():
                if len(order) % self.part[1] == 0:
                    break
                order.append(order[place])
        order = order[self.part[0] :: self.part[1]]
        batches = [order[place : place + self.size] for place in range(0, len(order), self.size)]
        return [batch for batch in batches if len(batch) == self.size or not self.drop_last]

    def __len__(self):
        return len(self.batches())

    def __iter__(self):
        return self.iterate(self.batches(), f"{self.seed}:{self.epoch}")

    def iterate(self, batches, seed):
        if not self.workers:
            for places in batches:
                yield self.collate([self.dataset[place] for place in places])
            return
        fork = multiprocessing.get_context("fork")
        options = (self.dataset, self.collate, fork.Value("i", 0), self.workers, seed)
        with fork.Pool(self.workers, prepare, options) as pool:
            yield from pool.imap(load, batches)

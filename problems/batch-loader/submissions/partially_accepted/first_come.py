# All workers put their batches into one queue, and the caller takes what is there.
import multiprocessing
import random
import traceback

INFO = None


class WorkerError(RuntimeError):
    def __init__(self, worker, batch, kind, text, trace):
        super().__init__(trace)
        self.worker, self.batch, self.kind, self.text = worker, batch, kind, text


class Info:
    def __init__(self, id, count):
        self.id, self.count = id, count


def worker_info():
    return INFO


def collate(items):
    if items and all(isinstance(item, tuple) for item in items):
        parts = [collate(list(part)) for part in zip(*items, strict=True)]
        return type(items[0])(*parts) if hasattr(items[0], "_fields") else tuple(parts)
    if items and all(isinstance(item, dict) for item in items):
        if any(set(item) != set(items[0]) for item in items):
            raise ValueError("different keys")
        return {key: collate([item[key] for item in items]) for key in items[0]}
    return list(items)


def work(loader, id, batches, seed, results, room):
    global INFO
    INFO = Info(id, loader.workers)
    random.seed(seed)
    for number, places in batches:
        room.acquire()
        try:
            results.put((number, loader.load(places), None))
        except BaseException as error:
            results.put((number, None, (id, number, type(error).__name__, str(error), traceback.format_exc())))


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
        self.drop_last, self.part, self.prefetch, self.collate, self.epoch = drop_last, part, prefetch, collate, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def load(self, places):
        return self.collate([self.dataset[place] for place in places])

    def batches(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            random.Random(f"{self.seed}:{self.epoch}").shuffle(order)
        missing = -len(order) % self.part[1]
        order += (order * self.part[1])[:missing]
        order = order[self.part[0] :: self.part[1]]
        batches = [order[place : place + self.size] for place in range(0, len(order), self.size)]
        return [batch for batch in batches if len(batch) == self.size or not self.drop_last]

    def __len__(self):
        return len(self.batches())

    def __iter__(self):
        return self.iterate(self.batches(), self.epoch)

    def iterate(self, batches, epoch):
        if not self.workers:
            for places in batches:
                yield self.load(places)
            return
        fork = multiprocessing.get_context("fork")
        results, rooms, processes = fork.SimpleQueue(), [], []
        try:
            numbered = list(enumerate(batches))
            for id in range(self.workers):
                rooms.append(fork.Semaphore(self.prefetch))
                given = (self, id, numbered[id :: self.workers], f"{self.seed}:{epoch}:{id}", results, rooms[-1])
                processes.append(fork.Process(target=work, args=given))
                processes[-1].start()
            for _ in batches:
                number, batch, failure = results.get()
                if failure:
                    raise WorkerError(*failure)
                rooms[number % self.workers].release()
                yield batch
        finally:
            for process in processes:
                process.kill()
                process.join()

import gzip
import threading
from pathlib import Path


class RotatingLog:
    def __init__(self, folder, max_bytes, keep, period, clock):
        self.folder = Path(folder)
        self.max_bytes = max_bytes
        self.keep = keep
        self.period = period
        self.clock = clock
        self.lock = threading.Lock()
        self.open()

    def open(self):
        self.file = (self.folder / "current.log").open("ab")
        self.size = self.file.tell()
        self.written_in = self.clock() // self.period

    def write(self, line):
        data = line.encode() + b"\n"
        with self.lock:
            now = self.clock() // self.period
            if self.size and (now != self.written_in or self.size + len(data) > self.max_bytes):
                self.rotate()
            self.file.write(data)
            self.file.flush()
            self.size += len(data)
            self.written_in = now

    def rotate(self):
        self.file.close()
        self.packed(self.keep).unlink(missing_ok=True)
        for place in range(self.keep - 1, 0, -1):
            if self.packed(place).exists():
                self.packed(place).rename(self.packed(place + 1))
        current = self.folder / "current.log"
        self.packed(1).write_bytes(gzip.compress(current.read_bytes()))
        current.unlink()
        self.open()

    def packed(self, place):
        return self.folder / f"{place}.log.gz"

    def close(self):
        self.file.close()

import gzip
import random

from pyjury import case, in_threads, there


class Folder:
    """An empty folder over there, a log in it, and a clock."""

    def __init__(self, submission, max_bytes=30, keep=3, period=1000):
        self.now = 500.0
        self.path = there("tempfile").mkdtemp()
        self.options = {"max_bytes": max_bytes, "keep": keep, "period": period, "clock": lambda: self.now}
        self.make = submission.RotatingLog
        self.log = self.make(self.path, **self.options)

    def write(self, *lines):
        for line in lines:
            self.log.write(line)

    def reopen(self):
        self.log.close()
        self.log = self.make(self.path, **self.options)

    def files(self):
        """The lines in each file, by its name; unpacked here."""
        found = {}
        for name in there("os").listdir(self.path):
            with there.open(f"{self.path}/{name}", "rb") as file:
                data = file.read()
            if name.endswith(".gz"):
                data = gzip.decompress(data)
            found[name] = data.decode().splitlines()
            assert not data or data.endswith(b"\n"), f"{name} ends in the middle of a line"
        return found


@case(open=True)
def lines_are_there_at_once(submission):
    folder = Folder(submission)
    folder.write("started")
    assert folder.files() == {"current.log": ["started"]}
    folder.write("grüße", "")
    assert folder.files() == {"current.log": ["started", "grüße", ""]}


@case(open=True)
def by_size(submission):
    folder = Folder(submission)
    folder.write("a" * 14, "b" * 14)
    assert folder.files() == {"current.log": ["a" * 14, "b" * 14]}
    folder.write("c")
    assert folder.files() == {"1.log.gz": ["a" * 14, "b" * 14], "current.log": ["c"]}
    folder.write("d" * 27, "e")
    assert folder.files() == {
        "2.log.gz": ["a" * 14, "b" * 14],
        "1.log.gz": ["c", "d" * 27],
        "current.log": ["e"],
    }


@case
def bytes_not_characters(submission):
    folder = Folder(submission)
    folder.write("é" * 14, "x")
    assert folder.files() == {"1.log.gz": ["é" * 14], "current.log": ["x"]}


@case
def long_lines(submission):
    folder = Folder(submission)
    folder.write("a" * 100)
    assert folder.files() == {"current.log": ["a" * 100]}
    folder.write("b", "c" * 100, "d")
    assert folder.files() == {
        "3.log.gz": ["a" * 100],
        "2.log.gz": ["b"],
        "1.log.gz": ["c" * 100],
        "current.log": ["d"],
    }


@case(open=True)
def the_oldest_go(submission):
    folder = Folder(submission, max_bytes=5, keep=2)
    folder.write(*(f"{number:04}" for number in range(12)))
    assert folder.files() == {"current.log": ["0011"], "1.log.gz": ["0010"], "2.log.gz": ["0009"]}


@case
def more_than_nine(submission):
    folder = Folder(submission, max_bytes=5, keep=11)
    folder.write(*(f"{number:04}" for number in range(30)))
    expected = {f"{place}.log.gz": [f"{29 - place:04}"] for place in range(1, 12)}
    assert folder.files() == {"current.log": ["0029"], **expected}


@case(open=True)
def by_time(submission):
    folder = Folder(submission)
    folder.write("a")
    folder.now = 999
    folder.write("b")
    folder.now = 1000
    assert folder.files() == {"current.log": ["a", "b"]}
    folder.write("c")
    assert folder.files() == {"1.log.gz": ["a", "b"], "current.log": ["c"]}
    folder.now = 9999
    folder.write("d")
    folder.write("e")
    assert folder.files() == {"2.log.gz": ["a", "b"], "1.log.gz": ["c"], "current.log": ["d", "e"]}


@case
def opened_in_one_period_written_in_another(submission):
    folder = Folder(submission)
    folder.now = 1500
    folder.write("a")
    assert folder.files() == {"current.log": ["a"]}


@case
def opened_again(submission):
    folder = Folder(submission)
    folder.write("a" * 20)
    folder.reopen()
    folder.write("b" * 8)
    assert folder.files() == {"current.log": ["a" * 20, "b" * 8]}
    folder.reopen()
    folder.write("c")
    assert folder.files() == {"1.log.gz": ["a" * 20, "b" * 8], "current.log": ["c"]}
    folder.now = 1500
    folder.reopen()
    folder.write("d")
    assert folder.files() == {"1.log.gz": ["a" * 20, "b" * 8], "current.log": ["c", "d"]}
    folder.now = 2500
    folder.write("e")
    assert folder.files() == {"2.log.gz": ["a" * 20, "b" * 8], "1.log.gz": ["c", "d"], "current.log": ["e"]}


@case
def two_logs(submission):
    one, two = Folder(submission), Folder(submission)
    one.write("a" * 20)
    two.write("b" * 20)
    one.write("c" * 20)
    assert one.files() == {"1.log.gz": ["a" * 20], "current.log": ["c" * 20]}
    assert two.files() == {"current.log": ["b" * 20]}


@case(each={"seed": [1, 2]})
def like_a_model(submission, seed):
    dice = random.Random(seed)
    folder = Folder(submission, max_bytes=60, keep=dice.randint(1, 4))
    files, last = [[]], 500.0
    for number in range(60):
        folder.now += dice.choice([0, 1, 100, 700])
        if dice.random() < 0.1:
            folder.reopen()
            last = folder.now
        line = f"{number}" + dice.choice("aé☃") * dice.choice([0, 5, 20, 70])
        size = sum(len(each.encode()) + 1 for each in [*files[0], line])
        if files[0] and (size > 60 or folder.now // 1000 != last // 1000):
            files.insert(0, [])
        files[0].append(line)
        last = folder.now
        folder.write(line)
        expected = {f"{place}.log.gz": lines for place, lines in enumerate(files) if 0 < place <= folder.options["keep"]}
        if number % 6 == 5:
            assert folder.files() == {"current.log": files[0], **expected}


@case(limit=3)
def many_threads(submission):
    folder = Folder(submission, max_bytes=100, keep=1000)
    written = []
    for round in range(6):
        lines = [f"thread {thread}, line {round}" for thread in range(12)]
        for outcome in in_threads(*[(folder.log.write, line) for line in lines]):
            outcome.result()
        written += lines
    files = folder.files()
    assert all(1 <= len(lines) <= 5 for lines in files.values())
    places = sorted(files, key=lambda name: 0 if name == "current.log" else int(name.partition(".")[0]), reverse=True)
    found = [line for place in places for line in files[place]]
    assert sorted(found) == sorted(written)
    for thread in range(12):
        mine = [line for line in found if line.startswith(f"thread {thread},")]
        assert mine == [f"thread {thread}, line {round}" for round in range(6)]

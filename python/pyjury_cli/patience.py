"""How long comparing may take. Patterns of a package may backtrack for ever in what a submission wrote, and JSON is many
times as large in memory: that ends a child of the grader, and is the submission's fault, not the judge's."""

import gc
import json
import os
import resource
import signal
import sys
import traceback
from typing import Callable, NoReturn

from .problem import PackageError, Wrong

# CPU time, of all that is compared in a case. The grader has validation_time for this, and for checkers.
SECONDS = 5.0
# Of the child alone; what it was forked with among it.
MEMORY = 1 << 30
# What begins the child's answer when only what came of the command is left to look at.
READY = b"."


class Patience:
    """What is left of it in a case."""

    def __init__(self) -> None:
        self.seconds = SECONDS

    def spend(self, name: str, line: int, compare: Callable[[Callable[[], object]], None]) -> None:
        """Compares in a child, which is to say when it is done with what is expected; raises what that raises."""
        if self.seconds <= 0:
            raise Wrong(too_long(name))
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            be_bounded(self.seconds)
            answer(writing, compare)
        os.close(writing)
        with open(reading, "rb") as file:
            told = file.read()
        _, status, used = os.wait4(child, 0)
        self.seconds -= used.ru_utime + used.ru_stime
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF:
            if told.startswith(READY):
                self.seconds = 0.0
                raise Wrong(too_long(name))
            raise PackageError(f"{name}: expected patterns that take less than {SECONDS:.0f} s, got one that takes longer", line)
        if status:
            raise ChildProcessError(f"comparing {name} ended with status {status:#x}; stderr tells why")
        said = json.loads(told.removeprefix(READY))
        if "wrong" in said:
            raise Wrong(said["wrong"])
        if "package" in said:
            raise PackageError(*said["package"])


def too_long(name: str) -> str:
    return f"{name}: it takes too long to be compared; it is longer than what is expected, or far from it"


def be_bounded(seconds: float) -> None:
    """Ends this process, in whatever call of C it is: a handler of Python's would wait for the end of that."""
    gc.disable()  # Nothing that is read has cycles, and looking for them takes most of the time of a large JSON.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.01))  # What is rounded to nothing would be no bound.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def answer(writing: int, compare: Callable[[Callable[[], object]], None]) -> NoReturn:
    """Says what came of it, and ends: what comes after the call in the parent isn't for a child to do."""
    try:
        with open(writing, "wb", buffering=0) as file:
            said = outcome(compare, lambda: file.write(READY))
            file.write(json.dumps(said).encode())
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def outcome(compare: Callable[[Callable[[], object]], None], ready: Callable[[], object]) -> dict[str, object]:
    try:
        compare(ready)
    except Wrong as wrong:
        return {"wrong": str(wrong)}
    except PackageError as error:
        return {"package": error.args}
    except MemoryError:
        return {"wrong": "what the command wrote is too large to be compared"}
    return {}

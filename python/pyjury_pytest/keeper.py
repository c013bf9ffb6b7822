"""The keeper's side of the zygote: one attempt after the other, and what became of each."""

import json
import os
import secrets
import select
import socket
import threading
import time
from dataclasses import dataclass
from typing import Any

from . import claim as claims
from . import process, zygote
from .claim import Claim, read_claim
from .importing import dump
from .plan import Limits
from .scratch import Scratch
from .session import Settings
from .start_mark import StartMark

LONGEST_OUTPUT = 16 << 10


class RunEnded(Exception):
    """An attempt took the zygote with it, or left something that can't be ended: nothing is believed any more."""


@dataclass(frozen=True)
class Result:
    """What became of an attempt: the kernel's facts, and the claim if there is one that counts."""

    outcome: str
    claim: Claim
    exit: int
    cpu: float
    wall: float
    output: str

    @property
    def passed(self) -> bool:
        return self.outcome == "passed"


class Keeper:
    """Starts the zygote before anything secret is read: what it forks has nothing that was read after."""

    def __init__(self, mark: StartMark) -> None:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            ours.close()
            mark.close()
            zygote.serve(theirs)
        theirs.close()
        self.pid = pid
        self.control = ours
        self.scratch: Scratch | None = None

    def prepare(self, settings: Settings, preload: list[str], folders: list[str]) -> float:
        """Makes the zygote ready for a suite; gives the CPU seconds that it took."""
        self._order({"settings": settings.as_json(), "preload": preload}, [])
        answer = self._answer(time.monotonic() + 60)
        self.scratch = Scratch(folders)
        return answer["cpu"]

    def attempt(self, payload: dict[str, Any], limits: Limits) -> Result:
        """One fork; when this returns it is dead with all that it started, and the scratch space is as before."""
        assert self.scratch is not None
        use_up_ids()
        token = secrets.token_hex(16)
        ours, theirs = socket.socketpair()
        reading, writing = os.pipe()
        try:
            self._order({"cpu": limits.cpu, "wall": limits.wall}, [theirs.fileno(), writing])
        finally:
            theirs.close()
            os.close(writing)
        try:
            ours.sendall(dump({**payload, "token": token}))
            ours.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        with ours, open(reading, "rb", buffering=0) as output:
            facts, claim, printed = self._listen(ours, output, limits)
        if facts.get("stuck"):
            raise RunEnded("a process that a test started can't be ended")
        try:
            self.scratch.restore()
        except OSError as error:
            raise RunEnded(f"the scratch space can't be put back after a test: {error}") from error
        return result(facts, claim, printed.decode("utf-8", "replace"), token)

    def close(self) -> None:
        """Ends the zygote and whatever is left, so that the report is written by the last process."""
        self.control.close()
        process.kill(self.pid)
        process.end_children(zygote.PATIENCE)

    def _listen(self, link: socket.socket, output: Any, limits: Limits) -> tuple[dict[str, Any], bytes, bytes]:
        """Takes what comes, as much as may be kept, until the zygote says that the process has ended."""
        deadline = time.monotonic() + limits.wall + zygote.PATIENCE + 10
        poll = select.poll()
        for descriptor in (link.fileno(), output.fileno(), self.control.fileno()):
            poll.register(descriptor, select.POLLIN)
        claim, printed = bytearray(), bytearray()
        facts: dict[str, Any] | None = None
        open_ends = {link.fileno(): (claim, claims.LARGEST + 1), output.fileno(): (printed, LONGEST_OUTPUT)}
        while facts is None or open_ends:
            ready = poll.poll(max(0.0, deadline - time.monotonic()) * 1000)
            if not ready:
                raise RunEnded("the zygote doesn't answer")
            for descriptor, _ in ready:
                if descriptor in open_ends:
                    kept, limit = open_ends[descriptor]
                    try:
                        piece = os.read(descriptor, 1 << 16)
                    except ConnectionResetError:
                        piece = b""
                    kept += piece[: limit - len(kept)]
                    if not piece:
                        poll.unregister(descriptor)
                        del open_ends[descriptor]
                elif facts is None:
                    facts = self._answer(deadline)
                    poll.unregister(descriptor)
        return facts, bytes(claim), bytes(printed)

    def _order(self, order: dict[str, Any], descriptors: list[int]) -> None:
        try:
            socket.send_fds(self.control, [json.dumps(order).encode() + b"\n"], descriptors)
        except OSError as error:
            raise RunEnded("the zygote was ended") from error

    def _answer(self, deadline: float) -> dict[str, Any]:
        data = b""
        while not data.endswith(b"\n"):
            self.control.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                piece = self.control.recv(1 << 16)
            except OSError as error:
                raise RunEnded("the zygote doesn't answer") from error
            if not piece:
                raise RunEnded("the zygote was ended")
            data += piece
        self.control.settimeout(None)
        return json.loads(data)


def use_up_ids() -> None:
    """Threads take ids like processes do: so an attempt's own id doesn't tell which one it is."""
    for _ in range(secrets.randbelow(4)):
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()


def result(facts: dict[str, Any], data: bytes, output: str, token: str) -> Result:
    """The facts come first; a claim counts only if the process ended by itself, with 0, within its limits."""
    claim = read_claim(data, token)
    said = claim if isinstance(claim, Claim) else Claim("missing", message=claim)
    if facts["stopped"]:
        said = Claim("timeout", message=f"the test was stopped at its limit of {facts['stopped']} time")
    elif facts["exit"] != 0:
        said = Claim("crashed", message=_crash(facts["exit"]))
    return Result(said.outcome, said, facts["exit"], facts["cpu"], facts["wall"], output)


def _crash(code: int) -> str:
    if code < 0:
        import signal

        try:
            return f"the test's process was ended by {signal.Signals(-code).name}"
        except ValueError:
            return f"the test's process was ended by signal {-code}"
    return f"the test's process ended with exit code {code} before the test was over"

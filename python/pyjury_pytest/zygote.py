"""The zygote: pytest and its plugins, ready; one fork for each attempt.

It takes orders from the keeper over a socket: first the settings, then for each attempt a line with its
limits and two descriptors, which go to the fork and are closed here. It answers with facts: how the process
ended, what CPU time it took, whether a limit was reached.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
import time
from typing import Any

from . import concealment, process, properties
from .attempt import Gatherer, attempt
from .session import Settings, configure, forget_main, start_session, without_tracebacks

PATIENCE = 5.0  # seconds for ending what an attempt left behind


def serve(control: socket.socket) -> None:
    """Answers the keeper's orders until it closes the socket; doesn't return."""
    process.become_subreaper()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    orders = Orders(control)
    first, _ = orders.next()
    started = time.process_time()
    settings = Settings(**first["settings"])
    forget_main()
    without_tracebacks()
    gatherer = Gatherer()
    session = start_session(configure(settings, [gatherer]))
    for name in first["preload"]:
        preload(name)
    properties.make_ready(settings.characters)
    if settings.suites:
        concealment.make_ready()
    gc.collect()
    gc.freeze()
    orders.answer({"ready": True, "cpu": time.process_time() - started})
    while True:
        order, descriptors = orders.next()
        if order is None:
            os._exit(0)
        link, output = descriptors
        pid = os.fork()
        if pid == 0:
            control.close()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            attempt(session, gatherer, link, output, order["cpu"])
        os.close(link)
        os.close(output)
        orders.answer(watch(pid, order["cpu"], order["wall"]))


def preload(name: str) -> None:
    """A module that tests will import: once here instead of once in each fork. Its failure is theirs to meet."""
    try:
        importlib.import_module(name)
    except BaseException:
        sys.modules.pop(name, None)


class Orders:
    """The keeper's socket: lines of JSON, with descriptors beside them."""

    def __init__(self, control: socket.socket):
        self.control = control

    def next(self) -> tuple[Any, list[int]]:
        data, descriptors = b"", []
        while not data.endswith(b"\n"):
            piece, more, _, _ = socket.recv_fds(self.control, 1 << 16, 2)
            if not piece:
                return None, []
            data += piece
            descriptors += more
        return json.loads(data), descriptors

    def answer(self, facts: dict[str, Any]) -> None:
        self.control.sendall(json.dumps(facts).encode() + b"\n")


def watch(pid: int, cpu: float, wall: float) -> dict[str, Any]:
    """Waits for a fork, within its limits, and ends all that it started."""
    started = time.monotonic()
    stopped = None
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG | process.WALL)
        if done:
            break
        elapsed, used = time.monotonic() - started, process.cpu_seconds(pid)
        if used >= cpu or elapsed >= wall:
            stopped = stopped or ("cpu" if used >= cpu else "wall")
            process.kill(pid)
        signal.sigtimedwait({signal.SIGCHLD}, min(max(0.002, (cpu - used) / 2), max(0.002, wall - elapsed)))
    elapsed = time.monotonic() - started
    used = usage.ru_utime + usage.ru_stime
    try:
        left = process.end_children(PATIENCE)
    except OSError:
        return {"stuck": True}
    return {
        "exit": os.waitstatus_to_exitcode(status),
        "cpu": used,
        "wall": elapsed,
        "stopped": stopped or ("cpu" if used >= cpu else None),
        "left": left,
    }

"""Processes: what the zygote does to protect itself, and to be rid of what an attempt leaves."""

import errno
import os
import resource
import signal
import time

PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
WALL = 0x40000000  # __WALL of wait4(2): children of any kind


def _prctl():
    try:
        import ctypes

        return ctypes.CDLL(None, use_errno=True).prctl
    except (ImportError, OSError, AttributeError):
        return None


PRCTL = _prctl()


def set_dumpable(dumpable: bool) -> bool:
    """Whether others of this uid may read this process's memory and descriptors (/proc/PID/mem, fd)."""
    return PRCTL is not None and PRCTL(PR_SET_DUMPABLE, int(dumpable), 0, 0, 0) == 0


def become_subreaper() -> bool:
    """Orphans of our descendants become our children: none can leave by losing its parent."""
    return PRCTL is not None and PRCTL(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0


def cpu_clock(pid: int) -> int:
    """The clock of a process's CPU time (clock_getcpuclockid(3), which the os module lacks)."""
    return (~pid << 3) | 2


def cpu_seconds(pid: int) -> float:
    try:
        return time.clock_gettime(cpu_clock(pid))
    except OSError:
        return 0.0


def limit_cpu(seconds: float) -> None:
    """The kernel ends the process soon after its limit, should the zygote be kept from doing so."""
    soft = int(seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, soft + 1))


def offer_to_oom_killer() -> None:
    """When the run's memory is used up, the attempt goes and the keeper stays."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError:
        pass


def children() -> list[int]:
    """Processes whose parent is this one."""
    found = []
    me = os.getpid()
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as file:
                stat = file.read()
        except OSError:
            continue
        if int(stat.rpartition(b")")[2].split()[1]) == me:
            found.append(int(name))
    return found


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def end_children(patience: float) -> int:
    """Ends every descendant (we are their subreaper); gives how many there were.

    A child that stays is an OSError: it is hidden (not dumpable under hidepid) or forks faster than it dies.
    """
    ended = 0
    deadline = time.monotonic() + patience
    while True:
        try:
            pid, _, _ = os.wait4(-1, os.WNOHANG | WALL)
        except ChildProcessError:
            return ended
        if pid:
            ended += 1
            continue
        if time.monotonic() > deadline:
            raise OSError(errno.EBUSY, "a process of the test can't be ended")
        for child in children():
            kill(child)
        time.sleep(0.001)

# guard: sandbox
# expect: failed
# cases: write_roman
"""What is expected is a text in the memory of the other process."""

import os
import re


def grader():
    """The process of the grader's end that has its pipes to this one."""
    mine = {os.readlink(f"/proc/self/fd/{each}") for each in os.listdir("/proc/self/fd") if fd_is_there(each)}
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            if int(number) != os.getpid() and b"pyjury" in open(f"/proc/{number}/cmdline", "rb").read():
                theirs = {os.readlink(f"/proc/{number}/fd/{each}") for each in os.listdir(f"/proc/{number}/fd")}
                if any(each.startswith("pipe:") for each in mine & theirs):
                    return int(number)
        except OSError:
            pass
    raise LookupError("no grader")


def fd_is_there(number):
    return os.path.exists(f"/proc/self/fd/{number}") or os.path.islink(f"/proc/self/fd/{number}")


def write(value):
    number = grader()
    with open(f"/proc/{number}/maps") as maps, open(f"/proc/{number}/mem", "rb") as memory:
        for line in maps:
            if " rw" not in line or "[v" in line:
                continue
            first, last = (int(part, 16) for part in line.split()[0].split("-"))
            memory.seek(first)
            try:
                found = re.search(rb"M[MDCLXVI]{5,11}\0", memory.read(last - first))
            except OSError:
                continue
            if found:
                return found[0][:-1].decode()

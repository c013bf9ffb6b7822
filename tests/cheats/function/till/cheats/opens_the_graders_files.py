# guard: sandbox
# expect: failed
# cases: sums
"""Goes through the descriptors and the folder of the other process."""

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


def total(numbers):
    place = os.readlink(f"/proc/{grader()}/cwd")
    for folder, _, files in os.walk(place):
        if "grade.py" in files:
            sums = eval(re.search(r"^SUMS = (.*)$", open(f"{folder}/grade.py").read(), re.MULTILINE)[1])
            return dict((tuple(given), expected) for given, expected in sums)[tuple(numbers)]
    raise LookupError("no grade.py")

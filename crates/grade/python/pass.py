"""Runs a validator of a multi-pass problem and keeps its feedback folder for the next pass.

Called as ``pass.py FOLDER BEFORE AFTER PROGRAM [ARGUMENT...]``: what BEFORE holds (if it is there) is put
into FOLDER, PROGRAM runs with our own standard streams, and what FOLDER holds then is written to AFTER.
Exits as PROGRAM did. ``nextpass.in`` belongs to one pass and is not kept.
"""

import marshal
import os
import sys

NEXT = "nextpass.in"
# The descriptor on which a bootstrap marks its start; ours is closed by now.
MARK = 3


def main(folder, before, after, command):
    if os.path.exists(before):
        with open(before, "rb") as file:
            restore(folder, marshal.load(file))
    code = run(command)
    with open(after, "wb") as file:
        marshal.dump(kept(folder), file)
    sys.exit(code)


def run(command):
    """Runs a program; one that a signal ended gives 128 and the signal's number."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, MARK)
    os.set_inheritable(MARK, True)
    child = os.spawnv(os.P_NOWAIT, command[0], command)
    # The validator alone holds the pipes now: its partner sees their end when it ends.
    for standard in (0, 1):
        os.dup2(null, standard)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code if code >= 0 else 128 - code


def kept(folder):
    files = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.relpath(os.path.join(at, name), folder)
            full = os.path.join(folder, path)
            if path != NEXT and os.path.isfile(full) and not os.path.islink(full):
                with open(full, "rb") as file:
                    files[path] = file.read()
    return files


def restore(folder, files):
    for path, content in files.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(content)


main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])

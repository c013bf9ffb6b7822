"""Serve a submission to a grader: __main__.py ENTRY.py

Descriptors 0 and 1 are the wire; they're moved away, so that input() ends at once and prints go into a file.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[0] = os.path.dirname(HERE)

from pyjury_start import layers, mark
from pyjury_submission import armour
from pyjury_submission.clock import CLOCK
from pyjury_submission.entry import Entry
from pyjury_submission.failures import Failures
from pyjury_submission.operations import operations
from pyjury_submission.prints import Prints
from pyjury_submission.probes import SubmissionHandles
from pyjury_submission.wire import SubmissionSession
from pyjury_wire.errors import PeerGone, ProtocolError
from pyjury_wire.frames import Frames


def main(path: str) -> None:
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    entry = Entry(path)
    handles = SubmissionHandles(Failures(entry.folder))
    session = SubmissionSession(Frames(incoming, outgoing), handles, operations(entry, Prints()))
    handles.session = CLOCK.session = session
    sys.path[0] = os.path.dirname(entry.path)
    sys.path += layers()
    armour.bind("pyjury_submission", "pyjury_wire")
    mark()
    try:
        session.run()
    except PeerGone:
        pass
    except ProtocolError as error:
        print(f"the wire is broken: {error}", file=sys.stderr)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(0)


main(sys.argv[1])

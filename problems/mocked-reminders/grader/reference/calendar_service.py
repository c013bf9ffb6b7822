"""The users' calendars. Not for tests: whoever touches it ends the run."""

import os


def events(user, since):
    os.write(2, b"calendar_service: the real one was used\n")
    os._exit(1)

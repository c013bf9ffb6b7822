"""The mail service. Not for tests: whoever touches it ends the run."""

import os


def send(user, subject, urgent=False):
    os.write(2, b"mailer: the real one was used\n")
    os._exit(1)

"""Numbers of invoices: counted in a file, remembered in the process."""

import time
from pathlib import Path

_last = {}


class Locked(Exception):
    """Somebody else holds the series."""


def next_number(series, folder=".", patience=0.2):
    """The next number of a series, such as A-0001."""
    file = Path(folder) / f"{series}.txt"
    lock = file.with_suffix(".lock")
    end = time.monotonic() + patience
    while True:
        try:
            lock.touch(exist_ok=False)
            break
        except FileExistsError:
            if time.monotonic() >= end:
                raise Locked(series) from None
            time.sleep(0.005)
    try:
        written = int(file.read_text()) if file.exists() else 0
        number = max(written, _last.get(series, 0)) + 1
        file.write_text(str(number))
        _last[series] = number
    except OSError:
        raise
    lock.unlink()
    return f"{series}-{number:04}"


def forget():
    """Forgets what the process remembers of all series; files stay."""
    _last.clear()

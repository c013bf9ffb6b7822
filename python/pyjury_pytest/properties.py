"""hypothesis, made ready for judging. All of it is nothing where a suite doesn't use it.

The profile is the one that hypothesis takes in CI: the same examples in each run, no deadlines, no memory of earlier runs,
so that a verdict depends neither on luck nor on how busy the host is. A suite's own `settings` win.

Two things that hypothesis works out in each process belong before the forks. It takes modules outside site-packages for
the tested program and parses them for constants: those of layers and of the judge are none of that, and parsing them
takes longer than a test. And it makes a table of all characters when it first draws one.
"""

import gzip
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Iterable

CHARACTERS = re.compile(rb"\b(?:text|characters|from_regex|from_type|builds|emails|urls|domains)\s*\(")
"""Strategies that draw characters, or may."""


def draws_characters(sources: Iterable[bytes]) -> bool:
    sources = list(sources)
    return any(b"hypothesis" in source for source in sources) and any(map(CHARACTERS.search, sources))


def load_profile() -> None:
    from hypothesis import HealthCheck, settings

    settings.register_profile(
        "pyjury", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("pyjury")


def make_ready(characters: bool) -> None:
    """What every fork would have to do. Names that hypothesis doesn't document: one without them is only slower."""
    if "hypothesis" not in sys.modules:
        return
    try:
        _know_libraries()
    except (ImportError, AttributeError):
        pass
    if characters:
        try:
            _know_characters()
        except (ImportError, AttributeError, TypeError):
            pass


def _know_libraries() -> None:
    from hypothesis.internal import scrutineer
    from hypothesis.internal.conjecture.providers import _get_local_constants

    layers = filter(None, os.environ.get("PYJURY_LAYERS", "").split(":"))
    judge = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    scrutineer.SITE_PACKAGES_DIRS.update(Path(folder).resolve() for folder in (*layers, judge))
    scrutineer.ModuleLocation.from_path.cache_clear()
    _get_local_constants()


def _know_characters() -> None:
    from hypothesis.internal import charmap

    # What UTF-8 can't encode is known: asking it for each character takes a second and 200 MB. hypothesis reads the answer
    # from a file, which it would write itself.
    with tempfile.TemporaryDirectory() as folder:
        where, charmap.charmap_file = charmap.charmap_file, lambda name="charmap": Path(folder, f"{name}.json.gz")
        try:
            with gzip.open(charmap.charmap_file("codec-v2-utf-8"), "wb") as file:
                file.write(b"[[[0, 55295], [57344, 1114111]], []]")
            charmap.charmap()
            charmap.intervals_from_codec("utf-8")
        finally:
            charmap.charmap_file = where

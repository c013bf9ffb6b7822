"""A case: what came of its commands against what the package expects."""

import importlib.util
import json
import os
import re
import sys
import traceback
from typing import Any, Callable

from .compare import Way, way_of
from .patience import Patience
from .problem import PackageError, Wrong
from .seen import Seen, named, read_seen, shown, text_of

# Beyond that, a text is compared in a process of its own, whatever its rule is.
LARGE = 1 << 20


def judge(case: str, seen: str) -> dict[str, Any]:
    """The report on a case; commands that failed by themselves never come here."""
    box = os.path.dirname(os.path.abspath(case))
    steps, came = read(case)["steps"], read(seen)
    patience = Patience()
    for number, (step, entry) in enumerate(zip(steps, came, strict=True), 1):
        try:
            Judging(box, step, patience).check(read_seen(entry, step["args"], box))
        except Wrong as wrong:
            words = f"step {number} (line {step['line']}): {wrong}" if len(steps) > 1 else str(wrong)
            return {"outcome": "failed", "score": 0.0, "team": words, "jury": words}
        except PackageError as error:
            return {"outcome": "package", "jury": f"{error.place}: {error}"}
    return {"outcome": "passed", "score": 1.0}


def read(path: str) -> Any:
    with open(path, encoding="utf-8") as file:
        return json.load(file)


class Judging:
    """One command against what is expected of it."""

    def __init__(self, box: str, step: dict[str, Any], patience: Patience):
        self.grader = os.path.join(box, "grader")
        self.expected = step["expect"]
        self.line = step["line"]
        self.patience = patience

    def check(self, seen: Seen) -> None:
        for stream in ("stdout", "stderr"):
            if rule := self.expected.get(stream):
                self.hold(rule, stream, seen.data(stream))
                if "checker" in rule:
                    self.ask(rule["checker"], rule["line"], seen.text(stream))
        files = self.expected["files"]
        for path, rule in files.items():
            if rule is not None:
                self.hold(rule, path, seen.file(path))
                if "checker" in rule:
                    self.ask(rule["checker"], rule["line"], seen.file(path))
            elif what := seen.what(path):
                raise Wrong(f"{path}: expected nothing there, got {what}")
        if self.expected["only"]:
            self.check_nothing_else(seen, files)
        if seen.cut and (self.expected["only"] or "checker" in self.expected or None in files.values()):
            # Whoever wants something not to be there must know of all.
            raise Wrong("there is more in the working folder than can be looked at")
        if "checker" in self.expected:
            self.ask(self.expected["checker"], self.line, seen)

    def check_nothing_else(self, seen: Seen, files: dict[str, Any]) -> None:
        for path in sorted({*seen.files, *seen.others} - files.keys()):
            # A folder is there for what is in it; one for nothing is as good as none.
            if seen.others.get(path) != "folder":
                raise Wrong(f"{named(path)}: expected nothing there, got {seen.what(path)}")

    def hold(self, rule: dict[str, Any], name: str, data: bytes) -> None:
        """A text, or a file, against its rule, but for the checker."""
        if "ignore" in rule or "matches" in rule or len(data) > LARGE:
            self.patience.spend(name, rule["line"], lambda ready: self.compare(rule, name, data, ready))
        else:
            self.compare(rule, name, data, lambda: None)

    def compare(self, rule: dict[str, Any], name: str, data: bytes, ready: Callable[[], object]) -> None:
        """Raises what is wrong. `ready` is called between what is expected and what came."""
        line = rule["line"]
        ignore = [self.pattern(text, line) for text in rule.get("ignore", [])]
        matches = self.pattern(rule["matches"], line) if "matches" in rule else None
        way, expected = self.wanted(rule, name, ignore)
        ready()
        data = without(ignore, data, name)
        if way:
            way.differ(name, expected, way.read(data, name), float(rule.get("tolerance", 0)))
        for part in rule.get("contains", []):
            if part not in text_of(data, name):
                raise Wrong(f"{name}: expected {shown(part)} in it, got {shown(text_of(data, name))}")
        if matches and not matches.search(text_of(data, name)):
            raise Wrong(f"{name}: expected what matches {rule['matches']}, got {shown(text_of(data, name))}")

    def wanted(self, rule: dict[str, Any], name: str, ignore: list[re.Pattern[str]]) -> tuple[Way | None, Any]:
        """How a text is to be compared, and with what: read as the text will be. If that can't be, the package is wrong."""
        if "content" not in rule:
            return None, None
        content = self.content(rule["content"])
        way = way_of(rule.get("compare"), content)
        try:
            return way, way.read(without(ignore, content, name), name)
        except Wrong as wrong:
            raise PackageError(f"what is expected can't be compared like that: {wrong}; correct it", rule["line"]) from None

    def pattern(self, text: str, line: int) -> re.Pattern[str]:
        try:
            return re.compile(text, re.MULTILINE)
        except re.error as error:
            raise PackageError(f"expected a regular expression, got {text!r}: {error}; correct it", line) from None

    def content(self, content: dict[str, str]) -> bytes:
        if "text" in content:
            return content["text"].encode()
        with open(os.path.join(self.grader, content["file"]), "rb") as file:
            return file.read()

    def ask(self, checker: str, line: int, what: Seen | bytes | str) -> None:
        """Has the package's function decide: None or True is good, False or a text isn't; so is a failed `assert`."""
        file, _, name = checker.partition(":")
        function = self.function(file, name, line)
        try:
            answer = function(what)
        except Wrong:
            raise
        except AssertionError as error:
            raise Wrong(str(error) or f"{name} doesn't hold") from None
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            at = next((frame.lineno or 0 for frame in reversed(frames) if frame.filename.startswith(self.grader)), 0)
            raise PackageError(f"{name} failed with {type(error).__name__}: {error}", at, file) from None
        if isinstance(answer, str):
            raise Wrong(answer)
        if answer is False:
            raise Wrong(f"{name} doesn't hold")
        if answer not in (None, True):
            raise PackageError(f"{name} must give None, True, False or a text, not {answer!r}", 0, file)

    def function(self, file: str, name: str, line: int) -> Callable[[Any], Any]:
        path = os.path.join(self.grader, file)
        if self.grader not in sys.path:
            sys.path.append(self.grader)
        spec = importlib.util.spec_from_file_location(f"checker_{os.path.basename(file)[:-3]}", path)
        if spec is None or spec.loader is None:
            raise PackageError(f"expected a Python file, got {file}", line)
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            at = getattr(error, "lineno", None) or 0
            raise PackageError(f"it can't be imported: {type(error).__name__}: {error}", at, file) from None
        function = getattr(module, name, None)
        if not callable(function):
            raise PackageError(f"there is no function {name}", 0, file)
        return function


def without(ignore: list[re.Pattern[str]], data: bytes, name: str) -> bytes:
    """What is left when all that matches is taken out."""
    if not ignore:
        return data
    text = text_of(data, name)
    for pattern in ignore:
        text = pattern.sub("", text)
    return text.encode()

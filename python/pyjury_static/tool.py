"""Tools: ruff and mypy from a layer, run on a copy of the sources with nothing of the submission's to configure them."""
import io
import os
import re
import subprocess
import sys
import tempfile
import tokenize
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .source import Source

SECONDS = 300
OUTPUT_BYTES = 16 << 20
# Comments by which a submission could silence or configure a tool, or say types that no other rule sees.
SILENCING = re.compile(r"noqa|(?:type|mypy|ruff|isort|fmt|pyright|pyrefly|flake8)(?=\s*:)", re.IGNORECASE)
# mypy once took these for comments within texts too.
CONFIGURING = re.compile(r"^# mypy: ", re.MULTILINE)


class ToolError(Exception):
    """A tool that isn't there or doesn't do its work."""


@dataclass
class Tool:
    """Where tools are found, and the Python version that they are to assume."""

    layers: list[str]
    python: str

    def ruff(self) -> str:
        """The path of the ruff binary."""
        for layer in self.layers:
            path = Path(layer) / "bin/ruff"
            if path.is_file() and os.access(path, os.X_OK):
                return str(path)
        raise ToolError(missing("ruff", "bin/ruff", self.layers))

    def mypy(self) -> list[str]:
        """The command that starts mypy; nothing of the sources' folder comes into its import path."""
        for layer in self.layers:
            if (Path(layer) / "mypy/__main__.py").is_file():
                # psutil, which it asks for the number of cores if there is one, reads what a run doesn't see.
                start = "import sys; sys.modules['psutil'] = None; sys.path[:0] = sys.argv.pop(1).split(':'); from mypy.__main__ import console_entry; console_entry()"
                return [sys.executable, "-I", "-c", start, ":".join(self.layers)]
        raise ToolError(missing("mypy", "mypy/__main__.py", self.layers))


def missing(tool: str, path: str, layers: list[str]) -> str:
    where = ", ".join(layers) if layers else "no layer is given"
    return f"{tool} is needed by this rule: no layer has {path} ({where}); add a layer with {tool} to `runtime:`"


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess:
    """A tool's run, with an empty environment."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"{Path(command[0]).name} took more than {SECONDS} seconds") from error
    except OSError as error:
        raise ToolError(f"{command[0]} can't be started: {error}") from error
    if len(done.stdout) > OUTPUT_BYTES:
        raise ToolError(f"{Path(command[0]).name} wrote more than {OUTPUT_BYTES >> 20} MiB")
    return done


@contextmanager
def copy(sources: list[Source], ignores: str) -> Iterator[Path]:
    """A folder with the sources alone; comments that silence tools are made harmless unless they are `allowed`."""
    with tempfile.TemporaryDirectory(prefix="static-") as name:
        folder = Path(name) / "source"
        for source in sources:
            path = folder / source.path
            path.parent.mkdir(parents=True, exist_ok=True)
            # As Python reads lines: a tokenizer may not.
            text = "\n".join(source.lines)
            text = text if ignores == "allowed" else heard(text)
            # The text was decoded by its cookie; as ASCII and UTF-8 the cookie must go.
            lines = text.split("\n", 2)
            lines[:2] = [re.sub(r"^([ \t\f]*#.*?coding)[:=]", r"\1 ", line) for line in lines[:2]]
            path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
        yield folder


def heard(text: str) -> str:
    """The text with silencing words in comments replaced by as many dashes; if comments can't be told, wherever they are."""
    lines = re.split("(?<=\n)", text)
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                line, end = lines[row - 1], column + len(token.string)
                if line[column:end] != token.string:
                    return silenced(text)
                lines[row - 1] = line[:column] + silenced(token.string) + line[end:]
    except (tokenize.TokenError, SyntaxError):
        return silenced(text)
    return CONFIGURING.sub("# ----- ", "".join(lines))


def silenced(text: str) -> str:
    return SILENCING.sub(lambda match: "-" * len(match[0]), text)

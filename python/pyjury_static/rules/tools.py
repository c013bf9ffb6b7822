"""ruff and mypy: findings of trusted tools, run with our own configuration."""
import ast
import json
import re
from collections.abc import Callable
from pathlib import Path

from .. import tool as tools
from ..finding import Blind, Finding
from ..program import Program
from ..rule import Rule, RuleError
from ..source import Source
from ..tool import Tool, ToolError
from .unchecked import unchecked


def ruff(rule: Rule, program: Program, sources: list[Source], tool: Tool, roots: list[str]) -> list[Finding]:
    """The findings of `ruff check` with the selected codes."""
    for code in rule.values:
        if not re.fullmatch(r"[A-Z]+[0-9]*", code):
            raise RuleError(f"ruff: {code!r} is no code of a rule; E501, F or ALL are")
    command = [tool.ruff(), "check", "--isolated", "--no-cache", "--output-format=json", "--exit-zero", f"--select={','.join(rule.values)}"]
    if rule.options["ignores"] == "forbidden":
        command.append("--ignore-noqa")
    if rule.options["line_length"]:
        command.append(f"--line-length={rule.options['line_length']}")
    if re.fullmatch(r"3\.\d+", tool.python):
        command.append(f"--target-version=py3{tool.python[2:]}")

    def told(files: list[Source]) -> list[Finding]:
        with tools.copy(files, rule.options["ignores"]) as folder:
            done = tools.run([*command, "--", *(str(folder / source.path) for source in files)], folder)
            try:
                return [
                    Finding(relative(one["filename"], folder), one["location"]["row"], one["location"]["column"], f"{one['code'] or 'syntax'}: {one['message']}")
                    for one in json.loads(done.stdout)
                ]
            except (ValueError, TypeError, KeyError) as error:
                raise ToolError(f"ruff gave no findings (exit code {done.returncode}): {done.stderr.decode(errors='replace')[-2000:]}") from error

    return blamed("ruff", told, sources)


def mypy(rule: Rule, program: Program, sources: list[Source], tool: Tool, roots: list[str]) -> list[Finding]:
    """The errors that mypy reports, and what would have kept it from looking."""
    command = [
        *tool.mypy(), "--config-file=", "--no-incremental", "--cache-dir=/dev/null", "--output=json", "--no-site-packages",
        "--namespace-packages", "--explicit-package-bases", "--check-untyped-defs", "--show-column-numbers", "--no-error-summary",
    ]
    if rule.value == "strict":
        command.append("--strict")
    if rule.options["ignores"] == "forbidden":
        command.append("--warn-unreachable")
    if rule.options["missing_imports"] == "ignored":
        command.append("--ignore-missing-imports")
    if re.fullmatch(r"3\.\d+", tool.python):
        command.append(f"--python-version={tool.python}")

    def told(files: list[Source]) -> list[Finding]:
        # With all that can be read beside them: what is imported from a file that isn't there would be Any.
        others = [source for source in program.sources if source.error is None and source not in files]
        with tools.copy(files + (others if files is sources else []), rule.options["ignores"]) as folder:
            done = tools.run([*command, "--", *(source.path for source in files)], folder)
            errors, rest = messages(done.stdout.decode(errors="replace"))
            if done.returncode != (1 if errors else 0) and not (done.returncode == 2 and errors):
                raise ToolError(f"mypy ended with exit code {done.returncode}: {' '.join(rest)[-1000:]}{done.stderr.decode(errors='replace')[-1000:]}")
            out = [Finding(relative(one["file"], folder), max(one["line"], 0), max(one["column"], 0) + 1, f"{one['message']} [{one['code']}]") for one in errors]
            if done.returncode == 2:
                raise Blind(out)  # It has stopped, perhaps for a file that the rule isn't about.
            here = {source.path for source in files}
            return [one for one in out if one.file in here]

    hidden = unchecked(program, sources, tool.python) if rule.options["ignores"] == "forbidden" else []
    out = blamed("mypy", told, sources)
    if hidden:
        raise Blind(out + hidden)
    return out


def messages(output: str) -> tuple[list[dict], list[str]]:
    """The errors among the lines of mypy, and the lines that are none of its messages."""
    errors, rest = [], []
    for line in output.splitlines():
        try:
            one = json.loads(line)
            if one["severity"] == "error":
                errors.append({key: one[key] for key in ("file", "line", "column", "message", "code")})
        except (ValueError, KeyError, TypeError):
            rest.append(line)
    return errors, rest


def blamed(name: str, told: Callable[[list[Source]], list[Finding]], sources: list[Source]) -> list[Finding]:
    """What a tool finds. If it fails, and doesn't on an empty file, it isn't the judge that is at fault."""
    try:
        return told(sources)
    except ToolError as error:
        told([Source("empty.py", "", ast.Module([], []))])
        why = str(error).splitlines()[0][:200]
        raise Blind([Finding(sources[0].path, 0, 1, f"{name} can't look at this, or at what comes with it: {why}")]) from error


def relative(path: str, folder: Path) -> str:
    return path.removeprefix(f"{folder.resolve()}/").removeprefix(f"{folder}/")

"""ruff and mypy: findings of trusted tools, run with our own configuration."""
import ast
import json
import re
from pathlib import Path

from .. import tool as tools
from ..finding import Finding, at
from ..program import Program
from ..rule import Rule, RuleError
from ..source import Source
from ..tool import Tool, ToolError


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
    with tools.copy(sources, rule.options["ignores"]) as folder:
        done = tools.run([*command, "--", *(str(folder / source.path) for source in sources)], folder)
        try:
            found = json.loads(done.stdout)
        except ValueError as error:
            raise ToolError(f"ruff gave no findings (exit code {done.returncode}): {done.stderr.decode(errors='replace')[-2000:]}") from error
        return [
            Finding(relative(one["filename"], folder), one["location"]["row"], one["location"]["column"], f"{one['code'] or 'syntax'}: {one['message']}")
            for one in found
        ]


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
    with tools.copy(sources, rule.options["ignores"]) as folder:
        done = tools.run([*command, "--", *(source.path for source in sources)], folder)
        out, rest = [], []
        for line in done.stdout.decode(errors="replace").splitlines():
            try:
                one = json.loads(line)
                if one["severity"] == "error":
                    out.append(Finding(relative(one["file"], folder), one["line"], max(one["column"], 0) + 1, f"{one['message']} [{one['code']}]"))
            except (ValueError, KeyError, TypeError):
                rest.append(line)
        if done.returncode not in (0, 1) and not out:
            raise ToolError(f"mypy ended with exit code {done.returncode}: {' '.join(rest)[-1000:]}{done.stderr.decode(errors='replace')[-1000:]}")
    return out + (unchecked(program, sources) if rule.options["ignores"] == "forbidden" else [])


def unchecked(program: Program, sources: list[Source]) -> list[Finding]:
    """`@no_type_check`, which silences mypy without a comment."""
    return [
        at(node, "no_type_check keeps the type checker out")
        for source in sources
        for node in program.nodes[source.path]
        if isinstance(node, (ast.Name, ast.Attribute, ast.ImportFrom))
        and hasattr(node, "scope")
        and ("typing.no_type_check" in program.names.of(node) if not isinstance(node, ast.ImportFrom) else any(one.name == "no_type_check" for one in node.names))
    ]


def relative(path: str, folder: Path) -> str:
    return path.removeprefix(f"{folder.resolve()}/").removeprefix(f"{folder}/")

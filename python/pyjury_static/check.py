"""Checking: rules and a folder of sources in, a report out."""
import re
import traceback
from pathlib import Path

from .finding import Blind, Finding
from .program import Program, load
from .rule import Rule, RuleError, parse
from .rules import KINDS
from .tool import Tool, ToolError

FINDINGS_PER_RULE = 50
TOO_MUCH = "the source is nested too deeply, or is too large, to be looked at"


def check(plan: dict, folder: Path, layers: list[str]) -> dict:
    """The report on the files of a plan, with one entry for each of its rules."""
    try:
        program, unreadable = load(folder, plan["files"])
    except (RecursionError, MemoryError):
        return failed(plan, TOO_MUCH)
    tool = Tool(layers, str(plan.get("python", "")))
    parsed: list[tuple[object, Rule | RuleError]] = []
    for item in plan["rules"]:
        try:
            parsed.append((item, parse(item)))
        except RuleError as error:
            parsed.append((item, error))
    roots = [name for _, rule in parsed if isinstance(rule, Rule) for name in named(rule)]
    program.wanted = set(roots)
    reports = []
    for item, rule in parsed:
        if isinstance(rule, RuleError):
            reports.append(faulty(item, rule))
        else:
            reports.append(one(rule, program, unreadable, tool, roots))
    return {"rules": reports}


def failed(plan: dict, why: str) -> dict:
    """The report on files at which nothing can look: each rule that is one has failed."""
    reports = []
    for item in plan["rules"]:
        try:
            reports.append(report(parse(item), [Finding("", 0, 1, why)], "failed", ""))
        except RuleError as error:
            reports.append(faulty(item, error))
    return {"rules": reports}


def faulty(item: object, error: RuleError) -> dict:
    """The report on a rule that an author has to mend."""
    return {"id": str(item.get("id", "")) if isinstance(item, dict) else "", "outcome": "error", "findings": [], "jury": str(error)}


def one(rule: Rule, program: Program, unreadable: list[Finding], tool: Tool, roots: list[str]) -> dict:
    """The report on one rule."""
    patterns = rule.strings("files")
    sources = program.in_files(patterns)
    blind = [finding for finding in unreadable if any(source.path == finding.file for source in sources)]
    if not sources:
        blind = [Finding("", 0, 1, f"no file matches {', '.join(patterns)}" if patterns else "there is no Python file")]
    if blind:
        return report(rule, blind, "failed", "")
    try:
        findings = sorted(set(KINDS[rule.kind](rule, program, sources, tool, roots)))
    except Blind as blind:
        return report(rule, sorted(set(blind.findings)), "failed", "")
    except (RuleError, ToolError) as error:
        return report(rule, [], "error", str(error))
    except (RecursionError, MemoryError):
        return report(rule, [Finding(sources[0].path, 0, 1, TOO_MUCH)], "failed", "")
    except Exception:  # A mistake of ours must not be the student's, nor hide the other rules.
        return report(rule, [], "error", f"the rule ended with an error:\n{traceback.format_exc(limit=-6)}")
    allowed = rule.options.get("at_most", 0) if rule.kind not in ("must_use", "must_not_use") else 0
    return report(rule, findings, "failed" if len(findings) > (allowed or 0) else "passed", "")


def report(rule: Rule, findings: list[Finding], outcome: str, jury: str) -> dict:
    left = len(findings) - FINDINGS_PER_RULE
    note = f"{left} more findings are left out" if left > 0 else ""
    return {
        "id": rule.id,
        "outcome": outcome,
        "findings": [finding.report() for finding in findings[:FINDINGS_PER_RULE]],
        "jury": "\n".join(filter(None, [jury[:4000], note])),
    }


def named(rule: Rule) -> list[str]:
    """The definitions that a rule names: a grader will look for them."""
    names = rule.strings("in") if "in" in rule.options else []
    if rule.kind == "must_define":
        names = re.findall(r"^(?:async\s+)?(?:def|class)\s+(\w+)", "\n".join(rule.values), re.MULTILINE)
    return [name for name in names if not re.search(r"[*?\[]", name)]

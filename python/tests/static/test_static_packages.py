"""The packages in problems/ that have static rules: their submissions keep and break them as their folders say."""
from pathlib import Path

import pytest

from test_static_tools import LAYERS

yaml = pytest.importorskip("yaml", reason="PyYAML reads the packages here; pyjury verify judges them without it")
PROBLEMS = Path(__file__).resolve().parents[3] / "problems"


def submissions() -> list:
    found = []
    for path in sorted(PROBLEMS.glob("*/pyjury.yaml")):
        package = yaml.safe_load(path.read_text())
        for one in sorted(path.parent.glob("submissions/*/*")) if "static" in package else []:
            found.append(pytest.param(package, one, id=f"{path.parent.name}-{one.parent.name}-{one.stem}"))
    return found


@pytest.mark.parametrize(("package", "submission"), submissions())
def test_a_package(package, submission, tmp_path):
    from pyjury_static.check import check

    files = {package["submit"]["files"][0]: submission}
    if submission.is_dir():
        files = {str(path.relative_to(submission)): path for path in submission.rglob("*.py")}
    for name, path in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(path.read_bytes())
    reports = check({"files": sorted(files), "rules": package["static"]}, tmp_path, LAYERS)["rules"]
    assert all(report["outcome"] != "error" for report in reports), reports
    gates = [report for report, rule in zip(reports, package["static"]) if not rule.get("advisory")]
    failed = [report["id"] for report in gates if report["outcome"] == "failed"]
    if submission.parent.name == "accepted":
        assert failed == [], reports
    elif package["mode"] == "static":
        assert failed != []

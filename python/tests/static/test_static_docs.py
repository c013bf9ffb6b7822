"""docs/modes/static.md names every kind, key, choice and construct, and its examples are rules."""
from pathlib import Path

import pytest
from pyjury_static.constructs import CONSTRUCTS
from pyjury_static.rule import SCHEMA, parse

TEXT = (Path(__file__).resolve().parents[3] / "docs/modes/static.md").read_text(encoding="utf-8")


def test_every_construct_is_named():
    listed = " ".join(TEXT[TEXT.index("Constructs: ") : TEXT.index("### In")].split()).replace("\\", "")
    assert [word for word in CONSTRUCTS if f" {word}" not in listed] == []


@pytest.mark.parametrize("kind", SCHEMA["kinds"])
def test_every_kind_is_named(kind):
    row = next(line for line in TEXT.splitlines() if line.startswith(f"| `{kind}` |"))
    known = SCHEMA["kinds"][kind]
    words = [*known.get("keys", {}), *known["value"].get("choices", [])]
    assert [word for word in words if f"`{word}`" not in row and f"`{word}`" not in TEXT[: TEXT.index("## The kinds")]] == []


def test_the_examples_are_rules():
    yaml = pytest.importorskip("yaml")
    rows = [line for line in TEXT.splitlines() if line.startswith("| `") and "| `{" in line]
    examples = [yaml.safe_load(row.rsplit("| `", 1)[1].rstrip("` |")) for row in rows]
    blocks = [yaml.safe_load(block.split("```")[0]) for block in TEXT.split("```yaml\n")[1:]]
    items = blocks[0]["static"] + blocks[1] + [{"id": "example", **example} for example in examples]
    assert len(items) > 20
    for item in items:
        parse(item)

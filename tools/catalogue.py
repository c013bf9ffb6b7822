#!/usr/bin/env python3
"""Writes docs/catalogue.md: which items of a catalogue of assignments the packages in problems/ serve.

    catalogue.py CATALOG.jsonl

CATALOG.jsonl has one JSON object a line: id, seed, section, title, modes. A package names the items that it serves
under `catalog` in its pyjury.yaml.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def served() -> dict[str, list[str]]:
    """Packages by item."""
    packages = defaultdict(list)
    for file in sorted(ROOT.glob("problems/*/pyjury.yaml")):
        found = re.search(r"^catalog:\s*\[(.*?)\]", file.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        for item in re.split(r"[,\s]+", found.group(1).strip()) if found else []:
            packages[item.strip("\"'")].append(file.parent.name)
    # The oldest packages have no pyjury.yaml: the table in problems/README.md tells what they serve.
    for line in (ROOT / "problems/README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 3 and (ROOT / "problems" / cells[1]).is_dir():
            for item in re.findall(r"[a-z]+-[a-z0-9-]+", cells[2]):
                if cells[1] not in packages[item]:
                    packages[item].append(cells[1])
    return packages


def main(catalog: str) -> None:
    items = [json.loads(line) for line in Path(catalog).read_text(encoding="utf-8").splitlines() if line.strip()]
    packages = served()
    known = {item["id"] for item in items}
    count = sum(bool(packages.get(item["id"])) for item in items)
    lines = [
        "# Catalogue",
        "",
        f"{count} of {len(items)} items of the five curricula are served by packages in [problems/](../problems). Made by",
        "`tools/catalogue.py`; a package names its items under `catalog` in pyjury.yaml.",
    ]
    section = None
    for item in items:
        if not packages.get(item["id"]):
            continue
        if item["section"] != section:
            section = item["section"]
            lines += ["", f"## {section}", "", "| item | title | mode | packages |", "|---|---|---|---|"]
        names = ", ".join(f"[{name}](../problems/{name})" for name in packages[item["id"]])
        lines.append(f"| {item['id']} | {item['title']} | {item['modes'][0]} | {names} |")
    lines += ["", "## Not served yet", "", "| section | items |", "|---|---|"]
    left = defaultdict(list)
    for item in items:
        if not packages.get(item["id"]):
            left[item["section"]].append(item["id"])
    lines += [f"| {section} | {', '.join(ids)} |" for section, ids in left.items()]
    (ROOT / "docs/catalogue.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for item in sorted(set(packages) - known):
        if packages[item]:
            print(f"catalogue: {item} ({', '.join(packages[item])}) is no item of the catalogue", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])

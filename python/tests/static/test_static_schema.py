"""Rules that an author has to mend are told with the nearest right one."""
import pytest
from pyjury_static.rule import SCHEMA, TYPES
from pyjury_static.rules import KINDS

BAD = {
    "kind": ({"must_not_usee": "for"}, "'must_not_use'"),
    "no kind": ({}, "one kind"),
    "two kinds": ({"must_use": "for", "must_not_use": "for"}, "must_use and must_not_use"),
    "key": ({"must_use": "for", "at_last": 1}, "'at_least'"),
    "key of another kind": ({"must_use": "for", "dynamic_code": "allowed"}, "must_use takes"),
    "construct": ({"must_use": "wile"}, "'while'"),
    "builtin": ({"must_use": "sortd"}, "'sorted'"),
    "nothing": ({"must_use": []}, "a construct"),
    "number": ({"max_lines": "3"}, "a whole number"),
    "negative": ({"max_lines": -1}, "at least 1"),
    "boolean for a number": ({"max_lines": True}, "a whole number"),
    "choice": ({"type_hints": "compleet"}, "'complete'"),
    "choice in a list": ({"clean": ["dead_cod"]}, "'dead_code'"),
    "false": ({"no_dynamic_code": False}, "true"),
    "one layer": ({"layers": ["web"]}, "at least two"),
    "at_least over at_most": ({"must_use": "for", "at_least": 3, "at_most": 2}, "more than at_most"),
    "id": ({"id": 3, "must_use": "for"}, "a string"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_rules(name, judge):
    rule, wanted = BAD[name]
    report = judge({**rule, "at": {"file": "pyjury.yaml", "line": 7}}, "x = 1")
    assert report["outcome"] == "error" and report["findings"] == []
    assert wanted in report["jury"] and report["jury"].startswith("pyjury.yaml:7: "), report["jury"]


@pytest.mark.parametrize("item", [None, 3, "for", [], {"must_use": "for"}])
def test_items_that_are_no_rules(item, tmp_path):
    from pyjury_static.check import check

    report = check({"files": [], "rules": [item]}, tmp_path, [])["rules"][0]
    assert report["outcome"] == "error" and report["jury"]


def test_the_schema_and_the_rules_agree():
    assert set(SCHEMA["kinds"]) == set(KINDS)
    assert set(SCHEMA["types"]) == set(TYPES)
    for kind in SCHEMA["kinds"].values():
        for one in [kind["value"], *kind.get("keys", {}).values(), *SCHEMA["common"].values()]:
            assert one["type"] in TYPES and set(one) <= {"type", "choices", "default", "minimum", "required"}

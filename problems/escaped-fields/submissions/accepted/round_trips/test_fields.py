"""Every property of both directions, on texts in which the special characters are common."""

import pytest
from fields import join, split
from hypothesis import example, given, settings
from hypothesis import strategies as st

texts = st.text("ab0nr ;\\\n\r", max_size=6)
rows = st.lists(texts, max_size=9)
CODES = {"\\": "\\\\", ";": "\\;", "\n": "\\n", "\r": "\\r"}

settings.register_profile("thorough", max_examples=120, deadline=None, database=None)
settings.load_profile("thorough")


@given(rows)
@example([])
@example([""])
@example(["", ""])
@example(["\\\\"])
@example(["a\\n"])
@example(["a\n"])
@example(["", "", "", "\\"])
@example(list("abcfed"))
@example(list("abcdefih"))
def test_the_way_back(row):
    assert split(join(row)) == row


@given(rows.filter(bool))
def test_each_character_by_itself(row):
    assert join(row) == ";".join("".join(CODES.get(c, c) for c in field) for field in row)


@given(st.text(st.sampled_from("ab0nr;\\\n\r"), max_size=8))
@example("a\\")
@example("a\\0")
@example("\\a")
@example("a\nb")
def test_a_line_is_refused_or_is_what_join_writes(line):
    try:
        row = split(line)
    except ValueError:
        plain = line.replace("\\\\", "").replace("\\;", "").replace("\\n", "").replace("\\r", "")
        assert "\\" in plain or "\n" in plain or "\r" in plain
    else:
        assert join(row) == line


@pytest.mark.parametrize("line", ["\\", "a;b\\", "\\x", "\\0;", ";\\0", "\n", "a\rb"])
def test_no_line(line):
    with pytest.raises(ValueError):
        split(line)


@given(rows)
def test_any_iterable_will_do(row):
    assert join(iter(row)) == join(row)

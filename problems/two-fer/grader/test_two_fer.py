import pytest
from two_fer import two_fer


@pytest.mark.open
def test_nobody_is_named():
    assert two_fer() == "One for you, one for me."


@pytest.mark.open
def test_somebody_is_named():
    assert two_fer("Alice") == "One for Alice, one for me."


@pytest.mark.points(2)
@pytest.mark.parametrize(
    "name, expected",
    [
        ("", "One for you, one for me."),
        ("   ", "One for you, one for me."),
        (" Bob ", "One for Bob, one for me."),
        ("Mary Ann", "One for Mary Ann, one for me."),
    ],
    ids=["empty", "blank", "blanks_around", "blank_inside"],
)
def test_blanks(name, expected):
    assert two_fer(name) == expected


def test_it_returns_and_does_not_print(capsys):
    assert two_fer("Zoë") == "One for Zoë, one for me."
    assert capsys.readouterr().out == ""

"""What rules can't say. What a command left may be anything: whatever isn't asked for in the right way fails it."""


def mean(seen):
    told = seen.json("stdout")
    assert isinstance(told, dict) and list(told) == ["mean"], "expected an object with mean alone"
    assert isinstance(told["mean"], (int, float)), "expected a number"
    assert not abs(told["mean"] - 10.58) > 0.01, "expected the mean of all prices"


def tidy(seen):
    left = [path for path in seen.files if path.endswith(".tmp")]
    assert not left, "expected no files whose names end in .tmp"
    assert "shelf.json" in seen.files, "expected other files to stay"


def copied(seen):
    assert seen.json("copy.json") == seen.json("shelf.json"), "expected a copy"


def nothing_else(seen):
    assert not seen.others, "expected no folders"

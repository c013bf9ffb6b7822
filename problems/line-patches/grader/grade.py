import random

from pyjury import case, equal, raises


def smallest(old, new):
    """The number of lines that the smallest patch drops and adds."""
    row = list(range(len(new) + 1))
    for place, line in enumerate(old, 1):
        before, row[0] = row[0], place
        for column, other in enumerate(new, 1):
            keep = before if line == other else len(old) + len(new)
            before, row[column] = row[column], min(keep, row[column] + 1, row[column - 1] + 1)
    return row[-1]


def check(patch, old, new):
    """The patch must be in normal form, make `new` of `old`, and be the smallest."""
    assert type(patch) is list, "a patch is a list"
    place, made, cost, last = 0, [], 0, None
    for operation in patch:
        assert type(operation) is tuple and len(operation) == 2, f"{operation!r} is no pair"
        kind, what = operation
        assert kind in ("keep", "drop", "add"), f"there is no operation {kind!r}"
        assert kind != last and (last, kind) != ("add", "drop"), f"{kind} comes after {last}: not in normal form"
        last = kind
        if kind == "keep":
            assert type(what) is int and 1 <= what <= len(old) - place, f"{operation!r} at line {place} of {len(old)}"
            made += old[place : place + what]
            place += what
            continue
        assert type(what) is list and what, f"{operation!r} has no lines"
        cost += len(what)
        if kind == "add":
            made += what
        else:
            assert equal(what, old[place : place + len(what)])
            place += len(what)
    assert place == len(old), f"the patch ends at line {place} of {len(old)}"
    assert equal(made, new)
    assert cost == smallest(old, new), f"{cost} lines are dropped and added, {smallest(old, new)} are enough"


def pair(dice, letters, length):
    """A random text, and another one made of it."""
    old = [dice.choice(letters) for _ in range(dice.randint(0, length))]
    new = [line for line in old if dice.random() < 0.8]
    for _ in range(dice.randint(0, length // 2)):
        new.insert(dice.randint(0, len(new)), dice.choice(letters))
    return old, new


@case(open=True)
def the_example(submission):
    old, new = ["a", "b", "c", "d"], ["a", "c", "x", "d"]
    patch = submission.diff(old, new)
    assert patch == [("keep", 1), ("drop", ["b"]), ("keep", 1), ("add", ["x"]), ("keep", 1)]
    assert submission.apply(old, patch) == new
    assert submission.apply(new, submission.invert(patch)) == old


@case(open=True)
def nothing_or_everything(submission):
    assert submission.diff([], []) == []
    assert submission.diff(["a", "b"], ["a", "b"]) == [("keep", 2)]
    assert submission.diff([], ["a", ""]) == [("add", ["a", ""])]
    assert submission.diff(["a", ""], []) == [("drop", ["a", ""])]
    assert submission.diff(["a"], ["b"]) == [("drop", ["a"]), ("add", ["b"])]


@case(each={"seed": [1, 2, 3]})
def small_texts(submission, seed):
    dice = random.Random(seed)
    for _ in range(80):
        old, new = pair(dice, ["a", "b", ""] if seed == 1 else ["a", "b", "a ", "c\t", "é"], 9)
        check(submission.diff(old, new), old, new)


@case
def many_equal_lines(submission):
    old = ["}", "", "}", "", "return", "}", ""] * 8
    new = ["", "}", "return", "}", "", "x"] * 9
    check(submission.diff(old, new), old, new)
    check(submission.diff(new, old), new, old)


@case
def long_texts(submission):
    dice = random.Random(4)
    for letters in ("ab", "abcdefghijklmnopqrstuvwxyz"):
        old = [dice.choice(letters) for _ in range(500)]
        new = [line for line in old if dice.random() < 0.9]
        new[100:100] = old[300:350]
        check(submission.diff(old, new), old, new)


@case(open=True)
def applying(submission):
    old = ["a", "b", "c"]
    for patch, new in (
        ([("keep", 3)], old),
        ([("keep", 1), ("add", ["x", "y"]), ("keep", 2)], ["a", "x", "y", "b", "c"]),
        ([("drop", ["a", "b"]), ("keep", 1), ("add", ["b"])], ["c", "b"]),
        ([("add", ["x"]), ("drop", ["a"]), ("add", ["y"]), ("keep", 0), ("keep", 1), ("keep", 1)], ["x", "y", "b", "c"]),
        ([("drop", ["a"]), ("drop", ["b", "c"]), ("add", [])], []),
    ):
        assert submission.apply(old, patch) == new
    assert submission.apply([], []) == []


@case(open=True)
def conflicts(submission):
    old = ["a", "b", "c"]
    for patch, line in (
        ([("keep", 1), ("drop", ["x"]), ("keep", 1)], 1),
        ([("drop", ["a", "b", "x"])], 2),
        ([("keep", 4)], 3),
        ([("keep", 2), ("drop", ["c", "d"])], 3),
        ([("keep", 2)], 2),
        ([("add", ["a", "b", "c"])], 0),
        ([], 0),
        ([("drop", ["a", "b", "c"]), ("keep", 1)], 3),
        ([("keep", 2), ("drop", ["x", "d"])], 2),
    ):
        with raises(submission.Conflict) as caught:
            submission.apply(old, patch)
        assert caught.value.line == line, f"with {patch}"


@case
def inverting(submission):
    for patch, inverse in (
        ([], []),
        ([("keep", 3)], [("keep", 3)]),
        ([("add", ["x"]), ("keep", 1)], [("drop", ["x"]), ("keep", 1)]),
        ([("drop", ["a"]), ("add", ["b", "c"])], [("drop", ["b", "c"]), ("add", ["a"])]),
        (
            [("drop", ["a"]), ("keep", 1), ("drop", ["b"]), ("add", ["c"]), ("keep", 2), ("add", ["d"])],
            [("add", ["a"]), ("keep", 1), ("drop", ["c"]), ("add", ["b"]), ("keep", 2), ("drop", ["d"])],
        ),
    ):
        assert submission.invert(patch) == inverse


@case
def there_and_back(submission):
    dice = random.Random(6)
    for _ in range(60):
        old, new = pair(dice, "abc", 12)
        patch = submission.diff(old, new)
        assert submission.apply(old, patch) == new
        back = submission.invert(patch)
        check(back, new, old)
        assert submission.apply(new, back) == old

import random

from pyjury import case, probe, raises


@case(open=True)
def the_examples(submission):
    groups(submission, ["plum", "fig", "kiwi", "pear", "fig"], len)
    groups(submission, (n * n for n in range(6)), lambda n: n % 3)
    groups(submission, [], len)


@case
def iterables_of_every_kind(submission):
    for items in ("mississippi", range(-5, 5), {"b": 1, "a": 2, "bc": 3}, iter([3, 1, 3]), (None, None)):
        groups(submission, items, lambda item: str(item)[:1])


@case
def keys_that_cannot_be_compared(submission):
    groups(submission, [1, "a", None, (2, 3), "b", 4.5, None], type_name)
    groups(submission, [3, "x", None, (1,), 3, None], lambda item: item)


@case
def items_that_cannot_be_hashed(submission):
    groups(submission, [[1], [], {"a": 1}, [2, 3], {}, [4]], len)


@case
def falsy_keys_and_items(submission):
    groups(submission, [0, "", None, (), 5, 0], lambda item: item if not item else None)


@case
def the_key_function_is_called_once_for_each_item(submission):
    key = probe(lambda word: word[0])
    submission.group_by(["ant", "bee", "ape"], key)
    assert [call.args for call in key.calls] == [("ant",), ("bee",), ("ape",)], "the calls of key"
    assert all(not call.kwargs for call in key.calls)


@case
def an_exception_of_the_key_function_comes_out(submission):
    key = probe(answers=["a", KeyError("no key"), "a"])
    with raises(KeyError, match="no key"):
        submission.group_by([1, 2, 3], key)
    assert key.count == 2


@case
def the_items_are_not_changed(submission):
    items = ["b", "a", "c", "ab"]
    assert submission.group_by(items, len) == {1: ["b", "a", "c"], 2: ["ab"]}
    result = submission.group_by(items, len)
    result[1].clear()
    assert submission.group_by(items, len) == {1: ["b", "a", "c"], 2: ["ab"]}, "the second call"


@case
def many_items(submission):
    chance = random.Random(7)
    numbers = [chance.randrange(10**6) for _ in range(3000)]
    groups(submission, numbers, lambda n: n % 100)
    groups(submission, [str(n) for n in range(20_000)], int)


def groups(submission, items, key):
    items = items if isinstance(items, (str, dict, range)) else list(items)
    expected = {}
    for item in items:
        expected.setdefault(key(item), []).append(item)
    came = submission.group_by(items if isinstance(items, (str, dict, list)) else iter(items), key)
    assert came == expected
    assert list(came) == list(expected), "the order of the keys"


def type_name(item):
    return type(item).__name__

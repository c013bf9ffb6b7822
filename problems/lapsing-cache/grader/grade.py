import random
from collections import OrderedDict

from pyjury import case, in_threads, probe, raises, there


class Time:
    """What the cache's clock says; the case sets it."""

    now = 0.0


def cache_of(submission, capacity, lifetime):
    time = Time()
    return submission.ExpiringCache(capacity, lifetime, lambda: time.now), time


@case(open=True)
def least_recently_used(submission):
    cache, _ = cache_of(submission, 2, 10)
    cache.put("a", 1)
    cache.put("b", 2)
    assert cache.get("a") == 1
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]
    assert len(cache) == 2 and cache.get("b", "none") == "none"


@case(open=True)
def expiry(submission):
    cache, time = cache_of(submission, 3, 10)
    time.now = 5
    cache.put("a", 1)
    time.now = 14.9
    assert cache.get("a") == 1 and len(cache) == 1
    time.now = 15
    assert cache.get("a") is None and len(cache) == 0
    cache.put("a", 2)
    time.now = 20
    cache.put("a", 3)
    time.now = 29
    assert cache.get("a") == 3
    time.now = 30
    assert cache.get("a", "gone") == "gone"


@case
def dead_values_take_no_place(submission):
    cache, time = cache_of(submission, 2, 10)
    cache.put("old", 1)
    time.now = 8
    cache.put("young", 2)
    assert cache.get("old") == 1
    time.now = 12
    cache.put("new", 3)
    assert [cache.get(key) for key in ("old", "young", "new")] == [None, 2, 3]


@case
def none_is_a_value(submission):
    cache, _ = cache_of(submission, 2, 10)
    cache.put("a", None)
    assert cache.get("a", "default") is None and len(cache) == 1
    compute = probe(answers=[None, "again"])
    assert [cache.get_or_compute("b", compute) for _ in range(2)] == [None, None]
    assert compute.count == 1


@case(open=True)
def computed_once(submission):
    cache, time = cache_of(submission, 2, 10)
    compute = probe(answers=["first", "second"])
    assert [cache.get_or_compute("a", compute) for _ in range(3)] == ["first"] * 3
    time.now = 10
    assert cache.get_or_compute("a", compute) == "second" and compute.count == 2


@case
def life_begins_after_the_computation(submission):
    cache, time = cache_of(submission, 2, 10)

    def slow():
        time.now += 7
        return "result"

    assert cache.get_or_compute("a", slow) == "result"
    time.now = 16
    assert cache.get("a") == "result"
    time.now = 17
    assert cache.get("a") is None


@case
def computations_that_fail(submission):
    cache, _ = cache_of(submission, 2, 10)
    compute = probe(answers=[OSError("down"), "up"])
    with raises(OSError, match="down"):
        cache.get_or_compute("a", compute)
    assert cache.get("a") is None and len(cache) == 0
    assert cache.get_or_compute("a", compute) == "up"


@case(limit=3)
def computations_within_computations(submission):
    cache, _ = cache_of(submission, 100, 10)

    def fibonacci(n):
        return n if n < 2 else cache.get_or_compute(n - 1, lambda: fibonacci(n - 1)) + cache.get(n - 2, n - 2)

    assert cache.get_or_compute(10, lambda: fibonacci(10)) == 55
    assert len(cache) == 10


@case(each={"seed": [1, 2, 3]})
def like_a_model(submission, seed):
    dice = random.Random(seed)
    capacity = dice.randint(1, 4)
    cache, time = cache_of(submission, capacity, 10)
    model = OrderedDict()
    for number in range(250):
        time.now += dice.choice([0, 0, 1, 3])
        for key in [key for key, (_, end) in model.items() if end <= time.now]:
            del model[key]
        key = dice.choice("abcdef")
        action = dice.choice(["get", "put", "compute", "len"])
        if action == "len":
            assert len(cache) == len(model)
            continue
        known = key in model
        if action == "put" or action == "compute" and not known:
            model[key] = (number, time.now + 10)
        if key in model:
            model.move_to_end(key)
        while len(model) > capacity:
            model.popitem(last=False)
        if action == "put":
            cache.put(key, number)
        elif action == "get":
            assert cache.get(key, "none") == (model[key][0] if known else "none"), f"get({key!r}), operation {number}"
        else:
            assert cache.get_or_compute(key, lambda: number) == model[key][0], f"get_or_compute({key!r}), operation {number}"


@case(limit=3)
def many_threads_one_computation(submission):
    cache, _ = cache_of(submission, 2, 10)
    compute = probe(lambda: "result")
    outcomes = in_threads(*[(cache.get_or_compute, "a", compute)] * 12)
    assert [outcome.result() for outcome in outcomes] == ["result"] * 12
    assert compute.count == 1


@case(limit=3)
def the_next_thread_tries_again(submission):
    cache, _ = cache_of(submission, 2, 10)
    compute = probe(lambda: "up" if compute.count > 1 else there.open("/no/such/file"))
    outcomes = in_threads(*[(cache.get_or_compute, "a", compute)] * 6)
    failed = [outcome for outcome in outcomes if outcome.error]
    assert len(failed) == 1 and isinstance(failed[0].error, OSError)
    assert [outcome.value for outcome in outcomes if not outcome.error] == ["up"] * 5
    assert compute.count == 2


@case(limit=3)
def many_threads_and_keys(submission):
    cache, time = cache_of(submission, 5, 10)
    for round in range(4):
        for outcome in in_threads(*[(cache.put, key, key * round) for key in range(16)]):
            outcome.result()
        assert len(cache) == 5
        kept = {key: cache.get(key) for key in range(16) if cache.get(key) is not None}
        assert len(kept) == 5 and all(value == key * round for key, value in kept.items())
        mixed = [(cache.get, key) for key in range(8)] + [(cache.get_or_compute, key, lambda: "new") for key in range(8)]
        for outcome in in_threads(*mixed):
            outcome.result()
        assert len(cache) <= 5
        time.now += 11
        assert len(cache) == 0

import sys
import threading
import time

import pytest
from cache import ExpiringCache


@pytest.mark.open
def test_what_is_put_can_be_got(make):
    cache = make()
    cache.put("a", 1)
    assert cache.get("a") == 1
    assert cache.get("b") is None
    assert cache.get("b", "nothing") == "nothing"


@pytest.mark.open
def test_the_least_recently_used_goes(make):
    cache = make()
    cache.put("a", 1)
    cache.put("b", 2)
    cache.get("a")
    cache.put("c", 3)
    assert "b" not in cache
    assert cache.get("a") == 1


def test_writing_again_is_using(make):
    cache = make()
    cache.put("a", 1)
    cache.put("b", 2)
    cache.put("a", 3)
    cache.put("c", 4)
    assert cache.get("a") == 3
    assert "b" not in cache


@pytest.mark.points(2)
def test_looking_is_not_using(make):
    cache = make()
    cache.put("a", 1)
    cache.put("b", 2)
    assert "a" in cache
    cache.put("c", 3)
    assert "a" not in cache


@pytest.mark.parametrize("later, expected", [(9.5, 1), (10, None), (11, None)])
def test_entries_expire(make, clock, later, expected):
    cache = make()
    cache.put("a", 1)
    clock.now += later
    assert cache.get("a") == expected


def test_reading_does_not_prolong(make, clock):
    cache = make()
    cache.put("a", 1)
    clock.now += 9
    cache.get("a")
    clock.now += 1
    assert "a" not in cache


@pytest.mark.points(2)
def test_the_expired_go_first(make, clock):
    cache = make()
    cache.put("old", 1)
    clock.now += 6
    cache.put("new", 2)
    cache.get("old")
    clock.now += 5
    cache.put("newer", 3)
    assert cache.get("new") == 2


def test_the_length_counts_what_is_alive(make, clock):
    cache = make(capacity=5)
    for key in range(3):
        cache.put(key, key)
        clock.now += 4
    assert len(cache) == 2


@pytest.mark.parametrize("capacity", [0, -1])
def test_a_capacity_below_one_is_refused(make, capacity):
    with pytest.raises(ValueError):
        make(capacity=capacity)


def test_time_is_monotonic_by_default(monkeypatch):
    cache = ExpiringCache(1, 1000)
    cache.put("a", 1)
    monkeypatch.setattr(time, "time", lambda: 1e12)
    assert cache.get("a") == 1


@pytest.mark.points(3)
def test_threads(make):
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    cache = make(capacity=8)
    errors = []

    def work(seed):
        try:
            for n in range(1500):
                cache.put((seed * n) % 13, n)
                cache.get((seed + n) % 13)
                len(cache)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(switch)
    assert errors == []
    assert len(cache) == 8

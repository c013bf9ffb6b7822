import asyncio
import random

from pyjury import case, raises


class Source:
    """An async generator's worth of items, and how it was used."""

    def __init__(self, seconds=0, count=10**9, name="", error=None, closing=0):
        self.asked = self.given = self.closed = 0
        self.items = self.run(seconds, count, name, error, closing)

    async def run(self, seconds, count, name, error, closing):
        try:
            for number in range(1, count + 1):
                self.asked += 1
                await asyncio.sleep(seconds)
                self.given += 1
                yield f"{name}{number}" if name else number
            self.asked += 1
            if error is not None:
                raise error
        finally:
            await asyncio.sleep(closing)
            self.closed += 1


class Bare:
    """An async iterator without aclose."""

    def __init__(self, items):
        self.rest = list(items)

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.rest:
            raise StopAsyncIteration
        return self.rest.pop(0)


async def all_of(stream):
    return [item async for item in stream]


async def first(stream, count):
    """Some items, then the stream is closed."""
    items = [await anext(stream) for _ in range(count)]
    await stream.aclose()
    return items


@case(open=True)
async def example(submission, clock):
    """The example of the statement"""
    assert await all_of(submission.take(Source(1, name="a").items, 3)) == ["a1", "a2", "a3"]
    merged = submission.merge(Source(2, name="a").items, Source(5, name="b").items)
    assert await all_of(submission.take(merged, 4)) == ["a1", "a2", "b1", "a3"]
    assert await all_of(submission.take(submission.batches(Source(1, name="a").items, 2), 2)) == [
        ["a1", "a2"],
        ["a3", "a4"],
    ]
    assert clock.now == 13


@case
async def takes_no_more_than_needed(submission):
    """take: asks for no item too many, and closes its source"""
    for count in (0, 1, 5):
        source = Source()
        assert await all_of(submission.take(source.items, count)) == list(range(1, count + 1))
        assert source.asked == count
        assert source.closed == (1 if count else 0), "the source must be closed"
    source = Source(count=3)
    assert await all_of(submission.take(source.items, 7)) == [1, 2, 3]
    assert await all_of(submission.take(Bare("abc"), 2)) == ["a", "b"]


@case
async def left_early(submission):
    """take and batches, closed in the middle"""
    source = Source(closing=1)
    assert await first(submission.take(source.items, 9), 2) == [1, 2]
    assert (source.asked, source.closed) == (2, 1)
    source = Source(closing=1)
    assert await first(submission.batches(source.items, 3), 2) == [[1, 2, 3], [4, 5, 6]]
    assert (source.asked, source.closed) == (6, 1)


@case
async def full_and_short_batches(submission):
    """batches: the last one may be short, but not empty"""
    for count in range(8):
        for size in (1, 3, 4):
            source = Source(count=count)
            items = list(range(1, count + 1))
            expected = [items[place : place + size] for place in range(0, count, size)]
            assert await all_of(submission.batches(source.items, size)) == expected
            assert source.closed == 1
    assert await all_of(submission.batches(Bare("abcde"), 2)) == [["a", "b"], ["c", "d"], ["e"]]


@case
async def batches_come_when_full(submission, clock):
    """batches: each comes as soon as it's full, and nothing is asked for beforehand"""
    source = Source(2)
    stream = submission.batches(source.items, 3)
    for number in (1, 2):
        before = clock.now
        assert len(await anext(stream)) == 3
        assert clock.now == before + 6
        await asyncio.sleep(20)
        assert source.asked == source.given == 3 * number
    await stream.aclose()


@case
async def failing_sources(submission):
    """An exception of a source leaves each of them, and the sources are closed"""
    failure = OSError("gone")
    for make in (lambda it: submission.take(it, 9), lambda it: submission.batches(it, 2), submission.merge):
        source, seen = Source(count=2, error=failure), []
        with raises(OSError, match="gone"):
            async for item in make(source.items):
                seen.append(item)
        assert seen in ([1, 2], [[1, 2]]) and source.closed == 1


@case
async def merged_by_time(submission, clock):
    """merge: items come at their times"""
    seen = []
    sources = [Source(2, 4, "a"), Source(3, 3, "b"), Source(7, 1, "c")]
    async for item in submission.merge(*(source.items for source in sources)):
        seen.append((clock.now, item))
    assert sorted(seen) == [
        (2, "a1"), (3, "b1"), (4, "a2"), (6, "a3"), (6, "b2"), (7, "c1"), (8, "a4"), (9, "b3"),
    ]  # fmt: skip
    assert [source.closed for source in sources] == [1, 1, 1]
    assert await all_of(submission.merge()) == []
    assert sorted(await all_of(submission.merge(Bare("abc"), Bare(""), Bare("de")))) == list("abcde")


@case
async def merge_keeps_order(submission):
    """merge: each source's items in order, none lost"""
    chance = random.Random(6)
    for _ in range(10):
        lengths = {name: chance.randint(0, 8) for name in "abcd"}
        sources = {name: Source(chance.randint(0, 3), length, name) for name, length in lengths.items()}
        counts = {name: 0 for name in sources}
        async for item in submission.merge(*(source.items for source in sources.values())):
            counts[item[0]] += 1
            assert item == f"{item[0]}{counts[item[0]]}"
        assert counts == lengths


@case
async def merge_is_lazy(submission):
    """merge: at most two items ahead of each source"""
    sources = [Source(1, name="a"), Source(0, 50, "b")]
    stream = submission.merge(*(source.items for source in sources))
    yielded = {"a": 0, "b": 0}
    for _ in range(15):
        yielded[(await anext(stream))[0]] += 1
        await asyncio.sleep(5)
        for name, source in zip("ab", sources):
            assert source.given - yielded[name] <= 2, "too many items are taken ahead"
    await stream.aclose()


@case
async def merge_closed_early(submission, clock):
    """merge: closed early, pending requests are cancelled and all sources closed"""
    sources = [Source(1, name="a"), Source(1000, name="b", closing=2), Source(3, name="c", count=0)]
    assert await first(submission.merge(*(source.items for source in sources)), 3) == ["a1", "a2", "a3"]
    assert [source.closed for source in sources] == [1, 1, 1]
    assert clock.now == 5


@case
async def merge_fails(submission, clock):
    """merge: when one source fails, the others are closed before"""
    sources = [Source(1, count=2, name="a", error=KeyError("a")), Source(50, name="b"), Source(90, name="c", closing=3)]
    seen = []
    with raises(KeyError):
        async for item in submission.merge(*(source.items for source in sources)):
            seen.append(item)
    assert seen == ["a1", "a2"]
    assert [source.closed for source in sources] == [1, 1, 1]
    assert clock.now == 5

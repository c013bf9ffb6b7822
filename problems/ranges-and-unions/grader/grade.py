import random

from pyjury import case, raises, there


@case(open=True)
def small_ranges(submission):
    ranges = submission.Ranges([5, 3, 8, 1])
    assert (len(ranges), ranges[2], ranges.sum(0, 4), ranges.min(0, 2)) == (4, 8, 17, 3)
    ranges.add(1, 3, -4)
    ranges[0] = 0
    assert [ranges[index] for index in range(4)] == [0, -1, 4, 1]
    assert (ranges.first_below(0, 1), ranges.first_below(2, 4), ranges.first_below(2, 1)) == (0, 3, -1)


@case
def no_and_one_value(submission):
    ranges = submission.Ranges([])
    assert (len(ranges), ranges.sum(0, 0), ranges.first_below(0, 5)) == (0, 0, -1)
    with raises(ValueError):
        ranges.min(0, 0)
    ranges.add(0, 0, 7)
    ranges = submission.Ranges([-3])
    assert (ranges.sum(0, 1), ranges.min(0, 1)) == (-3, -3)
    assert [ranges.first_below(0, -3), ranges.first_below(0, -2), ranges.first_below(1, 9)] == [-1, 0, -1]


@case
def beyond_the_ends(submission):
    ranges = submission.Ranges([1, 2, 3])
    for index in (-1, 3, 10):
        with raises(IndexError):
            ranges[index]
        with raises(IndexError):
            ranges[index] = 5
    for start, stop in [(-1, 2), (0, 4), (2, 1), (4, 4), (3, 2), (-2, -1)]:
        for call in (ranges.sum, ranges.min, lambda start, stop: ranges.add(start, stop, 1)):
            with raises(IndexError):
                call(start, stop)
    for start in (-1, 4):
        with raises(IndexError):
            ranges.first_below(start, 0)
    assert [ranges[index] for index in range(3)] == [1, 2, 3]


@case(points=3, each={"seed": [1, 2, 3]})
def random_ranges(submission, seed):
    """Against a list"""
    chance = random.Random(seed)
    for length in (1, 2, 7, 8, 13, 33):
        values = [chance.randint(-9, 9) for _ in range(length)]
        ranges = submission.Ranges(values)
        for _ in range(25):
            start, stop = sorted(chance.choices(range(length + 1), k=2))
            number, index = chance.randint(-9, 9), chance.randrange(length)
            if chance.random() < 0.6:
                ranges.add(start, stop, number)
                values[start:stop] = [value + number for value in values[start:stop]]
            else:
                ranges[index] = values[index] = number
            assert ranges[index] == values[index]
            assert ranges.sum(start, stop) == sum(values[start:stop]), f"sum({start}, {stop})"
            if start < stop:
                assert ranges.min(start, stop) == min(values[start:stop]), f"min({start}, {stop})"
            expected = next((place for place in range(start, length) if values[place] < number), -1)
            assert ranges.first_below(start, number) == expected, f"first_below({start}, {number})"


@case(points=3)
def long_ranges(submission):
    length, calls = 50_000, 1500
    ranges = submission.Ranges(list(range(length)))
    starts, stops = list(range(calls)), list(range(length - calls, length))
    consume, each = there("collections").deque, there.map
    consume(each(ranges.add, starts, stops, [1] * calls), 0)
    assert ranges[length // 2] == length // 2 + calls
    for call, expected in [(ranges.sum, sum), (ranges.min, min)]:
        came = there.list(each(call, starts, stops))
        values = [index + min(index + 1, calls, length - index - 1) for index in range(length)]
        assert [came[0], came[-1]] == [expected(values[starts[0] : stops[0]]), expected(values[starts[-1] : stops[-1]])]
    assert there.list(each(ranges.first_below, starts, [-1] * calls)) == [-1] * calls


@case(open=True)
def small_unions(submission):
    unions = submission.Unions()
    assert unions.union("a", "b") is True and unions.union("b", "a") is False
    assert unions.union("c", "d") is True
    assert unions.same("a", "b") is True and unions.same("a", "c") is False
    mark = unions.save()
    unions.union("a", "d")
    assert (unions.size("c"), unions.count()) == (4, 1)
    unions.back(mark)
    assert (unions.size("c"), unions.count(), unions.same("a", "d")) == (2, 2, False)


@case
def unseen_elements(submission):
    unions = submission.Unions()
    assert (unions.same(1, 1), unions.same(1, 2), unions.size(1), unions.count()) == (True, False, 1, 0)
    assert unions.union(1, 1) is False and unions.count() == 0
    unions.union(None, (1, 2))
    assert unions.same((1, 2), None) is True and unions.size("x") == 1


@case(points=2)
def marks(submission):
    unions = submission.Unions()
    start = unions.save()
    unions.union(1, 2)
    first = unions.save()
    unions.union(3, 4)
    second = unions.save()
    unions.union(1, 4)
    for _ in range(2):
        unions.back(first)
        assert (unions.size(1), unions.size(3)) == (2, 1)
        unions.union(1, 3)
        assert unions.size(3) == 3
    with raises(ValueError):
        unions.back(second)
    assert unions.size(3) == 3, "a mark that isn't valid changes nothing"
    unions.back(start)
    assert (unions.size(1), unions.count()) == (1, 0)
    unions.back(start)
    with raises(ValueError):
        unions.back(first)


@case(points=3, each={"seed": [1, 2, 3]})
def random_unions(submission, seed):
    """Against lists of sets, one for every mark"""
    chance = random.Random(seed)
    unions, sets, saved = submission.Unions(), {n: {n} for n in range(15)}, []
    for _ in range(150):
        a, b, what = chance.randrange(15), chance.randrange(15), chance.random()
        if what < 0.2:
            saved.append((unions.save(), dict(sets)))
        elif what < 0.3 and saved:
            place = chance.randrange(len(saved))
            mark, sets = saved[place][0], dict(saved[place][1])
            del saved[place + 1 :]
            unions.back(mark)
        elif what < 0.7:
            assert unions.union(a, b) is (sets[a] is not sets[b]), f"union({a}, {b})"
            united = sets[a] | sets[b] if sets[a] is not sets[b] else sets[a]
            sets.update((n, united) for n in united)
        assert unions.same(a, b) is (sets[a] is sets[b]), f"same({a}, {b})"
        assert unions.size(a) == len(sets[a]), f"size({a})"
        assert unions.count() == len({id(each) for each in sets.values() if len(each) > 1})


@case(points=3)
def long_chains(submission):
    length = 20_000
    unions = submission.Unions()
    marks = [unions.save()]
    consume, each = there("collections").deque, there.map
    for numbers in (list(range(length)), list(range(length, 0, -1))):
        unions.back(marks[0])
        consume(each(unions.union, numbers, [number + (1 if numbers[0] == 0 else -1) for number in numbers]), 0)
        assert (unions.size(5), unions.count()) == (length + 1, 1)
        assert there.sum(each(unions.same, numbers, numbers[::-1])) == length
    repeat = there("itertools").repeat
    for _ in range(50):
        mark = unions.save()
        consume(each(unions.union, repeat("x", 10), range(10)), 0)
        unions.back(mark)
    assert unions.size("x") == 1

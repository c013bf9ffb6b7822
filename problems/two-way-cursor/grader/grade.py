import random

from pyjury import case, raises, take


class Source:
    """A sequence that writes down which items are read."""

    def __init__(self, items):
        self.items = items
        self.reads = []

    def __len__(self):
        return len(self.items)

    def __getitem__(self, place):
        assert type(place) is int and 0 <= place < len(self.items), f"source[{place!r}] of {len(self.items)} items"
        self.reads.append(place)
        return self.items[place]


@case(open=True)
def forward_and_back(submission):
    cursor = submission.Cursor("abcde")
    assert iter(cursor) is cursor
    assert [next(cursor), next(cursor), cursor.back(), cursor.peek(), next(cursor)] == ["a", "b", "b", "b", "b"]
    assert cursor.position == 2 and len(cursor) == 3
    assert list(cursor) == ["c", "d", "e"]
    assert cursor.position == 5 and len(cursor) == 0


@case(open=True)
def the_ends(submission):
    cursor = submission.Cursor([1, 2])
    with raises(StopIteration):
        cursor.back()
    assert take(cursor, 5) == [1, 2]
    for _ in range(2):
        with raises(StopIteration):
            next(cursor)
    assert (cursor.peek(), cursor.peek("none")) == (None, "none")
    assert [cursor.back(), cursor.back()] == [2, 1]
    with raises(StopIteration):
        cursor.back()
    assert next(cursor) == 1


@case
def empty(submission):
    cursor = submission.Cursor([])
    assert (list(cursor), list(reversed(cursor)), len(cursor), cursor.position) == ([], [], 0, 0)
    with raises(StopIteration):
        cursor.back()


@case(open=True)
def backwards(submission):
    cursor = submission.Cursor("abcde")
    take(cursor, 3)
    back = reversed(cursor)
    assert isinstance(back, submission.Cursor) and back.position == 2 and len(back) == 3
    assert next(back) == "c"
    next(cursor)
    assert list(back) == ["b", "a"] and len(back) == 0
    assert cursor.position == 4 and list(reversed(cursor)) == ["d", "c", "b", "a"]


@case
def a_reversed_one_goes_both_ways(submission):
    cursor = submission.Cursor("abcde")
    cursor.position = 3
    back = reversed(cursor)
    assert [next(back), next(back), back.peek(), back.back(), back.back()] == ["c", "b", "a", "b", "c"]
    assert [back.back(), back.back()] == ["d", "e"]
    with raises(StopIteration):
        back.back()
    assert back.position == 0 and len(back) == 5
    back.position = 4
    assert next(back) == "a"
    back.position = 3
    forward = reversed(back)
    assert forward.position == 2 and list(forward) == ["c", "d", "e"]


@case
def positions(submission):
    cursor = submission.Cursor("abc")
    cursor.position = 3
    assert cursor.back() == "c"
    for wrong in (-1, 4, 10**20):
        with raises(IndexError):
            cursor.position = wrong
        assert cursor.position == 2
    cursor.position = 0
    assert list(cursor) == ["a", "b", "c"]


@case
def items_that_look_like_ends(submission):
    items = [None, False, 0, "", StopIteration("s"), [], ...]
    cursor = submission.Cursor(items)
    for item in items:
        assert cursor.peek("default") is item or cursor.peek("default") == item
        came = next(cursor)
        assert came is item or came == item
    assert cursor.peek("default") == "default"


@case
def one_read_for_each_item(submission):
    source = Source("abcdef")
    cursor = submission.Cursor(source)
    assert source.reads == [] and len(cursor) == 6
    next(cursor), next(cursor), cursor.back(), cursor.peek()
    assert source.reads == [0, 1, 1, 1]
    cursor.position = 5
    back = reversed(cursor)
    assert len(source.reads) == 4
    next(back), next(back)
    assert source.reads[4:] == [4, 3]
    assert list(cursor) == ["f"] and list(reversed(back)) == ["d", "e", "f"]
    assert source.reads[6:] == [5, 3, 4, 5]


@case
def no_copy(submission):
    cursor = submission.Cursor(range(10**15))
    cursor.position = 10**15
    assert (cursor.back(), len(cursor)) == (10**15 - 1, 1)
    back = reversed(cursor)
    assert take(back, 3) == [10**15 - 2, 10**15 - 3, 10**15 - 4]
    assert (back.position, len(back)) == (4, 10**15 - 4)


@case(each={"seed": [1, 2, 3]})
def random_walks(submission, seed):
    dice = random.Random(seed)
    length = dice.randint(1, 6)
    source = Source([dice.randint(0, 99) for _ in range(length)])
    cursors = [(submission.Cursor(source), 1, 0)]  # the cursor, its direction, and the number of items before it
    for _ in range(250):
        number = dice.randrange(len(cursors))
        cursor, direction, place = cursors[number]
        items = source.items[::direction]
        action = dice.choice(["next", "back", "next", "back", "peek", "len", "position", "reversed"])
        source.reads.clear()
        if action in ("next", "back"):
            step = (lambda: next(cursor)) if action == "next" else cursor.back
            index = place if action == "next" else place - 1
            if 0 <= index < length:
                assert step() == items[index]
                place += 1 if action == "next" else -1
            else:
                with raises(StopIteration):
                    step()
                index = None
            expected = [] if index is None else [index if direction == 1 else length - 1 - index]
            assert source.reads == expected
        elif action == "peek":
            assert cursor.peek("end") == (items[place] if place < length else "end")
        elif action == "len":
            assert len(cursor) == length - place
        elif action == "position":
            assert cursor.position == place
            cursor.position = place = dice.randint(0, length)
        elif len(cursors) < 6:
            cursors.append((reversed(cursor), -direction, length - place))
        cursors[number] = (cursor, direction, place)

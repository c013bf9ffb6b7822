import random

from pyjury import case, probe, raises, take, there

HUGE = 10**15


def square(number):
    return number * number


@case(open=True)
def items_by_index(submission):
    squares = submission.Computed(5, square)
    assert len(squares) == 5
    assert [squares[place] for place in range(-5, 5)] == [0, 1, 4, 9, 16] * 2
    for place in (5, -6, HUGE, -HUGE):
        with raises(IndexError):
            squares[place]


@case(open=True)
def slices(submission):
    squares = submission.Computed(12, square)
    part = squares[2:11:3]
    assert isinstance(part, submission.Computed) and len(part) == 3
    assert list(part) == [4, 25, 64]
    assert list(squares[::-1][:3]) == [121, 100, 81]


@case(each={"seed": [1, 2, 3]})
def like_a_list(submission, seed):
    dice = random.Random(seed)
    some = lambda: dice.choice([None, dice.randint(-15, 15), dice.randint(-3, 3), dice.choice([-HUGE, HUGE])])
    step = lambda: dice.choice([None, -1, 1, dice.randint(-5, -1), dice.randint(1, 5), HUGE, -HUGE])
    for _ in range(60):
        length = dice.choice([0, 1, 2, dice.randint(3, 12)])
        computed, model = submission.Computed(length, square), [square(number) for number in range(length)]
        for _ in range(3):
            piece = slice(some(), some(), step())
            computed, model = computed[piece], model[piece]
            assert list(computed) == model, f"after {piece}"
        assert len(computed) == len(model)
        for place in {-1, 0, dice.randint(-12, 12)}:
            if -len(model) <= place < len(model):
                assert computed[place] == model[place]
            else:
                with raises(IndexError):
                    computed[place]


@case
def search(submission):
    bits = submission.Computed(20, lambda number: number.bit_count())
    model = [number.bit_count() for number in range(20)]
    assert [bits.count(value) for value in range(6)] == [model.count(value) for value in range(6)]
    assert 4 in bits and 5 not in bits and 4 not in bits[:15]
    assert (bits.index(2), bits.index(2, 4), bits.index(2, -9, -1)) == (3, 5, 12)
    assert bits[::-1].index(4) == 4
    for arguments in ((5,), (4, 0, 15), (4, -4)):
        with raises(ValueError):
            bits.index(*arguments)


@case
def both_directions(submission):
    squares = submission.Computed(6, square)
    assert list(reversed(squares)) == [25, 16, 9, 4, 1, 0]
    assert list(reversed(squares[1::2])) == [25, 9, 1]
    assert [list(squares), list(squares)] == [[0, 1, 4, 9, 16, 25]] * 2
    assert list(submission.Computed(0, square)) == []


@case
def no_indices(submission):
    squares = submission.Computed(5, square)
    for wrong in ("1", 1.0, None, (1,), [1]):
        with raises(TypeError):
            squares[wrong]
    with raises(ValueError):
        squares[::0]
    with raises(TypeError):
        squares["a":]
    with raises(ValueError):
        submission.Computed(-1, square)


@case
def things_like_integers(submission):
    class Place:
        def __init__(self, number):
            self.number = number

        def __index__(self):
            return self.number

    squares = submission.Computed(5, square)
    assert (squares[Place(2)], squares[Place(-1)], squares[True]) == (4, 16, 1)
    assert list(there.getattr(squares, "__getitem__")(there.slice(Place(1), Place(-1)))) == [1, 4, 9]


@case
def a_sequence_that_stays(submission):
    squares = submission.Computed(5, square)
    assert isinstance(squares, there("collections.abc").Sequence)
    with raises(TypeError):
        squares[0] = 1
    with raises(TypeError):
        del squares[0]


@case
def only_what_is_needed(submission):
    asked = probe(square)
    squares = submission.Computed(1000, asked)
    part = squares[100:200][::-7][1:]
    assert (len(squares), len(part), asked.count) == (1000, 14, 0)
    assert (part[0], part[-1]) == (192**2, 101**2)
    assert [call.args for call in asked.calls] == [(192,), (101,)]
    assert take(squares, 3) == [0, 1, 4] and asked.count <= 6
    before = asked.count
    assert part[0] == 192**2 and asked.count == before + 1


@case
def lengths_beyond_memory(submission):
    squares = submission.Computed(HUGE, square)
    assert len(squares) == HUGE
    assert squares[-1] == (HUGE - 1) ** 2
    middle = squares[1::2][:: -(10**5)][10**4 :]
    assert len(middle) == 5 * 10**9 - 10**4
    assert middle[0] == (HUGE - 1 - 2 * 10**9) ** 2
    assert take(reversed(squares), 2) == [(HUGE - 1) ** 2, (HUGE - 2) ** 2]
    assert squares.index(49) == 7 and 81 in squares

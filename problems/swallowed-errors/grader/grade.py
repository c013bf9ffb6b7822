from pyjury import case, equal, raises


def raised(manager, error):
    """What comes out of a block in which the error is raised."""
    try:
        with manager:
            raise error
    except BaseException as left:
        if isinstance(left, AssertionError):
            raise
        return left
    return None


def shape(error):
    """A group as nested tuples: message and members."""
    if isinstance(error, BaseExceptionGroup):
        return (error.message.partition(" (")[0], *map(shape, error.exceptions))
    return error


@case(open=True)
def named_types_are_swallowed(submission):
    missing, absent = KeyError("k"), FileNotFoundError("f")
    with submission.Swallow(KeyError, OSError) as report:
        raise missing
    assert len(report.errors) == 1 and report.errors[0] is missing
    assert raised(report, absent) is None
    assert len(report.errors) == 2 and report.errors[1] is absent


@case(open=True)
def others_pass_through(submission):
    report = submission.Swallow(KeyError, OSError)
    for error in (ValueError("v"), LookupError("l"), IndexError("i"), Exception("e")):
        assert raised(report, error) is error
    assert report.errors == []


@case
def nothing_happens(submission):
    for types in ((), (ValueError,)):
        with submission.Swallow(*types) as report:
            pass
        assert report.errors == []
    error = ValueError("v")
    assert raised(submission.Swallow(), error) is error


@case
def interrupts_are_no_exceptions(submission):
    report = submission.Swallow(Exception)
    for error in (KeyboardInterrupt(), SystemExit(3), GeneratorExit()):
        assert raised(report, error) is error
    assert report.errors == []
    interrupt = KeyboardInterrupt()
    greedy = submission.Swallow(KeyboardInterrupt)
    assert raised(greedy, interrupt) is None and greedy.errors[0] is interrupt


@case
def blocks_within_blocks(submission):
    reached = []
    with submission.Swallow(ValueError) as outer:
        with submission.Swallow(KeyError) as inner:
            raise KeyError(1)
        reached.append("between")
        with inner:
            raise ValueError(2)
        reached.append("never")
    assert reached == ["between"]
    assert equal([error.args for error in inner.errors], [(1,)])
    assert equal([error.args for error in outer.errors], [(2,)])


@case
def one_object_many_blocks(submission):
    report = submission.Swallow(ValueError)
    for number in range(3):
        with report as again:
            assert again is report
            with report:
                raise ValueError(number)
            raise ValueError(number + 10)
    assert [error.args[0] for error in report.errors] == [0, 10, 1, 11, 2, 12]


@case(open=True)
def a_group_that_fits(submission):
    report = submission.Swallow(ValueError, KeyError)
    assert raised(report, ExceptionGroup("all", [ValueError(1), KeyError(2), UnicodeError(3)])) is None
    assert [error.args[0] for error in report.errors] == [1, 2, 3]


@case
def the_rest_of_a_group(submission):
    report = submission.Swallow(ValueError)
    first, second = TypeError("t"), OSError("o")
    left = raised(report, ExceptionGroup("some", [ValueError(1), first, ValueError(2), second]))
    assert isinstance(left, ExceptionGroup) and shape(left) == ("some", first, second)
    assert [error.args[0] for error in report.errors] == [1, 2]


@case
def nested_groups(submission):
    report = submission.Swallow(ValueError)
    keep, stay = TypeError("keep"), TypeError("stay")
    tree = ExceptionGroup(
        "top",
        [
            ValueError(1),
            ExceptionGroup("gone", [ValueError(2), ExceptionGroup("deep", [ValueError(3)])]),
            ExceptionGroup("half", [keep, ValueError(4)]),
            stay,
        ],
    )
    assert shape(raised(report, tree)) == ("top", ("half", keep), stay)
    assert [error.args[0] for error in report.errors] == [1, 2, 3, 4]


@case
def a_group_where_nothing_fits(submission):
    group = ExceptionGroup("none", [TypeError(1), ExceptionGroup("inner", [OSError(2)])])
    report = submission.Swallow(ValueError)
    assert raised(report, group) is group and report.errors == []


@case
def groups_with_interrupts(submission):
    interrupt = KeyboardInterrupt()
    report = submission.Swallow(Exception)
    left = raised(report, BaseExceptionGroup("mixed", [ValueError(1), interrupt]))
    assert shape(left) == ("mixed", interrupt)
    assert [error.args for error in report.errors] == [(1,)]


@case
def a_group_as_a_whole(submission):
    group = ExceptionGroup("whole", [ValueError(1), TypeError(2)])
    report = submission.Swallow(ExceptionGroup)
    assert raised(report, group) is None
    assert len(report.errors) == 1 and report.errors[0] is group


@case
def only_exception_classes(submission):
    for wrong in (int, ValueError("v"), "ValueError", None, (ValueError, "KeyError")):
        with raises(TypeError):
            submission.Swallow(wrong)

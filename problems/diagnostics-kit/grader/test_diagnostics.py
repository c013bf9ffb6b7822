import itertools
import threading
import tracemalloc

import pytest
from diagnostics import Stopwatch, crash_report, peak_memory, thread_dump


class Clock:
    """Says what it is told to."""

    def __init__(self, *times):
        self.times = iter(times)

    def __call__(self):
        return next(self.times)


class TestStopwatch:
    def test_one_lap(self):
        watch = Stopwatch(Clock(10, 12.5))
        with watch("load"):
            pass
        assert watch.laps == {"load": 2.5}

    def test_laps_of_a_name_add_up(self):
        watch = Stopwatch(Clock(0, 1, 5, 7, 7, 11))
        for name in ("load", "save", "load"):
            with watch(name):
                pass
        assert watch.laps == {"load": 5, "save": 2}

    def test_laps_within_laps(self):
        watch = Stopwatch(Clock(0, 1, 4, 10))
        with watch("all"):
            with watch("part"):
                pass
        assert watch.laps == {"part": 3, "all": 10}

    def test_an_error_passes_and_is_timed(self):
        watch = Stopwatch(Clock(0, 2))
        with pytest.raises(KeyError):
            with watch("load"):
                raise KeyError("x")
        assert watch.laps == {"load": 2}


class Broken(Exception):
    pass


def fail():
    raise Broken("no wheel")


def wrap():
    try:
        fail()
    except Broken as error:
        raise ValueError("no car") from error


def caught(function):
    try:
        function()
    except Exception as error:
        return error


class TestCrashReport:
    def test_type_and_message(self):
        report = crash_report(caught(fail))
        assert (report["type"], report["message"]) == ("Broken", "no wheel")
        assert sorted(report) == ["cause", "frames", "message", "notes", "type"]

    def test_frames_from_the_outermost_to_the_innermost(self):
        report = crash_report(caught(fail))
        assert [frame["function"] for frame in report["frames"]] == ["caught", "fail"]
        assert {frame["file"] for frame in report["frames"]} == {"test_diagnostics.py"}

    @pytest.mark.parametrize("deep", [0, 3])
    def test_lines(self, deep):
        source = "def f(n):\n    if n:\n        f(n - 1)\n    1 / (n and 1)\n"
        names = {}
        exec(compile(source, "/somewhere/steps.py", "exec"), names)
        frames = crash_report(caught(lambda: names["f"](deep)))["frames"][2:]
        assert [frame["line"] for frame in frames] == [3] * deep + [4]
        assert {frame["file"] for frame in frames} == {"steps.py"}

    @pytest.mark.chain
    def test_a_cause_is_a_report(self):
        report = crash_report(caught(wrap))
        assert (report["type"], report["message"]) == ("ValueError", "no car")
        assert (report["cause"]["type"], report["cause"]["message"]) == ("Broken", "no wheel")
        assert [frame["function"] for frame in report["cause"]["frames"]] == ["wrap", "fail"]
        assert report["cause"]["cause"] is None

    @pytest.mark.chain
    def test_notes(self):
        error = caught(wrap)
        error.add_note("on a Sunday")
        report = crash_report(error)
        assert report["notes"] == ["on a Sunday"]
        assert report["cause"]["notes"] == []

    def test_an_error_that_was_never_raised(self):
        assert crash_report(OSError("x"))["frames"] == []


class TestThreads:
    @pytest.fixture
    def waiting(self):
        inside, go = threading.Event(), threading.Event()

        def wait_for_tea():
            inside.set()
            go.wait()

        def serve():
            wait_for_tea()

        thread = threading.Thread(target=serve, name="waiter")
        thread.start()
        inside.wait()
        yield
        go.set()
        thread.join()

    def test_where_a_thread_is(self, waiting):
        names = thread_dump()["waiter"]
        place = names.index("serve")
        assert list(names[place : place + 2]) == ["serve", "wait_for_tea"]

    def test_the_caller_is_there_too(self, waiting):
        assert thread_dump()["MainThread"].count("test_the_caller_is_there_too") == 1

    def test_threads_that_have_ended_are_not(self):
        thread = threading.Thread(target=int, name="done")
        thread.start()
        thread.join()
        assert "done" not in thread_dump()


class TestMemory:
    def test_the_result_comes_with_the_peak(self):
        result, peak = peak_memory(lambda n: len(bytearray(n)), 3_000_000)
        assert result == 3_000_000
        assert 3_000_000 <= peak < 3_100_000

    def test_what_was_there_before_is_not_counted(self):
        kept = bytearray(5_000_000)
        result, peak = peak_memory(len, kept)
        assert result == 5_000_000
        assert peak < 100_000

    def test_an_error_passes_and_the_tracing_ends(self):
        with pytest.raises(ZeroDivisionError):
            peak_memory(lambda: 1 / 0)
        assert tracemalloc.is_tracing() == False

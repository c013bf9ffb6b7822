import random

from pyjury import case, raises


class Model:
    """What the board must look like."""

    def __init__(self, width, height):
        self.cells = [["."] * width for _ in range(height)]
        self.width, self.height = width, height

    def rows(self):
        return ["".join(row) for row in self.cells]

    def paint(self, x, y, character):
        self.cells[y][x] = character

    def fill(self, x, y, character):
        old, todo = self.cells[y][x], [(x, y)]
        while todo and old != character:
            x, y = todo.pop()
            if 0 <= x < self.width and 0 <= y < self.height and self.cells[y][x] == old:
                self.cells[y][x] = character
                todo += [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]


class Noted:
    """A command of the grader's; it notes what becomes of it."""

    def __init__(self, log, name, failing=()):
        self.log, self.name, self.failing = log, name, failing

    def do(self):
        self.act("do")

    def undo(self):
        self.act("undo")

    def act(self, what):
        if what in self.failing:
            raise OSError(f"{what} {self.name}")
        self.log.append(f"{what} {self.name}")


def steps(move):
    """How often it says True."""
    return next((count for count in range(500) if move() is not True), None)


@case(open=True)
def example(submission):
    """The example of the statement"""
    board, history = submission.Board(3, 2), submission.History()
    history.do(submission.Paint(board, 1, 0, "x"))
    history.do(submission.Fill(board, 0, 1, "o"))
    assert board.rows() == ["oxo", "ooo"]
    assert history.undo() is True
    assert board.rows() == [".x.", "..."]
    assert history.redo() is True
    assert board.rows() == ["oxo", "ooo"]


@case
def single_commands(submission):
    """do, undo, and do again"""
    board = submission.Board(4, 1)
    paint, fill = submission.Paint(board, 3, 0, "a"), submission.Fill(board, 0, 0, "b")
    for _ in range(2):
        paint.do()
        fill.do()
        assert board.rows() == ["bbba"]
        fill.undo()
        assert board.rows() == ["...a"]
        paint.undo()
        assert board.rows() == ["...."]
    submission.Paint(board, 0, 0, "z").do()
    submission.Fill(board, 0, 0, "z").do()
    fill.do()
    assert board.rows() == ["b..."]
    fill.undo()
    assert board.rows() == ["z..."]


@case
def outside(submission):
    """Outside of the board: ValueError, and nothing changes"""
    board, history = submission.Board(2, 3), submission.History()
    history.do(submission.Paint(board, 1, 2, "x"))
    for x, y in ((2, 0), (0, 3), (-1, 0), (0, -1)):
        for kind in (submission.Paint, submission.Fill):
            with raises(ValueError):
                history.do(kind(board, x, y, "o"))
    assert board.rows() == ["..", "..", ".x"]
    assert history.undo() is True and history.undo() is False
    assert board.rows() == ["..", "..", ".."]


@case
def large_fill(submission):
    """A whole board of 200 by 200"""
    board, history = submission.Board(200, 200), submission.History()
    history.do(submission.Fill(board, 100, 100, "#"))
    assert board.rows() == ["#" * 200] * 200
    history.undo()
    assert board.rows() == ["." * 200] * 200


@case
def redo_is_forgotten(submission):
    """A new command forgets what could be redone; one that fails forgets nothing"""
    log, history = [], submission.History()
    assert history.undo() is False and history.redo() is False
    for name in "abc":
        history.do(Noted(log, name))
    history.undo()
    history.undo()
    with raises(OSError, match="do x"):
        history.do(Noted(log, "x", failing=["do"]))
    assert history.redo() is True
    history.do(Noted(log, "d"))
    assert history.redo() is False
    assert log == ["do a", "do b", "do c", "undo c", "undo b", "do b", "do d"]
    assert steps(history.undo) == 3
    assert log[7:] == ["undo d", "undo b", "undo a"]


@case
def failing_undo(submission):
    """Where undo or redo of a command fails, the history stays as it is"""
    log, history = [], submission.History()
    history.do(Noted(log, "a"))
    bad = Noted(log, "bad", failing=["undo"])
    history.do(bad)
    for _ in range(2):
        with raises(OSError, match="undo bad"):
            history.undo()
    bad.failing = []
    assert history.undo() is True
    bad.failing = ["do"]
    for _ in range(2):
        with raises(OSError, match="do bad"):
            history.redo()
    bad.failing = []
    assert history.redo() is True and history.redo() is False
    assert log == ["do a", "do bad", "undo bad", "do bad"]


@case
def limits(submission):
    """With a limit, only so many commands can be undone"""
    for limit, count in ((1, 3), (3, 5), (5, 5), (None, 300)):
        log, history = [], submission.History(limit=limit)
        for number in range(count):
            history.do(Noted(log, number))
        kept = min(count, limit or count)
        assert steps(history.undo) == kept
        assert steps(history.redo) == kept
        assert len(log) == count + 2 * kept


@case
def macros(submission):
    """A macro is done whole or not at all; macros within macros"""
    log, history = [], submission.History()
    history.do(submission.Macro([Noted(log, "a"), submission.Macro([Noted(log, "b"), Noted(log, "c")])]))
    assert history.undo() is True and history.undo() is False
    assert log == ["do a", "do b", "do c", "undo c", "undo b", "undo a"]
    log.clear()
    broken = submission.Macro([Noted(log, "x"), Noted(log, "y"), Noted(log, "z", failing=["do"]), Noted(log, "never")])
    with raises(OSError, match="do z"):
        history.do(broken)
    assert log == ["do x", "do y", "undo y", "undo x"]
    assert history.undo() is False and history.redo() is True


@case
def queues(submission):
    """What is queued is done by flush, as one step"""
    log, history = [], submission.History()
    assert history.flush() == 0 and history.undo() is False
    for name in "abc":
        history.queue(Noted(log, name))
    assert log == []
    assert history.flush() == 3 and history.flush() == 0
    assert history.undo() is True and history.undo() is False
    assert log == ["do a", "do b", "do c", "undo c", "undo b", "undo a"]
    log.clear()
    history.queue(Noted(log, "p"))
    history.queue(Noted(log, "q", failing=["do"]))
    with raises(OSError, match="do q"):
        history.flush()
    assert log == ["do p", "undo p"] and history.flush() == 0 and history.undo() is False


@case(each={"seed": [1, 2, 3]})
def random_drawings(submission, seed):
    """Long random drawings, against a model"""
    chance = random.Random(seed)
    width, height, limit = chance.randint(1, 6), chance.randint(1, 5), chance.choice([None, 4])
    board, history, model = submission.Board(width, height), submission.History(limit), Model(width, height)
    done, undone = [], []
    for _ in range(250):
        act = chance.choice("pppfmur" if chance.random() < 0.5 else "puurr")
        if act == "u":
            assert history.undo() is bool(done)
            if done:
                undone.append(model.cells)
                model.cells = done.pop()
        elif act == "r":
            assert history.redo() is bool(undone)
            if undone:
                done.append(model.cells)
                model.cells = undone.pop()
        else:
            before = model.cells
            model.cells = [list(row) for row in before]
            commands = []
            for _ in range(chance.randint(1, 3) if act == "m" else 1):
                place = chance.randrange(width), chance.randrange(height), chance.choice("..ab")
                if chance.random() < 0.5:
                    model.paint(*place)
                    commands.append(submission.Paint(board, *place))
                else:
                    model.fill(*place)
                    commands.append(submission.Fill(board, *place))
            history.do(submission.Macro(commands) if act == "m" else commands[0])
            done = [*done, before][-(limit or 999) :]
            undone = []
        assert board.rows() == model.rows()

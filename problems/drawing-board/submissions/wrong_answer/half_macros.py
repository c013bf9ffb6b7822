# a macro that fails stays half done
class Board:
    def __init__(self, width, height):
        self.width, self.height = width, height
        self.cells = {(x, y): "." for y in range(height) for x in range(width)}

    def rows(self):
        return ["".join(self.cells[x, y] for x in range(self.width)) for y in range(self.height)]


class Paint:
    def __init__(self, board, x, y, character):
        self.board = board
        self.place = x, y
        self.character = character

    def area(self):
        return [self.place]

    def do(self):
        if self.place not in self.board.cells:
            raise ValueError(f"{self.place} is outside of the board")
        self.before = {place: self.board.cells[place] for place in self.area()}
        self.board.cells.update(dict.fromkeys(self.before, self.character))

    def undo(self):
        self.board.cells.update(self.before)


class Fill(Paint):
    def area(self):
        cells = self.board.cells
        found, todo = {self.place}, [self.place]
        while todo:
            x, y = todo.pop()
            for place in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
                if place not in found and cells.get(place) == cells[self.place]:
                    found.add(place)
                    todo.append(place)
        return found


class Macro:
    def __init__(self, commands):
        self.commands = list(commands)

    def do(self):
        for command in self.commands:
            command.do()

    def undo(self):
        for command in reversed(self.commands):
            command.undo()


class History:
    def __init__(self, limit=None):
        self.limit = limit
        self.done, self.undone, self.queued = [], [], []

    def do(self, command):
        command.do()
        self.undone.clear()
        self.done.append(command)
        if self.limit is not None and len(self.done) > self.limit:
            del self.done[0]

    def undo(self):
        if not self.done:
            return False
        self.done[-1].undo()
        self.undone.append(self.done.pop())
        return True

    def redo(self):
        if not self.undone:
            return False
        self.undone[-1].do()
        self.done.append(self.undone.pop())
        return True

    def queue(self, command):
        self.queued.append(command)

    def flush(self):
        commands, self.queued = self.queued, []
        if commands:
            self.do(Macro(commands))
        return len(commands)

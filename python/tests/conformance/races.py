"""What threads do to each other, without locks and with them. The other file of the submission."""

import threading


class Unguarded:
    """What goes wrong with threads, however short."""

    def __init__(self):
        self.total = 0
        self.made = []
        self.left, self.right = 50, 50
        self.torn = False

    def add(self):
        self.total += 1

    def the_one(self):
        if not self.made:
            self.made.append(object())

    def move(self):
        for _ in range(3):
            self.left -= 1
            self.right += 1

    def look(self):
        for _ in range(10):
            self.torn |= self.left + self.right != 100


class Guarded:
    """The same with locks of each kind, and variables of each kind."""

    def __init__(self):
        self.lock = threading.RLock()
        self.changed = threading.Condition()
        self.total = self.turn = count = 0

        def enclosed():
            nonlocal count
            with self.lock:
                count += 1
                return count

        self.enclosed = enclosed

    def add(self):
        for _ in range(5):
            with self.lock, self.lock:
                self.total += 1
        return [self.enclosed() for _ in range(5)]

    def in_turn(self, place):
        with self.changed:
            self.changed.wait_for(lambda: self.turn == place)
            self.turn += 1
            self.changed.notify_all()

# guard: failures
# expect: failed
# cases: each_in_order
"""Calls back out of an exception's __str__, out of a weak reference, out of __del__: never where it's expected."""

class Visit:
    def __init__(self, number, visit):
        self.number, self.visit = number, visit

    def __del__(self):
        try:
            self.visit(self.number)
        except BaseException:
            pass


def visit_sorted(numbers, visit):
    for number in numbers:
        Visit(number, visit)

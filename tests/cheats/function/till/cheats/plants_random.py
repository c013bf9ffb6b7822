# guard: processes
# expect: failed
# cases: at_random
"""Another random stands where the grader's import looks: all are copies of one."""

import random
import sys


class Planted(type(sys)):
    def __getattr__(self, name):
        return getattr(random, name)

    def randrange(self, *args):
        return 1


sys.modules["random"] = Planted("random")
if "grade" in sys.modules:
    sys.modules["grade"].random = sys.modules["random"]


def total(numbers):
    return 20

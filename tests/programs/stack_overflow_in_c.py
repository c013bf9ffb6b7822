# expect: RTE|MLE|TLE
# what: with the recursion limit out of the way, recursion through C eats the stack.
import sys

sys.setrecursionlimit(10**9)


class Deep:
    def __repr__(self):
        return repr([self])


repr(Deep())

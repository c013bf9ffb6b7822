# guard: unchecked
# expect: types
"""mypy knows what PY2 is, whatever it is."""

PY2 = True
if PY2:

    def longest(words):
        return max(words, key=len, default=None)

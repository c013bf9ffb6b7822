"""What the statement asks for."""
from sums import total

assert total([]) == 0
assert total([1, [2, [3, []]], 4]) == 10

"""What the statement asks for."""
from jobs import order

assert order([(3, "c"), (1, "a"), (2, "b")]) == ["a", "b", "c"]
assert order([]) == []

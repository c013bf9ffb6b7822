"""What the statement asks for."""
from roots import root

assert [root(n) for n in (0, 1, 3, 4, 99, 100)] == [0, 1, 1, 2, 9, 10]

"""What the statement asks for."""
from steps import steps

assert [steps(n) for n in (1, 2, 3, 8, 27)] == [0, 1, 7, 3, 111]

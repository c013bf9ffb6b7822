"""What the statement asks for."""
from checked import longest

assert longest(["a", "abc", "ab"]) == "abc"
assert longest([]) is None

"""What can be seen of them from outside."""
from shapes import Box, Point

assert Point(3.0, 4.0).norm == 5.0
assert Box(1).get() == 1

"""What the statement asks for."""
from tidy import grade

assert [grade(points) for points in (95, 90, 60, 45, 10)] == ["A", "A", "C", "D", "E"]

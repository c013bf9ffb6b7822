"""What the statement asks for: two articles cost twice as much."""
from web import page

assert page("tea", 2) == "2 tea: 10"

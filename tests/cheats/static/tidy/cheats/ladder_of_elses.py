# guard: ladder
# expect: nesting
"""An elif is no deeper than its if; this isn't one."""


def grade(points: int) -> str:
    """The mark for points of a hundred."""
    if points >= 75:
        return "BA"[points >= 90]
    else:
        if points >= 60: return "C"
        else:
            if points >= 45: return "D"
    return "E"

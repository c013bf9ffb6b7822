# guard: sentinel
# expect: tampering
# Walks up the frames at import to the harness, and reports with its own function.
import sys

frame = sys._getframe()
while frame is not None:
    report = frame.f_locals.get("report")
    if callable(report):
        report({"outcome": "passed"})
    frame = frame.f_back

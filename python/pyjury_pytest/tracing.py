"""Which lines of some files run: sys.monitoring where there is one, else a trace function."""

import sys
import threading
from typing import Any


def watch_lines(files: set[str]) -> dict[str, set[int]]:
    """A table that fills while code of these files runs. A claim like all else in the submission's process."""
    seen: dict[str, set[int]] = {file: set() for file in files}
    if hasattr(sys, "monitoring"):
        monitoring = sys.monitoring
        monitoring.use_tool_id(monitoring.COVERAGE_ID, "pyjury")

        def on_line(code: Any, line: int) -> Any:
            lines = seen.get(code.co_filename)
            if lines is not None:
                lines.add(line)
            return monitoring.DISABLE

        monitoring.register_callback(monitoring.COVERAGE_ID, monitoring.events.LINE, on_line)
        monitoring.set_events(monitoring.COVERAGE_ID, monitoring.events.LINE)
        return seen

    def trace(frame: Any, event: str, _: Any) -> Any:
        lines = seen.get(frame.f_code.co_filename)
        if lines is None:
            return None
        if event == "line":
            lines.add(frame.f_lineno)
        return trace

    threading.settrace(trace)
    sys.settrace(trace)
    return seen

"""Exceptions of the submission, as the grader is told of them: with the lines of the student's own files only."""

from types import TracebackType

from pyjury_wire.handles import among, order_of
from pyjury_wire.limits import FRAMES_SHOWN

MESSAGE = 20_000
LINE = 300


class Failures:
    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.lines: dict[str, list[str]] = {}

    def parts(self, error: BaseException) -> tuple:
        """Class, arguments, message, notes, cause, context, suppression, lines, members of a group."""
        try:
            message = str(error)[:MESSAGE]
        except BaseException as second:
            message = f"<its text can't be had: {type(second).__name__}>"
        try:
            notes = [str(note)[:MESSAGE] for note in BaseException.__getattribute__(error, "__notes__")][:100]
        except BaseException:
            notes = []
        members = None
        if among(BaseExceptionGroup, order_of(type(error))):
            members = BaseExceptionGroup.exceptions.__get__(error)
        return (
            type(error),
            (*BaseException.args.__get__(error),),  # type: ignore[attr-defined]  a copy: it may be among its own
            str.__str__(message),
            notes,
            BaseException.__cause__.__get__(error),  # type: ignore[attr-defined]
            BaseException.__context__.__get__(error),  # type: ignore[attr-defined]
            BaseException.__suppress_context__.__get__(error),  # type: ignore[attr-defined]
            self.trace(BaseException.__traceback__.__get__(error)),  # type: ignore[attr-defined]
            members,
        )

    def trace(self, at: TracebackType | None) -> tuple:
        """File, line, function and source of each frame in a file of the student's."""
        found = []
        while at is not None:
            code = at.tb_frame.f_code
            if code.co_filename.startswith(self.folder):
                name = code.co_filename[len(self.folder) :]
                found.append((name, at.tb_lineno or 0, code.co_name, self.source(code.co_filename, at.tb_lineno or 0)))
            at = at.tb_next
        if len(found) > FRAMES_SHOWN:
            found[10 : 10 + len(found) - FRAMES_SHOWN] = []
        return tuple(found)

    def source(self, path: str, line: int) -> str:
        if path not in self.lines:
            try:
                with open(path, "rb") as file:
                    self.lines[path] = file.read(1 << 20).decode("utf-8", "replace").splitlines()
            except OSError:
                self.lines[path] = []
        lines = self.lines[path]
        return lines[line - 1].strip()[:LINE] if 0 < line <= len(lines) else ""

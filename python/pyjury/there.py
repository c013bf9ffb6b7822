"""Objects of the submission's process that aren't the submission's: modules, and built-in functions and types."""

from __future__ import annotations

from . import connection

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class There:
    """there.object, there.type: built-ins of the other process. there("threading"): a module there."""

    def __getattr__(self, name: str) -> Any:
        found = connection.ask("builtin", name)
        found._pyjury_label = name
        return found

    def __call__(self, module: str) -> Any:
        found = connection.ask("import", module)
        found._pyjury_label = module
        return found


there = There()

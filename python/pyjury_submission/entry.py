"""The submitted module: imported under its own name, when the grader asks for it."""

from __future__ import annotations

import os
import sys

from pyjury_wire.errors import ProtocolError

from .clock import CLOCK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Entry:
    def __init__(self, path: str) -> None:
        self.path = os.path.abspath(path)
        self.name = os.path.basename(path).removesuffix(".py")
        self.started = False

    def start(self, config: dict) -> Any:
        """Import it, or raise what the import raises."""
        if self.started:
            raise ProtocolError("started twice")
        self.started = True
        if config.get("virtual_time"):
            CLOCK.install()
        sys.argv[:] = [self.path]
        with open(self.path, "rb") as file:
            code = compile(file.read(), self.path, "exec", dont_inherit=True)
        when_imported("asyncio", lambda: install_loops(config.get("clock") == "real"))
        module = type(sys)(self.name)
        module.__file__ = self.path
        module.__builtins__ = sys.modules["builtins"]  # type: ignore[attr-defined]
        sys.modules[self.name] = module
        exec(code, module.__dict__)
        return sys.modules.get(self.name, module)


def install_loops(real: bool) -> None:
    from .loops import install

    install(real)


def when_imported(name: str, do: Any) -> None:
    """Once that module has been imported, by whomever and however late."""

    class Finder:
        def find_spec(self, wanted: str, path: Any = None, target: Any = None) -> Any:
            if wanted != name:
                return None
            sys.meta_path.remove(self)  # type: ignore[arg-type]
            spec = next(filter(None, (finder.find_spec(wanted, path, target) for finder in sys.meta_path)))
            load = spec.loader.exec_module  # type: ignore[union-attr]

            def load_and_do(module: Any) -> None:
                load(module)
                do()

            spec.loader.exec_module = load_and_do  # type: ignore[union-attr, method-assign]
            return spec

    sys.meta_path.insert(0, Finder())  # type: ignore[arg-type]

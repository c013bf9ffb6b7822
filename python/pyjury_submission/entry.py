"""The submitted module: imported under its own name, when the grader asks for it."""
import os
import sys
from typing import Any

from pyjury_wire.errors import ProtocolError


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
            from .timepieces import install

            install(config["virtual_time"])
        sys.argv[:] = [self.path]
        with open(self.path, "rb") as file:
            code = compile(file.read(), self.path, "exec", dont_inherit=True)
        module = type(sys)(self.name)
        module.__file__ = self.path
        module.__builtins__ = sys.modules["builtins"]  # type: ignore[attr-defined]
        sys.modules[self.name] = module
        exec(code, module.__dict__)
        return sys.modules.get(self.name, module)

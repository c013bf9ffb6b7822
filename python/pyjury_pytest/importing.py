"""Imports of an attempt and of the collection: the suite from memory, the submission last."""

import importlib.abc
import importlib.machinery
import marshal
import os
import sys
from typing import Any, Iterable, Sequence

from .suite import Module


class MemoryImporter(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Modules whose code is at hand. Their sources are nowhere: linecache and inspect find none."""

    def __init__(self, modules: Iterable[Module]):
        self.modules: dict[str, Module] = {}
        self.places: dict[tuple[str, str], Module] = {}
        for module in modules:
            name, path, is_package, _ = module
            self.modules.setdefault(name, module)
            if "." not in name:
                self.places[os.path.dirname(os.path.dirname(path) if is_package else path), name] = module
        self.folders = {name.rpartition(".")[0] for name in self.modules if "." in name} - self.modules.keys()

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None):
        module = self._find(name)
        if module is not None:
            spec = importlib.machinery.ModuleSpec(
                name, self, origin=module[1], is_package=module[2], loader_state=module[3]
            )
            spec.has_location = True
            return spec
        if name in self.folders:
            return importlib.machinery.ModuleSpec(name, None, is_package=True)
        return None

    def _find(self, name: str) -> Module | None:
        """Of several modules of one name (conftest) the one whose folder comes first in sys.path, where pytest puts it."""
        for folder in sys.path if "." not in name else ():
            if (folder, name) in self.places:
                return self.places[folder, name]
        return self.modules.get(name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: Any) -> None:
        exec(module.__spec__.loader_state, module.__dict__)


def install_first(importer: importlib.abc.MetaPathFinder) -> None:
    sys.meta_path.insert(0, importer)


def dump(modules: list[Module]) -> bytes:
    return marshal.dumps(modules)

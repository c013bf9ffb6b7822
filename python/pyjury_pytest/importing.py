"""Imports of an attempt and of the collection: the suite from memory, the submission last."""

import importlib.abc
import importlib.machinery
import marshal
import sys
from typing import Any, Iterable, Sequence

from .suite import Module


class MemoryImporter(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Modules whose code is at hand. Their sources are nowhere: linecache and inspect find none."""

    def __init__(self, modules: Iterable[Module]):
        self.modules = {name: (path, is_package, code) for name, path, is_package, code in modules}
        self.folders = {
            name.rpartition(".")[0] for name in self.modules if "." in name
        } - self.modules.keys()

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None):
        if name in self.modules:
            location, is_package, _ = self.modules[name]
            spec = importlib.machinery.ModuleSpec(name, self, origin=location, is_package=is_package)
            spec.has_location = True
            return spec
        if name in self.folders:
            return importlib.machinery.ModuleSpec(name, None, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: Any) -> None:
        exec(self.modules[module.__spec__.name][2], module.__dict__)


def install_first(importer: importlib.abc.MetaPathFinder) -> None:
    sys.meta_path.insert(0, importer)


def dump(modules: list[Module]) -> bytes:
    return marshal.dumps(modules)

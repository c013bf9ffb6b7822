# replaces __import__ instead of the import system's own hooks: no reload, no find_spec, no packages
import builtins
import sys
import types


class SourceFinder:
    def __init__(self, sources, translate=None):
        self.sources = sources
        self.translate = translate or str
        self.before = builtins.__import__

    def install(self):
        def load(name, *rest):
            if name in self.sources and name not in sys.modules:
                module = sys.modules[name] = types.ModuleType(name)
                exec(self.translate(self.sources[name]), vars(module))
            return self.before(name, *rest)

        builtins.__import__ = load

    def remove(self):
        builtins.__import__ = self.before
        for name in self.sources:
            sys.modules.pop(name, None)

    __enter__ = install

    def __exit__(self, *error):
        self.remove()

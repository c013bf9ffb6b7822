import sys
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec


class SourceFinder(MetaPathFinder, InspectLoader):
    def __init__(self, sources, translate=None):
        self.sources = sources
        self.translate = translate
        self.loaded = []

    def install(self):
        if self not in sys.meta_path:
            sys.meta_path.append(self)

    def remove(self):
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        for module in self.loaded:
            if sys.modules.get(module.__name__) is module:
                del sys.modules[module.__name__]
        self.loaded.clear()

    def __enter__(self):
        self.install()
        return self

    def __exit__(self, *error):
        self.remove()

    def key(self, name):
        return name + ".__init__" if self.is_package(name) else name

    def is_package(self, name):
        return name + ".__init__" in self.sources

    def find_spec(self, name, path=None, target=None):
        key = self.key(name)
        if key not in self.sources:
            return None
        spec = ModuleSpec(name, self, origin=f"<sources>/{key}.py", is_package=self.is_package(name))
        spec.has_location = True
        return spec

    def get_source(self, name):
        try:
            return self.sources[self.key(name)]
        except KeyError:
            raise ImportError(f"no source of {name}", name=name) from None

    def exec_module(self, module):
        spec = module.__spec__
        source = self.get_source(spec.name)
        if self.translate is not None:
            source = self.translate(source)
        code = compile(source, spec.origin, "exec", dont_inherit=True)
        self.loaded.append(module)
        exec(code, module.__dict__)

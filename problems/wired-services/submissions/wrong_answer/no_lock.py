# Has no lock, so that threads make several singletons.
import inspect
import threading
from contextlib import contextmanager

LIFETIMES = ("transient", "singleton", "scoped")


class WiringError(Exception):
    pass


class NotRegistered(WiringError):
    pass


class Captive(WiringError):
    pass


class Cycle(WiringError):
    def __init__(self, path):
        super().__init__(" needs ".join(each.__name__ for each in path))
        self.path = path


class Container:
    def __init__(self):
        self.services = {}
        self.singletons = {}
        self.lock = threading.RLock()

    def register(self, service, provider=None, lifetime="transient"):
        if lifetime not in LIFETIMES:
            raise ValueError(f"{lifetime!r} is none of {', '.join(LIFETIMES)}")
        self.services[service] = (provider or service, lifetime)
        self.singletons.pop(service, None)
        return self

    def resolve(self, service, scope=None):
        self.check(service, [], None, scope)
        return self.make(service, scope)

    @contextmanager
    def scope(self):
        scope = Scope(self)
        try:
            yield scope
        finally:
            scope.end()

    def needs(self, service):
        """The services that its provider gets, by the names of parameters."""
        found = {}
        for name, parameter in inspect.signature(self.services[service][0]).parameters.items():
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                continue
            if parameter.annotation in self.services:
                found[name] = parameter.annotation
            elif parameter.default is parameter.empty:
                kind = getattr(parameter.annotation, "__name__", "?")
                raise NotRegistered(f"{kind}, which the parameter {name} needs, isn't registered")
        return found

    def check(self, service, path, singleton, scope):
        if service not in self.services:
            raise NotRegistered(f"{service.__name__} isn't registered")
        if service in path:
            raise Cycle([*path[path.index(service) :], service])
        lifetime = self.services[service][1]
        if lifetime == "scoped" and singleton:
            raise Captive(f"the singleton {singleton.__name__} needs {service.__name__}, which is scoped")
        for needed in self.needs(service).values():
            self.check(needed, [*path, service], service if lifetime == "singleton" else singleton, scope)
        if lifetime == "scoped" and scope is None:
            raise WiringError(f"{service.__name__} needs a scope")

    def make(self, service, scope):
        provider, lifetime = self.services[service]
        kept = {"singleton": self.singletons, "scoped": scope and scope.made}.get(lifetime)
        if kept is None:
            return self.call(provider, service, scope)
        if service not in kept:
            kept[service] = self.call(provider, service, scope)
        return kept[service]

    def call(self, provider, service, scope):
        return provider(**{name: self.make(needed, scope) for name, needed in self.needs(service).items()})


class Scope:
    def __init__(self, container):
        self.container = container
        self.made = {}
        self.ended = False

    def resolve(self, service):
        if self.ended:
            raise WiringError("the scope has ended")
        return self.container.resolve(service, self)

    def end(self):
        self.ended = True
        for made in reversed(self.made.values()):
            if hasattr(made, "close"):
                made.close()

# Keeps the value in the descriptor, so that all instances share it.
class Typed:
    def __init__(self, kind, *, default=None, factory=None):
        self.kind, self.value = kind, default

    def __set_name__(self, owner, name):
        self.label = f"{owner.__name__}.{name}"

    def __get__(self, instance, owner=None):
        return self if instance is None else self.value

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.label}: got {type(value).__name__}")
        self.value = value

    def __delete__(self, instance):
        self.value = None

class Body(dict):
    """The namespace of a class body: what becomes a member can't be given twice."""

    def __setitem__(self, name, value):
        if name in self and is_member(name, self[name]):
            raise TypeError(f"{name} is given twice")
        super().__setitem__(name, value)


def is_member(name, value):
    return not name.startswith("_") and not hasattr(value, "__get__")


class ChoiceMeta(type):
    @classmethod
    def __prepare__(meta, name, bases, **options):
        return Body()

    def __new__(meta, name, bases, body, start=0):
        for base in bases:
            if isinstance(base, ChoiceMeta) and base._members:
                raise TypeError(f"{base.__name__} has members and can't be subclassed")
        values = {key: value for key, value in body.items() if is_member(key, value)}
        cls = super().__new__(meta, name, bases, {key: value for key, value in body.items() if key not in values})
        members, aliases = {}, {}
        for key, value in values.items():
            if value is ...:
                value, start = start, start + 1
            member = find(members, value)
            if member is not None:
                aliases[key] = member
                continue
            member = members[key] = object.__new__(cls)
            member.__dict__.update(name=key, value=value)
        type.__setattr__(cls, "_members", members)
        type.__setattr__(cls, "_aliases", aliases)
        return cls

    def __init__(cls, name, bases, body, start=0):
        super().__init__(name, bases, body)

    def __getattr__(cls, name):
        try:
            return cls[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(cls, name, value):
        cls._refuse(name)
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        cls._refuse(name)
        super().__delattr__(name)

    def _refuse(cls, name):
        if name in cls._members or name in cls._aliases:
            raise AttributeError(f"{name} is a member of {cls.__name__}")

    def __call__(cls, value):
        member = value if value in cls else find(cls._members, value)
        if member is None:
            raise ValueError(f"{value!r} is no {cls.__name__}")
        return member

    def __getitem__(cls, name):
        return cls._aliases[name] if name in cls._aliases else cls._members[name]

    def __iter__(cls):
        return iter(cls._members.values())

    def __len__(cls):
        return len(cls._members)

    def __bool__(cls):
        return True

    def __contains__(cls, value):
        return any(member is value for member in cls)

    def aliases(cls):
        return dict(cls._aliases)


def find(members, value):
    return next((member for member in members.values() if member.value == value), None)


class Choice(metaclass=ChoiceMeta):
    def __repr__(self):
        return f"<{type(self).__name__}.{self.name}: {self.value!r}>"

    def __setattr__(self, name, value):
        raise AttributeError(f"{self!r} can't be changed")

    def __delattr__(self, name):
        raise AttributeError(f"{self!r} can't be changed")

# takes letters of all alphabets, and a line break at the end, for an extension
import re


class Format:
    _entries = []

    def __init_subclass__(cls, extensions=None, priority=0, abstract=False, **options):
        super().__init_subclass__(**options)
        if abstract:
            return
        if not callable(getattr(cls, "read", None)):
            raise TypeError(f"{cls.__name__} has no method read")
        extensions = {cls.__name__.lower()} if extensions is None else set(extensions)
        if not extensions:
            raise ValueError(f"{cls.__name__} has no extension")
        taken = {(extension, other) for _, found, other in Format._entries for extension in found}
        for extension in extensions:
            if not re.match(r"[^\W_A-Z]+$", extension):
                raise ValueError(f"{extension!r} is no extension")
            if (extension, priority) in taken:
                raise ValueError(f"{extension} is taken")
        Format._entries.append((cls, extensions, priority))

    @classmethod
    def _below(cls):
        return [entry for entry in Format._entries if issubclass(entry[0], cls)]

    @classmethod
    def find(cls, name):
        _, dot, wanted = name.lower().rpartition(".")
        found = [(priority, kind) for kind, extensions, priority in cls._below() if dot and wanted in extensions]
        if not found:
            raise LookupError(f"no format for {name!r}")
        return max(found, key=lambda each: each[0])[1]

    @classmethod
    def extensions(cls):
        return sorted(set().union(*(extensions for _, extensions, _ in cls._below())))

    @classmethod
    def formats(cls):
        return [kind for kind, _, _ in cls._below()]

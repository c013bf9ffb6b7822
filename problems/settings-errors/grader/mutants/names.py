"""Reads settings: lines of `name = value`."""

import re


class SettingsError(Exception):
    """Something is wrong with the settings."""

    def __init__(self, message, line):
        super().__init__(f"line {line}: {message}")
        self.line = line


class DuplicateSetting(SettingsError, KeyError):
    """A name is set twice."""

    __str__ = SettingsError.__str__


def parse(text):
    """The settings of a text, as a dictionary from names to whole numbers."""
    if not isinstance(text, str):
        raise TypeError(f"a text was expected, not {type(text).__name__}")
    settings = {}
    for number, line in enumerate(text.splitlines(), 1):
        line = line.partition("#")[0].strip()
        if not line:
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals:
            raise SettingsError("no = in it", number)
        if not re.fullmatch("[a-z_]*", name):
            raise SettingsError(f"not a name: {name!r}", number)
        if name in settings:
            raise DuplicateSetting(f"{name} is set again", number)
        try:
            settings[name] = int(value)
        except ValueError as error:
            raise SettingsError(f"not a number: {value!r}", number) from error
    return settings


def load(path):
    """The settings of a file; none if there is no such file."""
    try:
        with open(path, encoding="utf-8") as file:
            return parse(file.read())
    except FileNotFoundError:
        return {}
    except SettingsError as error:
        error.add_note(f"in {path}")
        raise

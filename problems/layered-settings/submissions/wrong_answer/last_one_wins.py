# Lets a name come twice in one layer.
import math


class SettingsError(ValueError):
    pass


WORDS = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}


def load(defaults, text, environ, arguments):
    settings = {name: list(value) if isinstance(value, list) else value for name, value in defaults.items()}
    for layer in (lines(text), variables(environ), options(arguments, defaults)):
        seen = set()
        for place, name, value in layer:
            try:
                seen.add(name)
                if name not in defaults:
                    raise ValueError(f"there is no setting {name!r}")
                settings[name] = converted(value, type(defaults[name]))
            except ValueError as error:
                raise SettingsError(f"{place}: {error}") from None
    return settings


def lines(text):
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals:
            raise SettingsError(f"line {number}: no name = value")
        yield f"line {number}", name.strip(), value.strip()


def variables(environ):
    for name in sorted(environ):
        if name.startswith("APP_"):
            yield name, name.removeprefix("APP_").lower(), environ[name]


def options(arguments, defaults):
    for argument in arguments:
        option, equals, value = argument.partition("=")
        name = option.removeprefix("--").replace("-", "_")
        if not option.startswith("--") or "_" in option:
            raise SettingsError(f"{argument}: no --name=value")
        if not equals:
            value = "yes"
            if name not in defaults and name.startswith("no_"):
                name, value = name.removeprefix("no_"), "no"
            if type(defaults.get(name)) is not bool:
                raise SettingsError(f"{argument}: no --name=value")
        yield argument, name, value


def converted(text, kind):
    if kind is bool:
        if text.lower() not in WORDS:
            raise ValueError(f"{text!r} is neither yes nor no")
        return WORDS[text.lower()]
    if kind is list:
        return [part.strip() for part in text.split(",")] if text.strip() else []
    value = kind(text)
    if kind is float and not math.isfinite(value):
        raise ValueError(f"{text!r} is no finite number")
    return value

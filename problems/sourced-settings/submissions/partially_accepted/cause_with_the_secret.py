# The error from pydantic is kept as the cause, and Python prints it with the value that it complains about.
import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "SHOP_"
HIDDEN = "**********"
LAYERS = ["arguments", "environment", ".env", "settings.toml", "nowhere"]


class SettingsError(ValueError):
    def __init__(self, found):
        found = sorted(found, key=lambda each: (each[0], LAYERS.index(each[1])))
        self.problems = [(field, source, value) for field, source, value, _ in found]
        super().__init__("\n".join(map(line, found)))


def line(problem):
    field, source, value, reason = problem
    reason = " ".join(reason.split())
    if source == "nowhere":
        return f"{field}: {reason}"
    return f"{field} = {value!r} ({source}): {reason}" if value is not None else f"{field} ({source}): {reason}"


def listed(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Pool(Part):
    size: int = Field(5, ge=1, le=100)
    timeout: float = Field(30.0, gt=0, le=3600)


class Database(Part):
    host: Text = "localhost"
    port: int = Field(5432, ge=1, le=65535)
    password: SecretStr | None = None
    pool: Pool = Pool()


class Settings(BaseSettings):
    model_config = SettingsConfigDict(frozen=True)

    name: Text
    debug: bool = False
    workers: int = Field(2, ge=1, le=64)
    rate: float = Field(1.0, gt=0, le=1000)
    level: Literal["debug", "info", "warning", "error"] = "info"
    hosts: Annotated[list[str], BeforeValidator(listed)] = []
    token: Annotated[SecretStr, Field(min_length=8)] | None = None
    database: Database = Database()
    _sources: dict = PrivateAttr(default_factory=dict)

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, **others):
        return (init_settings,)

    def source(self, field):
        return self._sources[field]

    def shown(self):
        return masked(self.model_dump())


def masked(value):
    if isinstance(value, dict):
        return {key: masked(each) for key, each in value.items()}
    return HIDDEN if isinstance(value, SecretStr) else value


def fields_of(model, prefix=""):
    for name, info in model.model_fields.items():
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from fields_of(kind, f"{prefix}{name}.")
        else:
            yield prefix + name


FIELDS = tuple(fields_of(Settings))
SECRETS = {"token", "database.password"}
TABLES = {"database", "database.pool"}


def flat(table, prefix=""):
    """Names and values of nested tables."""
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and name in TABLES:
            yield from flat(value, f"{name}.")
        else:
            yield name, value


def named(variables):
    for name, value in variables.items():
        if name.upper().startswith(PREFIX) and value:
            yield re.sub("__", ".", name[len(PREFIX) :].lower()), value


def from_toml(folder):
    file = Path(folder) / "settings.toml"
    if not file.exists():
        return {}
    try:
        return dict(flat(tomllib.loads(file.read_text(encoding="utf-8"))))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([("*", "settings.toml", None, str(error))]) from None


def load(folder, **arguments):
    layers = {
        "arguments": dict(flat(arguments)),
        "environment": dict(named(os.environ)),
        ".env": dict(named(dotenv_values(Path(folder) / ".env"))),
        "settings.toml": from_toml(folder),
    }
    found, values, sources = [], {}, dict.fromkeys(FIELDS, "default")
    for source, layer in layers.items():
        for field, value in layer.items():
            if field not in FIELDS:
                found.append((field, source, None, "there is no such setting"))
            elif source == "settings.toml" and field in SECRETS:
                found.append((field, source, HIDDEN, "a secret in a file that everybody can read"))
            elif field not in values:
                values[field], sources[field] = value, source
    nested = {}
    for field, value in values.items():
        *tables, last = field.split(".")
        place = nested
        for table in tables:
            place = place.setdefault(table, {})
        place[last] = value
    error = None
    try:
        settings = Settings(**nested)
    except ValidationError as problem:
        error = problem
        settings, wrong = None, {}
        for each in error.errors(include_input=False, include_url=False):
            field = ".".join(map(str, each["loc"]))
            field = next(known for known in FIELDS if f"{field}.".startswith(f"{known}."))
            wrong.setdefault(field, each["msg"])
        for field, reason in wrong.items():
            if field in values:
                found.append((field, sources[field], HIDDEN if field in SECRETS else values[field], reason))
            else:
                found.append((field, "nowhere", None, "it must be given"))
    if found:
        raise SettingsError(found) from error
    settings._sources.update(sources)
    return settings

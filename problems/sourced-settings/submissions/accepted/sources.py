"""Each layer is a source of pydantic-settings, which puts them together; what gave a field is looked up afterwards."""

import os
import tomllib
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import BaseModel, Field, PrivateAttr, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, InitSettingsSource

NAMES = ("arguments", "environment", ".env", "settings.toml", "nowhere")
TABLES = ("database", "database.pool")
SECRETS = ("token", "database.password")
MASK = "**********"
LAYERS = ContextVar("layers")


class SettingsError(ValueError):
    """Rows of field, place of the layer, value and reason."""

    def __init__(self, rows):
        rows = sorted(rows, key=lambda row: row[:2])
        self.problems = [(field, NAMES[place], value) for field, place, value, _ in rows]
        lines = []
        for field, place, value, reason in rows:
            where = "" if NAMES[place] == "nowhere" else f" ({NAMES[place]})"
            came = "" if value is None else f" = {value!r}"
            lines.append(f"{field}{came}{where}: {reason}")
        super().__init__("\n".join(lines))


class Pool(BaseModel, frozen=True):
    size: Annotated[int, Field(ge=1, le=100)] = 5
    timeout: Annotated[float, Field(gt=0, le=3600)] = 30.0


class Database(BaseModel, frozen=True):
    host: Annotated[str, Field(min_length=1)] = "localhost"
    port: Annotated[int, Field(ge=1, le=65535)] = 5432
    password: SecretStr | None = None
    pool: Pool = Pool()


class Settings(BaseSettings, frozen=True, extra="ignore"):
    name: Annotated[str, Field(min_length=1)]
    debug: bool = False
    workers: Annotated[int, Field(ge=1, le=64)] = 2
    rate: Annotated[float, Field(gt=0, le=1000)] = 1.0
    level: Literal["debug", "info", "warning", "error"] = "info"
    hosts: list[str] = []
    token: SecretStr | None = Field(None, min_length=8)
    database: Database = Database()
    _owners: dict[str, str] = PrivateAttr(default_factory=dict)

    @field_validator("hosts", mode="before")
    @classmethod
    def listed(cls, value):
        return [part for part in map(str.strip, value.split(",")) if part] if type(value) is str else value

    @classmethod
    def settings_customise_sources(cls, settings_cls, *others, **more):
        return tuple(InitSettingsSource(settings_cls, init_kwargs=nested(layer)) for layer in LAYERS.get())

    def source(self, field):
        return self._owners[field]

    def shown(self):
        return {name: masked(value) for name, value in self.model_dump().items()}


FIELDS = (
    "name", "debug", "workers", "rate", "level", "hosts", "token", "database.host", "database.port", "database.password",
    "database.pool.size", "database.pool.timeout",
)  # fmt: skip


def masked(value):
    if isinstance(value, dict):
        return {name: masked(each) for name, each in value.items()}
    return str(value) if isinstance(value, SecretStr) else value


def leaves(table, path=""):
    """Values by the names of their fields, whatever tables are around them."""
    found = {}
    for key, value in table.items():
        name = path + key
        if name in TABLES and isinstance(value, dict):
            found |= leaves(value, f"{name}.")
        else:
            found[name] = value
    return found


def nested(layer):
    """The fields of a layer, without what is no field."""
    result = {}
    for field in FIELDS:
        if field in layer:
            *tables, last = field.split(".")
            place = result
            for table in tables:
                place = place.setdefault(table, {})
            place[last] = layer[field]
    return result


def variables(given):
    return {
        name[5:].lower().replace("__", "."): text
        for name, text in given.items()
        if name[:5].lower() == "shop_" and text
    }


def layers_of(folder, arguments):
    file = Path(folder, "settings.toml")
    toml, broken = {}, ""
    if file.is_file():
        with file.open("rb") as opened:
            try:
                toml = tomllib.load(opened)
            except tomllib.TOMLDecodeError as error:
                broken = str(error)
    if broken:
        raise SettingsError([("*", 3, None, broken)])
    return leaves(arguments), variables(os.environ), variables(dotenv_values(Path(folder, ".env"))), leaves(toml)


def load(folder, **arguments):
    layers = layers_of(folder, arguments)
    owner = {field: next((place for place, layer in enumerate(layers) if field in layer), 4) for field in FIELDS}
    rows = []
    for place, layer in enumerate(layers):
        rows += [(field, place, None, "there is no such setting") for field in layer if field not in FIELDS]
    rows += [(field, 3, MASK, "a secret has no place in this file") for field in SECRETS if field in layers[3]]
    token, wrong = LAYERS.set(layers), {}
    try:
        settings = Settings()
    except ValidationError as error:
        for each in error.errors(include_input=False, include_context=False):
            path = ".".join(map(str, each["loc"]))
            wrong.setdefault(next(field for field in FIELDS if f"{path}.".startswith(f"{field}.")), each["msg"])
    finally:
        LAYERS.reset(token)
    for field, reason in wrong.items():
        place = owner[field]
        if place == 4:
            rows.append((field, 4, None, "it must be given"))
        elif field not in SECRETS:
            rows.append((field, place, layers[place][field], reason))
        elif place != 3:
            rows.append((field, place, MASK, reason))
    if rows:
        raise SettingsError(rows)
    settings._owners.update({field: "default" if place == 4 else NAMES[place] for field, place in owner.items()})
    return settings

"""Settings of pydantic-settings, from a file that python-dotenv reads, and YAML."""

import dotenv
import yaml
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    port: int = 80


with open(".env", "w") as file:
    file.write("PORT=8080\n")
assert Settings().port == 80
dotenv.load_dotenv(".env")
assert Settings().port == 8080
assert yaml.safe_load("[1, {a: b}]") == [1, {"a": "b"}]

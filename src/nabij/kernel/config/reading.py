"""From environment and file to one ``Config``, with a sentence for every mistake."""

import dataclasses
import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints

from nabij.kernel.config.keys import Config
from nabij.kernel.config.places import default_home, project_folder
from nabij.kernel.errors import HouseError

# Names that start with NABIJ_ and steer a process, not the installation.
_NOT_KEYS = {"NABIJ_CONFIG", "NABIJ_SUPERVISED", "NABIJ_AS_OWNER", "NABIJ_POOL", "NABIJ_TEST_HOME", "NABIJ_SHARED_DATA"}
# Known by a name that others use too.
_ALSO_KNOWN_AS = {"DATABASE_URL": "database_url", "DATABASE_OWNER_URL": "database_owner_url"}
# What is written and what the field is called, where a property has the short name.
_WRITTEN = {"secret_key": "secret_key_value"}
_TRUE, _FALSE = {"1", "true", "yes", "on", "ja", "aan"}, {"0", "false", "no", "off", "nee", "uit", ""}


class ConfigError(HouseError):
    """A wrong setting. ``sentence_nl`` says which key, and what to do."""


def load(env: Mapping[str, str] | None = None, file: Path | None = None) -> Config:
    """The configuration of this process.

    ``env`` defaults to the environment, ``file`` to ``NABIJ_CONFIG``, else ``nabij.toml`` in the project folder if it is there.
    Raises ConfigError on an unknown key, a wrong type, a file that cannot be read, or two different values in one place.
    """
    env = os.environ if env is None else env
    values = _from_file(_file(env, file)) | _from_env(env)
    home = values.setdefault("home", default_home())
    for folder in ("media", "published"):
        values.setdefault(folder, home / folder)
    return Config(**values)


def _file(env: Mapping[str, str], file: Path | None) -> Path | None:
    if file is not None:
        return file
    if named := env.get("NABIJ_CONFIG"):
        return Path(named)
    usual = project_folder() / "nabij.toml"
    return usual if usual.is_file() else None


def _from_file(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as wrong:
        raise ConfigError(f"We kunnen {file} niet lezen. Kijk na of het bestand bestaat en leesbaar is.") from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise ConfigError(f"In {file} staat iets wat geen TOML is: {wrong}.") from wrong
    return {
        _field(key, where=str(file)): _typed(_field(key, where=str(file)), value, where=str(file)) for key, value in raw.items()
    }


def _from_env(env: Mapping[str, str]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    secret: dict[str, Any] = {}
    for name, value in env.items():
        key = _ALSO_KNOWN_AS.get(name.removesuffix("_FILE"))
        if key is None and (not name.startswith("NABIJ_") or name in _NOT_KEYS):
            continue
        from_file = name.endswith("_FILE")
        field = key or _field(name.removesuffix("_FILE").removeprefix("NABIJ_").lower(), where="de omgeving")
        target = secret if from_file else plain
        typed = _typed(field, _secret(name, value) if from_file else value, where=name)
        if target.setdefault(field, typed) != typed:
            raise ConfigError(f"{name} en een andere naam geven elk een andere {field}. Houd er één.")
    return plain | secret


def _secret(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise ConfigError(f"We kunnen het bestand van {name} niet lezen: {path}.") from wrong


def _field(key: str, *, where: str) -> str:
    field = _WRITTEN.get(key, key)
    names = [_as_written(known.name) for known in dataclasses.fields(Config)]
    if key in names:
        return field
    near = difflib.get_close_matches(key, names, n=1, cutoff=0)
    raise ConfigError(f"In {where} staat '{key}'. Die sleutel kennen we niet. Bedoelt u '{near[0]}'?")


def _as_written(field: str) -> str:
    return next((written for written, name in _WRITTEN.items() if name == field), field)


def _typed(field: str, value: Any, *, where: str) -> Any:
    kind = get_type_hints(Config)[field]
    try:
        return _PARSERS[kind](value)
    except (ValueError, TypeError) as wrong:
        raise ConfigError(
            f"In {where} staat bij '{_as_written(field)}' de waarde '{value}'. Verwacht: {_EXPECTED[kind]}."
        ) from wrong


def _bool(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise ValueError(value)


def _port(value: Any) -> int:
    if isinstance(value, bool) or not 0 <= int(value) <= 65535:
        raise ValueError(value)
    return int(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value.strip()


def _path(value: Any) -> Path:
    text = _text(os.fspath(value))
    if not text:
        raise ValueError(value)
    return Path(text).expanduser().absolute()


def _texts(value: Any) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else [_text(part) for part in value]
    return tuple(part.strip() for part in parts if part.strip())


_PARSERS: dict[Any, Any] = {bool: _bool, int: _port, str: _text, Path: _path, tuple[str, ...]: _texts}
_EXPECTED: dict[Any, str] = {
    bool: "ja of nee",
    int: "een poort van 0 tot 65535",
    str: "een tekst",
    Path: "een map",
    tuple[str, ...]: "namen met komma's ertussen",
}

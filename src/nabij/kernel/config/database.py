"""A database address (``postgresql://…``) as Django wants it."""

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from nabij.kernel.config.reading import ConfigError

_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def django_database(url: str, **options: Any) -> dict[str, Any]:
    """The entry of ``DATABASES`` for ``url``; other parts of the address (sslmode, …) and ``options`` go to OPTIONS.

    Raises ConfigError when PostgreSQL's own library cannot read the address.
    """
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as wrong:
        raise ConfigError(
            "We kunnen database_url niet lezen. Schrijf ze als postgresql://gebruiker:wachtwoord@host/databank."
        ) from wrong
    entry: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql"}
    entry |= {_NAMES[name]: str(value) for name, value in parts.items() if name in _NAMES}
    return entry | {"OPTIONS": {name: value for name, value in parts.items() if name not in _NAMES} | options}

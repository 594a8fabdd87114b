"""Before a command can touch rows: a database that runs and Django that is set up with the right role."""

import os

from nabij.kernel.config import Config, load

_OWNER, _WEB = "DATABASE_OWNER_URL", "DATABASE_URL"


def configuration() -> Config:
    """The configuration; a home that was seeded as a demo stays a demo in every command."""
    config = load()
    if not config.demo and (config.home / "demo" / "beginning.json").exists():
        os.environ["NABIJ_DEMO"] = "1"
        config = load()
    return config


def give_database(*, owner: bool = False) -> Config:
    """Start the private PostgreSQL when no address is configured, and put its addresses in the environment.

    ``owner``: also the owner's address, for commands that change tables or code lists. Raises LocalDbError.
    """
    config = configuration()
    if not config.database_url:
        from nabij.kernel import localdb

        found = localdb.ensure(config.home, purpose="demo" if config.demo else "live", pg_bin=config.pg_bin)
        os.environ[_WEB] = found.web_url
        if owner:
            os.environ[_OWNER] = found.owner_url
    return load()


def set_up_django(*, owner: bool = False) -> Config:
    """Database, settings and apps, as ``nabij_web``; with ``owner`` the owner's address is known beside it."""
    config = give_database(owner=owner)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.site.settings")
    import django

    django.setup()
    return config

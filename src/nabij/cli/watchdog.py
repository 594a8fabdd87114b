"""watchdog: the guard over the duty engine. It starts no database and asks none."""

import os

import click

from nabij.cli.boot import configuration
from nabij.cli.sentences import FINE
from nabij.kernel.errors import HouseError


@click.command()
def watchdog() -> int:
    """De bewaker van de wachtmotor: belt de coördinator als die stilstaat. / Calls the coordinator when the engine stands still."""
    config = configuration()
    if not config.demo and not config.watchdog_provider:
        raise HouseError("Zet watchdog_provider: de bewaker belt over een aanbieder van zichzelf.")
    os.environ.setdefault("DATABASE_URL", "postgresql:///nabij")  # The settings want a name; nothing here connects.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.site.settings")
    from django.conf import settings
    from django.utils.log import configure_logging

    from nabij.cli.parts import end_with_parent
    from nabij.modules.meldpunt.watchdog import run

    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    end_with_parent()
    run(config)
    return FINE

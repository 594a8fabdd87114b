"""setup: a new, real installation, in questions."""

import subprocess
import sys

import click

from nabij.cli.boot import configuration, set_up_django
from nabij.cli.sentences import FINE, PROBLEM, note


@click.command()
@click.option("--organisations", type=click.Path(exists=True, dir_okay=False), help="CSV met de organisaties. / Reference list.")
@click.option("--yes", is_flag=True, help="Stel geen vragen. / Ask nothing.")
def setup(organisations: str | None, yes: bool) -> int:
    """Maak een nieuwe, echte installatie klaar. / Prepare a real installation."""
    config = configuration()
    if config.demo:
        note(f"In {config.home} staat een voorbeeld. Kies een andere map met NABIJ_HOME: een voorbeeld wordt nooit echt.")
        return PROBLEM
    if config.hosts[0] == "localhost":
        note('Zet eerst in nabij.toml de naam van uw platform, bijvoorbeeld: hosts = ["nabij.uwregio.be"]')
        if not yes and not click.confirm("Toch verdergaan op localhost?", default=False):
            return PROBLEM
    # A process of its own: tables are made as owner, everything after that is done as nabij_web.
    if code := subprocess.run([sys.executable, "-m", "nabij", "migrate"]).returncode:
        return code
    set_up_django(owner=True)
    file = organisations or (
        "" if yes else click.prompt("Bestand met de organisaties (leeg: later)", default="", show_default=False)
    )
    if file:
        from nabij.kernel.tenancy.loader import load_organisations

        note(load_organisations(file).sentence())
    note("De eerste beheerder toevoegen kan in deze versie nog niet vanaf de opdrachtregel.")
    return FINE

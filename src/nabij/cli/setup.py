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
    return FINE if yes else _first_administrator()


def _first_administrator() -> int:
    """Ask for the organisation and the person; the account gets its second factor at the first sign-in."""
    from nabij.kernel.calendar import clock
    from nabij.kernel.errors import HouseError
    from nabij.kernel.identity import actions
    from nabij.kernel.tenancy import queries as directory
    from nabij.kernel.tenancy.scope import scope, system

    slug = click.prompt("Organisatie van de eerste beheerder (leeg: later)", default="", show_default=False)
    if not slug:
        return FINE
    organisation = directory.by_slug(slug)
    if organisation is None:
        note(f"De organisatie '{slug}' kennen we niet. Laad eerst de lijst met organisaties.")
        return PROBLEM
    username, name = click.prompt("Aanmeldnaam"), click.prompt("Voornaam en naam")
    password = click.prompt("Wachtwoord (minstens 15 tekens)", hide_input=True, confirmation_prompt="Nog eens")
    own = [organisation.id]
    try:
        with scope(reading=own, writing=own, actor=system("setup"), organisation_id=organisation.id):
            account = actions.create_local_account(username=username, display_name=name, password=password)
            actions.grant_function(organisation_id=organisation.id, account=account, kind="administrator", since=clock.today())
    except HouseError as error:
        note(error.sentence_nl)
        return PROBLEM
    note(f"{name} is beheerder van {organisation.name_nl} en meldt zich aan op /aanmelden.")
    return FINE

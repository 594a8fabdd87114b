"""demo …: what a visitor can make happen with a button of ``/demo/``, as a command."""

from __future__ import annotations

import os

import click

from nabij.cli.boot import set_up_django
from nabij.cli.sentences import FINE, NOT_REACHABLE, PROBLEM, note
from nabij.kernel.errors import RuleViolation


@click.command()
@click.option("--seconds", type=click.IntRange(1, 600), default=120, show_default=True, help="Hoelang. / How long.")
def database(seconds: int) -> int:
    """Leg de databank van het voorbeeld even stil. / Stop the demo's database for a while."""
    from nabij.demo import control
    from nabij.demo.supervisor import running
    from nabij.kernel.config import load

    home = load().home
    if running(home) is None:
        note("Het voorbeeld draait niet.")
        return NOT_REACHABLE
    answer = control.answer(control.request("stop_database", home=home, seconds=seconds), home=home, within=30)
    note(answer["sentence"] if answer else "Het voorbeeld antwoordt niet.")
    return FINE if answer and answer["ok"] else PROBLEM


@click.command()
@click.option("--works/--fails", default=False, help="Laat hem weer werken. / Make it work again.")
def sms(works: bool) -> int:
    """Laat sms-aanbieder 1 uitvallen. / The first SMS provider stops answering."""
    _story()
    from nabij.connect.sms import gateway

    gateway.set_behaviour("sms-1", gateway.Mood.OK if works else gateway.Mood.DEAD)
    note("Sms-aanbieder 1 werkt weer." if works else "Sms-aanbieder 1 valt uit.")
    return FINE


@click.command()
def storm() -> int:
    """Laat een storm losbarsten: 240 meldingen in een half uur. / 240 reports in half an hour."""
    _story()
    from nabij.demo import storm as weather

    note(f"De storm begint: {weather.TOTAL} meldingen in een half uur.")
    note(f"De storm is voorbij: {weather.rage()} meldingen.")
    return FINE


@click.command()
def tamper() -> int:
    """Wijzig één verzegelde regel van de controlelog buiten Nabij om. / Change one sealed audit entry by hand."""
    _story(owner=True)
    from nabij.demo.tampering import change_one_row

    note(change_one_row())
    return FINE


@click.command()
@click.option("--all", "every", is_flag=True, help="Tot het einde. / To the end.")
def step(every: bool) -> int:
    """Zet de volgende stap in de overdracht van Els, zoals haar OCMW's dat doen. / Take the next step of the hand-over."""
    _story()
    from nabij.demo.seed import present
    from nabij.modules.dossier import demo_steps

    story, taken = present(), 0
    while sentence := demo_steps.step(story):
        note(sentence)
        taken += 1
        if not every:
            return FINE
    if not taken:
        note("De overdracht van Els is al afgesloten.")
    for line in demo_steps.ends(story):
        click.echo(f"  {line}")
    return FINE


def _story(*, owner: bool = False) -> None:
    os.environ["NABIJ_DEMO"] = "1"
    set_up_django(owner=owner)
    from nabij.site.start import demo_problems

    if problems := demo_problems():
        raise RuleViolation(problems[0])


COMMANDS = (database, sms, step, storm, tamper)

"""nabij programme: what would happen if a project stayed silent."""

from __future__ import annotations

import click

from nabij.cli.boot import set_up_django
from nabij.cli.sentences import FINE, note
from nabij.kernel.errors import NotFound


@click.group()
def programme() -> None:
    """Het programma: wat als er niets gebeurt? / The programme."""


@programme.command("simulate-silence")
@click.option("--days", default=42, show_default=True, type=click.IntRange(1, 400), help="Aantal dagen zonder daad. / Days of silence.")
@click.option("--project", "slug", default="", help="Eén project, bijvoorbeeld digitaal-archief. Leeg: alle. / One project.")
def simulate_silence(days: int, slug: str) -> int:
    """Zeg wie wat hoort als er zoveel dagen niets gebeurt. Er wordt niets verzonden. / Tell who would hear; sends nothing."""
    set_up_django()
    from nabij.kernel.calendar import clock, words
    from nabij.kernel.tenancy.queries import partnership
    from nabij.kernel.tenancy.scope import scope, system
    from nabij.modules.programme import facade

    region = partnership().id
    with scope(reading=[region], actor=system("nabij programme"), tags=[f"partnership:{region}"], organisation_id=region):
        found = facade.silence(days, clock.today(), slug)
    if slug and not found:
        raise NotFound(f"Het project {slug} kennen we niet, of het loopt niet.")
    for name, steps in found:
        click.echo(name)
        for after, on, told, heard in steps:
            click.echo(f"  dag {after:>3}  {words.date_text(on)}  {told}{'  (hoorde het al)' if heard else ''}")
        if not steps:
            click.echo("  niemand hoort het dan al")
    note("Er wordt niets verzonden.")
    return FINE

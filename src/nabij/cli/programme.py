"""nabij programme: what would happen if a project stayed silent; what a merged municipality takes over."""

from __future__ import annotations

from datetime import datetime

import click

from nabij.cli.boot import set_up_django
from nabij.cli.sentences import FINE, note
from nabij.kernel.errors import NotFound


@click.group()
def programme() -> None:
    """Het programma: wat als er niets gebeurt, en wat een nieuwe gemeente overneemt. / The programme."""


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


@programme.command("inherit")
@click.option("--successor", required=True, help="De nieuwe gemeente, bijvoorbeeld nieuwdorp. / The new municipality.")
@click.option("--predecessor", "predecessors", required=True, multiple=True, help="Wie samengaat, twee of meer. / Who merges.")
@click.option("--on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="De eerste dag van de nieuwe gemeente. / Its first day.")
@click.option("--reference", required=True, help="Het besluit of decreet. / The decision.")
def inherit(successor: str, predecessors: tuple[str, ...], on: datetime, reference: str) -> int:
    """Schrijf wat de nieuwe gemeente overneemt, te bevestigen door haar bestuur. / Take over what merged municipalities took part in."""
    set_up_django()
    from nabij.kernel.tenancy.queries import by_slug, partnership
    from nabij.kernel.tenancy.scope import scope, system
    from nabij.modules.programme import facade

    ids = {slug: one.id for slug in (successor, *predecessors) if (one := by_slug(slug))}
    unknown = [slug for slug in (successor, *predecessors) if slug not in ids]
    if unknown:
        raise NotFound(f"Deze gemeente kennen we niet: {', '.join(unknown)}. Lees eerst de lijst van organisaties in.")
    own = ids[successor]
    with scope(
        reading=[own], writing=[own], actor=system("nabij programme"), tags=[f"partnership:{partnership().id}"], organisation_id=own
    ):
        found = facade.inherit(
            organisation_id=own, predecessor_ids=[ids[slug] for slug in predecessors], on=on.date(), reference=reference
        )
    for line in found:
        click.echo(f"{line.state}{'  kijk na: de andere gemeenten antwoordden anders' if line.conflicting else ''}")
    note(f"{len(found)} projecten overgenomen, te bevestigen door het nieuwe bestuur.")
    return FINE

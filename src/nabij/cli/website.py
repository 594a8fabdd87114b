"""website: publish, import, check and verify from a shell. Each says what it found; exit 1 when something is wrong.

``serve`` and ``nginx`` need neither Django nor a database: they are for when those do not run.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from nabij.cli.boot import configuration, set_up_django
from nabij.cli.sentences import FINE, PROBLEM, note


@click.group()
def website() -> int:
    """De sites: publiceren, inlezen, nakijken. / The sites."""
    return FINE


@website.result_callback()
def _pass_code(code: int, **_: Any) -> int:
    return code


@website.command()
@click.option("--site", default="", help="Eén gemeente, bijvoorbeeld kuurne. Leeg: alle. / One site; empty: all.")
def publish(site: str) -> int:
    """Maak alle bladzijden van de sites opnieuw en zet ze in één keer om. / Render and swap."""
    set_up_django()
    from nabij.modules.website.publisher import release

    failed = 0
    for organisation, enter in _sites(site):
        with enter():
            made = release.publish(organisation_id=organisation.id, keys=["*"], cause="nabij website publish")
        if made is None:
            note(f"{organisation.short_name}: website staat uit, geen bestanden")
            continue
        failed += made.failed
        note(f"{organisation.short_name}: {made.rendered} van {made.planned} bladzijden, {made.took_ms} ms")
    return PROBLEM if failed else FINE


@website.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--contexts", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True,
              help="De map met de JSON-LD-contexten. / Folder of the contexts.")  # fmt: skip
def import_page(file: Path, contexts: Path) -> int:
    """Lees een bladzijde van de Vlaamse productencatalogus in. / Import one page of the concept stream."""
    set_up_django()
    from nabij.kernel.tenancy import queries as directory
    from nabij.kernel.tenancy.scope import scope, system
    from nabij.modules.website.actions import concepts

    known = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in contexts.glob("*.jsonld")}
    owner = directory.partnership().id
    with scope(reading=[owner], writing=[owner], actor=system("website import"), organisation_id=owner):
        taken = concepts.import_page(organisation_id=owner, document=json.loads(file.read_text(encoding="utf-8")), contexts=known)
    note(f"{taken.kept} nieuwe versies, {taken.changed} concepten gewijzigd, {taken.older} ouder dan wat we kenden")
    for trouble in taken.troubles:
        note(trouble)
    return PROBLEM if taken.troubles else FINE


@website.command()
def check() -> int:
    """Loop alle gepubliceerde bladzijden na: eigen naam, contact, nummer, geen nummer van een ander. / Walk every page."""
    set_up_django()
    from nabij.modules.website.publisher import inspection

    good, wrong = 0, 0
    for organisation, enter in _sites(""):
        with enter():
            problems, count = inspection.contact_problems(organisation)
        good, wrong = good + (not problems), wrong + len(problems)
        note(f"{organisation.short_name}: {count} bladzijden" + (f", {len(problems)} fout" if problems else ", in orde"))
        for problem in problems:
            note(f"  {problem}")
    note(f"{good} sites in orde.")
    return PROBLEM if wrong or not good else FINE


@website.command()
@click.option("--repair", is_flag=True, help="Maak opnieuw wat niet klopt. / Publish again what is wrong.")
def verify(repair: bool) -> int:
    """Vergelijk de bestanden met het grootboek, langs beide kanten. / Compare disk and ledger."""
    set_up_django()
    from nabij.modules.website.publisher import inspection, release

    wrong = 0
    for organisation, enter in _sites(""):
        with enter():
            problems = inspection.ledger_problems(organisation)
            if problems and repair:
                release.rebuild(organisation_id=organisation.id)
                note(f"{organisation.short_name}: {len(problems)} hersteld")
                continue
        wrong += len(problems)
        for problem in problems:
            note(f"{organisation.short_name}: {problem}")
    note("Bestanden en grootboek zijn gelijk." if not wrong else f"{wrong} verschillen.")
    return PROBLEM if wrong else FINE


@website.command()
@click.option("--address", default="", help="Adres; leeg: dat van de configuratie. / Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Poort; leeg: die van de configuratie. / Port.")
def serve(address: str, port: int | None) -> int:
    """Toon de gepubliceerde bladzijden, zonder toepassing en zonder databank. / Serve the published files."""
    config = configuration()
    if not (config.published / "hosts.json").exists():
        note("Er is nog niets gepubliceerd.")
        return PROBLEM
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "nabij.cli.standing:application", address=address or config.address, port=port or config.port, interface=Interfaces.WSGI,
        blocking_threads=4, respawn_failed_workers=True,
    ).serve()
    return FINE


@website.command()
@click.option("--listen", default="80", show_default=True, help="Waar nginx luistert. / Where nginx listens.")
def nginx(listen: str) -> int:
    """Schrijf de configuratie waarmee nginx de gepubliceerde bladzijden toont. / Print the nginx configuration."""
    config = configuration()
    from nabij.modules.website import nginx as written
    from nabij.modules.website.publisher.shelf import Shelf
    from nabij.site import headers

    hosts = Shelf(config.published).hosts()
    if not hosts:
        note("Er is nog niets gepubliceerd.")
        return PROBLEM
    click.echo(written.configuration(
        logs=Path("/var/log/nginx"),
        published=config.published, home=config.home, hosts=hosts, headers=headers.ALL, application=f"{config.address}:{config.port}",
        listen=listen,
    ))
    return FINE


def _sites(only: str) -> Iterator[tuple[Any, Any]]:
    """Municipalities, each with what opens its scope."""
    from nabij.kernel.calendar import clock
    from nabij.kernel.tenancy import queries as directory
    from nabij.kernel.tenancy.scope import scope, system

    for organisation in directory.organisations(on=clock.today(), kind="municipality"):
        if not only or organisation.slug == only:
            own = [organisation.id]
            yield organisation, lambda own=own: scope(reading=own, writing=own, actor=system("nabij website"), organisation_id=own[0])

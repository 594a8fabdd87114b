"""keyholder …: the key of an OCMW, for who holds its file. dossier matrix: who would see how much."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from nabij.cli.boot import set_up_django
from nabij.cli.sentences import FINE, PROBLEM, note
from nabij.kernel.errors import NotFound

_ORGANISATION = click.option("--organisation", "slug", required=True, help="Het OCMW, bijvoorbeeld ocmw-kortrijk. / Its slug.")


@click.group()
def keyholder() -> int:
    """De sleutel van een OCMW: maken, vernieuwen, wegleggen, terugleggen. / The key of an OCMW."""
    return FINE


@keyholder.result_callback()
def _pass_code(code: int, **_: Any) -> int:
    return code


@contextmanager
def _at(slug: str) -> Iterator[int]:
    set_up_django()
    from nabij.kernel.tenancy.queries import by_slug
    from nabij.kernel.tenancy.scope import scope, system

    own = by_slug(slug)
    if own is None:
        raise NotFound(f"De organisatie {slug} kennen we niet.")
    with scope(reading=[own.id], writing=[own.id], actor=system("nabij keyholder"), organisation_id=own.id):
        yield own.id


@keyholder.command()
@_ORGANISATION
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Waar het bestand komt. Leeg: keyholders in home. / Its folder."
)
def make(slug: str, folder: Path | None) -> int:
    """Maak de sleutel, in een bestand dat alleen u kunt lezen. / Make the key."""
    with _at(slug):
        from nabij.modules.dossier import facade

        path = facade.make_key(folder)
    note(f"De sleutel ligt in {path}. Bewaar een kopie op een andere plaats dan de kopie van de databank.")
    return FINE


@keyholder.command()
@_ORGANISATION
def renew(slug: str) -> int:
    """Maak een nieuwe sleutel, en steek elk dossier in een nieuwe omslag. / Renew it; every file gets a new wrap."""
    with _at(slug):
        from nabij.modules.dossier import facade

        done = facade.renew_key()
    note(f"Vernieuwd: {_files(done)} onder de nieuwe sleutel. Bewaar ook de kopie opnieuw.")
    return FINE


@keyholder.command()
@_ORGANISATION
def lock(slug: str) -> int:
    """Sluit de kluis: dossiers gaan meteen dicht, lijsten en termijnen blijven. / Close the vault at once."""
    with _at(slug):
        from nabij.modules.dossier import facade

        path = facade.lay_key_aside()
    note(f"De kluis is gesloten. Het bestand ligt in {path}; u mag het meenemen. Er is niets verloren.")
    return FINE


@keyholder.command()
@_ORGANISATION
def unlock(slug: str) -> int:
    """Open de kluis weer met het bestand dat weggelegd was. / Open the vault again."""
    with _at(slug):
        from nabij.modules.dossier import facade

        facade.put_key_back()
    note("De kluis is open.")
    return FINE


@keyholder.command()
@_ORGANISATION
def status(slug: str) -> int:
    """Zeg of de kluis open is, en hoeveel dossiers onder welke sleutel zitten. Afloop 1 als hij dicht is. / Open or closed."""
    with _at(slug) as own:
        from nabij.modules.dossier import facade

        found = facade.key_standing(own)
    note(found.sentence)
    for line in found.lines:
        since = f"sinds {line.since:%d/%m/%Y}" if line.since else "niet in de kluis"
        click.echo(f"  {line.name or 'van de installatie':<18} {since:<18} {_files(line.files)}")
    return FINE if found.open else PROBLEM


def _files(count: int) -> str:
    return "1 dossier" if count == 1 else f"{count} dossiers"


@click.group()
def dossier() -> int:
    """Sociale dossiers: wie zou hoeveel zien? / Social files: who would see how much?"""
    return FINE


@dossier.result_callback()
def _pass_code_too(code: int, **_: Any) -> int:
    return code


@dossier.command()
@click.option("--organisation", "slug", required=True, help="Het OCMW, bijvoorbeeld ocmw-kortrijk. / Its slug.")
def matrix(slug: str) -> int:
    """Tel per functie, en per rol in de databank, hoeveel rijen zichtbaar zijn en hoeveel inhoud opengaat. / Rows seen and opened."""
    set_up_django(owner=True)
    from nabij.kernel.tenancy.queries import by_slug
    from nabij.modules.dossier import matrix as counted

    own = by_slug(slug)
    if own is None:
        raise NotFound(f"De organisatie {slug} kennen we niet.")
    lines = counted.lines(own.id)
    click.echo(f"{'wie':<50} {'proces':>7} {'inhoud':>7} {'leesbaar':>9}  waarom")
    for line in lines:
        click.echo(f"{line.who:<50} {line.process:>7} {line.content:>7} {line.readable:>9}  {line.why}")
    wrong = [line.who for line in lines if line.readable and not line.may]
    note(f"Te veel zichtbaar voor: {', '.join(wrong)}." if wrong else "Niemand ziet inhoud zonder toegang tot dat dossier.")
    return PROBLEM if wrong else FINE

"""nabij archive: a dry run of a folder, and taking it over, by the same actions as the screens."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from nabij.cli.boot import set_up_django
from nabij.cli.sentences import FINE, PROBLEM, note
from nabij.kernel.errors import NotFound


@click.group()
def archive() -> None:
    """Het archief: een map proefdraaien of overnemen. / The archive."""


@archive.command()
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--organisation", "slug", required=True, help="De organisatie, bijvoorbeeld wervik. / Its slug.")
@click.option("--dry-run", is_flag=True, help="Kijk alleen; er wordt niets bewaard. / Look only; nothing is written.")
def scan(path: Path, slug: str, dry_run: bool) -> int:
    """Bekijk een map, en neem over wat een plaats heeft. / Look at a folder, and take over what has a place."""
    set_up_django()
    from nabij.kernel.tenancy.queries import by_slug

    own = by_slug(slug)
    if own is None:
        raise NotFound(f"De organisatie {slug} kennen we niet.")
    return _look(own.id, path) if dry_run else _take_in(own.id, path)


@archive.command()
@click.option("--organisation", "slug", required=True, help="De organisatie, bijvoorbeeld wervik. / Its slug.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Bijvoorbeeld archief.zip. / The file.")
def export(slug: str, out: Path) -> int:
    """Neem het hele archief van een organisatie mee: een pakket dat iedereen kan lezen, ook zonder Nabij. / Take everything along."""
    set_up_django()
    from nabij.kernel.tenancy.queries import by_slug
    from nabij.modules.archive import facade

    own = by_slug(slug)
    if own is None:
        raise NotFound(f"De organisatie {slug} kennen we niet.")
    beside = out.with_name(f".{out.name}.deel")
    with beside.open("wb") as file, _scope(own.id, writing=True):
        counts = facade.export(organisation_id=own.id, into=file)
    beside.replace(out)
    note(f"{counts['dossiers']} dossiers en {counts['files']} bestanden staan in {out}. Kijk na met verify.py in het pakket.")
    if counts["missing"]:
        note(f"Van {counts['missing']} bestanden zijn de bytes weg of niet meer wat ze waren. De tabel in het pakket noemt ze.")
    return PROBLEM if counts["missing"] else FINE


def _scope(organisation_id: int, *, writing: bool) -> Any:
    from nabij.kernel.tenancy.queries import partnership
    from nabij.kernel.tenancy.scope import scope, system

    own = [organisation_id]
    return scope(
        reading=own, writing=own if writing else (), actor=system("nabij archive"), tags=[f"partnership:{partnership().id}"],
        organisation_id=organisation_id,
    )


def _look(organisation_id: int, path: Path) -> int:
    from nabij.modules.archive import facade

    with _scope(organisation_id, writing=False):
        lines = facade.judge_folder(organisation_id=organisation_id, root=path.resolve())
    _report(Counter(line.outcome for line in lines), len(lines))
    for line in lines:
        if line.message:
            click.echo(f"  {line.outcome:<26} {line.path}  ({line.message})")
    note("Er is nog niets overgenomen.")
    return FINE


def _take_in(organisation_id: int, path: Path) -> int:
    from nabij.modules.archive import facade

    with _scope(organisation_id, writing=True):
        batch = facade.start_take_in(organisation_id=organisation_id, root=path.resolve(), name=path.name)
    left = 1
    while left:
        with _scope(organisation_id, writing=True):
            left = facade.take_in_next(batch)
    with _scope(organisation_id, writing=False):
        counts = facade.take_in_counts(batch)
    _report(counts, sum(counts.values()))
    note(f"{counts.get('overgenomen', 0)} nieuwe stukken overgenomen.")
    return FINE


def _report(counts: Any, total: int) -> None:
    click.echo(f"{total} bestanden")
    for outcome, count in sorted(counts.items(), key=lambda pair: -pair[1]):
        click.echo(f"  {count:>6}  {outcome}")

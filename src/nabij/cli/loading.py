"""organisation, module, geo, import: what an administrator loads or switches, by the same actions as the screens."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from nabij.cli.boot import set_up_django
from nabij.cli.sentences import FINE, note
from nabij.kernel.errors import NotFound

_DAY = click.DateTime(["%Y-%m-%d"])
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Als JSON. / As JSON.")


@click.group()
def organisation() -> None:
    """Organisaties bekijken. / Organisations."""


@organisation.command("list")
@_AS_JSON
def list_organisations(as_json: bool) -> int:
    """Toon de organisaties, alfabetisch. / List them."""
    set_up_django()
    from nabij.kernel.tenancy.models import Organisation

    rows = [{"slug": o.slug, "name": o.name_nl, "kind": o.kind} for o in Organisation.objects.order_by("name_nl")]
    _show(rows, as_json, lambda row: f"{row['slug']:<28} {row['kind']:<20} {row['name']}", "Er zijn nog geen organisaties.")
    return FINE


@click.group()
def module() -> None:
    """Modules aan- en uitzetten, per organisatie en met een besluit. / Modules per organisation."""


@module.command("list")
@_AS_JSON
def list_modules(as_json: bool) -> int:
    """Toon de modules van deze installatie. / List them."""
    set_up_django()
    from nabij.kernel.modules import registry

    rows = [{"name": m.name, "label": m.label_nl, "always_on": m.always_on} for m in registry.installed()]
    _show(rows, as_json, lambda row: f"{row['name']:<16} {row['label']}{'  (altijd aan)' if row['always_on'] else ''}", "")
    return FINE


@module.command("on")
@click.argument("name")
@click.option("--organisation", "slug", required=True, help="De organisatie, bijvoorbeeld kortrijk. / Its slug.")
@click.option("--from", "effective", type=_DAY, help="Vanaf welke dag (2027-04-01). / First day; default today.")
@click.option("--decision", required=True, help="Verwijzing naar het besluit. / Reference of the decision.")
@click.option("--inclusion", required=True, help="Verwijzing naar de inclusietoets. / Reference of the inclusion check.")
@click.option("--agreement", default="", help="Verwijzing naar het protocol, als er persoonsgegevens gedeeld worden.")
def module_on(name: str, slug: str, effective: datetime | None, decision: str, inclusion: str, agreement: str) -> int:
    """Zet een module aan voor één organisatie. / Enable."""
    set_up_django()
    from nabij.kernel.modules import actions

    day = effective.date() if effective else _today()
    with _acting_for(slug) as found:
        actions.enable(
            organisation_id=found.pk,
            module=name,
            effective=day,
            decision_ref=decision,
            agreement_ref=agreement,
            inclusion_ref=inclusion,
        )
    note(f"{name} staat aan voor {slug} vanaf {day:%d/%m/%Y}.")
    return FINE


@module.command("off")
@click.argument("name")
@click.option("--organisation", "slug", required=True, help="De organisatie, bijvoorbeeld kortrijk. / Its slug.")
@click.option("--on", "day", type=_DAY, required=True, help="Vanaf welke dag; ten vroegste morgen. / First day off.")
@click.option("--decision", required=True, help="Verwijzing naar het besluit. / Reference of the decision.")
def module_off(name: str, slug: str, day: datetime, decision: str) -> int:
    """Zet een module uit voor één organisatie. De gegevens blijven van haar. / Disable."""
    set_up_django()
    from nabij.kernel.modules import actions

    with _acting_for(slug) as found:
        row = actions.disable(organisation_id=found.pk, module=name, on=day.date(), decision_ref=decision)
    note(f"{name} gaat uit voor {slug} op {row.effective:%d/%m/%Y}.")
    return FINE


@click.group()
def geo() -> None:
    """Grenzen van gemeenten. / Boundaries."""


@geo.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--nis-field", default="nis", show_default=True, help="Naam van het veld met de NIS-code. / Property with the NIS code."
)
@click.option("--source", default="", help="Waar het bestand vandaan komt; anders zijn naam. / Source.")
@click.option("--licence", default="niet vermeld", show_default=True, help="Onder welke licentie. / Licence.")
@click.option("--valid-from", type=_DAY, help="Vanaf welke dag de grenzen gelden; anders vandaag. / In force from.")
@click.option("--crs", default="EPSG:4326", show_default=True, help="Coördinatenstelsel van het bestand. / Reference system.")
@click.option("--dry-run", is_flag=True, help="Toon alleen wat er zou veranderen. / Change nothing.")
def load_geo(file: str, nis_field: str, source: str, licence: str, valid_from: datetime | None, crs: str, dry_run: bool) -> int:
    """Laad gemeentegrenzen (GeoJSON), alles of niets. / Load boundaries, all or nothing."""
    set_up_django(owner=True)
    from nabij.kernel.geo.loader import load_boundaries

    since = valid_from.date() if valid_from else _today()
    origin = source or Path(file).name
    report = load_boundaries(file, nis_field=nis_field, source=origin, licence=licence, valid_from=since, crs=crs, dry_run=dry_run)
    for line in report.repairs:
        note(line)
    note(report.sentence_nl)
    return FINE


@click.group("import")
def import_() -> None:
    """Referentielijsten laden. / Load reference lists."""


@import_.command("organisations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def import_organisations(file: str) -> int:
    """Laad de lijst van organisaties (CSV), alles of niets. / Load the reference list."""
    set_up_django(owner=True)
    from nabij.kernel.tenancy.loader import load_organisations

    note(load_organisations(file).sentence())
    return FINE


def _today() -> date:
    from nabij.kernel.calendar import clock

    return clock.today()


def _acting_for(slug: str) -> Any:
    """The scope of one organisation for a command; yields that organisation. Raises NotFound for an unknown slug."""
    from contextlib import contextmanager

    from nabij.kernel.tenancy.models import Organisation
    from nabij.kernel.tenancy.scope import scope, system

    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound(f"We kennen geen organisatie '{slug}'. Kijk met: nabij organisation list")

    @contextmanager
    def opened() -> Any:
        with scope(reading=[found.pk], writing=[found.pk], actor=system("opdrachtregel"), reason="nabij op de opdrachtregel"):
            yield found

    return opened()


def _show(rows: list[dict[str, Any]], as_json: bool, line: Any, empty: str) -> None:
    if as_json:
        note(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        note(line(row))
    if not rows and empty:
        note(empty)

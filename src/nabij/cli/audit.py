"""audit: check the audit log against its seals."""

from __future__ import annotations

from typing import Any

import click

from nabij.cli.boot import set_up_django
from nabij.cli.sentences import FINE, PROBLEM

_WORDS = {
    "changed": "is gewijzigd na haar zegel", "detail": "heeft een andere inhoud dan bij haar zegel",
    "removed": "is verwijderd na haar zegel", "moved": "staat op een andere plaats dan bij haar zegel",
}
_SHOWN = 20


@click.group()
def audit() -> int:
    """De controlelog: nakijken. / The audit log."""
    return FINE


@audit.result_callback()
def _pass_code(code: int, **_: Any) -> int:
    return code


@audit.command()
def verify() -> int:
    """Vergelijk elke verzegelde regel met haar zegel, en noem wat niet klopt. Afloop 1 als iets niet klopt. / Name what was changed."""
    set_up_django(owner=True)
    from nabij.kernel.audit.verification import verify as compare
    from nabij.kernel.tenancy.owner import owner_connection

    with owner_connection() as connection:
        report = compare(connection)
    for line in sentences(report):
        click.echo(line)
    return PROBLEM if report.findings else FINE


def sentences(report: Any) -> list[str]:
    """What was found, the worst first: the first line says all when one row was changed."""
    waiting = f" {report.waiting} regels wachten nog op hun zegel." if report.waiting else ""
    if not report.findings:
        return [f"De controlelog klopt: {report.sealed} verzegelde regels van {report.organisations} organisaties nagekeken.{waiting}"]
    lines = [_sentence(found) for found in report.findings[:_SHOWN]]
    more = len(report.findings) - _SHOWN
    return [*lines, *([f"En nog {more} andere."] if more > 0 else []), f"{report.sealed} verzegelde regels nagekeken.{waiting}"]


def _sentence(found: Any) -> str:
    from nabij.kernel.calendar import words
    from nabij.kernel.tenancy.queries import name_of

    whose = name_of(found.organisation_id)
    if found.kind == "head":
        return f"Het zegel over de eerste {found.size} regels van {whose} klopt niet meer."
    what = f"Regel {found.entry_id} in de controlelog van {whose} {_WORDS[found.kind]}"
    when = f"van {words.moment_text(found.at)}"
    if found.kind == "removed":
        return f"{what}: een regel {when}."
    about = f", over {found.object_label}" if found.object_label else ""
    return f"{what}. Er staat nu: {when}, {found.actor or 'niemand'}, {found.verb}{about}."

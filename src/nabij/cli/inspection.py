"""check and doctor: every wrong or dangerous setting in a sentence, and whether each part is alive."""

import json
import os
from collections.abc import Callable

import click

from nabij.cli.boot import configuration, set_up_django
from nabij.cli.probes import Finding, settings_findings, state_findings
from nabij.cli.sentences import FINE, NOT_REACHABLE, PROBLEM, note
from nabij.kernel.config import Config

_SIGNS = {"fine": "in orde  ", "warning": "let op   ", "wrong": "fout     ", "away": "niet hier"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Als JSON. / As JSON.")
@click.option(
    "--deploy", is_flag=True, help="Ook de controles van Django voor een echte installatie. / Django's deploy checks too."
)
def check(as_json: bool, deploy: bool) -> int:
    """Kijk de instellingen na en zeg wat er fout of gevaarlijk is. / Explain every wrong or dangerous setting."""
    return _deploy() if deploy else _report(settings_findings, as_json)


def _deploy() -> int:
    """Django's own checks, with everything that only matters outside the demo; warnings count as problems."""
    os.environ["NABIJ_DEMO"] = "0"
    set_up_django()
    from django.core import checks

    found = [message for message in checks.run_checks(include_deployment_checks=True) if not message.is_silenced()]
    for message in found:
        note(str(message))
    note(f"{len(found)} opmerkingen van Django.")
    return PROBLEM if found else FINE


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Als JSON. / As JSON.")
def doctor(as_json: bool) -> int:
    """Kijk na wat leeft: databank, web, schijf, klok. / What is alive; works when the web is dead."""
    return _report(state_findings, as_json)


def _report(probe: Callable[[Config], list[Finding]], as_json: bool) -> int:
    findings = probe(configuration())
    if as_json:
        note(json.dumps([finding.__dict__ for finding in findings], ensure_ascii=False))
    else:
        for found in findings:
            note(f"{_SIGNS[found.level]}  {found.name}: {found.sentence}")
    levels = {found.level for found in findings}
    if "wrong" in levels:
        return PROBLEM
    return NOT_REACHABLE if "away" in levels else FINE

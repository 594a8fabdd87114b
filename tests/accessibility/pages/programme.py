"""The programme of the region: projects, who takes part, what leaving means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nabij.testing.server import Region

from .sample import Sample, found, page_of, send_empty, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROJECT, HERE = "/programma/projecten/<uuid:project_id>", "/programma/projecten/{project}"


def _leave(page: Page) -> None:
    for label, value in (("Dag", "1"), ("Maand", "6"), ("Jaar", "2027")):
        page.get_by_label(label, exact=True).first.fill(value)
    page.get_by_label("Waarom?").select_option(index=1)
    page.get_by_label("In uw eigen woorden").fill("Proef.")
    page.get_by_role("button", name="Bekijk de gevolgen").click()


STAFF = (
    Sample("/programma", "/programma", "mieke"),
    Sample("/programma/matrix", "/programma/matrix", "mieke"),
    Sample("/programma/matrix", "/programma/matrix?op_0=31&op_1=2&op_2=2027", "mieke", name="matrix with a day that does not exist"),
    Sample(PROJECT, HERE, "an"),
    Sample(f"{PROJECT}/deelname", f"{HERE}/deelname?naar=left", "an"),
    Sample(f"{PROJECT}/deelname", f"{HERE}/deelname?naar=left", "an", send_empty, name="answer with errors"),
    Sample(f"{PROJECT}/gevolgen", f"{HERE}/deelname?naar=left", "griet", _leave, name="consequences"),
    Sample(f"{PROJECT}/besluit", f"{HERE}/besluit", "an"),
    Sample(f"{PROJECT}/start", f"{HERE}/start", "an"),
    Sample(f"{PROJECT}/uitnodigingen", f"{HERE}/uitnodigingen", "mieke"),
)


def values(region: Region) -> dict[str, str]:
    page = page_of(region, "/programma", sign_in(region, "an"))
    return {"project": found(page, r"/programma/projecten/([0-9a-f-]{36})\"[^>]*>\s*Regionaal meldpunt")}

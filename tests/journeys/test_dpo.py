"""Script "DPO, Sofie": who looked at Els's file, a proof that one file checks, and the row that someone changes outside Nabij."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from steps import sign_in, text
from test_what_if import press

from nabij.testing.browser import NARROW, WIDE, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser-2"), pytest.mark.slow(reason="a real demo in a real browser")]


def judged(page: Page) -> str:
    """Without serious findings, without sideways scroll, at both widths."""
    assert axe_problems(page) == []
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert scrolls_sideways(page) <= 0, page.url
    return text(page)


def test_the_script(changing_region: Region, visit: Visit, tmp_path: Path) -> None:
    region, sofie, wim = changing_region, visit.page(), visit.page(javascript=False)
    sign_in(wim, region, "wim")
    wim.get_by_role("link", name="Els Maes", exact=True).click()
    # She opens "wie keek?" of Els.
    sign_in(sofie, region, "sofie")
    assert "Wie deed of bekeek wat?" in judged(sofie)
    sofie.get_by_role("link", name="Wie keek?").click()
    judged(sofie)
    sofie.locator("[name=naam]").fill("Els Maes")
    sofie.get_by_label("Waarom kijkt u dit na?").fill("Els vroeg wie haar dossier bekeek.")
    sofie.get_by_role("button", name="Toon wie keek").click()
    seen = judged(sofie)
    assert "Wie keek in dossier" in seen and "Een maatschappelijk werker van OCMW Kortrijk" in seen and "Maes" not in seen
    # She downloads a proof and checks it with the one file.
    script = _saved(sofie, "nakijken.py", tmp_path / "nakijken.py", link=True)
    first = _saved(sofie, "Download het bewijs", tmp_path / "eerst.json")
    code, said = _checked(script, first)
    assert code == 0 and "Het bewijs klopt" in said
    key = re.search(r"sleutel ([\w-]{16})", said)
    assert key and key[1] in text(sofie)
    # "Wijzig één rij buiten Nabij om"; the verifier names the row, and the installation's own check the same one.
    address = sofie.url
    changed = press(sofie, region, "Wijzig één rij buiten Nabij om")
    assert "Er is één regel gewijzigd in de controlelog van OCMW Kortrijk, buiten Nabij om." in changed
    sofie.goto(address)
    sofie.get_by_label("Hebt u een eerder bewijs?").set_input_files(first)
    second = _saved(sofie, "Download het bewijs", tmp_path / "daarna.json")
    code, said = _checked(script, second, first)
    named = re.search(r"Regel (\d+) is gewijzigd na haar zegel\. Er staat nu: .*, Niemand, dossier\.", said)
    assert code == 1 and named, said
    assert f"Regel {named[1]} in de controlelog van OCMW Kortrijk is gewijzigd na haar zegel." in press(
        sofie, region, "Laat de controle lopen"
    )
    assert _checked(script, first)[0] == 0, "what she took along before stays true"


def _saved(page: Page, name: str, to: Path, *, link: bool = False) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link" if link else "button", name=name).click()
    waiting.value.save_as(to)
    return to


def _checked(script: Path, *proofs: Path) -> tuple[int, str]:
    """In a Python that has nothing of ours."""
    done = subprocess.run([sys.executable, "-I", "-S", script, *proofs], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout

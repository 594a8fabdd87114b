"""Script "Archivist, Hilde", minute by minute, and twenty mixed files without JavaScript (A16)."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from steps import sign_in, text, until

from nabij.modules.archive import demo_tree
from nabij.testing.browser import NARROW, WIDE, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser-2"), pytest.mark.slow(reason="a real demo in a real browser")]
QUESTIONS = ("klassieke mappenstructuur", "alles in SharePoint", "eigen, gedeelde server", "alleen nog met een zoekfunctie")
EML = (
    b"From: an@voorbeeld.be\r\nTo: bo@voorbeeld.be\r\nSubject: Vraag\r\nDate: Tue, 02 Mar 2027 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nZie bijlage.\r\n"
    b"--b\r\nContent-Type: text/plain; name=nota.txt\r\nContent-Disposition: attachment; filename=nota.txt\r\n\r\n"
    b"De wipplank is kapot.\r\n--b--\r\n"
)


def judged(page: Page) -> str:
    """Without serious findings, without sideways scroll, at both widths; everything on it, on one line."""
    page.wait_for_load_state()
    if page.evaluate("matchMedia('(scripting: enabled)').matches"):  # axe never answers in a window without
        assert axe_problems(page) == [], page.url
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert scrolls_sideways(page) <= 0, page.url
    return text(page)


@pytest.mark.parametrize("javascript", [False, True], ids=["without-javascript", "with-javascript"])
def test_the_script(changing_region: Region, visit: Visit, tmp_path: Path, javascript: bool) -> None:
    region, hilde, piet = changing_region, visit.page(javascript=javascript), visit.page(javascript=javascript)
    sign_in(hilde, region, "hilde")
    strategy_comes_first(hilde)
    the_drive_is_only_looked_at(hilde)
    a_word_finds_its_parts_and_a_date_explains_itself(hilde)
    two_people_destroy(hilde, piet, region)
    everything_goes_along(hilde, region, tmp_path)
    as_kuurne(hilde, region)
    assert "/archief/aanvragen/" in hilde.url, "the script ends at the request for documents"


def strategy_comes_first(page: Page) -> None:
    """0: the note's four questions with who decided, 9 van 13, the own deviation in red and green words."""
    assert page.url.endswith("/archief")
    seen = judged(page)
    assert "Archief van Wervik" in seen and "9 van 13 namen over." in seen and "Wervik: nam over met afwijkingen." in seen
    for words in QUESTIONS:
        assert words in seen
    assert seen.count("2 opties · Conferentie van Burgemeesters") == 4
    assert page.locator("#strategie").bounding_box()["y"] < page.locator("#taken").bounding_box()["y"]  # type: ignore[index]
    assert page.locator("del").inner_text().endswith("Teams") and "G-schijf" in page.locator("ins").inner_text()
    page.get_by_role("link", name=re.compile("SharePoint")).click()
    seen = judged(page)
    assert "Werken in Teams, bewaren in het archief" in seen and "CONF-2023-03-05" in seen and "verzonnen standpunt" in seen
    page.go_back()


def the_drive_is_only_looked_at(page: Page) -> None:
    """2: a dry run of 3.000 files; doubles, the famous name, and by name what nobody can read."""
    page.get_by_role("link", name="G-schijf", exact=True).click()
    seen = judged(page)
    assert "G-schijf: 3.000 bestanden" in seen and "Er is nog niets overgenomen." in seen
    doubles = re.search(r"dubbel (\d+)", seen)
    assert doubles and int(doubles[1]) > 100
    page.get_by_role("link", name=re.compile(r"^[\d.]+ bestanden$")).click()
    seen = judged(page)
    page.get_by_role("link", name="Volgende bestanden").click()
    seen += judged(page)
    assert "NOTULEN.WPD" in seen and "verslag half gekopieerd.docx" in seen and "beschadigd of onvolledig" in seen
    page.get_by_role("link", name="nog geen plaats").click()
    assert "definitief_def2.docx" in judged(page)


def a_word_finds_its_parts_and_a_date_explains_itself(page: Page) -> None:
    """4: kinderopvang finds "opvang van kinderen"; a date names rule, article, trigger and hold."""
    page.get_by_role("link", name="Archief", exact=True).first.click()
    page.get_by_label("Wat zoekt u?").fill("kinderopvang")
    page.get_by_role("button", name="Zoek in het archief").click()
    seen = judged(page)
    assert "Aanvraag om uit te breiden" in seen and "opvang van kinderen" in seen
    page.get_by_label("Wat zoekt u?").fill("Toonhoek")
    page.get_by_role("button", name="Zoek", exact=True).last.click()
    page.get_by_role("link", name=re.compile("Woning aan de Toonhoek|Plan en nota")).first.click()
    if "/stukken/" in page.url:
        page.get_by_role("link", name=re.compile("2019.OMG")).first.click()
    seen = judged(page)
    assert "Waarom deze datum?" in seen and "rolnummer 2026/A/114" in seen and "nog te bevestigen" in seen


def two_people_destroy(hilde: Page, piet: Page, region: Region) -> None:
    """6: she cannot approve her own list; as Piet it works, after typing the name."""
    hilde.goto(region.platform("/archief/bewaring"))
    hilde.get_by_role("link", name="Inlichtingen 2009 en 2010").click()
    seen = judged(hilde)
    assert "U maakte deze lijst. Iemand anders moet ze goedkeuren" in seen and "Keur de lijst goed" not in seen
    sign_in(piet, region, "piet")
    piet.get_by_role("link", name=re.compile("Kijk de vernietigingslijst")).first.click()
    judged(piet)
    piet.get_by_label("Typ de naam van de lijst om te bevestigen").fill("iets anders")
    piet.get_by_role("button", name="Keur de lijst goed").click()
    assert "Typ de naam van de lijst" in judged(piet)
    piet.get_by_label("Typ de naam van de lijst om te bevestigen").fill("Inlichtingen 2009 en 2010")
    piet.get_by_role("button", name="Keur de lijst goed").click()
    assert "Uw akkoord is bewaard." in judged(piet)
    hilde.reload()
    assert "Piet Hoornaert" in text(hilde) and "dinsdag 6 april 2027" in text(hilde)


def as_kuurne(page: Page, region: Region) -> None:
    """8: 214 rooms, 37 without an owner; a request for documents on day 14 of 20."""
    page.goto(region.platform("/werk"))
    page.locator("summary", has_text="Hilde Bossuyt").click()
    page.get_by_role("button", name=re.compile("Kuurne")).click()
    page.goto(region.platform("/archief/kamers"))
    seen = judged(page)
    assert "214 kamers" in seen and "geen eigenaar: 37" in seen
    page.goto(region.platform("/archief"))
    page.get_by_role("link", name=re.compile("Vraag om documenten OB-2027-001: dag 14 van 20")).click()
    seen = judged(page)
    assert "Dag 14 van 20." in seen and "maandag 5 april 2027" in seen and "Koen Verbeke" in seen


def everything_goes_along(page: Page, region: Region, tmp_path: Path) -> None:
    """9: "Neem alles mee": a package that stands without us."""
    page.goto(region.platform("/archief"))
    page.get_by_role("link", name="Neem alles mee").click()
    assert "Alles, ook wat u zelf niet mag lezen" in judged(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Neem alles mee (ZIP)").click()
    waiting.value.save_as(tmp_path / "archief.zip")
    with zipfile.ZipFile(tmp_path / "archief.zip") as archive:
        archive.extractall(tmp_path / "uit")
    (top,) = (tmp_path / "uit").iterdir()
    done = subprocess.run([sys.executable, "-I", top / "verify.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "in orde" in done.stdout, done.stdout


def twenty() -> list[dict[str, object]]:
    """Mixed files as people have them: five kinds with a word of their own, plain ones, an empty one, an old one, a strange name."""
    sheet = io.BytesIO()
    with zipfile.ZipFile(sheet, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(
            "xl/sharedStrings.xml",
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>vlasbloem</t></si></sst>',
        )
    told = {
        "brief.pdf": demo_tree.pdf("Over de sleedoorn."), "brief.docx": demo_tree.docx("Over de vogelkers."),
        "brief.odt": demo_tree.odt("Over de meidoorn."), "blad.xlsx": sheet.getvalue(), "bericht.eml": EML,
        "leeg.txt": b"", "NOTULEN.WPD": b"\xffWPC\x10", "kapot.docx": b"PK\x03\x04 kapot", "=som(1).txt": b"gewoon",
    }  # fmt: skip
    told |= {f"nota {number}.txt": f"Nota {number} over de speelweide.".encode() for number in range(11)}
    return [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in told.items()]


def test_twenty_mixed_files_without_javascript(changing_region: Region, visit: Visit) -> None:
    """A16: twenty outcomes, and the text of each kind is found within a minute."""
    region, page = changing_region, visit.page(javascript=False, width=NARROW)
    sign_in(page, region, "hilde")
    page.get_by_role("link", name="Toelage voor de fanfare").click()
    page.get_by_label("Voeg bestanden toe").set_input_files(twenty())  # type: ignore[arg-type]
    page.get_by_role("button", name="Voeg toe aan het dossier").click()
    seen = judged(page)
    assert "20 bestanden" in seen and "19 bestanden opgenomen" in seen and "leeg.txt" in seen and "geweigerd" in seen
    assert page.locator("tbody tr").count() >= 20
    for word, name in (("sleedoorn", "brief.pdf"), ("vogelkers", "brief.docx"), ("meidoorn", "brief.odt"), ("vlasbloem", "blad.xlsx"),
                       ("wipplank", "bericht.eml")):  # fmt: skip
        page.goto(region.platform(f"/archief/zoeken?q={word}"))
        until(page, lambda name=name: name in page.locator("main").inner_text(), f"{word} in {name}")
    page.goto(region.platform("/archief/zoeken?q=NOTULEN"))
    assert "NOTULEN.WPD" in text(page)

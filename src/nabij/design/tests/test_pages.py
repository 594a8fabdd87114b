"""Whole pages: the catalogue, the frames, the error pages and the sheets."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from nabij import design
from nabij.design.catalogue import catalogue_context
from nabij.design.palettes import DARK, LIGHT, REGION
from nabij.design.tests.test_rendering import ids_are_whole, outline

ROOT = Path(design.__file__).parent
CSS = sorted((ROOT / "static/design/css").glob("*.css"))
ORGANISATION = SimpleNamespace(
    name_nl="Gemeente Menen", slug="menen", contact_name="Onthaal", phone="056 00 00 00", email="onthaal@menen.example",
    address="Voorbeeldplein 1, 8930 Menen", hours_today="Vandaag open tot 17.00 uur", kbo="0123456789",
)  # fmt: skip
SHELL = {
    "menu": [{"label": "Meldpunt", "url": "/meldpunt", "current": True}],
    "capacity": {"label": "Bart", "function": "directeur", "organisation": "Menen"},
    "capacities": [{"id": 1, "label": "Menen", "current": True}, {"id": 2, "label": "OCMW Menen", "current": False}],
    "administrator": {"name": "Ilse", "phone": "056 00 00 12"},
    "urgent": [{"text": "Gasgeur in Menen", "url": "/wacht/1"}],
}


def test_catalogue_is_whole_and_has_no_inline_code() -> None:
    html = render_to_string("design/catalogue.html", catalogue_context())
    found = outline(html)
    assert found.inline == [] and found.mains == 1
    assert found.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(found.headings, found.headings[1:], strict=False))
    ids_are_whole(html)


def test_a_sent_example_says_fout_in_the_tab() -> None:
    html = render_to_string("design/catalogue.html", catalogue_context({"name": ""}))
    assert "<title>Fout: Ontwerp" in html


def test_public_frame_names_the_organisation_and_who_to_ring() -> None:
    html = render_to_string("design/public.html", {"organisation": ORGANISATION, "theme_url": "/thema/menen-1.css"})
    assert "<title>Nabij – Gemeente Menen</title>" in html and 'lang="nl-BE"' in html
    assert html.count("tel:+3256000000") == 2 and "0123.456.789" in html and "Vandaag open tot 17.00 uur" in html
    assert html.count('rel="stylesheet"') == 5
    assert "/zoeken" not in html, "a search box without an address behind it is a dead door"
    assert 'href="#inhoud"' in html and 'id="inhoud"' in html


def test_staff_frame_has_switcher_search_menu_and_help() -> None:
    html = render_to_string("design/staff.html", {"organisation": ORGANISATION, "shell": SHELL, "scheme": "dark"})
    assert re.search(r'<form[^>]*action="/werk/zoeken" method="post"', html)
    assert 'name="capacity" value="2"' in html and 'aria-current="page"' in html
    assert "Ilse helpt u verder." in html and "Gasgeur in Menen" in html and 'class="staff dark"' in html


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(404, "Deze pagina vinden we niet. Misschien is ze verhuisd."), (403, "Alleen Menen beslist."),
     (422, "Alleen Menen beslist."),
     (500, "Probeer het over enkele minuten opnieuw"), (503, "U kunt wel bellen")],
)  # fmt: skip
def test_error_pages_say_what_and_whom_to_ring(status: int, sentence: str) -> None:
    context = {"status": status, "organisation": ORGANISATION, "reference": "A7C342", "sentence": "Alleen Menen beslist."}
    html = render_to_string("design/error.html", context)
    assert sentence in html and "056 00 00 00" in html
    assert outline(html).headings.count(1) == 1
    assert ("A7C" in html) is (status == 500)


@pytest.mark.parametrize("status", [404, 403, 422, 500, 503])
def test_error_pages_stand_without_any_context(status: int) -> None:
    assert "<h1>" in render_to_string("design/error.html", {"status": status})


def test_duty_page_needs_two_sheets_and_no_script() -> None:
    html = render_to_string("design/duty.html", {"scheme": "dark"})
    assert html.count('rel="stylesheet"') == 2 and "<script" not in html and 'class="duty dark"' in html
    assert sum(len((ROOT / "static/design/css" / name).read_bytes()) for name in ("tokens.css", "duty.css")) < 15_000


def _block(css: str, start: str) -> dict[str, str]:
    body = css[css.index(start) :]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", body[: body.index("}")]))


def test_tokens_of_the_sheet_equal_the_computed_ones() -> None:
    css = (ROOT / "static/design/css/tokens.css").read_text()
    region = REGION.colours()
    light = LIGHT | {role: region[role] for role in ("brand", "strong", "tint")}
    dark = DARK | {role: region[f"dark_{role}"] for role in ("brand", "strong", "tint")}
    assert _block(css, "  :root {") == light
    assert _block(css, "    :root:not(.light) {") == _block(css, "  :root.dark {") == dark


@pytest.mark.parametrize("sheet", CSS, ids=lambda path: path.name)
def test_sheets_use_tokens_and_layers_and_stay_small(sheet: Path) -> None:
    css = sheet.read_text()
    assert css.count("\n") <= 200 and css.count("{") == css.count("}")
    assert "@layer" in css and "@import" not in css and "http" not in css.replace('a[href^="http"]', "")
    # Colours outside the tokens would escape the contrast test.
    if sheet.name != "tokens.css":
        assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", css)) <= {"#000000", "#FFFFFF"}
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", css))
    assert used <= set(re.findall(r"--([a-z0-9-]+):", (ROOT / "static/design/css/tokens.css").read_text()))


def test_all_sheets_together_fit_in_ten_kilobytes_and_script_in_five() -> None:
    assert len(gzip.compress(b"".join(sheet.read_bytes() for sheet in CSS))) <= 10_240
    assert (ROOT / "static/design/js/nabij.js").stat().st_size <= 5_120


@pytest.mark.parametrize("template", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.stem)
def test_templates_are_short_and_without_inline_code(template: Path) -> None:
    text = template.read_text()
    assert text.count("\n") <= 150
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", text)

"""The web editor's ten minutes, step by step through the screens (first ten minutes, "Web editor, Femke")."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from nabij.kernel.blobs import actions as blobs
from nabij.modules.website.models import NewsItem, Service

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    """What a person reads: tags out, spaces single."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.fixture
def service(at_site: Any) -> Any:
    def find(slug: str, town: str = "kuurne") -> Service:
        with at_site(town):
            return Service.objects.get(slug=slug)

    return find


def test_minute_0_four_things_eight_minutes(staff: Any) -> None:
    words = text(staff("femke").get("/website"))
    assert "Voor u deze maand: 4 dingen, ongeveer 8 minuten" in words
    assert "Vlaanderen wijzigde “Identiteitskaart”" in words and "Brugdag op vrijdag 7 mei?" in words
    assert "“Fietskluis huren” staat nog niet op de site" in words and "Lentemarkt op 10 april" in words
    assert "Er worden 4 dingen van u gevraagd." in text(staff("femke").get("/werk"))


def test_minute_1_three_columns_word_by_word_then_the_text_but_our_price(staff: Any, visitor: Any, service: Any) -> None:
    card, client = service("identiteitskaart"), staff("femke")
    address = f"/website/diensten/{card.id}/bron"
    page = client.get(address)
    html = page.content.decode()
    assert "Nieuw: </span>bent en tekent u online." in html and "Weg: </span>22" in html and "Nieuw: </span>24" in html
    assert "Een kaart kost in Kuurne € 20" in text(page) and "Neem de tekst over, hou onze prijs" in text(page)
    before = text(visitor("kuurne").get("/diensten/identiteitskaart"))
    assert "€ 20" in before and "tekent u online" not in before and "in het gemeentehuis van Kuurne" in before
    chosen = {name: value for name, value in re.findall(r'name="(keuze:[^"]+)" value="(\w+)" checked', html)}
    assert sorted(chosen.values()) == ["accept", "keep"]
    assert client.post(address, chosen).status_code == 302
    after = text(visitor("kuurne").get("/diensten/identiteitskaart"))
    assert "tekent u online" in after and "€ 20" in after and "€ 24" not in after
    assert "Eigen woorden van Kuurne, in plaats van de tekst van Vlaanderen" in after and "Tekst van Vlaanderen" in after
    assert "3 dingen" in text(client.get("/website"))
    assert "Er is niets te kiezen" in text(client.get(address))


def test_the_twelve_others_follow_by_themselves(visitor: Any) -> None:
    words = text(visitor("menen").get("/diensten/identiteitskaart"))
    assert "tekent u online" in words and "€ 24" in words and "Vlaanderen schreef de tekst" in words


def test_minute_3_only_online_cannot_be_published_and_the_fix_is_in_the_sentence(staff: Any, visitor: Any, service: Any) -> None:
    locker, client = service("fietskluis"), staff("femke")
    refused = client.post(f"/website/diensten/{locker.id}/publicatie")
    assert refused.status_code == 422
    assert "Voeg minstens één andere weg toe: het loket, de telefoon, een brief of een huisbezoek." in text(refused)
    assert visitor("kuurne").get("/diensten/fietskluis").status_code == 404
    added = client.post(f"/website/diensten/{locker.id}/wegen", {"kind": "phone", "words": "Bel ons.", "place": "", "url": ""})
    assert added.status_code == 302
    assert client.post(f"/website/diensten/{locker.id}/publicatie").status_code == 302
    assert "Per telefoon" in text(visitor("kuurne").get("/diensten/fietskluis"))


def picture() -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (640, 480), "#336699").save(made, "JPEG")
    return SimpleUploadedFile("markt.jpg", made.getvalue(), "image/jpeg")


def test_minute_5_a_picture_asks_what_is_on_it_and_tomorrow_at_nine(staff: Any, visitor: Any, at_site: Any, still_clock: Any) -> None:
    client = staff("femke")
    with at_site("kuurne"):
        item = NewsItem.objects.get(slug="lentemarkt-op-10-april")
    address = f"/website/nieuws/{item.id}"
    refused = client.post(f"{address}/foto", {"photo": picture(), "alt": ""})
    assert refused.status_code == 422 and "Wat staat er op de foto? Schrijf het in één zin" in text(refused)
    assert client.post(f"{address}/foto", {"photo": picture(), "alt": "Kramen met planten op de markt"}).status_code == 302
    planned = client.post(f"{address}/publicatie", {"day_day": "31", "day_month": "3", "day_year": "2027", "hour": "9.00"})
    assert planned.status_code == 302
    assert "Verschijnt woensdag 31 maart 2027 om 9.00 uur" in text(client.get(address))
    assert "zoals op een telefoon" in text(client.get(address)) and client.get(f"{address}/voorbeeld").status_code == 200
    with at_site("kuurne") as scope:
        item.refresh_from_db()
        blobs.examine(blob=item.picture.blob)
        from nabij.modules.website.actions import news

        assert news.publish_due(organisation_id=scope.organisation_id) == 0
        from datetime import datetime

        still_clock.move_to(datetime(2027, 3, 31, 9, 0))  # noqa: DTZ001
        assert news.publish_due(organisation_id=scope.organisation_id) == 1
    page = visitor("kuurne").get("/nieuws/lentemarkt-op-10-april")
    assert 'alt="Kramen met planten op de markt"' in page.content.decode()
    assert visitor("kuurne").get("/nieuws/lentemarkt-op-10-april/foto.jpg").headers["Content-Type"].startswith("image/")


def test_minute_7_one_answer_right_on_page_print_and_search(staff: Any, visitor: Any, still_clock: Any) -> None:
    client = staff("femke")
    page = client.get("/website/brugdagen/2027-05-07")
    assert "Hemelvaart" in text(page) and "Brugdag op vrijdag 7 mei 2027?" in text(page)
    assert client.post("/website/brugdagen/2027-05-07", {"antwoord": "gesloten"}).status_code == 302
    assert client.get("/website/brugdagen/2027-05-07").status_code == 404
    from datetime import datetime

    still_clock.move_to(datetime(2027, 5, 7, 10, 0))  # noqa: DTZ001
    for path in ("/openingsuren", "/plaatsen/gemeentehuis", "/plaatsen/gemeentehuis/blad"):
        words = text(visitor("kuurne").get(path))
        assert "Vrijdag 7 mei gesloten" in words and "brugdag na" in words, path
    found = text(visitor("kuurne").get("/zoeken?q=gemeentehuis"))
    assert "Op vrijdag 7/05 gesloten (brugdag na" in found
    assert "gesloten (brugdag na" in visitor("kuurne").get("/diensten/").content.decode().partition("<footer")[2]
    assert "brugdag" not in text(visitor("menen").get("/openingsuren"))


def test_minute_8_jozef_looks_for_the_container_park(visitor: Any) -> None:
    found = visitor("kuurne").get("/zoeken?q=containerpark")
    assert text(found).index("Recyclagepark Kuurne") < 400 and "tot 16.45 uur" in text(found)
    sheet = visitor("kuurne").get("/plaatsen/recyclagepark/blad")
    assert "van 13.00 tot 16.45 uur" in text(sheet) and "056 00 03 06" in text(sheet)


def test_a_change_of_hours_needs_a_decision_when_there_are_fewer(staff: Any, at_site: Any) -> None:
    from nabij.modules.website.models import Place

    with at_site("kuurne"):
        hall = Place.objects.get(slug="gemeentehuis")
    client, address = staff("femke"), f"/website/plaatsen/{hall.id}/uren"
    less = {"day_0": "9.00-12.00", "first_day": "1", "first_month": "6", "first_year": "2027"}
    refused = client.post(address, less)
    assert refused.status_code == 422 and "Noem het besluit van het bestuur" in text(refused)
    assert client.post(address, less | {"decision_ref": "college, 15 maart 2027, punt 12"}).status_code == 302
    overlapping = client.post(address, less | {"day_1": "9.00-12.00, 11.00-13.00"})
    assert overlapping.status_code == 422 and "De uren op dinsdag overlappen." in text(overlapping)
    assert date(2027, 6, 1).weekday() == 1

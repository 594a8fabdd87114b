"""``/openbaarheid`` (N36, N40): a resident asks for a document on the site; the same clock, a receipt, a human road everywhere."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.notices.models import Notice
from nabij.kernel.tenancy.models import Organisation

from ..actions import requests as actions
from ..models import AccessRequest

pytestmark = pytest.mark.django_db
ASKED = {"vraag": "Alle brieven over de sporthal", "naam": "Rita Proef", "email": "rita@voorbeeld.be", "telefoon": "", "adres": ""}
WHY = "Het dossier bevat gegevens van de melder, die wij niet mogen meedelen."


def site(slug: str) -> Client:
    return Client(headers={"host": f"{slug}.localhost:8000", "sec-fetch-site": "same-origin"})


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", answer.content.decode())


def key(page: Any) -> str:
    return re.search(r'name="sleutel" value="([^"]+)"', page.content.decode())[1]  # type: ignore[index]


def ask(client: Client, **more: str) -> Any:
    return client.post("/openbaarheid", ASKED | {"sleutel": key(client.get("/openbaarheid"))} | more)


def test_asking_gives_a_number_the_last_day_and_a_message(acting: Any) -> None:
    client = site("kuurne")
    answer = ask(client)
    assert answer.status_code == 302
    page = text(client.get(answer.headers["Location"]))
    assert "OB-2027-002" in page and "maandag 19 april 2027" in page and "tot 40 dagen" in page and "sporthal" not in page
    assert "Rita" not in page and "Rita" not in answer.headers["Location"]
    with acting("hilde", "kuurne"):
        row = AccessRequest.objects.get(number="OB-2027-002")
        assert (row.channel, row.registered_by, row.due_on.isoformat()) == ("web", "de site", "2027-04-19")
        assert b"Rita" not in bytes(row.sealed)
        notice = Notice.objects.get(kind="archive.request_received")
        assert "OB-2027-002" in notice.title and "maandag 19 april 2027" in notice.body and "40 dagen" in notice.body
        assert AuditEntry.objects.filter(verb="archive.request.registered", detail__channel="web").exists()


def test_the_archivist_sees_it_with_its_clock_and_the_asker_where_it_stands(staff: Any, acting: Any, still_clock: Any) -> None:
    client, hilde = site("kuurne"), staff("hilde", "kuurne")
    receipt = ask(client).headers["Location"]
    assert "OB-2027-002" in text(hilde.get("/archief/aanvragen")) and "OB-2027-002" in text(hilde.get("/archief"))
    still_clock.forward(timedelta(days=3))
    assert "dag 3 van 20" in text(client.get(receipt))
    with acting("hilde", "kuurne"):
        row = AccessRequest.objects.get(number="OB-2027-002")
        actions.extend(request_id=row.id, reason="Wij wachten op een advies van de juridische dienst.")
    page = text(client.get(receipt))
    assert "dag 3 van 40" in page and "juridische dienst" in page
    with acting("hilde", "kuurne"):
        actions.decide(request_id=row.id, outcome="refused", reason=WHY)
    assert "Er is beslist op" in text(client.get(receipt))


def test_after_the_last_day_the_page_says_what_silence_means(still_clock: Any) -> None:
    client = site("kuurne")
    receipt = ask(client).headers["Location"]
    still_clock.forward(timedelta(days=21))
    assert "Niet antwoorden geldt als weigeren" in text(client.get(receipt))


def test_pressing_twice_is_one_request(acting: Any) -> None:
    client = site("kuurne")
    sent = ASKED | {"sleutel": key(client.get("/openbaarheid"))}
    for _ in range(2):
        assert client.post("/openbaarheid", sent).status_code == 302
    with acting("hilde", "kuurne"):
        row = AccessRequest.objects.get(channel="web")
        with pytest.raises(IntegrityError), transaction.atomic():
            AccessRequest.objects.filter(number="OB-2027-001").update(form_key=row.form_key)


def test_what_lacks_is_said_and_everything_typed_stays() -> None:
    client = site("kuurne")
    page = text(ask(client, email=""), 422)
    assert "Eén manier" in page and "Hoe antwoorden we u?" in page and "Alle brieven over de sporthal" in page
    assert "Schrijf welke documenten" in text(ask(client, vraag=" "), 422)
    assert ask(client, email="", adres="Proefstraat 1, 8520 Kuurne").status_code == 302
    assert "bijvoorbeeld an@voorbeeld.be" in text(ask(client, email="rita"), 422)


def test_a_receipt_of_another_municipality_or_made_up_is_not_found() -> None:
    receipt = ask(site("kuurne")).headers["Location"]
    other = site("wervik").get(receipt)
    assert other.status_code == 404
    assert site("kuurne").get("/openbaarheid/ontvangen?nummer=OB-2027-001").status_code == 404


def test_every_municipality_has_the_page_with_a_human_road_and_a_link_in_the_footer(db: None) -> None:
    forms = 0
    for town in Organisation.objects.filter(kind="municipality"):
        page = text(site(town.slug).get("/openbaarheid"))
        assert "Vraag een document op" in page and 'href="tel:' in page and "Bestuursdecreet" in page
        forms += 'name="vraag"' in page
        assert ("Demander un document" in page) == (town.slug == "spiere-helkijn")
        assert 'href="/openbaarheid"' in text(site(town.slug).get("/contact"))
    assert forms >= 3, "where the archive is in use, the form stands there"


def test_it_is_found_under_the_words_of_a_resident() -> None:
    assert "/openbaarheid" in text(site("kuurne").get("/zoeken?q=document"))


def test_no_script_and_no_cookie_is_needed() -> None:
    client = site("kuurne")
    assert ask(client).status_code == 302 and not client.cookies

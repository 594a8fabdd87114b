"""Requests for documents (N36, N40): the clock, the extension, the refusal that names the way to appeal, who may see what."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import Error, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.errors import Invalid, RuleViolation

from ..actions import disposal, requests
from ..models import AccessRequest, DisposalList, Record
from ..queries import requests as queries
from ..rules import requests as rules
from ..rules.requests import RequestOutcome, RequestState

pytestmark = pytest.mark.django_db
WHY = "Het dossier bevat gegevens van de melder, die wij niet mogen meedelen."
ASKED = {
    "subject": "Alle brieven over de sporthal", "name": "Rita Proef", "contact": "056 00 00 78", "channel": "phone",
    "received_on_day": "30", "received_on_month": "3", "received_on_year": "2027",
}  # fmt: skip


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def hilde(staff: Any) -> Any:
    return staff("hilde", "kuurne")


@pytest.fixture
def url(acting: Any) -> str:
    with acting("hilde", "kuurne"):
        return f"/archief/aanvragen/{AccessRequest.objects.get().id}"


def test_the_request_of_the_story_stands_on_day_14_of_20(hilde: Any, url: str) -> None:
    assert "dag 14 van 20" in text(hilde.get("/archief/aanvragen"))
    page = text(hilde.get(url))
    assert "Dag 14 van 20." in page and "maandag 5 april 2027" in page
    assert "Waarom deze datum?" in page and "De termijn is 20 kalenderdagen" in page and "nog te bevestigen" in page
    assert "Verslag van het college" in page and "persoonlijke levenssfeer" in page
    work = text(hilde.get("/archief"))
    assert "Vraag om documenten OB-2027-001: dag 14 van 20" in work


def test_looking_at_who_asked_is_noted(hilde: Any, url: str, acting: Any) -> None:
    assert "Koen Verbeke" in text(hilde.get(url))
    with acting("hilde", "kuurne"):
        assert AuditEntry.objects.filter(verb="archive.request.read", result="read").count() == 1
        assert b"Verbeke" not in bytes(AccessRequest.objects.get().sealed)


def test_a_call_at_the_desk_starts_the_same_clock(staff: Any, acting: Any) -> None:
    client = staff("hilde", "kuurne")
    answer = client.post("/archief/aanvragen", ASKED)
    assert answer.status_code == 302
    page = text(client.get(answer.headers["Location"]))
    assert "Dag 0 van 20." in page and "maandag 19 april 2027" in page and "telefoon" in page
    page = text(client.post("/archief/aanvragen", ASKED | {"contact": ""}), 422)
    assert "hoe wij antwoorden" in page and "Alle brieven over de sporthal" in page
    late = ASKED | {"received_on_day": "31"}
    assert "nog niet voorbij" in text(client.post("/archief/aanvragen", late), 422)


def test_longer_once_before_the_last_day_with_a_reason(hilde: Any, url: str, still_clock: Any, acting: Any) -> None:
    assert "minstens 20 tekens" in text(hilde.post(f"{url}/verlengingen", {"reason": "druk"}), 422)
    still_clock.forward(timedelta(days=6))  # Monday 5 April, the last day itself
    assert hilde.post(f"{url}/verlengingen", {"reason": "Wij wachten op een advies van de juridische dienst."}).status_code == 302
    page = text(hilde.get(url))
    assert "Dag 20 van 40." in page and "zondag 25 april 2027" in page and "juridische dienst" in page
    with acting("hilde", "kuurne"), pytest.raises(RuleViolation, match="één keer"):
        requests.extend(request_id=AccessRequest.objects.get().id, reason=WHY)


def test_after_day_20_nobody_makes_it_longer(hilde: Any, url: str, still_clock: Any) -> None:
    still_clock.forward(timedelta(days=7))
    page = text(hilde.get(url))
    assert "te laat" in page and "Niet antwoorden geldt als weigeren" in page and "Verleng de termijn" not in page
    assert "De laatste dag is voorbij" in text(hilde.post(f"{url}/verlengingen", {"reason": WHY}), 422)


def test_a_refusal_never_leaves_without_the_way_to_appeal(hilde: Any, url: str, acting: Any) -> None:
    page = text(hilde.post(f"{url}/beslissingen", {"outcome": "refused", "reason": WHY}), 422)
    assert "geen enkel stuk" in page and "gegevens van de melder" in page
    assert "Zonder reden" in text(hilde.post(f"{url}/beslissingen", {"outcome": "partial", "reason": ""}), 422)
    assert hilde.get(f"{url}/brief.pdf").status_code == 404
    assert hilde.post(f"{url}/beslissingen", {"outcome": "partial", "reason": WHY}).status_code == 302
    assert "beroepsinstantie openbaarheid" in text(hilde.get(url)) and "30 kalenderdagen" in text(hilde.get(url))
    letter = hilde.get(f"{url}/brief.pdf")
    assert letter.content[:5] == b"%PDF-" and _words(letter.content, "beroepsinstantie", "Koen Verbeke", "persoonlijke levenssfeer")
    with acting("hilde", "kuurne"), pytest.raises(Error, match="archive_request_appeal"), transaction.atomic():
        AccessRequest.objects.update(appeal="")
    assert "beslist op" in text(hilde.post(f"{url}/beslissingen", {"outcome": "granted"}), 422)
    assert hilde.post(f"{url}/bezorgingen").status_code == 302
    assert "De brief vertrok op" in text(hilde.get(url))


def _words(made: bytes, *wanted: str) -> bool:
    import io

    import pypdf

    found = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    return all(word in " ".join(found.split()) for word in wanted)


def test_records_are_searched_picked_and_taken_off(hilde: Any, url: str, acting: Any) -> None:
    page = text(hilde.get(f"{url}?q=leem"))
    assert "niets dat nog niet gekozen is" in page
    with acting("hilde", "kuurne"):
        record = Record.objects.get(title="Verslag van het college").id
    assert hilde.post(f"{url}/stukken", {"record": record, "weg": "1"}).status_code == 302
    assert f'value="{record}"' in text(hilde.get(f"{url}?q=leem"))
    assert hilde.post(f"{url}/stukken", {"record": record, "grond": "unfinished"}).status_code == 302
    assert "niet af" in text(hilde.get(url))
    assert "Kies een grond uit de lijst" in text(hilde.post(f"{url}/stukken", {"record": record, "grond": "zomaar"}), 422)
    assert "Kies een stuk." in text(hilde.post(f"{url}/stukken", {"record": "x"}), 422)


def test_another_town_and_another_function_see_nothing(staff: Any, url: str, acting: Any) -> None:
    assert staff("hilde", "wervik").get(url).status_code == 404
    assert "OB-2027-001" not in text(staff("hilde", "wervik").get("/archief/aanvragen"))
    assert staff("femke").get(url).status_code == 403
    with acting("hilde", "wervik"):
        strange = Record.objects.filter(organisation__slug="wervik").first()
    answer = staff("hilde", "kuurne").post(f"{url}/stukken", {"record": strange.id})
    assert answer.status_code == 404


def test_who_may_not_read_the_dossier_does_not_learn_its_name(staff: Any, url: str, acting: Any) -> None:
    from nabij.kernel.tenancy.scope import scope, system

    from ..models import Audience, Dossier

    with acting("hilde", "kuurne") as running:
        own = running.organisation_id
    with scope(reading=[own], writing=[own], actor=system("test")):
        narrow = Audience.objects.create(organisation_id=own, name="niemand")
        Dossier.objects.filter(title="Klacht over sluikstort").update(audience=narrow)
    page = text(staff("griet").get(url))
    assert queries.HIDDEN in page and "Klacht over sluikstort" not in page and "Verslag van het college" in page


def test_what_was_asked_is_not_destroyed(acting: Any, staff: Any, organisations: dict[str, int], still_clock: Any) -> None:
    with acting("hilde", "wervik"):
        row = DisposalList.objects.get()
        kept = Record.objects.filter(dossier__series__code="bou").first()
        asked = requests.register(
            organisation_id=organisations["wervik"], channel="counter", subject="Inlichtingen", received_on=date(2027, 3, 30),
            requester=queries.Requester("Rita Proef", "056 00 00 78", ""),
        )
        requests.pick(request_id=asked.id, record_id=kept.id)
    with acting("piet"):
        disposal.approve(list_id=row.id, typed_name=row.name)
    still_clock.forward(timedelta(days=8))
    with acting("hilde", "wervik"):
        disposal.execute(list_id=row.id)
        blocked = row.items.get(state="blocked")
        assert blocked.dossier_id == kept.dossier_id and f"vraag om documenten over: {asked.number}" in blocked.reason
        assert Record.objects.filter(id=kept.id).exists() and row.items.filter(state="destroyed").count() == 13


def test_the_database_keeps_the_states_apart(acting: Any) -> None:
    with acting("hilde", "kuurne"), connection.cursor() as cursor:
        for change, name in (
            ("state = 'decided'", "archive_request_decided"), ("received_on = '2027-03-20'", "archive_request_dates"),
            ("extended_on = '2027-03-20'", "archive_request_extension_reason"),
        ):  # fmt: skip
            with pytest.raises(Error, match=name), transaction.atomic():
                cursor.execute(f"UPDATE archive_accessrequest SET {change}")


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(1, 60), st.integers(-5, 90), st.sampled_from(list(RequestState)))
def test_the_clock_counts_within_its_term(registered: date, length: int, later: int, state: RequestState) -> None:
    today, due = registered + timedelta(days=later), registered + timedelta(days=length)
    clock = rules.clock_of(registered, due, today, state=state)
    assert 0 <= clock.day <= clock.of == length and clock.late == (later > length)
    assert clock.may_extend == (state is RequestState.REGISTERED and later <= length)


def test_a_decision_that_passes_fits_its_records() -> None:
    """Every outcome with every mix of at most two records, every reason and every way to appeal."""
    mixes = [list(mix) for size in range(3) for mix in product((True, False), repeat=size)]
    for outcome, mix, reason, appeal in product(RequestOutcome, mixes, ("", "  ", "kort", WHY), ("", " ", "Ga in beroep.")):
        try:
            rules.require_decision(outcome, mix, reason, appeal)
        except Invalid:
            continue
        assert outcome not in rules.APPEALABLE or (len(reason.strip()) >= 20 and appeal.strip())
        assert outcome is not RequestOutcome.GRANTED or (mix and all(mix))
        assert outcome not in (RequestOutcome.REFUSED, RequestOutcome.NOT_HELD) or not any(mix)
        assert outcome is not RequestOutcome.PARTIAL or set(mix) == {True, False}

"""A request for a service: the same page for everyone, answered in order of asking, by the way the person chose."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from nabij.kernel.drafts import actions as drafts
from nabij.kernel.errors import RuleViolation, Stale
from nabij.kernel.notices.models import Notice
from nabij.modules.desk.tests.reading import at_most, text, whole
from nabij.modules.website.actions import submissions
from nabij.modules.website.actions.submissions import move
from nabij.modules.website.models import Service, Submission
from nabij.modules.website.rules.submissions import NEXT, State, Wanted, problems

pytestmark = pytest.mark.django_db
URL = "/diensten/rijbewijs/aanvraag"
ASKED = {"vraag": "Mijn rijbewijs vervalt.", "antwoord": "email", "naam": "Kaat Proef", "email": "kaat@voorbeeld.be"}


def test_from_the_service_page_to_the_receipt(visitor: Any, acting: Any) -> None:
    site = visitor("deerlijk")
    assert f'href="{URL}"' in site.get("/diensten/rijbewijs").content.decode()
    page = site.get(URL)
    whole(page)
    assert "set-cookie" not in {name.lower() for name in page.headers}
    answer = site.post(URL, ASKED)
    received = site.get(answer.headers["Location"])
    whole(received)
    assert "Uw nummer is" in text(received) and "U hoort ons ten laatste op" in text(received)
    with acting("lien"):
        row = Submission.objects.order_by("-asked_at").first()
        assert (row.channel, row.entered_by, row.state) == ("web", "", "received") and b"Kaat" not in bytes(row.contact)
        assert Notice.objects.filter(kind="website.received", subject_key=f"website.submission:{row.id}").count() == 1
    assert site.get("/diensten/rijbewijs/ontvangen").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"vraag": ""}, "Schrijf kort wat u vraagt"), ({"naam": ""}, "Vul uw naam in"), ({"email": ""}, "Vul uw e-mailadres in"),
     ({"antwoord": "phone"}, "Vul uw telefoonnummer in"), ({"antwoord": "letter"}, "Vul uw adres in"), ({"antwoord": "x"}, "")],
)  # fmt: skip
def test_what_lacks_is_said_and_nothing_is_lost(visitor: Any, changes: dict[str, str], sentence: str) -> None:
    page = visitor("deerlijk").post(URL, ASKED | changes)
    assert page.status_code == 422 and sentence in text(page)
    assert changes.get("naam", "Kaat Proef") in page.content.decode()


def test_saving_with_a_code_and_going_on_later(visitor: Any, acting: Any) -> None:
    site = visitor("deerlijk")
    assert site.post(URL, ASKED | {"bewaar": "1"}).status_code == 422, "without the four figures nothing is kept"
    kept = site.post(URL, ASKED | {"bewaar": "1", "cijfers": "0470 00 00 66", "naam": ""})
    code = re.sub(r"<[^>]+>|\W", "", kept.content.decode().partition('<span class="code">')[2].partition("</h1>")[0])
    assert site.post("/verder", {"code": code, "cijfers": "1111"}).status_code == 422
    page = site.post("/verder", {"code": code.lower(), "cijfers": "0066"})
    assert page.status_code == 200 and "Mijn rijbewijs vervalt." in page.content.decode()
    draft = page.content.decode().partition('name="bewaard" value="')[2].partition('"')[0]
    assert site.post(URL, ASKED | {"bewaard": draft}).status_code == 302
    assert site.post("/verder", {"code": code, "cijfers": "0066"}).status_code == 422, "sent is sent"


def test_two_presses_are_one_request(visitor: Any, acting: Any) -> None:
    site = visitor("deerlijk")
    key = site.get(URL).content.decode().partition('name="sleutel" value="')[2].partition('"')[0]
    for _ in range(2):
        site.post(URL, ASKED | {"sleutel": key})
    with acting("lien"):
        assert Submission.objects.filter(text="Mijn rijbewijs vervalt.").count() == 1


def test_the_press_that_comes_a_moment_later_gets_the_first_request(acting: Any) -> None:
    with acting("lien") as running:
        service = Service.objects.get(organisation_id=running.organisation_id, slug="rijbewijs")
        given = {"channel": "web", "party_id": None, "entered_by": "", "form_key": uuid4().hex}
        made = [submissions._insert(service, Wanted("x", "visit", "Kaat Proef"), **given) for _ in range(2)]
    assert made[0][0].id == made[1][0].id and [is_new for _, is_new in made] == [True, False]


def test_a_form_too_long_to_keep_says_so_and_gives_the_words_back(visitor: Any) -> None:
    page = visitor("deerlijk").post(URL, ASKED | {"bewaar": "1", "cijfers": "0066", "vraag": "lang " * 5_000})
    assert page.status_code == 422 and "te lang om te bewaren" in text(page) and "lang lang" in page.content.decode()


def test_a_form_of_the_counter_says_where_its_code_opens(visitor: Any, acting: Any) -> None:
    with acting("lien") as running:
        _, code = drafts.save(
            organisation_id=running.organisation_id, service="een-probleem-melden", service_nl="Een probleem melden",
            typed={"wat": "tegel"}, factor="0066",
        )
    page = visitor("deerlijk").post("/verder", {"code": code, "cijfers": "0066"})
    assert page.status_code == 422 and "Dit formulier openen we samen met u" in text(page)


def test_lien_answers_and_the_answer_goes_the_chosen_way(visitor: Any, staff: Any, acting: Any) -> None:
    visitor("deerlijk").post(URL, ASKED)
    lien = staff("lien")
    listing = lien.get("/website/vragen")
    whole(listing)
    assert text(listing).index("Georgette Naessens") < text(listing).index("Kaat Proef")
    with acting("lien"):
        row = Submission.objects.order_by("-asked_at").first()
    page = lien.get(f"/website/vragen/{row.id}")
    whole(page)
    assert lien.post(f"/website/vragen/{row.id}", {"to": "answered", "row_version": "1", "answer": ""}).status_code == 422
    assert lien.post(f"/website/vragen/{row.id}", {"to": "answered", "row_version": "1", "answer": "Kom maar langs."}).status_code == 302
    stale = lien.post(f"/website/vragen/{row.id}", {"to": "withdrawn", "row_version": "1"})
    assert stale.status_code == 422
    with acting("lien"):
        notice = Notice.objects.get(kind="website.answered", subject_key=f"website.submission:{row.id}")
        assert notice.channels[0] == "email" and "Kom maar langs." in notice.body


def test_a_wish_for_a_letter_ends_in_a_letter_and_a_visit_in_no_message(visitor: Any, acting: Any) -> None:
    for wish, more in (("letter", {"adres": "Proefstraat 1, Deerlijk"}), ("visit", {})):
        visitor("deerlijk").post(URL, ASKED | {"antwoord": wish} | more)
        with acting("lien"):
            row = Submission.objects.order_by("-asked_at", "-id").first()
            move(submission_id=row.id, to=State.ANSWERED, row_version=1, answer="Ja.")
            found = Notice.objects.filter(kind="website.answered", subject_key=f"website.submission:{row.id}")
            assert [notice.channels[0] for notice in found] == (["letter"] if wish == "letter" else [])


def test_every_state_and_step(acting: Any, visitor: Any) -> None:
    assert {state for state, then in NEXT.items() if not then} == {State.ANSWERED, State.WITHDRAWN}
    visitor("deerlijk").post(URL, ASKED)
    with acting("lien"):
        row = Submission.objects.order_by("-asked_at").first()
        with pytest.raises(Stale):
            move(submission_id=row.id, to=State.IN_PROGRESS, row_version=7)
        move(submission_id=row.id, to=State.WITHDRAWN, row_version=1)
        with pytest.raises(RuleViolation):
            move(submission_id=row.id, to=State.IN_PROGRESS, row_version=2)


def test_only_the_contact_that_the_answer_needs_is_asked() -> None:
    assert problems(Wanted("x", "visit", "A")) == {}
    assert set(problems(Wanted("x", "phone", "A"))) == {"phone"} and set(problems(Wanted("x", "letter", "A"))) == {"address"}


def test_another_municipality_sees_no_request(staff: Any, visitor: Any, acting: Any) -> None:
    visitor("deerlijk").post(URL, ASKED)
    with acting("lien"):
        row = Submission.objects.order_by("-asked_at").first()
    assert staff("sara").get(f"/website/vragen/{row.id}").status_code == 404


def test_the_pages_ask_little_of_the_database(visitor: Any, staff: Any) -> None:
    site, lien = visitor("deerlijk"), staff("lien")
    site.get(URL), lien.get("/website/vragen")
    with at_most(14):
        assert site.get(URL).status_code == 200
    with at_most(16):
        assert lien.get("/website/vragen").status_code == 200


def test_the_published_form_is_the_same_for_all_and_still_one_request_a_person(visitor: Any, acting: Any) -> None:
    """A2: a form begins from a file too. Its key is shared by everybody of that day, so what was typed tells presses apart."""
    from nabij.kernel.tenancy.queries import by_slug
    from nabij.modules.website.publisher import render

    own = by_slug("deerlijk")
    assert own is not None
    with render.visiting(own) as visit:
        body, kind = visit.page(URL)
        assert visit.page(URL)[0] == body, "made again it is the same file"
    assert kind.startswith("text/html") and len(body) < 50_000
    key = re.search(r'name="sleutel" value="([^"]+)"', body.decode())[1]  # type: ignore[index]
    site = visitor("deerlijk")
    for given in (ASKED, ASKED, ASKED | {"naam": "Bo Proef", "email": "bo@voorbeeld.be"}):
        assert site.post(URL, given | {"sleutel": key}).status_code == 302
    with acting("lien"):
        assert Submission.objects.filter(text=ASKED["vraag"]).count() == 2


def test_a_site_map_names_no_form(visitor: Any) -> None:
    assert "/aanvraag" not in visitor("deerlijk").get("/sitemap.xml").content.decode()

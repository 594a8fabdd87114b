"""Acceptance A19 and A20: whatever can be asked online can be asked at the counter, with a ground, and the rows differ only in that."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.calendar import clock
from nabij.kernel.errors import MandateNeeded
from nabij.kernel.identity.mandates import Basis, require_ground
from nabij.kernel.identity.models import Mandate, OnBehalfAct, Party
from nabij.kernel.modules import queries as enablement
from nabij.kernel.modules import registry
from nabij.kernel.notices import actions as notices
from nabij.kernel.notices.models import Attempt, Letter, Notice
from nabij.modules.desk.queries import counter

from .counter_scene import REPORT, REQUEST, done, sent
from .reading import at_most, text, whole

pytestmark = pytest.mark.django_db
#: Rows of other modules: by name, because the desk itself never imports them.
Report, ReporterContact = apps.get_model("meldpunt", "Report"), apps.get_model("meldpunt", "ReporterContact")
Submission = apps.get_model("website", "Submission")


def test_georgette_rings_and_the_same_report_stands_there_with_her_mandate_and_a_letter(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    page = done(lien, sent(lien, "een-probleem-melden", REPORT))
    words = text(page)
    whole(page)
    assert "Lees voor" in words and "U hoort ons ten laatste op" in words and "Spel:" in words and "met de post" in words
    with acting("lien"):
        report = Report.objects.order_by("-reported_at").first()
        act = OnBehalfAct.objects.order_by("-id").select_related("mandate", "principal").first()
        assert (report.channel, report.entered_by, act.mandate.ground, act.channel) == ("phone", "Lien Verhaeghe", "oral_phone", "phone")
        assert act.subject_key == f"meldpunt.report:{report.id}" and act.promised_on == report.answer_by
        assert act.mandate.until is not None, "a spoken word counts for this and not for the next"
        entry = AuditEntry.objects.filter(verb="kernel.mandate.used").order_by("-id").first()
        assert entry.on_behalf == f"identity.party:{act.principal_id}" and "Georgette" not in str(entry.detail)
        notice = Notice.objects.filter(kind="desk.receipt").order_by("-created_at").first()
        assert notices.try_once(notice_id=notice.id).state == "handed_to_person"
        assert Letter.objects.filter(notice=notice).exists()


def test_the_rows_of_the_site_and_of_the_counter_differ_only_in_actor_channel_and_mandate(
    staff: Any, visitor: Any, acting: Any
) -> None:
    lien = staff("lien")
    contact = {"voor_naam": "Kaat Proef", "voor_telefoon": "0470 00 00 66", "voor_adres": "", "voor_niet_digitaal": ""}
    contact["voor_ontvangst"] = "print"
    online = {"naam": "Kaat Proef", "telefoon": "0470 00 00 66"}
    done(lien, sent(lien, "een-probleem-melden", REPORT, **contact))
    visitor("deerlijk").post("/melden", REPORT | online)
    done(lien, sent(lien, "identiteitskaart", REQUEST | {"antwoord": "visit"}, **contact))
    visitor("deerlijk").post("/diensten/identiteitskaart/aanvraag", REQUEST | online | {"antwoord": "visit"})
    with acting("lien"):
        for model, own in ((Report, {"channel", "entered_by"}), (Submission, {"channel", "entered_by", "party_id"})):
            rows = list(model.objects.order_by("-id").values()[:2])
            assert differing(*rows) - {"id", "code", "form_key", "contact"} == own
        assert ReporterContact.objects.filter(phone_index__gt="").count() >= 2


def differing(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {name for name in one if one[name] != other[name]}


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ({"voor_naam": ""}, "Vul in voor wie u dit doet"), ({"voor_grond": ""}, "Kies op welke grond"),
        ({"voor_reden": ""}, "Schrijf kort waarom"),
        ({"voor_kanaal": ""}, "Kies hoe de persoon ons bereikte"), ({"voor_grond": "written"}, "Schrijf op welk papier u zag"),
        ({"voor_ontvangst": "email"}, "Deze persoon wil niets digitaal"), ({"voor_adres": ""}, "Vul een adres in"),
    ],
)
def test_without_ground_nothing_is_done_and_nothing_typed_is_lost(staff: Any, acting: Any, left_out: dict[str, str], sentence: str) -> None:
    lien = staff("lien")
    with acting("lien"):
        before = (Report.objects.count(), Mandate.objects.count(), Party.objects.count())
    page = sent(lien, "een-probleem-melden", REPORT, **left_out)
    assert page.status_code == 422 and sentence in text(page)
    assert "Een losse stoeptegel" in page.content.decode() and "Proefstraat 12" in page.content.decode()
    whole(page)
    with acting("lien"):
        assert (Report.objects.count(), Mandate.objects.count(), Party.objects.count()) == before


def test_the_action_itself_refuses_without_ground() -> None:
    with pytest.raises(MandateNeeded) as refused:
        require_ground(name="Georgette", given=Basis("", "phone", "geen computer"))
    assert (refused.value.status, refused.value.code) == (403, "volmacht-nodig")


def acted(client: Any, **changes: Any) -> Any:
    body = {
        "service": "identiteitskaart", "person": {"name": "Georgette Naessens", "phone": "056 00 00 81"}, "ground": "oral_phone",
        "channel": "phone", "reason": "heeft geen computer", "answers": {"text": "Mijn kaart vervalt.", "wish": "phone"},
    }
    more = {"content_type": "application/json", "headers": {"Idempotency-Key": uuid4().hex}}
    return client.post("/api/v1/desk/acts", json.dumps(body | changes), **more)


def test_the_api_refuses_without_ground_and_does_the_same_with_one(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    refused = acted(lien, ground="")
    assert refused.status_code == 403 and refused.json()["type"] == "/problemen/volmacht-nodig"
    wrong = acted(lien, answers={"text": "", "wish": "phone"})
    assert wrong.status_code == 422 and {one["pointer"] for one in wrong.json()["errors"]} == {"/text"}
    assert acted(lien, service="bestaat-niet").status_code == 404
    made = acted(lien)
    assert made.status_code == 201 and made.json()["promised_on"] and made.json()["code"]
    assert "identiteitskaart" in {one["code"] for one in lien.get("/api/v1/desk/services").json()["items"]}
    with acting("lien"):
        assert OnBehalfAct.objects.get(id=made.json()["act"]).channel == "phone"


def test_the_database_refuses_a_written_mandate_without_proof(acting: Any) -> None:
    from django.db import IntegrityError

    with acting("lien") as scope, pytest.raises(IntegrityError, match="identity_mandate_proven"):
        party = Party.objects.first()
        Mandate.objects.create(
            organisation_id=scope.organisation_id, principal=party, agent_label="x", service="x", ground="written", since=clock.now()
        )


def test_112_is_said_before_a_report_in_danger_is_saved(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    gas = REPORT | {"wat": "Gasgeur aan de school", "gevaar": ""}
    page = sent(lien, "een-probleem-melden", gas)
    assert page.status_code == 422 and "belt u dan eerst 112" in text(page)
    assert 'name="gezegd" value="112"' in page.content.decode()
    words = text(done(lien, sent(lien, "een-probleem-melden", gas | {"gezegd": "112", "gevaar": "yes"})))
    assert "De wachtdienst van Deerlijk is verwittigd" in words
    with acting("lien"):
        assert Report.objects.order_by("-id").first().urgency == "acute"


def test_two_presses_are_one_act(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    page = lien.get("/balie/start/identiteitskaart").content.decode()
    key = page.partition('name="sleutel" value="')[2].partition('"')[0]
    for _ in range(2):
        done(lien, sent(lien, "identiteitskaart", REQUEST | {"sleutel": key}))
    with acting("lien"):
        row = Submission.objects.order_by("-asked_at").first()
        assert OnBehalfAct.objects.filter(subject_key=f"website.submission:{row.id}").count() == 1
        assert Submission.objects.filter(asked_at=row.asked_at).count() == 1


def test_every_service_of_every_manifest_can_be_started_at_the_counter(staff: Any, acting: Any, organisations: dict[str, int]) -> None:
    """A19: as many services at the counter as online, in each of the thirteen; and each page opens."""
    lien = staff("lien")
    with acting("lien") as scope:
        enabled = enablement.enabled(scope.organisation_id, clock.today())
        offered = counter.services(scope.organisation_id, enabled)
        online = [one for one in offered if one.online]
    assert len(offered) == len(online) >= 10
    assert {m.name for m in registry.installed() if m.services} >= {"meldpunt", "website", "dossier"}
    home = lien.get("/balie").content.decode()
    for service in offered:
        assert f'href="/balie/start/{service.code}"' in home
        assert lien.get(f"/balie/start/{service.code}").status_code == 200


def test_a19_every_service_opens_at_the_counter_of_each_of_the_thirteen(
    staff: Any, visitor: Any, organisations: dict[str, int]
) -> None:
    """As many services at the counter as online; each page opens, and each online address answers."""
    towns = sorted(slug for slug in organisations if f"ocmw-{slug}" in organisations)
    assert len(towns) == 13
    for slug in towns:
        offered = serving(organisations[slug], slug)
        online = [one for one in offered if one.online]
        assert len(offered) == len(online) >= 14, slug
        clerk, site = staff("lien", slug), visitor(slug)
        shut = [one.code for one in offered if clerk.get(f"/balie/start/{one.code}").status_code != 200]
        shut += [one.online for one in online if site.get(one.online).status_code != 200]
        assert shut == [], slug
    assert "een-probleem-melden" not in {one.code for one in serving(organisations["lendelede"], "lendelede")}, "its module is off today"


def serving(organisation_id: int, slug: str) -> list[Any]:
    """Lien also works at the counter of this municipality; returns what is offered there today."""
    from django.db.backends.postgresql.psycopg_any import DateRange

    from nabij.kernel.identity.models import Account, Function
    from nabij.kernel.tenancy.scope import scope, system

    own = [organisation_id]
    with scope(reading=own, writing=own, actor=system("test"), organisation_id=organisation_id):
        lien = Account.objects.get(username="lien")
        if not Function.objects.filter(organisation_id=organisation_id, account=lien).exists():
            for kind in ("desk_clerk", "operator"):
                Function.objects.create(
                    organisation_id=organisation_id, account=lien, kind=kind, period=DateRange(clock.today(), None)
                )
        return counter.services(organisation_id, enablement.enabled(organisation_id, clock.today()))


def test_a19_the_rows_differ_only_in_actor_channel_and_mandate_in_each_of_the_thirteen(
    staff: Any, visitor: Any, organisations: dict[str, int]
) -> None:
    """Another service in every municipality, so that over the thirteen each of them is asked both ways; and a report where that is on."""
    from nabij.kernel.tenancy.scope import scope, system

    towns = sorted(slug for slug in organisations if f"ocmw-{slug}" in organisations)
    contact = {"voor_naam": "Kaat Proef", "voor_telefoon": "0470 00 00 66", "voor_adres": "", "voor_niet_digitaal": ""}
    contact["voor_ontvangst"] = "print"
    online = {"naam": "Kaat Proef", "telefoon": "0470 00 00 66"}
    tried: set[str] = set()
    for number, slug in enumerate(towns):
        offered = serving(organisations[slug], slug)
        asked = [one for one in offered if not one.emergency]
        service, report = asked[number % len(asked)], any(one.emergency for one in offered)
        clerk, site = staff("lien", slug), visitor(slug)
        done(clerk, sent(clerk, service.code, REQUEST | {"antwoord": "visit"}, **contact))
        assert site.post(f"/diensten/{service.code}/aanvraag", REQUEST | online | {"antwoord": "visit"}).status_code == 302, (slug, service)
        if report:
            here = REPORT | {"waar": "aan het gemeentehuis"}
            done(clerk, sent(clerk, "een-probleem-melden", here, **contact))
            assert site.post("/melden", here | online).status_code == 302, slug
        tried.add(service.code)
        with scope(reading=[organisations[slug]], actor=system("test")):
            kinds = [(Submission, {"channel", "entered_by", "party_id"}), (Report, {"channel", "entered_by"})]
            for model, own in kinds if report else kinds[:1]:
                rows = list(model.objects.filter(organisation_id=organisations[slug]).order_by("-id").values()[:2])
                assert differing(*rows) - {"id", "code", "form_key", "contact"} == own, slug
    assert len(tried) == 13


def test_the_online_address_of_each_service_answers(visitor: Any, acting: Any) -> None:
    with acting("lien") as scope:
        offered = counter.services(scope.organisation_id, enablement.enabled(scope.organisation_id, clock.today()))
    assert [one.code for one in offered if visitor("deerlijk").get(one.online).status_code != 200] == []


def test_an_unknown_service_is_a_page_that_does_not_exist_and_one_that_is_off_names_who_helps(staff: Any) -> None:
    assert staff("lien").get("/balie/start/bestaat-niet").status_code == 404
    words = text(staff("marieke").get("/balie/start/een-probleem-melden"))
    assert "biedt dit hier niet aan" in words and "Geef de vraag door" in words


def test_an_operator_reaches_the_same_act_with_its_ground_from_the_operator_page(staff: Any, acting: Any) -> None:
    """Delphine has no desk: from the page of a call she acts for somebody with the same ground, and the person reads it."""
    delphine = staff("delphine")
    assert 'href="/balie/telefoon?dienst=een-probleem-melden"' in delphine.get("/meldpunt/nieuw").content.decode()
    here = REPORT | {"waar": "aan het stadhuis"}
    done(delphine, sent(delphine, "een-probleem-melden", here, voor_ontvangst="spelled"))
    with acting("delphine"):
        act = OnBehalfAct.objects.select_related("mandate").order_by("-id").first()
        assert (act.mandate.ground, act.reason, act.actor_label) == ("oral_phone", "heeft geen computer", "Delphine Baert")
    assert sent(delphine, "een-probleem-melden", here, voor_grond="").status_code == 422


def test_the_phone_page_is_the_same_form_with_the_ground_ready(staff: Any) -> None:
    page = staff("lien").get("/balie/telefoon")
    html, words = page.content.decode(), text(page)
    whole(page)
    assert "Waar is het?" in words and "Wat is er aan de hand?" in words and 'name="waar"' in html and "112" in html
    assert 'value="oral_phone" required id="id_voor_grond_1" checked' in html or 'value="oral_phone" id="id_voor_grond_1" checked' in html


def test_a_municipal_clerk_is_not_offered_the_letter_of_the_ocmw(staff: Any) -> None:
    assert staff("lien").get("/balie/start/antwoord-op-brief").status_code == 200
    assert "biedt dit hier niet aan" in text(staff("lien").get("/balie/start/antwoord-op-brief"))


def test_who_wants_nothing_digital_gets_nothing_digital_over_all_kinds(acting: Any) -> None:
    """A22 over every kind that is installed: only letter and call, also when every address is known."""
    points = {"email": "x@voorbeeld.be", "sms": "0470000000", "letter": "Proefstraat 1", "call": "056000000"}
    from nabij.kernel.notices.rules import HUMAN_CHANNELS, channels_for

    for module in registry.installed():
        for kind in module.notice_kinds:
            assert set(channels_for(kind.channels, points, none_digital=True)) <= set(HUMAN_CHANNELS), kind.code
    with acting("lien"):
        assert not Attempt.objects.filter(notice__kind="desk.receipt", channel__in=("email", "sms")).exists()


def test_the_page_of_a_service_asks_little_of_the_database(staff: Any) -> None:
    lien = staff("lien")
    lien.get("/balie")
    with at_most(26):
        assert lien.get("/balie").status_code == 200
    with at_most(24):
        assert lien.get("/balie/start/een-probleem-melden").status_code == 200

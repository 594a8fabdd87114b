"""A file through its pages: no number, a duplicate, a search that leaves no trace in the address, the household in two times."""

from __future__ import annotations

import html
import re
from datetime import date, datetime
from typing import Any

import pytest

from nabij.kernel.calendar import clock
from nabij.kernel.calendar.queries import calendar_for, term_rule
from nabij.kernel.calendar.rules import term_end
from nabij.kernel.errors import Invalid, NotFound
from nabij.modules.dossier import facade
from nabij.modules.dossier.actions import casework as casework_acts
from nabij.modules.dossier.actions import files as acts
from nabij.modules.dossier.actions.casework import NewFinding
from nabij.modules.dossier.actions.files import HouseholdChange, NewPerson
from nabij.modules.dossier.demo import ELS
from nabij.modules.dossier.models import Finding, SearchEntry
from nabij.modules.dossier.queries import casework, files, journal
from nabij.modules.dossier.rules import evidence

pytestmark = pytest.mark.django_db


def seen(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def test_a_search_leaves_no_number_in_the_address_and_ends_after_a_quarter(staff: Any, els: Any, still_clock: Any) -> None:
    marieke = staff("marieke")
    answer = marieke.post("/dossier/zoeken", {"nummer": f"{ELS[:6]} {ELS[6:]}"})
    assert answer.status_code == 302 and ELS not in answer["Location"] and "Maes" not in answer["Location"]
    assert f"Dossier {els.wervik_ref}" in seen(marieke.get(answer["Location"]))
    assert staff("lannoo", "ocmw-kortrijk").get(answer["Location"]).status_code == 404
    still_clock.forward(acts.SEARCH_KEPT * 2)
    assert marieke.get(answer["Location"]).status_code == 404


def test_old_searches_are_removed_by_the_next_one(acting: Any, still_clock: Any) -> None:
    with acting("marieke"):
        acts.remember_search(number=ELS, name="", year=None)
        still_clock.forward(acts.SEARCH_KEPT * 2)
        acts.remember_search(number="", name="Els", year=1992)
        assert SearchEntry.objects.count() == 1


@pytest.mark.parametrize("typed", ["85.07.30-033.28", "123", "abc"])
def test_a_live_or_broken_number_is_refused_and_kept_on_the_page(staff: Any, typed: str) -> None:
    answer = staff("marieke").post("/dossier/zoeken", {"nummer": typed})
    assert answer.status_code == 422 and f'value="{typed}"' in answer.content.decode()


def test_somebody_without_number_phone_or_address_is_ordinary(staff: Any) -> None:
    marieke = staff("marieke")
    fields = {"first_name": "Yannick", "last_name": "Proef", "language": "nl", "channel": "desk"}
    made = marieke.post("/dossier/nieuw", fields)
    assert made.status_code == 302 and "geen nummer gekend" in seen(marieke.get(made["Location"]))


def test_the_same_number_twice_is_refused_and_the_same_name_asked(staff: Any, acting: Any, els: Any) -> None:
    with acting("marieke"), pytest.raises(Invalid, match="staat al bij een ander dossier"):
        acts.open_dossier(person=NewPerson("Elsje", "Maas", None, ELS))
    fields = {"first_name": "Els", "last_name": "Maes", "language": "nl", "channel": "letter"}
    assert "Er is al een dossier met deze naam" in seen(staff("marieke").post("/dossier/nieuw", fields))


def test_the_household_on_a_day_as_known_on_a_day(acting: Any, staff: Any, els: Any, still_clock: Any) -> None:
    with acting("marieke"):
        file = files.open_file(els.wervik_ref)
        sami = next(m for m in files.household(file, date(2027, 3, 30), still_clock.at) if m.name == "Sami")
        still_clock.move_to(datetime(2027, 5, 10, 9))  # noqa: DTZ001
        change = HouseholdChange("move_out", date(2027, 4, 1), subject=sami.subject)
        acts.change_household(ref=els.wervik_ref, change=change)
        born = date(2027, 5, 2)
        acts.change_household(ref=els.wervik_ref, change=HouseholdChange("birth", born, name="Lou", birth=born, role="kind"))
        with pytest.raises(Invalid, match="voor de geboorte"):
            early = HouseholdChange("move_in", date(2020, 1, 1), name="X", birth=date(2021, 1, 1))
            acts.change_household(ref=els.wervik_ref, change=early)
    marieke, url = staff("marieke"), f"/dossier/{els.wervik_ref}/gezin"

    def asked(on: date, known: date) -> str:
        query = day("dag", on) | day("gekend", known)
        return seen(marieke.get(url, query)).partition("Er verandert iets")[0]

    now = asked(date(2027, 5, 10), date(2027, 5, 10))
    assert "Sami" not in now and "Lou" in now and "Noor, kind: woont hier afwisselend" in now
    then = asked(date(2027, 4, 20), date(2027, 5, 9))
    assert "Sami" in then and "Lou" not in then
    assert "Sami" in asked(date(2027, 3, 25), date(2027, 5, 10))


def test_a_finding_needs_its_source_and_cannot_come_from_tomorrow(acting: Any, staff: Any, els: Any) -> None:
    with acting("marieke"), pytest.raises(Invalid) as wrong:
        casework_acts.record_finding(ref=els.wervik_ref, finding=NewFinding("x", "x", " ", "x", date(2027, 4, 1), date(2027, 3, 1)))
    assert set(wrong.value.fields) == {"requirement", "kind", "value", "source", "observed_on", "valid_until"}
    fields = {"requirement": "income", "subject": "self", "kind": "fact", "value": "Geen inkomen", "source": "document"}
    fields |= day("observed_on", date(2027, 3, 30))
    marieke = staff("marieke")
    saved = marieke.post(f"/dossier/{els.wervik_ref}/bevindingen", fields)
    assert saved.status_code == 302
    text = seen(marieke.get(f"/dossier/{els.wervik_ref}/bevindingen?over=income"))
    assert "Geen inkomen" in text and "bron: een document dat we zagen" in text and "nog geldig" in text


def test_a_finding_is_never_edited(acting: Any, els: Any) -> None:
    from django.db import Error, transaction

    with acting("marieke"):
        for change in (lambda: Finding.objects.update(about_others=True), lambda: Finding.objects.all().delete()):
            with pytest.raises(Error), transaction.atomic():
                change()


def test_terms_say_their_day_and_a_missing_rule_is_never_a_guess(acting: Any, els: Any, organisations: dict[str, int]) -> None:
    with acting("marieke"):
        days = calendar_for(organisations["ocmw-wervik"])
        assert term_end(term_rule("ocmw-forwarding", date(2027, 6, 1)), date(2027, 6, 1), [], days).last_day == date(2027, 6, 6)
        assert term_end(term_rule("ocmw-forwarding", date(2027, 3, 22)), date(2027, 3, 22), [], days).last_day == date(2027, 3, 27)
        row = casework_acts.receive_application(
            ref=els.wervik_ref, aid="medical", received_on=date(2001, 1, 1), channel="letter", words=""
        )
        _, view = casework.application(row.id, date(2027, 3, 30))
        assert view.last_day is None and "geen regel bekend" in view.steps[0]


def test_work_stands_by_last_day_whatever_the_channel(acting: Any, els: Any, still_clock: Any) -> None:
    orders = []
    for channels in (("phone", "desk"), ("letter", "home")):
        with acting("marieke") as scope:
            refs = []
            for number, channel in enumerate(channels):
                made = acts.open_dossier(person=NewPerson(f"Persoon{number}{channel}", "Proef"))
                casework_acts.receive_application(
                    ref=made.ref, aid="leefloon", received_on=date(2027, 3, 10 + number), channel=channel, words=""
                )
                refs.append(made.ref)
            titles = [task.title for task in facade.tasks(scope.actor, still_clock.at)]
            orders.append([next(n for n, title in enumerate(titles) if ref in title) for ref in refs])
    assert all(order == sorted(order) for order in orders)


def test_the_home_visit_gets_a_date_and_stays_in_the_list(acting: Any, els: Any) -> None:
    with acting("marieke"):
        casework_acts.record_act(application_id=els.application, kind="home_visit", on=date(2027, 3, 29))
        file, view = casework.application(els.application, date(2027, 3, 30))
        owed = casework.delta(file, view, date(2027, 3, 30)).owed_by_law
        assert [(one.code, one.done_on) for one in owed] == [("home_visit", date(2027, 3, 29)), ("ksz", None)]
        with pytest.raises(Invalid):
            casework_acts.record_act(application_id=els.application, kind="ksz", on=date(2027, 3, 23))
    with acting("wim"), pytest.raises(NotFound):
        casework.application(els.application, date(2027, 3, 30))


def test_a_chief_opens_a_file_with_a_reason_that_the_person_reads(staff: Any, acting: Any, els: Any) -> None:
    from nabij.modules.dossier.models import Grant

    with acting("wim"):
        before = Grant.objects.count()
    greet = staff("lannoo")
    assert greet.post(f"/dossier/{els.kortrijk_ref}/toegang", {"reason": ""}).status_code == 422
    assert greet.post(f"/dossier/{els.kortrijk_ref}/toegang", {"reason": "Klacht van 29 maart"}).status_code == 302
    with acting("wim"):
        assert Grant.objects.count() == before + 1
    assert "Klacht van 29 maart" in seen(staff("wim").get(f"/dossier/{els.kortrijk_ref}/logboek"))
    assert staff("wim").post(f"/dossier/{els.kortrijk_ref}/toegang", {"reason": "zomaar"}).status_code == 403


def test_a_finding_is_replaced_with_a_reason_and_stays_readable(staff: Any, acting: Any, els: Any, still_clock: Any) -> None:
    marieke, at = staff("marieke"), f"/dossier/{els.wervik_ref}/bevindingen"
    page = marieke.get(f"{at}?over=rent").content.decode()
    url = re.search(rf"{at}/[0-9a-f-]+/vervanging", page).group(0)  # type: ignore[union-attr]
    assert "Betaalt € 640 huur per maand" in seen(marieke.get(url)) and 'name="subject"' not in marieke.get(url).content.decode()
    better = {"kind": "fact", "value": "Huurcontract: € 645", "source": "document"} | day("observed_on", date(2027, 3, 30))
    assert marieke.post(url, better).status_code == 422
    assert marieke.post(url, better | {"reason": "contract gezien"}).status_code == 302
    text = seen(marieke.get(f"{at}?over=rent"))
    places = [text.index(words) for words in ("Huurcontract: € 645", "Wat er eerst stond (1)", "Betaalt € 640", "contract gezien")]
    assert places == sorted(places)
    assert "1 bevinding, " in text
    assert "al vervangen" in seen(marieke.get(url)) and marieke.post(url, better | {"reason": "nog eens"}).status_code == 422
    with acting("marieke"):
        file, view = casework.application(els.application, still_clock.at.date())
        reusable = casework.delta(file, view, still_clock.at.date()).reusable
        assert "Huurcontract: € 645" in [line.finding.value for line in reusable if line.finding]
        told = [line.sentence for line in journal.lines(file.dossier.organisation_id, file.dossier.id)]
    assert any("verving iets in uw dossier" in sentence for sentence in told)


def test_a_finding_of_another_file_is_not_replaced_and_one_is_replaced_once(staff: Any, acting: Any, els: Any) -> None:
    from django.db import Error, transaction

    with acting("wim"):
        theirs = Finding.objects.first()
        assert theirs is not None
        dossier, organisation, account = theirs.dossier_id, theirs.organisation_id, theirs.dossier.worker_id
        for attempt in ("first", "second"):
            row = Finding(organisation_id=organisation, dossier_id=dossier, recorded_at=clock.now(), supersedes_id=theirs.id, sealed=b"x")
            if attempt == "first":
                row.save(force_insert=True)
                continue
            with pytest.raises(Error, match="dossier_superseded_once"), transaction.atomic():
                row.save(force_insert=True)
    assert account and staff("marieke").get(f"/dossier/{els.wervik_ref}/bevindingen/{theirs.id}/vervanging").status_code == 404


def test_whom_a_finding_is_about_is_a_key_here_and_a_name_elsewhere(staff: Any, acting: Any, els: Any) -> None:
    marieke, at = staff("marieke"), f"/dossier/{els.wervik_ref}/bevindingen"
    key = re.search(r'value="([0-9a-f-]{36})"[^>]*>Noor<', marieke.get(at).content.decode()).group(1)  # type: ignore[union-attr]
    fields = {"requirement": "children", "kind": "fact", "value": "Schoolattest gezien", "source": "school", "subject": key}
    assert marieke.post(at, fields | {"subject": "Noor"} | day("observed_on", date(2027, 3, 30))).status_code == 422
    assert marieke.post(at, fields | day("observed_on", date(2027, 3, 30))).status_code == 302
    with acting("marieke"):
        found = {known.value: (known.subject, known.subject_name) for known in casework.findings(files.open_file(els.wervik_ref))}
    assert found["Schoolattest gezien"] == (key, "Noor")
    assert key not in "".join(evidence.TRAVELS) and "subject" not in evidence.TRAVELS and "subject_name" in evidence.TRAVELS

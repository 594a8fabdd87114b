"""A3, A4, A8: nothing is decided without argued options or a reference; local words survive a newer version."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import Error, connection, transaction

from nabij.kernel.errors import Invalid, Refused, RuleViolation
from nabij.kernel.overlay.dated import LineKind

from ..actions import adoption, questions, versions
from ..models import Adoption, DecisionRecord
from ..queries import adoption as standings
from ..queries import strategy
from ..rules.strategy import AdoptionState, QuestionState

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 29)
BODY = "college van burgemeester en schepenen"


def asked(own: int, code: str = "papier") -> Any:
    return questions.ask(partnership_id=own, number=9, code=code, text="Nog papier?", why="Het kost plaats.", kind="places")


def argued(own: int) -> Any:
    row = asked(own)
    for title in ("Ja", "Nee"):
        option = questions.add_option(question_id=row.id, title=title, description="In één zin uitgelegd.")
        for side in ("pro", "contra"):
            questions.argue(option_id=option.id, side=side, text="Dit is een argument.")
    return row


def test_the_four_questions_are_decided_with_who_and_where(acting: Any) -> None:
    with acting("hilde", "wervik"):
        found = strategy.questions()
    assert [q.row.code for q in found] == ["mappen", "sharepoint", "eigen-server", "enkel-zoeken"]
    for view in found:
        assert view.state is QuestionState.DECIDED and view.decision and view.decision.body and view.decision.reference
        assert len(view.options) >= 2 and all(facts.argued for facts in view.facts)


def test_a_question_needs_two_argued_options(steering: Any) -> None:
    with steering() as own:
        row = asked(own)
        option = questions.add_option(question_id=row.id, title="Ja", description="Alles op papier.")
        given = {"option_id": option.id, "body": "Conferentie", "decided_on": DAY, "reference": "C-1", "text": "Ja."}
        with pytest.raises(RuleViolation, match="minstens twee"):
            questions.decide(question_id=row.id, **given)
        questions.add_option(question_id=row.id, title="Nee", description="Niets op papier.")
        with pytest.raises(RuleViolation, match="ontbreekt bij: Ja, Nee"):
            questions.decide(question_id=row.id, **given)


def test_the_database_refuses_an_unargued_decision_too(steering: Any) -> None:
    with steering() as own:
        row = asked(own)
        option = questions.add_option(question_id=row.id, title="Ja", description="Alles op papier.")
        with pytest.raises(Error, match="argued for and against"), transaction.atomic():
            DecisionRecord.objects.create(
                organisation_id=own, question=row, option=option, body="x", decided_on=DAY, reference="x", text="x",
                recorded_at="2027-03-30T08:00Z",
            )


def test_reopening_keeps_the_old_decision(steering: Any, still_clock: Any) -> None:
    from datetime import timedelta

    with steering() as own:
        row = argued(own)
        option = strategy.question(row.id).options[0]
        given = {"body": "Conferentie", "decided_on": DAY, "reference": "C-1", "text": "Ja."}
        questions.decide(question_id=row.id, option_id=option.id, **given)
        still_clock.forward(timedelta(hours=1))
        questions.reopen(question_id=row.id, reason="Er is een nieuw cijfer.")
        view = strategy.question(row.id)
        assert view.state is QuestionState.REOPENED and len(view.decisions) == 1 and view.decision is None
        still_clock.forward(timedelta(hours=1))
        second = questions.decide(question_id=row.id, option_id=view.options[1].id, **given)
        assert second.supersedes_id == view.decisions[0].id and len(strategy.question(row.id).decisions) == 2
        with pytest.raises(Error), transaction.atomic():
            DecisionRecord.objects.filter(id=second.id).update(text="anders")


def test_nine_of_thirteen_took_it_over(acting: Any) -> None:
    with acting("hilde", "wervik"):
        found = standings.standings()
    assert len(found) == 13 and sum(one.adopted for one in found) == 9
    words = {one.organisation.slug: one.word for one in found}
    assert words["wevelgem"] == words["kortrijk"] == words["wervik"] == "nam over met afwijkingen"
    assert (words["zwevegem"], words["anzegem"], words["lendelede"]) == ("overweegt", "nu niet", "nog geen antwoord")
    assert [one.organisation.short_name for one in found] == sorted(one.organisation.short_name for one in found)


def test_taking_over_without_a_reference_is_refused_by_action_and_database(acting: Any, organisations: dict[str, int]) -> None:
    own = organisations["lendelede"]
    with acting("an"):
        with pytest.raises(Invalid) as wrong:
            adoption.adopt(organisation_id=own, body=BODY, decided_on=None, reference=" ")
        assert set(wrong.value.fields) == {"decided_on", "reference"}
        row = adoption.adopt(organisation_id=own, body=BODY, decided_on=DAY, reference="2027-14")
        assert sum(one.adopted for one in standings.standings()) == 10
        with pytest.raises(Error, match="archive_adoption_decided"), transaction.atomic():
            Adoption.objects.filter(id=row.id).update(reference="")


def test_only_lendelede_decides_for_lendelede(acting: Any, organisations: dict[str, int]) -> None:
    with acting("griet"):
        with pytest.raises(Refused, match="Alleen Lendelede"):
            adoption.adopt(organisation_id=organisations["lendelede"], body=BODY, decided_on=DAY, reference="x-1")
        with connection.cursor() as cursor, pytest.raises(Error, match="row-level security"), transaction.atomic():
            names = "audience, kind, state, body, decided_on, reference, note, invented, since, version_id, version_organisation_id"
            insert = f"INSERT INTO archive_adoption (id, organisation_id, {names}) SELECT gen_random_uuid(), %s, {names}"
            cursor.execute(f"{insert} FROM archive_adoption LIMIT 1", [organisations["lendelede"]])


def test_a_deviation_says_why_and_respects_what_is_fixed(acting: Any, organisations: dict[str, int]) -> None:
    own = organisations["kuurne"]
    with acting("griet"):
        with pytest.raises(Invalid, match="20 tekens"):
            adoption.deviate(organisation_id=own, code="mail", field="moment", value="binnen de week", motivation="daarom")
        with pytest.raises(RuleViolation, match="overal gelijk"):
            adoption.deviate(organisation_id=own, code="subsidies", field="place", value="kelder", motivation="x" * 30)
        adoption.deviate(organisation_id=own, code="mail", field="moment", value="binnen de week", motivation="Wij ruimen elke vrijdag op.")
        assert standings.standing(own).word == "nam over met afwijkingen"  # type: ignore[union-attr]


def test_a_newer_version_takes_over_keeps_and_asks(acting: Any, being: Any, steering: Any, organisations: dict[str, int]) -> None:
    """A8: copy a neighbour, override two fields, publish 1.1 touching one of them."""
    own, reason = organisations["lendelede"], "Onze kleine ploeg werkt anders."
    with being("lendelede"):
        adoption.adopt(organisation_id=own, body=BODY, decided_on=DAY, reference="2027-14", copy_from=organisations["wevelgem"])
        adoption.deviate(organisation_id=own, code="mail", field="moment", value="binnen de week", motivation=reason)
        adoption.deviate(organisation_id=own, code="klachten", field="responsible", value="algemeen directeur", motivation=reason)
    others = _others(being, organisations)
    with steering() as region:
        version = versions.draft(partnership_id=region, number="1.1", title="Archiefstrategie van de regio")
        versions.set_agreement(version_id=version.id, code="mail", moment="binnen de week na het antwoord")
        versions.set_agreement(version_id=version.id, code="verslagen", responsible="algemeen directeur")
        versions.publish(version_id=version.id, body="Conferentie", decided_on=DAY, reference="C-9")
    with being("lendelede"):
        row, newer = standings.open_row(own), strategy.require_published()
        assert row is not None and standings.standing(own).word == "nam een vorige versie over"  # type: ignore[union-attr]
        kinds = {line.name: line.kind for line in standings.changes(row, newer)}
        assert kinds == {
            "mail.moment": LineKind.CONFLICT, "verslagen.responsible": LineKind.TAKEN_OVER,
            "klachten.responsible": LineKind.KEPT_LOCAL, "bouwdossiers.place": LineKind.KEPT_LOCAL,
        }
        with pytest.raises(Invalid, match="Kies hier"):
            adoption.adopt(organisation_id=own, body=BODY, decided_on=DAY, reference="2027-15")
        adoption.adopt(organisation_id=own, body=BODY, decided_on=DAY, reference="2027-15", choices={"mail.moment": "region"})
        kept = {(d.code, d.field) for d in standings.standing(own).deviations}  # type: ignore[union-attr]
        assert kept == {("klachten", "responsible"), ("bouwdossiers", "place")}
    assert _others(being, organisations) == others


def _others(being: Any, organisations: dict[str, int]) -> list[Any]:
    with being("kuurne"):
        rows = Adoption.objects.exclude(organisation_id=organisations["lendelede"]).order_by("id")
        return list(rows.values_list("id", "version_id", "state", "until"))


def test_a_published_version_stands_still(steering: Any) -> None:
    with steering():
        version = strategy.require_published()
        with pytest.raises(RuleViolation, match="Maak een nieuwe versie"):
            versions.set_agreement(version_id=version.id, code="mail", place="elders")
        with connection.cursor() as cursor:
            for change in ("UPDATE archive_strategyversion SET title = 'x'", "UPDATE archive_placementagreement SET place = 'x'",
                           "DELETE FROM archive_strategyversion"):
                with pytest.raises(Error, match="published version"), transaction.atomic():
                    cursor.execute(change)


def test_an_empty_region_counts_zero(acting: Any, being: Any, organisations: dict[str, int]) -> None:
    with acting("an"):
        adoption.answer(organisation_id=organisations["lendelede"], state=AdoptionState.CONSIDERING, note="We kijken.")
        assert standings.standing(organisations["lendelede"]).adopted is False  # type: ignore[union-attr]

"""Answers of organisations on real PostgreSQL: who may, what follows, what stays untouched."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused, RuleViolation, Stale
from nabij.kernel.modules import queries as enablement

from .. import actions
from ..actions.membership import consequences
from ..models import Group, Membership, Project, VisionSentence
from ..queries import membership
from ..queries import programme as programme_queries
from ..rules.membership import presented_state
from ..rules.preview import Preview
from ..rules.states import Level, Presented, State

pytestmark = pytest.mark.django_db
JUNE = date(2027, 6, 1)
DECISION = actions.DecisionGiven("council", date(2027, 3, 25), "Deelname", "2027-044")


def leaving(organisation_id: int, project_id: UUID, on: date = JUNE) -> Preview:
    return consequences(organisation_id=organisation_id, project_id=project_id, to=State.LEFT, effective=on, level=Level.LIGHT)


def leave(organisation_id: int, project_id: UUID, on: date = JUNE, **more: Any) -> Membership:
    seen = leaving(organisation_id, project_id, on)
    given = {"reason": "te weinig meldingen", "preview_digest": seen.digest, **more}
    return actions.record_membership(organisation_id=organisation_id, project_id=project_id, to=State.LEFT, effective=on, **given)


def word(organisation_id: int, project_id: UUID, on: date, known_at: datetime | None = None) -> Presented | None:
    facts = membership.facts([project_id], organisation_id)
    cell = presented_state(facts, [], on, known_at or clock.now())
    return cell and cell.presented


def standing(organisation_id: int, on: date) -> str:
    return enablement.standing(organisation_id, "meldpunt", on).state


def rows_of_others(organisation_id: int) -> str:
    """Digest of every row of the programme and of enablement that belongs to someone else."""
    parts = []
    with connection.cursor() as cursor:
        for table in (
            "programme_membership",
            "programme_golive",
            "programme_project",
            "programme_population",
            "modules_enablement",
        ):
            cursor.execute(f"SELECT t::text FROM {table} t WHERE organisation_id <> %s ORDER BY 1", [organisation_id])
            parts += [row[0] for row in cursor.fetchall()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def test_lendelede_starts_on_the_first_of_april_and_not_before(
    organisations: dict[str, int], seeing: Any, meldpunt: UUID
) -> None:
    own = organisations["lendelede"]
    with seeing():
        assert (standing(own, date(2027, 3, 31)), standing(own, date(2027, 4, 1))) == ("planned", "on")
        view, april = programme_queries.project(meldpunt), date(2027, 4, 1)
        for on, known_at, more in (
            (date(2027, 3, 30), clock.now(), "onder voorwaarden"),
            (april, clock.now(), ""),
            (april, datetime.fromisoformat("2027-02-25T12:00+01:00"), "onder voorwaarden"),
        ):
            cell = membership.own_cells([view], own, on, known_at)[meldpunt]
            assert (cell.word, cell.more) == ("opnieuw erbij", more)


def test_twelve_members_have_the_module_today(organisations: dict[str, int], seeing: Any) -> None:
    """And the partnership, whose coordinator plans the rota."""
    with seeing():
        on = {slug for slug, own in organisations.items() if standing(own, clock.today()) == "on"}
    assert len(on - {"zuid-west-vlaanderen"}) == 12 and {"menen", "wervik"} <= on and "lendelede" not in on


def test_leaving_switches_off_on_the_day_and_touches_nobody_else(
    acting: Any, seeing: Any, organisations: dict[str, int], meldpunt: UUID
) -> None:
    own = organisations["kuurne"]
    with seeing():
        before = rows_of_others(own)
    with acting("griet"):
        row = leave(own, meldpunt)
        assert row.state == "left" and row.effective.lower == JUNE
        assert [standing(own, day) for day in (date(2027, 5, 31), JUNE)] == ["on", "off"]
        assert word(own, meldpunt, date(2027, 5, 31)) is Presented.IN
        assert word(own, meldpunt, JUNE) is Presented.LEFT
    with seeing():
        assert rows_of_others(own) == before


def test_leaving_today_ends_the_module_tomorrow_at_the_earliest(
    acting: Any, organisations: dict[str, int], meldpunt: UUID
) -> None:
    own, today = organisations["kuurne"], clock.today()
    with acting("griet"):
        leave(own, meldpunt, today)
        assert (standing(own, today), standing(own, today + timedelta(days=1))) == ("on", "off")


def test_leaving_before_a_planned_start_takes_the_start_back(acting: Any, organisations: dict[str, int], meldpunt: UUID) -> None:
    own = organisations["lendelede"]
    with acting("an"):
        leave(own, meldpunt, date(2027, 3, 31))
        assert standing(own, date(2027, 4, 1)) != "on"


def test_rejoining_switches_on_again_from_its_own_go_live(acting: Any, organisations: dict[str, int], meldpunt: UUID) -> None:
    own, july = organisations["kuurne"], date(2027, 7, 1)
    with acting("griet"):
        leave(own, meldpunt)
        clock._frozen[-1].forward(timedelta(minutes=1))
        seen = consequences(organisation_id=own, project_id=meldpunt, to=State.IN, effective=july, level=Level.LIGHT)
        actions.record_membership(
            organisation_id=own, project_id=meldpunt, to=State.IN, effective=july, decision=DECISION, preview_digest=seen.digest
        )
        assert [standing(own, day) for day in (date(2027, 6, 30), july)] == ["off", "on"]
        assert word(own, meldpunt, july) is Presented.REJOINED


@pytest.mark.parametrize("username", ["stijn", "mieke", "bart"])
def test_only_kuurne_decides_for_kuurne(acting: Any, organisations: dict[str, int], meldpunt: UUID, username: str) -> None:
    with acting(username), pytest.raises(Refused, match=r"Alleen Kuurne beslist voor Kuurne\."):
        actions.record_membership(
            organisation_id=organisations["kuurne"], project_id=meldpunt, to=State.LEFT, effective=JUNE, reason="zij"
        )


def test_colleague_without_the_function_cannot_decide_for_the_own_municipality(
    acting: Any, organisations: dict[str, int], meldpunt: UUID
) -> None:
    with acting("delphine"), pytest.raises(Refused, match="algemeen directeur"):
        actions.record_membership(
            organisation_id=organisations["kortrijk"], project_id=meldpunt, to=State.LEFT, effective=JUNE, reason="ik"
        )


def test_consequences_must_be_the_ones_that_were_seen(acting: Any, organisations: dict[str, int], meldpunt: UUID) -> None:
    with acting("griet"):
        seen = consequences(
            organisation_id=organisations["kuurne"], project_id=meldpunt, to=State.LEFT, effective=JUNE, level=Level.LIGHT
        )
    with acting("stijn"):
        leave(organisations["kortrijk"], meldpunt, date(2027, 5, 1))
    with acting("griet"), pytest.raises(Stale) as caught:
        leave(organisations["kuurne"], meldpunt, preview_digest=seen.digest)
    fresh = caught.value.facts["preview"]
    assert fresh.digest != seen.digest and len(fresh.others) == len(seen.others) - 1


def test_preview_shows_shares_to_the_cent_and_that_the_others_go_on(
    acting: Any, organisations: dict[str, int], meldpunt: UUID
) -> None:
    with acting("griet"):
        seen = consequences(
            organisation_id=organisations["kuurne"], project_id=meldpunt, to=State.LEFT, effective=JUNE, level=Level.LIGHT
        )
    assert sum(s.before or 0 for s in seen.shares) == sum(s.after or 0 for s in seen.shares) == 12_000_000
    assert len(seen.others) == 12 and not seen.lonely
    assert [(s.on, s.enabled) for s in seen.switches] == [(JUNE, False)]


@pytest.mark.parametrize(
    ("to", "lacking"), [(State.LEFT, {"reason", "preview_digest"}), (State.IN_CONDITIONAL, {"preview_digest"})]
)
def test_what_a_step_needs_is_said_per_field(
    acting: Any, organisations: dict[str, int], meldpunt: UUID, to: State, lacking: set[str]
) -> None:
    with acting("griet"), pytest.raises(Invalid) as caught:
        actions.record_membership(organisation_id=organisations["kuurne"], project_id=meldpunt, to=to, effective=JUNE)
    assert set(caught.value.fields) == lacking


def test_step_that_does_not_exist_names_the_steps_that_do(acting: Any, organisations: dict[str, int], meldpunt: UUID) -> None:
    with acting("griet"), pytest.raises(RuleViolation, match="stapte uit"):
        actions.record_membership(organisation_id=organisations["kuurne"], project_id=meldpunt, to=State.OUT, effective=JUNE)


def test_correction_leaves_what_we_knew(acting: Any, organisations: dict[str, int], meldpunt: UUID, still_clock: Any) -> None:
    own, day, known_before = organisations["lendelede"], date(2022, 4, 1), clock.now()
    still_clock.forward(timedelta(hours=1))
    with acting("an"):
        actions.correct_membership(
            organisation_id=own,
            project_id=meldpunt,
            state=State.IN,
            effective=day,
            until=date(2022, 7, 1),
            reason="Het besluit gold pas vanaf juli.",
            level=Level.PILOT,
        )
        assert word(own, meldpunt, day) is Presented.IN
        assert word(own, meldpunt, day, known_before) is Presented.LEFT
        assert word(own, meldpunt, date(2022, 7, 1)) is Presented.LEFT
        assert standing(own, date(2027, 4, 1)) == "on"


def second_project(acting: Any) -> Project:
    """Another project that operates the same module."""
    with acting("mieke"):
        return actions.start_project(
            group=Group.objects.get(number=3),
            sentence=VisionSentence.objects.get(number=1),
            operates_module="meldpunt",
            slug="tweede",
            name="Tweede meldpunt",
            service_goal="Wie een probleem meldt, krijgt altijd antwoord.",
            for_whom="inwoners",
            phase="running",
            started_on=date(2027, 1, 1),
        )


def test_two_projects_keep_the_module_on_until_the_last_one(
    acting: Any, organisations: dict[str, int], meldpunt: UUID, still_clock: Any
) -> None:
    own = organisations["kuurne"]
    second = second_project(acting)
    with acting("griet"):
        seen = consequences(organisation_id=own, project_id=second.id, to=State.IN, effective=date(2027, 5, 1), level=Level.LIGHT)
        assert seen.waits_for_go_live
        actions.record_membership(
            organisation_id=own,
            project_id=second.id,
            to=State.IN,
            effective=date(2027, 5, 1),
            decision=DECISION,
            preview_digest=seen.digest,
        )
        actions.pass_go_live(
            organisation_id=own,
            project_id=second.id,
            passed_on=date(2027, 5, 15),
            inclusion_ref="toets 7",
            human_route="loket",
            agreement_ref="overeenkomst 3",
        )
        still_clock.forward(timedelta(minutes=1))
        leave(own, meldpunt)
        assert standing(own, JUNE) == "on"
        still_clock.forward(timedelta(minutes=1))
        leave(own, second.id, date(2027, 8, 1))
        assert [standing(own, day) for day in (date(2027, 7, 31), date(2027, 8, 1))] == ["on", "off"]


def test_go_live_needs_a_human_route_and_is_passed_once(
    acting: Any, organisations: dict[str, int], projects: dict[str, UUID]
) -> None:
    own = organisations["lendelede"]
    with acting("an"):
        with pytest.raises(Invalid) as caught:
            actions.pass_go_live(
                organisation_id=own, project_id=projects["digitaal-archief"], passed_on=JUNE, inclusion_ref="", human_route=" "
            )
        assert set(caught.value.fields) == {"inclusion_ref", "human_route"}
        with pytest.raises(Invalid, match="al klaar"):
            actions.pass_go_live(
                organisation_id=own,
                project_id=projects["regionaal-meldpunt"],
                passed_on=JUNE,
                inclusion_ref="toets",
                human_route="loket",
            )


def test_decision_that_follows_is_completed_once(
    acting: Any, organisations: dict[str, int], projects: dict[str, UUID], still_clock: Any
) -> None:
    own, project = organisations["lendelede"], projects["website-van-de-toekomst"]
    with acting("an"):
        before = membership.history(project, own)
        actions.add_decision(organisation_id=own, project_id=project, decision=DECISION)
        [entry] = membership.history(project, own)
        assert before[0].decision == "" and entry.decision.endswith("2027-044")
        assert (entry.state, entry.from_on) == (before[0].state, before[0].from_on)
        still_clock.forward(timedelta(minutes=1))
        with pytest.raises(RuleViolation, match="wacht op een besluit"):
            actions.add_decision(organisation_id=own, project_id=project, decision=DECISION)


def test_coordinator_asks_once_and_members_do_not_ask(
    acting: Any, organisations: dict[str, int], projects: dict[str, UUID]
) -> None:
    given = {"organisation_id": organisations["kuurne"], "opens": date(2027, 4, 1), "closes": date(2027, 5, 1)}
    with acting("mieke"):
        actions.invite(project_id=projects["digitaal-archief"], **given)
        with pytest.raises(Invalid, match="al gevraagd"):
            actions.invite(project_id=projects["digitaal-archief"], **given)
    with acting("griet"), pytest.raises(Refused):
        actions.invite(project_id=projects["digitaal-archief"], **given)


def test_project_with_only_means_is_refused_by_the_action_and_by_the_database(acting: Any, organisations: dict[str, int]) -> None:
    with acting("mieke"):
        group, sentence = Group.objects.get(number=1), VisionSentence.objects.get(number=1)
        fields = {"slug": "app", "name": "Een app", "means": "een app", "phase": "running", "started_on": JUNE}
        with pytest.raises(Invalid) as caught:
            actions.start_project(group=group, sentence=sentence, service_goal="", for_whom="", **fields)
        assert set(caught.value.fields) == {"service_goal", "for_whom"}
        with pytest.raises(Error, match="programme_project_goal"), transaction.atomic():
            Project.objects.create(
                organisation_id=organisations["zuid-west-vlaanderen"],
                group=group,
                sentence=sentence,
                service_goal="een app",
                for_whom="inwoners",
                **fields,
            )


def test_nobody_but_an_importer_writes_the_past(acting: Any, organisations: dict[str, int], meldpunt: UUID) -> None:
    with acting("griet"), pytest.raises(Refused):
        actions.import_membership_fact(
            organisation_id=organisations["kuurne"],
            project_id=meldpunt,
            state=State.LEFT,
            effective=date(2023, 1, 1),
            recorded=datetime.fromisoformat("2023-01-01T12:00+01:00"),
        )


def test_module_that_fails_to_tell_its_consequences_is_said_and_must_be_accepted(
    acting: Any, organisations: dict[str, int], meldpunt: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nabij.kernel.modules import registry

    def broken(dotted: str, *args: Any) -> Any:
        raise TimeoutError("no answer")

    monkeypatch.setattr(registry, "call", broken)
    with acting("griet"):
        seen = leaving(organisations["kuurne"], meldpunt)
        assert seen.module_unknown and seen.module_lines == ()
        with pytest.raises(Stale, match="Niet alle gevolgen"):
            leave(organisations["kuurne"], meldpunt)
        assert leave(organisations["kuurne"], meldpunt, accept_unknown=True).state == "left"


def test_going_from_full_to_conditional_closes_the_module(acting: Any, organisations: dict[str, int], meldpunt: UUID) -> None:
    own = organisations["kuurne"]
    with acting("griet"):
        seen = consequences(organisation_id=own, project_id=meldpunt, to=State.IN_CONDITIONAL, effective=JUNE, level=Level.LIGHT)
        assert [(s.on, s.enabled) for s in seen.switches] == [(JUNE, False)]
        assert any("eigen telefoonnummer" in line for line in seen.module_lines)


def test_a_day_before_the_project_began_is_refused(acting: Any, organisations: dict[str, int], projects: dict[str, UUID]) -> None:
    with acting("an"), pytest.raises(Invalid) as caught:
        actions.record_membership(
            organisation_id=organisations["lendelede"],
            project_id=projects["digitaal-archief"],
            to=State.CONSIDERING,
            effective=date(2020, 1, 1),
        )
    assert "begon pas op" in caught.value.fields["effective"]

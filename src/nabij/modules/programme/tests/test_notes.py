"""Rounds, notes and answers on real PostgreSQL: who may, what is made, who reads it, what stands still."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import docx
import pypdf
import pytest
from django.db import Error, connection, transaction

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.blobs.models import Blob
from nabij.kernel.documents import content
from nabij.kernel.errors import Invalid, NotFound, Refused, RuleViolation
from nabij.kernel.events.models import Event
from nabij.kernel.jobs.models import JobMeta
from nabij.kernel.tenancy.scope import scope, system

from .. import actions, jobs
from ..actions import DecisionGiven, Engaged
from ..actions import notes as note_actions
from ..models import Answer, DispatchEvent, EngagementResponse, Note, NoteOrder, Question
from ..queries import asks, consultations, notes
from ..rules.consultation import ADMINISTRATIVE, POLITICAL, Step
from ..rules.needs import Layer, Status
from ..rules.states import Level
from .consultation_scene import make_all, rounds

__all__ = ["rounds"]
pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 30)
DECISION = DecisionGiven("college", TODAY, "Antwoord", "2027-VB-900")


@pytest.fixture
def quick_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files instead of printed ones, where a test is about order and versions."""
    quick = {name: (ending, mime, lambda document: content.canonical(document)) for name, (ending, mime, _) in note_actions.FORMS.items()}
    monkeypatch.setattr(note_actions, "FORMS", quick)


def test_thirteen_notes_are_made_one_by_one_in_alphabetical_order(acting: Any, rounds: dict[str, UUID], quick_printing: None) -> None:
    with acting("mieke"):
        assert actions.order_notes(consultation_id=rounds["social"]) == 13
        assert actions.make_next(consultation_id=rounds["social"])
        first = Note.objects.get(consultation_id=rounds["social"])
        assert str(first.addressee) == "Anzegem" and first.version == 1
        assert make_all(rounds["social"]) == 12
        made = Note.objects.filter(consultation_id=rounds["social"]).order_by("made_at", "id").select_related("addressee")
        names = [str(note.addressee) for note in made]
        assert len(names) == 13 and names == sorted(names)
        assert {order.state for order in NoteOrder.objects.filter(consultation_id=rounds["social"])} == {"made"}
        assert not actions.make_next(consultation_id=rounds["social"])


def test_the_worker_makes_them_turn_by_turn(
    staff: Any, rounds: dict[str, UUID], organisations: dict[str, int], quick_printing: None
) -> None:
    """The order is announced, and each turn asks for the next in the scope that the queue gives a job; the last asks for nothing."""
    region, task = organisations["zuid-west-vlaanderen"], "modules.programme.jobs.make_notes"
    assert staff("mieke").post(f"/programma/bevragingen/{rounds['social']}/notas").status_code == 302
    with scope(reading=[region], writing=[region], actor=system("job"), organisation_id=region):
        jobs.on_notes_ordered(Event.objects.get(type="notes.ordered", subject__endswith=str(rounds["social"])))
    for turn in range(1, 15):
        with scope(reading=[region], writing=[region], actor=system("job"), tags=[f"partnership:{region}"], organisation_id=region):
            waiting = JobMeta.objects.get(task=task, finished_at=None)
            jobs.make_notes.function(consultation_id=str(rounds["social"]))
            JobMeta.objects.filter(id=waiting.id).update(finished_at=waiting.enqueued_at)
            assert Note.objects.filter(consultation_id=rounds["social"]).count() == min(turn, 13)
    with scope(reading=[region], actor=system("job")):
        assert not JobMeta.objects.filter(task=task, finished_at=None).exists()


def test_nothing_is_lost_when_it_stops_halfway_and_again_makes_nothing_new(
    acting: Any, rounds: dict[str, UUID], monkeypatch: pytest.MonkeyPatch, quick_printing: None
) -> None:
    id = rounds["social"]
    with acting("mieke"):
        actions.order_notes(consultation_id=id)
        for _ in range(4):
            actions.make_next(consultation_id=id)
        # the worker dies in the middle of the fifth: its transaction is gone, the order still waits
        with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt), transaction.atomic():
            broken.setattr(note_actions, "_printed", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt()))
            actions.make_next(consultation_id=id)
        assert NoteOrder.objects.filter(consultation_id=id, state="waiting").count() == 9
        assert make_all(id) == 9 and Note.objects.filter(consultation_id=id).count() == 13
        actions.order_notes(consultation_id=id)
        make_all(id)
        assert Note.objects.filter(consultation_id=id).count() == 13, "no word differs: no new version"
        assert {order.state for order in NoteOrder.objects.filter(consultation_id=id)} == {"unchanged"}


def test_one_that_cannot_be_printed_fails_after_three_tries_and_twelve_stand(
    acting: Any, rounds: dict[str, UUID], monkeypatch: pytest.MonkeyPatch, quick_printing: None
) -> None:
    whole = note_actions._printed

    def printed(round: Any, addressee: Any, *rest: Any) -> Any:
        if addressee.slug == "kuurne":
            raise ValueError("geen papier")
        return whole(round, addressee, *rest)

    monkeypatch.setattr(note_actions, "_printed", printed)
    with acting("mieke"):
        actions.order_notes(consultation_id=rounds["social"])
        assert make_all(rounds["social"]) == 12 + 3
        failed = NoteOrder.objects.get(consultation_id=rounds["social"], state="failed")
        assert str(failed.addressee) == "Kuurne" and failed.tries == 3 and "geen papier" in failed.reason
        assert Note.objects.filter(consultation_id=rounds["social"]).count() == 12


def test_a_changed_fact_makes_a_second_version_that_says_what_changed(
    acting: Any, rounds: dict[str, UUID], projects: dict[str, UUID], quick_printing: None
) -> None:
    with acting("mieke"):
        actions.estimate_effort(project_id=projects["digitaal-archief"], level=Level.HOST, half_days=9, text="meer leiden")
        actions.order_notes(consultation_id=rounds["archive"])
        make_all(rounds["archive"])
        assert Note.objects.filter(consultation_id=rounds["archive"], version=2).count() == 13
        newest = notes.view(rounds["archive"], Note.objects.first().addressee_id)  # type: ignore[union-attr]
        assert newest and newest.version == 2
        changes = next(block for block in newest.document.blocks if getattr(block, "title", "").startswith("Wat veranderde"))
        assert len(changes.lines) == 2 and "meer leiden" in changes.lines[0]  # type: ignore[union-attr]


def test_an_idea_gets_no_notes_and_says_why(acting: Any, rounds: dict[str, UUID], projects: dict[str, UUID]) -> None:
    with acting("mieke"):
        round = consultations.get(rounds["website"])
        assert len(round.questions) == 1
        actions.request_engagement(consultation_id=round.id, level=POLITICAL, text="Het college beslist.")
        actions.request_engagement(consultation_id=round.id, level=ADMINISTRATIVE, text="Iemand helpt.", half_days=1)
        actions.open_round(consultation_id=round.id)
        with pytest.raises(RuleViolation, match=r"nog een idee.*raming"):
            actions.order_notes(consultation_id=round.id)
        actions.estimate_effort(project_id=projects["website-van-de-toekomst"], level=Level.LIGHT, half_days=1, text="één overleg")
        actions.state_need(
            project_id=projects["website-van-de-toekomst"], layer=Layer.PEOPLE, text="een redacteur per gemeente", status=Status.PLANNED
        )
        assert actions.order_notes(consultation_id=round.id) == 13


def test_a_draft_gets_no_notes_and_is_seen_by_the_secretariat_only(acting: Any, rounds: dict[str, UUID]) -> None:
    with acting("mieke"), pytest.raises(RuleViolation):
        actions.order_notes(consultation_id=rounds["website"])
    with acting("an"):
        with pytest.raises(NotFound):
            consultations.get(rounds["website"])
        assert not Question.objects.filter(consultation_id=rounds["website"]).exists()


@pytest.mark.parametrize(("username", "own"), [("an", "lendelede"), ("griet", "kuurne")])
def test_each_director_reads_her_own_note_and_no_other_also_by_sql(
    acting: Any, rounds: dict[str, UUID], organisations: dict[str, int], username: str, own: str
) -> None:
    with acting(username):
        assert {note.addressee_id for note in Note.objects.all()} == {organisations[own]}
        assert notes.view(rounds["archive"], organisations["kortrijk"]) is None
        with pytest.raises(NotFound):
            notes.open_file(rounds["archive"], organisations["kortrijk"], "pdf")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM programme_note WHERE addressee_id <> %s", [organisations[own]])
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT count(*) FROM blobs_blob WHERE organisation_id = %s", [organisations["zuid-west-vlaanderen"]])
            assert cursor.fetchone() == (0,), "the files themselves stay the partnership's"


def test_a_member_fetches_both_files_and_both_logs_say_so(acting: Any, rounds: dict[str, UUID], organisations: dict[str, int]) -> None:
    lendelede = organisations["lendelede"]
    with acting("an"):
        printed = notes.open_file(rounds["archive"], lendelede, "pdf")
        word = notes.open_file(rounds["archive"], lendelede, "word")
        assert printed.filename == "nota-bevraging-1-lendelede-v1.pdf"
        assert not Blob.objects.filter(sha256=printed.sha256).exists(), "back in its own scope"
    reader = pypdf.PdfReader(io.BytesIO(printed.path.read_bytes()))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value and root["/Lang"] == "nl-BE"
    assert reader.metadata and reader.metadata.title == "Digitaal archief: wat vragen we aan Lendelede?"
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    document = docx.Document(io.BytesIO(word.path.read_bytes()))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    assert "Politiek niveau" in headings and "Ambtelijk niveau" in headings and len(document.tables) == 7
    assert all("".join(heading.split()) in text for heading in headings)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert all("".join(cell.split()).replace("-", "") in text.replace("-", "") for cell in cells)
    with scope(reading=organisations.values(), actor=system("test"), reason="nazicht"):
        entered = AuditEntry.objects.filter(verb="tenancy.scope.entered", organisation_id=organisations["zuid-west-vlaanderen"])
        assert entered.count() == 2 and AuditEntry.objects.filter(verb="tenancy.scope.switched", organisation_id=lendelede).count() == 2


@pytest.mark.parametrize("given", [{"organisation": "kuurne"}, {"organisation": "zuid-west-vlaanderen"}])
def test_only_kuurne_answers_for_kuurne(acting: Any, rounds: dict[str, UUID], organisations: dict[str, int], given: dict[str, str]) -> None:
    for username in ("an", "mieke"):
        if username == "mieke" and given["organisation"] == "zuid-west-vlaanderen":
            continue
        with acting(username), pytest.raises(Refused, match="beslist voor"):
            actions.answer(
                organisation_id=organisations[given["organisation"]], consultation_id=rounds["archive"], level=POLITICAL, values={},
                engagements={},
            )


def test_raw_sql_as_the_web_role_cannot_answer_for_kuurne(acting: Any, rounds: dict[str, UUID], organisations: dict[str, int]) -> None:
    with acting("an"):
        question = consultations.get(rounds["archive"]).questions[0]
        region, kuurne = organisations["zuid-west-vlaanderen"], organisations["kuurne"]
        with connection.cursor() as cursor, pytest.raises(Error, match="row-level security"), transaction.atomic():
            cursor.execute(
                "INSERT INTO programme_answer (id, organisation_id, audience, consultation_organisation_id, recorded_at, origin,"
                " question_id, level, version, value, late)"
                " VALUES (gen_random_uuid(), %s, 'own', %s, now(), '', %s, 'political', 9, 'ja', false)",
                [kuurne, region, question.id],
            )


def test_an_answer_is_kept_in_versions_and_read_by_its_member_and_the_secretariat(
    acting: Any, rounds: dict[str, UUID], organisations: dict[str, int]
) -> None:
    lendelede = organisations["lendelede"]
    given = {"organisation_id": lendelede, "consultation_id": rounds["archive"], "level": POLITICAL}
    with acting("an"):
        round = consultations.get(rounds["archive"])
        first, engagement = round.questions[0].id, round.political[0].id
        assert [row.id for row in asks.rounds_to_answer(lendelede)] == [round.id]
        assert actions.answer(**given, values={first: "nu niet"}, engagements={engagement: Engaged("accepted")}) == 2
        assert actions.answer(**given, values={first: "nu niet"}, engagements={engagement: Engaged("accepted")}) == 0
        assert actions.answer(**given, values={first: "ja"}, engagements={engagement: Engaged("amended", "Pas in juni.")}) == 2
        assert [a.value for a in Answer.objects.filter(organisation_id=lendelede).order_by("version")] == ["nu niet", "ja"]
        assert not Answer.objects.exclude(organisation_id=lendelede).exists(), "answers of others are not ours to read"
    with acting("stijn"):
        assert not Answer.objects.filter(organisation_id=lendelede).exists()
    with acting("mieke"):
        line = next(one for one in consultations.lines(consultations.get(rounds["archive"]), TODAY) if one.member.slug == "lendelede")
        assert line.political.word == "2 van 5 beantwoord" and line.administrative.word == "nog geen antwoord"
        assert EngagementResponse.objects.filter(organisation_id=lendelede, state="amended").count() == 1


def test_bad_answers_get_a_sentence_each_and_nothing_is_kept(acting: Any, rounds: dict[str, UUID], organisations: dict[str, int]) -> None:
    with acting("an"):
        round = consultations.get(rounds["archive"])
        asked, engagement = round.questions[1].id, round.administrative[0].id
        with pytest.raises(Invalid) as refused, transaction.atomic():
            actions.answer(
                organisation_id=organisations["lendelede"], consultation_id=round.id, level=ADMINISTRATIVE, values={asked: "veel"},
                engagements={engagement: Engaged("amended", " ")},
            )
        assert refused.value.fields[str(asked)].startswith("Vul een heel getal in") and str(engagement) in refused.value.fields
        assert not Answer.objects.filter(organisation_id=organisations["lendelede"]).exists()


def test_an_answer_after_the_last_day_is_kept_as_late(
    acting: Any, rounds: dict[str, UUID], organisations: dict[str, int], still_clock: Any
) -> None:
    still_clock.forward(timedelta(days=12))
    with acting("an"):
        round = consultations.get(rounds["archive"])
        actions.answer(
            organisation_id=organisations["lendelede"], consultation_id=round.id, level=POLITICAL, values={round.questions[0].id: "ja"},
            engagements={},
        )
        assert Answer.objects.get(organisation_id=organisations["lendelede"]).late


def test_a_board_decides_with_a_reference_after_the_note_was_sent(
    acting: Any, rounds: dict[str, UUID], organisations: dict[str, int]
) -> None:
    given = {"organisation_id": organisations["lendelede"], "consultation_id": rounds["archive"], "on": TODAY}
    with acting("an"):
        with pytest.raises(Invalid, match="besluit"):
            actions.take_step(**given, step=Step.DECIDED)
        actions.take_step(**given, step=Step.ON_AGENDA)
        row = actions.take_step(**given, step=Step.DECIDED, decision=DECISION)
        with pytest.raises(Error), transaction.atomic():
            DispatchEvent.objects.filter(id=row.id).update(on=date(2027, 1, 1))
        with pytest.raises(RuleViolation, match="Versturen doet het secretariaat"):
            actions.take_step(**given, step=Step.SENT)
    with acting("mieke"):
        line = next(one for one in consultations.lines(consultations.get(rounds["archive"]), TODAY) if one.member.slug == "lendelede")
        assert (line.agenda, line.decided, line.reference) == (TODAY, TODAY, "2027-VB-900")
    with acting("stijn"):
        assert not DispatchEvent.objects.filter(addressee_id=organisations["lendelede"]).exists()


def test_sending_is_for_who_has_a_note_and_once(acting: Any, rounds: dict[str, UUID]) -> None:
    with acting("mieke"):
        with pytest.raises(RuleViolation, match="geen nota klaar"):
            actions.send_notes(consultation_id=rounds["archive"], on=TODAY)
        actions.order_notes(consultation_id=rounds["social"])
        actions.make_next(consultation_id=rounds["social"])
        assert actions.send_notes(consultation_id=rounds["social"], on=TODAY) == 1
        with pytest.raises(RuleViolation, match="moet nog komen"):
            actions.send_notes(consultation_id=rounds["social"], on=date(2027, 4, 1))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE programme_question SET text = 'anders' WHERE consultation_id = %s",
        "DELETE FROM programme_engagementrequest WHERE consultation_id = %s",
        "UPDATE programme_consultation SET title = 'anders' WHERE id = %s",
        "UPDATE programme_consultation SET state = 'draft' WHERE id = %s",
        "DELETE FROM programme_consultation WHERE id = %s",
        "UPDATE programme_note SET content = '{}' WHERE consultation_id = %s",
    ],
)
def test_what_stands_in_an_open_round_stands_still_also_by_sql(acting: Any, rounds: dict[str, UUID], change: str) -> None:
    with acting("mieke"), connection.cursor() as cursor, pytest.raises(Error), transaction.atomic():
        cursor.execute(change, [rounds["archive"]])


def test_a_closed_round_changes_no_more(acting: Any, rounds: dict[str, UUID]) -> None:
    with acting("mieke"):
        actions.close_round(consultation_id=rounds["archive"])
        with pytest.raises(RuleViolation, match="afgesloten"):
            actions.close_round(consultation_id=rounds["archive"])
        with pytest.raises(RuleViolation):
            actions.order_notes(consultation_id=rounds["archive"])
        with connection.cursor() as cursor, pytest.raises(Error, match="closed one nothing"), transaction.atomic():
            cursor.execute("UPDATE programme_consultation SET row_version = 99 WHERE id = %s", [rounds["archive"]])


def test_freed_time_says_what_it_is_for_and_a_choice_has_choices(acting: Any, rounds: dict[str, UUID]) -> None:
    with acting("mieke"):
        with pytest.raises(Invalid) as refused:
            actions.expect_benefit(consultation_id=rounds["website"], kind="time_freed", text="Minder werk.")
        assert "used_for" in refused.value.fields
        with pytest.raises(Invalid) as refused:
            actions.ask(
                consultation_id=rounds["website"], text="Welke?", respondent="both", answer_type="choice", legal_consequence="Geen.",
                choices=["één"],
            )
        assert "choices" in refused.value.fields


@pytest.mark.parametrize("username", ["an", "delphine", "stijn"])
def test_only_the_secretariat_asks_and_makes(acting: Any, rounds: dict[str, UUID], username: str) -> None:
    with acting(username):
        for act in (actions.order_notes, actions.open_round, actions.close_round):
            with pytest.raises(Refused):
                act(consultation_id=rounds["archive"])

"""Protocols: the one that fits opens with the alarm, ticks have a time and a name, closing asks about what stays open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from nabij.kernel.blobs import actions as blobs
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused
from nabij.modules.meldpunt.actions import alarm, notes, protocol
from nabij.modules.meldpunt.actions.protocol import Act, NewProtocol, NewStep
from nabij.modules.meldpunt.models import Attachment, DutyNote, ProtocolRun, ProtocolStepLog
from nabij.modules.meldpunt.queries import duty
from nabij.modules.meldpunt.queries import protocol as queries
from nabij.modules.meldpunt.rules import protocol as rules
from nabij.modules.meldpunt.rules.protocol import Candidate, StepKind, StepPlan, Tick, choose

from .duty_scene import of, open_scene

AT = datetime(2027, 3, 30, 6, tzinfo=UTC)
TREE = Candidate("boom", "Boom op de weg", ("boom",), ("boom op de weg",))
WIRE = Candidate("draad", "Losse draad", ("stroom",), ("draad",))
ANY = Candidate("alles", "Elk alarm")


@pytest.mark.parametrize(
    ("category", "text", "expected"),
    [
        ("boom", "er ligt iets", "boom"), ("", "Een BOOM op de weg!", "boom"),
        ("andere", "er hangt een draad los", "draad"),
        ("boom", "er hangt een draad", "draad"), ("", "boomgaard", "alles"), ("put", "gat in de weg", "alles"),
    ],
)  # fmt: skip
def test_words_come_before_the_category_and_whole_words_only(category, text, expected):
    found = choose([ANY, WIRE, TREE], category, text)
    assert found is not None and found.candidate.code == expected and found.because


def test_without_one_for_any_alarm_nothing_fits():
    assert choose([TREE, WIRE], "put", "gat") is None
    assert choose([], "boom", "boom") is None


moments = st.integers(-400_000, 400_000).map(lambda s: AT + timedelta(seconds=s))


@given(said=st.none() | moments, opened=moments, now=moments)
def test_the_time_of_an_act_lies_between_the_alarm_and_now(said, opened, now):
    if opened > now:
        return
    at = rules.own_time(said, opened, now)
    assert opened <= at <= now
    if said is not None and opened <= said <= now and now - said <= rules.LONGEST_OFFLINE:
        assert at == said, "what can be true is believed"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans())))
def test_the_last_tick_decides_and_only_required_steps_hold_up(ticks):
    plans = [StepPlan("a", "a"), StepPlan("b", "b", required=False), StepPlan("c", "c", target_minutes=5)]
    found = rules.states(plans, [Tick(step, done, AT, "Anke") for step, done in ticks], AT, AT + timedelta(minutes=9))
    last = dict(ticks)
    assert [bool(state.done) for state in found] == [last.get(plan.id, False) for plan in plans]
    assert {plan.id for plan in rules.open_required(found)} == {p.id for p in plans if p.required and not last.get(p.id)}
    assert found[2].late == (timedelta(0) if last.get("c") else timedelta(minutes=4))


@pytest.fixture
def scene(db, settings, tmp_path):
    settings.NABIJ_HOME, settings.NABIJ_BLOBS = tmp_path, tmp_path / "blobs"
    return open_scene()


def words(answer) -> str:
    """What a person reads: without tags."""
    return " ".join(strip_tags(answer.content.decode()).split())


def joris(scene):
    return alarm.Responder("Joris Vanneste", "Joris V.", next(p.recipient for p in scene.pages()))


def steps_of(scene) -> list:
    with of(scene.slug):
        run = queries.run_of(scene.alert_id, clock.now())
        assert run is not None
        return run.steps


def tick(scene, step, **more):
    with of(scene.slug):
        return protocol.tick(alert_id=scene.alert_id, step_id=step.id, act=more.pop("act", Act(uuid4())), responder=joris(scene), **more)


def test_an_alarm_opens_its_protocol_and_says_why(scene):
    with of():
        run = queries.run_of(scene.alert_id, clock.now())
    assert run is not None and (run.name, run.because, run.version) == ("Gasgeur", "in de tekst staat: gasgeur", 1)
    assert scene.log()[0] == "opened" and "protocol" in scene.log()
    assert len(run.left) == 4 and run.steps[0].due == clock.now() + timedelta(minutes=2)


def test_a_tick_has_a_time_and_a_name_and_can_be_undone(scene, still_clock):
    still_clock.forward(timedelta(minutes=3))
    first = steps_of(scene)[0]
    assert first.late_minutes == 1
    tick(scene, first)
    shown = steps_of(scene)[0]
    assert (shown.done_by, shown.done_at, shown.late_minutes) == ("Joris Vanneste", clock.now(), 1)
    tick(scene, first, done=False)
    assert steps_of(scene)[0].done_at is None
    assert scene.log()[-2:] == ["step", "step_undone"]


def test_the_same_act_sent_twice_is_one_tick_with_the_time_of_the_spot(scene, still_clock):
    act = Act(uuid4(), clock.now() + timedelta(minutes=1))
    still_clock.forward(timedelta(minutes=20))
    rows = [tick(scene, steps_of(scene)[1], act=act) for _ in range(3)]
    assert len({row.id for row in rows}) == 1
    assert (rows[0].at, rows[0].received_at) == (act.said_at, clock.now())
    with of():
        assert "doorgestuurd om 8.51 uur" in list(duty.alarm_log(scene.alert_id))[-1].text


def test_closing_with_an_open_required_step_asks_a_reason(scene):
    with of():
        alarm.acknowledge(alert_id=scene.alert_id, responder=joris(scene))
        with pytest.raises(Invalid, match="nog open: .*Bel de netbeheerder.*Schrijf waarom"), transaction.atomic():
            alarm.close_alert(alert_id=scene.alert_id, result="Klaar.", responder=joris(scene))
        assert scene.alert().state == "acknowledged"
        alarm.close_alert(alert_id=scene.alert_id, result="Klaar.", unfinished="Vals alarm.", responder=joris(scene))
        assert ProtocolRun.objects.get(alert_id=scene.alert_id).unfinished_because == "Vals alarm."
        with pytest.raises(Refused, match="al gesloten"):
            late = Act(uuid4(), clock.now() + timedelta(minutes=5))
            still = clock.now() + timedelta(minutes=10)
            with clock.frozen(still):
                protocol.tick(alert_id=scene.alert_id, step_id=steps_of(scene)[0].id, act=late, responder=joris(scene))
    assert "unfinished" in scene.log()


def test_with_every_required_step_done_closing_asks_nothing(scene):
    for step in steps_of(scene):
        if step.required:
            tick(scene, step)
    with of():
        alarm.acknowledge(alert_id=scene.alert_id, responder=joris(scene))
        alarm.close_alert(alert_id=scene.alert_id, result="Klaar.", responder=joris(scene))
    assert scene.alert().state == "closed"


def test_ticking_keeps_the_alarm_from_going_off_again(scene, still_clock):
    with of():
        alarm.acknowledge(alert_id=scene.alert_id, responder=joris(scene))
    still_clock.forward(timedelta(minutes=20))
    tick(scene, steps_of(scene)[0])
    assert scene.alert().ack_expires_at == clock.now() + timedelta(minutes=30)


def test_a_run_keeps_its_version_when_the_next_one_is_published(scene, acting):
    with acting("mieke", "zuid-west-vlaanderen"):
        protocol.publish_protocol(
            given=NewProtocol("gasgeur", "Gasgeur", ("gasgeur",), ("gasgeur",), [NewStep(StepKind.CALL, "Bel 112", 1, True)])
        )
    assert len(steps_of(scene)) == 5
    assert [step.text for step in steps_of(open_scene())] == ["Bel 112"]


def test_only_the_partnership_publishes_and_never_without_steps(acting):
    given = NewProtocol("proef", "Proef", (), (), [])
    with acting("mieke", "zuid-west-vlaanderen"), pytest.raises(Invalid, match="minstens één stap"):
        protocol.publish_protocol(given=given)
    with acting("joris"), pytest.raises(Refused):
        protocol.publish_protocol(given=given)


def test_ticks_are_append_only_in_the_database(scene):
    tick(scene, steps_of(scene)[0])
    with of(), pytest.raises(DatabaseError), transaction.atomic():
        ProtocolStepLog.objects.update(by="iemand anders")
    with of(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM meldpunt_dutynote")
        cursor.execute("UPDATE meldpunt_protocolrun SET alert_id = gen_random_uuid()")


def picture() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (64, 48), "#336699").save(data, "JPEG")
    return SimpleUploadedFile("foto.jpg", data.getvalue(), "image/jpeg")


def test_a_note_and_a_photo_are_kept_once_with_their_own_time(scene, still_clock, staff):
    key, said = str(uuid4()), clock.now() + timedelta(minutes=2)
    still_clock.forward(timedelta(minutes=30))
    client, url = staff("joris"), f"/wacht/alarmen/{scene.alert_id}"
    for _ in range(2):
        sent = {"text": "Deur staat open", "photo": picture(), "key": key, "at": said.isoformat()}
        assert client.post(f"{url}/nota", sent).status_code == 302
    with of():
        row = DutyNote.objects.get(alert_id=scene.alert_id)
        assert (row.at, row.received_at, row.by) == (said, clock.now(), "Joris Vanneste")
        blobs.examine(blob=Attachment.objects.select_related("blob_use__blob").get(id=row.attachment_id).blob_use.blob)
    page = words(client.get(url))
    assert "Deur staat open" in page and "Bekijk de foto van 8.33 uur" in page
    assert client.get(f"{url}/foto/{row.attachment_id}")["Content-Type"] == "image/jpeg"
    assert client.get(f"{url}/foto/{uuid4()}").status_code == 404
    with of(), pytest.raises(Invalid, match="Schrijf wat u ziet"):
        notes.write_note(alert_id=scene.alert_id, act=Act(uuid4()), text="  ", responder=joris(scene))


def test_the_alarm_page_shows_steps_and_refuses_the_close_with_what_was_typed(scene, staff):
    client, url = staff("joris"), f"/wacht/alarmen/{scene.alert_id}"
    client.post(f"{url}/opname")
    step = steps_of(scene)[0]
    assert client.get(f"{url}/stap").status_code == 200 and steps_of(scene)[0].done_at is None
    assert client.post(f"{url}/stap", {"step": step.id, "key": str(uuid4())}).status_code == 302
    page = words(client.get(url))
    assert "Protocol: Gasgeur" in page and "1 van 5 stappen gedaan" in page and "door Joris Vanneste" in page and "tegen 8.36 uur" in page
    refused = client.post(f"{url}/sluiting", {"result": "Lek gedicht."})
    assert refused.status_code == 422 and "Lek gedicht." in refused.content.decode() and "Schrijf waarom" in refused.content.decode()
    assert client.post(f"{url}/sluiting", {"result": "Lek gedicht.", "unfinished": "Netbeheerder nam over."}).status_code == 302
    assert "Afgesloten met open stappen: Netbeheerder nam over." in client.get(url).content.decode()
    for wrong in ({"step": "x"}, {"step": uuid4()}):
        assert client.post(f"{url}/stap", wrong).status_code == 404
    assert client.post(f"{url}/stap", {"step": step.id, "key": "x"}).status_code == 422


def test_who_has_no_part_in_the_alarm_cannot_tick(scene, staff):
    assert staff("lien").post(f"/wacht/alarmen/{scene.alert_id}/stap", {"step": steps_of(scene)[0].id}).status_code == 404


def test_the_night_of_the_story_is_told_step_by_step(staff):
    client = staff("joris")
    link = client.get("/wacht").content.decode().partition("Laatste zeven dagen")[2].partition('href="')[2].partition('"')[0]
    page = words(client.get(link))
    assert "Protocol: Boom op de weg" in page and "8 van 8 stappen gedaan" in page
    for line in ("Om 2.03 uur door Anke Dewulf", "Om 3.02 uur door Anke Dewulf: Nu zagen", "4 minuten na de afgesproken tijd"):
        assert line in page, line


def test_the_coordinator_writes_a_protocol_and_others_read_it(staff):
    page = staff("joris").get("/meldpunt/inrichting/protocollen").content.decode()
    assert "Boom op de weg" in page and "nieuw protocol" not in page
    assert staff("joris").get("/meldpunt/inrichting/protocollen/nieuw").status_code == 404
    assert staff("joris").get("/meldpunt/inrichting/protocollen/nergens").status_code == 404
    client = staff("mieke", "zuid-west-vlaanderen")
    url = "/meldpunt/inrichting/protocollen/nieuw"
    empty = client.post(url, {"name": "", "in_use": "on"})
    assert empty.status_code == 422 and "Geef het protocol een naam" in empty.content.decode()
    sent = {"name": "Wateroverlast", "categories": ["water"], "words": "water, riool", "in_use": "on"}
    nothing = client.post(url, sent)
    assert nothing.status_code == 422 and "minstens één stap" in nothing.content.decode()
    sent |= {"text_1": "Zet de pomp aan", "kind_1": "check", "minutes_1": "15", "required_1": "on"}
    sent |= {"text_3": "Bel de politie", "kind_3": "call"}
    made = client.post(url, sent)
    assert made.status_code == 302 and made["Location"] == "/meldpunt/inrichting/protocollen/wateroverlast?bewaard=1"
    assert client.post("/meldpunt/inrichting/protocollen/wateroverlast", sent | {"minutes_1": "10"}).status_code == 302
    page = staff("joris").get("/meldpunt/inrichting/protocollen/wateroverlast").content.decode()
    assert "10 minuten" in page and "Eerdere versies" in page and "15 minuten" in page and "Breng deze versie uit" not in page

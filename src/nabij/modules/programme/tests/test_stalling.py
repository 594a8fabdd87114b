"""The stall guard (A10, N17): real acts only, each step once, and looking sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from nabij.kernel.errors import Invalid, Refused, Stale
from nabij.kernel.notices.models import Notice
from nabij.kernel.tenancy.scope import scope, system

from .. import actions
from ..actions.movement import Output
from ..models import Project, StallSignal
from ..queries import movement, programme
from ..queries.movement import Silence
from .test_pages import text

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 30)
SINCE = date(2027, 2, 17)


@contextmanager
def region(organisations: dict[str, int]) -> Iterator[int]:
    own = organisations["zuid-west-vlaanderen"]
    with scope(reading=[own], writing=[own], actor=system("test"), tags=[f"partnership:{own}"], organisation_id=own):
        yield own


def archive(on: date) -> Silence:
    return next(one for one in movement.silences(programme.projects(), on) if one.project.slug == "digitaal-archief")


def test_41_days_and_who_heard(organisations: dict[str, int]) -> None:
    with region(organisations):
        found = movement.silences(programme.projects(), TODAY)
        seen = archive(TODAY)
    assert [one.project.slug for one in found if one.stalls] == ["digitaal-archief"]
    assert (seen.days, seen.since, [(s.step, s.days, s.raised_on) for s in seen.heard]) == (
        41, SINCE, [("owner", 28, date(2027, 3, 17)), ("lead", 35, date(2027, 3, 24))],
    )  # fmt: skip
    assert seen.next and (seen.next.rung.told, seen.next.on) == ("Exello", date(2027, 3, 31))


def test_day_42_tells_exello_once_and_day_70_the_agenda(organisations: dict[str, int]) -> None:
    with region(organisations):
        assert actions.raise_signals(today=TODAY) == [], "day 41 tells nobody anew"
        told = [s for s in actions.raise_signals(today=SINCE + timedelta(days=42)) if s.step == "exello"]
        assert [(s.label, s.days) for s in told] == [("Exello", 42)]
        again = [s for s in actions.raise_signals(today=SINCE + timedelta(days=42)) if s.project_id == told[0].project_id]
        assert again == []
        notice = Notice.objects.get(subject_key=f"programme.stallsignal:{told[0].id}")
        assert notice.title == "Digitaal archief: 42 dagen niets gemeld" and notice.channels[0] == "email"
        assert "Een tekst aanpassen telt niet." in notice.body
        last = [s for s in actions.raise_signals(today=SINCE + timedelta(days=70)) if s.step == "conferentie"]
        assert [s.label for s in last if s.quiet_since == SINCE] == ["agenda van de Conferentie"]
        assert not Notice.objects.filter(subject_key=f"programme.stallsignal:{last[0].id}").exists(), "an agenda gets no mail"
        with pytest.raises(IntegrityError), transaction.atomic():
            StallSignal.objects.create(**{f.attname: getattr(told[0], f.attname) for f in StallSignal._meta.fields if f.name != "id"})


def test_every_step_hears_on_its_own_day_by_mail(organisations: dict[str, int]) -> None:
    with region(organisations):
        view = next(v for v in programme.projects() if v.slug == "streekproject")
        since = movement.silences([view], TODAY)[0].since
        heard = []
        for day in range(60):
            raised = actions.raise_signals(today=since + timedelta(days=day))
            heard += [(day, s.step) for s in raised if s.project_id == view.id]
        keys = {f"programme.stallsignal:{s.id}" for s in StallSignal.objects.filter(project_id=view.id)}
        assert heard == [(28, "owner"), (35, "lead"), (42, "exello")]
        assert Notice.objects.filter(subject_key__in=keys).count() == 3


def test_editing_text_does_not_reset_and_a_gathering_with_a_decision_does(organisations: dict[str, int], projects: dict[str, UUID]) -> None:
    own_project = projects["digitaal-archief"]
    with region(organisations) as own:
        actions.describe_project(project_id=own_project, row_version=1, means="Een andere zin over hoe we werken.")
        assert archive(TODAY).days == 41 and Project.objects.get(id=own_project).row_version == 2
        held = {"partnership_id": own, "first_day": TODAY, "last_day": TODAY, "project_id": own_project}
        actions.hold_gathering(**held, slug="praten", title="Overleg", outputs=[Output("conclusion", "Het gaat moeizaam.")])
        assert archive(TODAY).days == 41, "talk is no act"
        actions.hold_gathering(**held, slug="beslissen", title="Werkgroep", outputs=[Output("decision", "We kiezen voor mappen.")])
        after = archive(TODAY + timedelta(days=1))
        assert (after.days, after.heard, after.stalls) == (1, (), False)
        assert after.last and after.last.what == "beslissing op Werkgroep"


def test_a_quiet_period_does_not_count_and_says_why(organisations: dict[str, int]) -> None:
    with region(organisations) as own:
        actions.set_quiet_period(partnership_id=own, first_day=date(2027, 3, 1), last_day=date(2027, 3, 14), reason="proef")
        assert archive(TODAY).days == 27


def test_only_the_partnership_writes_gatherings_and_only_the_system_raises(acting: Any, organisations: dict[str, int]) -> None:
    with acting("griet"), pytest.raises(Refused):
        actions.hold_gathering(
            partnership_id=organisations["kuurne"], slug="x", title="x", first_day=TODAY, last_day=TODAY, outputs=[]
        )
    with acting("mieke"):
        with pytest.raises(Refused):
            actions.raise_signals(today=TODAY)
        with pytest.raises(Invalid, match="Deze dag moet nog komen"):
            actions.hold_gathering(
                partnership_id=organisations["zuid-west-vlaanderen"], slug="x", title="x", first_day=date(2027, 5, 1),
                last_day=date(2027, 5, 1), outputs=[],
            )  # fmt: skip


def test_two_writers_of_a_text_and_the_second_is_told(acting: Any, projects: dict[str, UUID]) -> None:
    with acting("mieke"):
        actions.describe_project(project_id=projects["streekproject"], row_version=1, means="Eerst.")
        with pytest.raises(Stale):
            actions.describe_project(project_id=projects["streekproject"], row_version=1, means="Tweede.")


def test_the_page_tells_42_days_and_sends_nothing(staff: Any, organisations: dict[str, int]) -> None:
    page = staff("mieke").get("/programma/stilte")
    seen = text(page)
    assert "41 dagen niets gemeld" in seen and "Wat als er 42 dagen niets gebeurt?" in seen and "Er wordt niets verzonden." in seen
    panel = page.content.decode().partition('id="stil-digitaal-archief"')[2].partition("</article>")[0]
    assert [f"Dag {day}," in panel for day in (28, 35, 42, 70)] == [True, True, True, False]
    assert "Dag 70," in staff("mieke").get("/programma/stilte?dagen=70").content.decode()
    bad = staff("mieke").get("/programma/stilte?dagen=veel")
    assert bad.status_code == 422 and "Vul een aantal dagen in" in text(bad)
    with region(organisations):
        assert not Notice.objects.filter(kind="programme.stall").exists()


def test_the_coordinator_begins_with_what_stalls(staff: Any) -> None:
    seen = text(staff("mieke").get("/programma"))
    assert "4 van de 5 projecten bewegen; 1 valt stil." in seen and "Digitaal archief : 41 dagen niets gemeld" in seen
    assert "Digitaal archief: 41 dagen niets gemeld" in text(staff("mieke").get("/werk"))
    assert "valt stil" not in text(staff("an").get("/programma")).replace("wat valt stil?", "")


def test_the_founding_event_lists_four_conclusions(staff: Any) -> None:
    client = staff("an")
    listed = client.get("/programma/bijeenkomsten").content.decode()
    link = next(part for part in listed.split('href="') if "Tweedaagse denkoefening" in part).partition('"')[0]
    page = client.get(link)
    section = page.content.decode().partition(">Conclusies<")[2].partition("</section>")[0]
    assert page.status_code == 200 and section.count("<li>") == 4
    assert "een algemeen directeur" not in text(page) and "de algemeen directeur en een strategisch medewerker" in text(page)


def test_a_gathering_is_written_down_on_a_screen(staff: Any, projects: dict[str, UUID]) -> None:
    client = staff("mieke")
    sent = {"title": "Werkgroep Digitaal archief", "first_day": "2027-03-30", "project": str(projects["digitaal-archief"])}
    bad = client.post("/programma/bijeenkomsten/nieuw", sent | {"title": "", "decisions": "We gaan door."})
    assert bad.status_code == 422 and "We gaan door." in bad.content.decode()
    made = client.post("/programma/bijeenkomsten/nieuw", sent | {"decisions": "We gaan door.\n\nMet mappen."})
    assert made.status_code == 302
    assert "Met mappen." in text(client.get(made.headers["Location"]))
    assert "Alle projecten bewegen." in text(client.get("/programma"))

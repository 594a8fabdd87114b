"""Local knowledge: the municipality's own, read by whoever is on duty, never with a code, flagged when old."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.meldpunt.actions import local as actions
from nabij.modules.meldpunt.actions.local import Line
from nabij.modules.meldpunt.models import LocalSheet
from nabij.modules.meldpunt.queries import local as queries
from nabij.modules.meldpunt.rules import local as rules

from .duty_scene import of, open_scene, organisation_id
from .report_scene import hidden, seen

pytestmark = pytest.mark.usefixtures("own_gateway")


def test_an_officer_from_zwevegem_reads_the_sheet_of_spiere_helkijn_during_the_shift_and_it_is_on_record(staff, still_clock):
    open_scene("spiere-helkijn")
    joris = staff("joris")
    for path in ("/wacht", "/wacht/plaatselijk"):
        assert "Pompgemaal Helkijn" in seen(joris.get(path))
    owner = organisation_id("spiere-helkijn")
    with scope(reading=[owner], actor=system("proef")):
        assert AuditEntry.objects.filter(verb="meldpunt.local_sheet.read", actor_label="Joris Vanneste").count() == 2
    still_clock.forward(timedelta(days=5))
    assert "Pompgemaal Helkijn" in seen(joris.get("/wacht/plaatselijk")), "Joris is still the backup of the next week"


def test_it_stands_on_the_printed_sheet_of_the_municipality(staff):
    page = seen(staff("nadine").get("/wacht/blad"))
    assert "Plaatselijke kennis van Spiere-Helkijn" in page and "Stuw op de Zwarte Spierebeek" in page


def test_an_old_sheet_is_flagged(staff):
    with of("kortrijk"):
        (found,) = queries.sheets(clock.today())
    assert found.stale
    assert "Langer dan 180 dagen niet nagekeken" in seen(staff("delphine").get("/wacht/plaatselijk"))
    assert not rules.is_stale(date(2027, 1, 1), date(2027, 6, 30)) and rules.is_stale(date(2027, 1, 1), date(2027, 7, 1))


def test_the_municipality_edits_and_saving_dates_it(staff):
    nadine = staff("nadine")
    page = nadine.get("/wacht/plaatselijk/blad")
    lines = {"soort": ["salt", "keys"], "regel": ["Zout bij de kerk", ""], "nummer": ["", ""]}
    sent = {"bewaarder": "loket", "versie": hidden(page, "versie")} | lines
    assert nadine.post("/wacht/plaatselijk/blad", sent).status_code == 302
    with of("spiere-helkijn"):
        (found,) = queries.sheets(clock.today())
    assert [line.text for line in found.lines] == ["Zout bij de kerk"] and found.reviewed_on == clock.today()
    again = nadine.post("/wacht/plaatselijk/blad", sent)
    assert again.status_code == 412 and "bewaarde dit blad net voor u" in seen(again) and "Zout bij de kerk" in seen(again)


def test_a_code_is_refused_and_everything_typed_stays(staff):
    nadine = staff("nadine")
    version = hidden(nadine.get("/wacht/plaatselijk/blad"), "versie")
    sent = {"bewaarder": "loket", "versie": version, "soort": ["alarm"], "regel": ["Gemeentehuis, code 4711"], "nummer": [""]}
    answer = nadine.post("/wacht/plaatselijk/blad", sent)
    assert answer.status_code == 422 and "nooit de code zelf" in seen(answer) and "code 4711" in seen(answer)


def test_only_the_own_municipality_writes(staff):
    assert staff("joris").get("/wacht/plaatselijk/blad").status_code == 403
    with of("kortrijk"), pytest.raises(Invalid):
        actions.save_sheet(organisation_id=organisation_id("kortrijk"), keeper=" ", lines=[], row_version=1)
    with of("kuurne"), pytest.raises((Refused, DatabaseError)), transaction.atomic():
        actions.save_sheet(organisation_id=organisation_id("kortrijk"), keeper="ik", lines=[Line("keys", "weg")], row_version=0)
    with of("kortrijk"):
        assert LocalSheet.objects.get().keeper == "dienst openbaar domein van Kortrijk"
    with of("kuurne"):
        assert not LocalSheet.objects.exists()


@given(st.integers(100, 99_999_999), st.sampled_from(["code {}", "alarmcode: {}", "PIN is {}", "toets #{}", "{}# aan de deur", "Code={}"]))
def test_codes_are_recognised(digits, shape):
    assert rules.holds_code(shape.format(digits))


@pytest.mark.parametrize(
    "text", ["Tot 2.500 euro: de directeur", "Zoutloods, Hoofdstraat 123", "omslag 3 in de kluis", "2 pompen, elk 400 volt"]
)
def test_ordinary_words_are_no_code(text):
    assert not rules.holds_code(text)

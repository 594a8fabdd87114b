"""The answer to a letter, taken down at the counter of the OCMW: the same action as on the worker's own page, with ground and reason."""

from __future__ import annotations

from typing import Any

import pytest

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.identity.models import OnBehalfAct
from nabij.modules.desk.tests.counter_scene import done, sent
from nabij.modules.desk.tests.reading import text, whole
from nabij.modules.dossier.models import HandoverItem
from nabij.modules.dossier.queries.journal import READ

pytestmark = pytest.mark.django_db


def test_an_answer_to_the_letter_of_the_ocmw_by_telephone(staff: Any, acting: Any) -> None:
    wim = staff("wim")
    choose = wim.get("/balie/start/antwoord-op-brief")
    assert "Els Maes" in text(choose)
    about = choose.content.decode().partition("antwoord-op-brief?over=")[2].partition('"')[0]
    form = wim.get(f"/balie/start/antwoord-op-brief?over={about}")
    whole(form)
    assert "Bewaar met een code" not in text(form), "what stands in a social file never becomes a draft"
    assert 'name="channel"' not in form.content.decode(), "the channel is asked once, at step 0"
    answers = {"over": about, "reply_1": "agree", "reply_2": "object", "text_2": "Dat klopt niet meer."}
    page = done(wim, sent(wim, "antwoord-op-brief", answers, voor_naam="Els Maes", voor_ontvangst="spelled", voor_niet_digitaal=""))
    assert "beslist over uw bezwaar" in text(page)
    with acting("wim"):
        items = {row.number: (row.reply, row.channel) for row in HandoverItem.objects.filter(handover_id=about)}
        assert items[1] == ("agree", "phone") and items[2] == ("object", "phone")
        act = OnBehalfAct.objects.order_by("-id").first()
        looks = AuditEntry.objects.filter(verb=READ, detail__why="een antwoord opnemen")
        assert {section for row in looks for section in row.detail["sections"]} == {"handover", "preview"}, "what was printed was logged"
        assert act.subject_key.startswith("dossier.file:") and "Els" not in act.subject_nl

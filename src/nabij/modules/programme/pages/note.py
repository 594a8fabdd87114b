"""``…/nota``: the note to the own board, its files, the own answers and what the board did. Only Kuurne answers for Kuurne."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import may, require_own
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.documents.content import from_data
from nabij.kernel.documents.pdf import slides as slides_pdf
from nabij.kernel.errors import Invalid, NotFound, Refused, RuleViolation

from .. import access, actions
from ..consultation_forms import ResponseForm, StepForm
from ..queries import consultations, notes, programme
from ..queries.consultations import Round
from ..rules.consultation import ADMINISTRATIVE, POLITICAL, Step

LEVELS = {POLITICAL: "bestuur", ADMINISTRATIVE: "diensten"}


@staff_page(access.READ_NOTE, module="programme")
def note(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """The newest note to the own board, with the same words as both files."""
    round, own = _own(request, consultation_id)
    shown = notes.view(round.id, own)
    if shown is None:
        raise NotFound("Deze nota is er nog niet. Het secretariaat maakt ze.")
    running: Any = request.scope  # type: ignore[attr-defined]
    context = {
        "round": round, "project": round.project, "note": shown, "document": shown.document,
        "steps": consultations.own_steps(round, own), "asked": consultations.still_asked(round, own),
        "saved": request.GET.get("bewaard", ""),
        "may_answer": any(may(running.actor, access.answering_verb(level)) for level in LEVELS),
        "may_handle": may(running.actor, access.HANDLE_NOTE),
    }
    return render(request, "programme/note.html", context)


@staff_page(access.READ_NOTE, module="programme")
def pdf(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """The note to the own board as PDF."""
    return served(*_own(request, consultation_id), "pdf")


@staff_page(access.READ_NOTE, module="programme")
def word(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """The note to the own board as Word."""
    return served(*_own(request, consultation_id), "word")


@staff_page(access.READ_NOTE, module="programme")
def slides(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """The note to the own board to show on a wall: the same words, slide by slide."""
    return presented(*_own(request, consultation_id))


@staff_page(access.READ_NOTE, module="programme")
def answers(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """GET: the questions, per level that this person may answer. POST: keep one level."""
    round, own = _own(request, consultation_id)
    given = consultations.own_answers(round, own)
    running: Any = request.scope  # type: ignore[attr-defined]
    mine = [level for level in LEVELS if may(running.actor, access.answering_verb(level))]
    sent = request.POST.get("niveau", "") if request.method not in READS else ""
    forms = [
        ResponseForm(request.POST if level == sent else None, round=round, level=level, own=given[level]) for level in mine
    ]
    bound = next((form for form in forms if form.is_bound), None)
    if bound and _kept(bound, round, own):
        return redirect(f"/programma/bevragingen/{round.id}/nota?bewaard=antwoord")
    if sent and bound is None:
        raise Refused("Op dit niveau antwoordt u niet voor uw gemeente.")
    context = {
        "round": round, "project": round.project, "forms": [(form, LEVELS[form.level]) for form in forms], "bound": bound,
        "member": programme.name_of(own),
    }
    return render(request, "programme/note_answers.html", context, status=422 if bound else 200)


def _kept(form: ResponseForm, round: Round, own: int) -> bool:
    """Answers go to the action as they were typed; its sentences come back to their fields."""
    if not form.is_valid():
        return False
    try:
        actions.answer(
            organisation_id=own, consultation_id=round.id, level=form.level, values=form.values(), engagements=form.engagements()
        )
    except Invalid as error:
        form.refuse(error.fields)
        return False
    except RuleViolation as error:
        form.add_error(None, error.sentence_nl)
        return False
    return True


@staff_page(access.HANDLE_NOTE, module="programme")
def handling(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """GET: what the own board did with the note. POST: keep it; a decision with its reference."""
    round, own = _own(request, consultation_id)
    form = StepForm(None if request.method in READS else request.POST, before=consultations.last_step(round.id, own))

    def act() -> None:
        given = form.cleaned_data
        actions.take_step(
            organisation_id=own, consultation_id=round.id, step=Step(given["step"]), on=given["on"],
            decision=form.decision(f"Antwoord op de bevraging {round.title}"),
        )

    if form.is_bound and accepted(form, act):
        return redirect(f"/programma/bevragingen/{round.id}/nota?bewaard=stap")
    context = {"project": round.project, "form": form, "title": "Wat deed uw college met de nota?", "button": "Bewaar deze stap",
               "lead": "Uw bestuur beslist; hier legt u vast wat beslist werd.", "action_url": request.path,
               "back_url": f"/programma/bevragingen/{round.id}/nota", "back": "de nota"}
    return render(request, "programme/round_form.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest, consultation_id: uuid.UUID) -> tuple[Round, int]:
    """The round and the own organisation. Asking it for another one ends here: only Kuurne decides for Kuurne."""
    asked = request.POST if request.method == "POST" else request.GET
    if asked.get("voor"):
        require_own(programme.member_by_slug(asked["voor"]).id)
    own: int = request.scope.organisation_id  # type: ignore[attr-defined]
    round = consultations.get(consultation_id)
    if not consultations.is_asked(round, own, clock.today()):
        raise NotFound()
    return round, own


def presented(round: Round, addressee_id: int) -> HttpResponse:
    """The newest note as slides, printed from the content that is kept. Every download stands in the log."""
    row = notes.newest(round.id, addressee_id)
    if row is None:
        raise NotFound("Deze nota is er nog niet.")
    entries.log_read("programme.note.downloaded", row, detail={"round": round.number, "form": "slides"})
    response = HttpResponse(slides_pdf(from_data(row.content)), content_type="application/pdf")
    name = f"presentatie-bevraging-{round.number}-{programme.member_by_id(addressee_id).slug}-v{row.version}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def served(round: Round, addressee_id: int, form: str) -> HttpResponse:
    """One file as a download. Every download stands in the log."""
    found = notes.open_file(round.id, addressee_id, form)
    entries.log_read("programme.note.downloaded", notes.newest(round.id, addressee_id), detail={"round": round.number, "form": form})
    response = HttpResponse(found.path.read_bytes(), content_type=found.content_type)
    response["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response

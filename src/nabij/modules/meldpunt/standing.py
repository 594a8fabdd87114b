"""What of the duty line still answers while the database does not: the printed sheet, and who is on call now.

Both are kept when somebody asks for them, when the rota changes and every night. The answer for an exchange is kept with the changes of
the coming fortnight, so that it names the right person also after the next change of turn.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from nabij.kernel import lastcopies
from nabij.kernel.calendar import clock, words
from nabij.kernel.lastcopies import Door
from nabij.kernel.tenancy import queries as organisations

from . import watchdog
from .queries import on_call, sheet

SHEET = "sheet"
AHEAD = timedelta(days=14)
#: A copy that was kept this short ago is not made anew at each question.
FRESH, SOON = timedelta(seconds=60), timedelta(minutes=10)
_BANNER = "<!-- copy -->"


def keep_sheet(organisation_id: int, at: datetime) -> None:
    """Keep the sheet of one municipality, in the running scope."""
    context = {
        "sheets": sheet.sheets(organisation_id, at), "printed_at": at, "page_url": "/wacht/blad", "copy_mark": _BANNER,
        "organisation": organisations.by_id(organisation_id),
    }
    lastcopies.keep(organisation_id, SHEET, render_to_string("meldpunt/duty/sheet.html", context))


def remember(organisation_id: int, at: datetime) -> None:
    """Keep the sheet when the last copy is not of these ten minutes: the duty page is asked for twice a minute."""
    age = lastcopies.age(organisation_id, SHEET)
    if age is None or age > SOON:
        keep_sheet(organisation_id, at)


def keep_on_call(organisation_id: int, name: str, *, municipality_id: int, line_slug: str, at: datetime) -> None:
    """Keep the answers of the coming fortnight under ``name``, unless that was just done."""
    age = lastcopies.age(organisation_id, name)
    if age is not None and age < FRESH:
        return
    found = on_call.answers_ahead(municipality_id=municipality_id, line_slug=line_slug, at=at, ahead=AHEAD)
    lastcopies.keep(organisation_id, name, json.dumps([on_call.as_data(one, None) for one in found]))


def on_call_name(municipality: str, line: str) -> str:
    """The name of the copy for one question."""
    return f"on-call {municipality} {line}"


def keep_all(organisation_id: int, at: datetime) -> None:
    """Both copies of one municipality, for what nobody asked lately."""
    keep_sheet(organisation_id, at)
    keep_on_call(organisation_id, on_call_name("", ""), municipality_id=organisation_id, line_slug="", at=at)
    keep_phone_tree(organisation_id, at)


def keep_phone_tree(organisation_id: int, at: datetime) -> None:
    """Whom a guard calls when the engine stands still: first of the last resort, then who is on duty. Kept where a line answers."""
    found = on_call.answer(municipality_id=organisation_id, line_slug="", at=at)
    if found.line and found.fallback:
        people = [*found.fallback[:1], *found.people]
        watchdog.keep_tree([watchdog.Person(one.name, one.methods[0].value) for one in people if one.methods])


def sheet_copy(request: HttpRequest, door: Door) -> HttpResponse | None:
    """``/wacht/blad`` while the database is away: the sheet as it was last kept, and a line that says so."""
    copy = lastcopies.kept(door.organisation_id, door.name)
    if copy is None:
        return None
    moment = words.moment_text(copy.at + clock.offset())
    banner = f'<p class="sheet-call" role="alert">De databank antwoordt nu niet. Dit is het wachtblad zoals het was op {moment}.</p>'
    return HttpResponse(copy.text.replace(_BANNER, banner))


def on_call_copy(request: HttpRequest, door: Door) -> HttpResponse | None:
    """The answer for an exchange while the database is away: the one that holds at the moment asked, else nothing."""
    name = on_call_name(request.GET.get("municipality", ""), request.GET.get("line", ""))
    copy = lastcopies.kept(door.organisation_id, name)
    at = moment(request.GET.get("at", "")) if request.GET.get("at") else clock.now()
    found = _holding(json.loads(copy.text), at) if copy and at else None
    if copy is None or found is None or at is None:
        return None
    found |= {"at": at.isoformat(), "copy_of": (copy.at + clock.offset()).isoformat()}
    return on_call_response(request, found)


def _holding(answers: list[dict[str, Any]], at: datetime) -> dict[str, Any] | None:
    """The last one that began before ``at``, unless it had ended by then."""
    begun = [one for one in answers if datetime.fromisoformat(one["at"]) <= at]
    if not begun or (begun[-1]["until"] and datetime.fromisoformat(begun[-1]["until"]) <= at):
        return None
    return begun[-1]


def moment(text: str) -> datetime | None:
    """An ISO moment; without zone it is Belgian time. None for anything else."""
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=on_call.BRUSSELS)


def on_call_response(request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    """JSON, or one number per line for an exchange that accepts plain text."""
    numbers = data.pop("numbers")
    if "text/plain" in request.headers.get("Accept", ""):
        response = HttpResponse("".join(f"{number}\n" for number in numbers), content_type="text/plain; charset=utf-8")
    else:
        response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Accept"
    return response

"""``/melding/<nummer>``: confirmation, following, withdrawing, asking to look again. The number is the only key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from nabij.kernel.access import throttle
from nabij.kernel.access.routes import public_page
from nabij.kernel.calendar import clock
from nabij.kernel.errors import HouseError
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import switch_to

from ..actions.steps import move_by_reporter
from ..models import Report
from ..queries import duty, reports
from ..queries.limits import limits
from ..rules import codes
from ..rules.danger import Urgency
from ..rules.report_states import CLOSED, WORDS_NL, State, Who, targets

GROUND = "een inwoner opent een melding met haar nummer"
_STEPS = {"intrekking": State.CANCELLED, "heropening": State.REOPEN_REQUESTED}


@contextmanager
def _opened(request: HttpRequest, typed: str) -> Iterator[Report | None]:
    """The report behind a number, in the scope of its owner; None when it may not be followed (any more)."""
    throttle.refuse_guessing(request, "report")
    code = codes.parse(typed)
    owner = reports.owner_of(code) if code else None
    if code is None or owner is None:
        throttle.note_wrong_guess(request, "report")
        yield None
        return
    if owner == request.site_organisation.id:  # type: ignore[attr-defined]
        yield _followed(code)
        return
    with switch_to(owner, ground=GROUND):
        yield _followed(code)


def _followed(code: str) -> Report | None:
    report = reports.by_code(code)
    return report if reports.can_be_followed(report, clock.now(), limits().follow_days) else None


def _shown(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page that only its number opens: no cache on the way and no shared computer keeps it."""
    response = render(request, f"meldpunt/public/{template}.html", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    """One answer for a number that never was and for one that is closed too long."""
    context = {"typed": typed[:40], "follow_days": limits().follow_days, "missing": True}
    return _shown(request, "find", context, status=404)


@public_page("meldpunt.report.follow", module="meldpunt")
def find(request: HttpRequest) -> HttpResponse:
    """Type the number; leads to its own page."""
    typed = request.GET.get("nummer", "").strip()
    if not typed:
        return render(request, "meldpunt/public/find.html", {"follow_days": limits().follow_days})
    code = codes.parse(typed)
    return redirect(f"/melding/{code}") if code else _unknown(request, typed)


@public_page("meldpunt.report.follow", module="meldpunt")
def received(request: HttpRequest, code: str) -> HttpResponse:
    """The confirmation, at an address of its own: the number, what happens now, by when, whom to call."""
    with _opened(request, code) as report:
        context = _context(report) if report else None
    if context is None:
        return _unknown(request, code)
    return _shown(request, "received", context)


@public_page("meldpunt.report.follow", module="meldpunt")
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Where it stands, oldest step first, and what the reporter can still do."""
    with _opened(request, code) as report:
        context = _context(report) | {"lines": _lines(report)} if report else None
    if context is None:
        return _unknown(request, code)
    return _shown(request, "follow", context)


@public_page("meldpunt.report.follow", module="meldpunt")
def step(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """Withdraw or ask to look again: first a page that says what follows, then the act by POST."""
    to, problem = _STEPS[what], ""
    with _opened(request, code) as report:
        if report and request.method == "POST":
            try:
                move_by_reporter(report_id=report.id, to=to, reason=request.POST.get("reden", "")[:200].strip())
                return redirect(f"/melding/{report.code}")
            except HouseError as error:
                problem = error.sentence_nl
        context = _context(report) | {"what": what, "problem": problem} if report else None
    if context is None:
        return _unknown(request, code)
    reason = request.POST.get("reden", "")
    return _shown(request, "step", context | {"reason": reason}, status=422 if problem else 200)


def _context(report: Report) -> dict[str, Any]:
    """What every page of a report shows; all of it read inside the scope of its owner."""
    state = State(report.state)
    owner = directory.by_id(report.organisation_id)
    return {
        "report": report,
        "owner": owner,
        "lies_in": directory.by_id(report.lies_in_id) if report.lies_in_id else None,
        "acute": report.urgency == Urgency.ACUTE and state not in CLOSED,
        "who_acts": duty.who_acts(report) if report.urgency == Urgency.ACUTE else "",
        "state_nl": WORDS_NL[state],
        "closed": state in CLOSED,
        "can_withdraw": State.CANCELLED in targets(state, [Who.REPORTER]),
        "can_ask_again": _can_ask_again(report, clock.now()),
        "answer_days": limits().reopen_answer_days,
    }


def _can_ask_again(report: Report, now: datetime) -> bool:
    if State.REOPEN_REQUESTED not in targets(State(report.state), [Who.REPORTER]) or report.closed_at is None:
        return False
    return now - report.closed_at <= timedelta(days=limits().reopen_days)


def _lines(report: Report) -> list[reports.TimelineLine]:
    """Steps of the report and what the duty line tells in public, in one order; the same sentence never twice."""
    own = reports.public_lines(reports.changes(report))
    told = {line.text for line in own if line.text}
    others = [line for line in duty.public_lines(report) if line.event not in told]
    both: list[reports.TimelineLine] = [*own, *others]
    return sorted(both, key=lambda line: line.at)

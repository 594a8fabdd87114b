"""What the overview of a month and the agenda are made of. Reads rows; nothing in it is typed."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from nabij.design.queries import colours_of
from nabij.kernel.calendar import clock
from nabij.kernel.calendar.words import date_text
from nabij.kernel.documents.content import Document, from_data
from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy import queries as directory

from ..models import GatheringOutput, MeetingSeries, Membership, MonthPack
from ..models.programme import Origin
from ..rules import meetings
from ..rules import month as rules
from ..rules.meetings import BRUSSELS, Rhythm
from ..rules.membership import coalition_on
from ..rules.states import WORDS, Presented
from . import consultations, funding, membership, movement, programme
from .programme import ProjectView

AHEAD = timedelta(days=90)
MEETINGS = 12
#: Answers that are somebody's own words; what a later answer repeats of an earlier one is none.
_GIVEN = (Membership.Entry.ANSWER, Membership.Entry.CORRECTION, Membership.Entry.IMPORTED)


def month_of(text: str, today: date) -> date:
    """First day of the month that was asked for (``2027-03``), or of this one. Raises NotFound for a month that is still to come."""
    if not text:
        return today.replace(day=1)
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NotFound() from None
    if first > today:
        raise NotFound("Deze maand moet nog beginnen. Er is nog niets te vertellen.")
    return first


def facts(first: date, today: date) -> rules.MonthFacts:
    """Everything of one month, as it was known on its last day (today in the running month)."""
    last = _next(first) - timedelta(days=1)
    until = min(last, today)
    known_at = clock.now() if until == today else datetime.combine(until + timedelta(days=1), datetime.min.time(), BRUSSELS)
    partnership = directory.partnership()
    members = programme.members(until, partnership.id)
    views = programme.projects()
    return rules.MonthFacts(
        first=first, until=until, whole=until == last, sender=(str(partnership), *filter(None, [_contact(views)])),
        accent=colours_of(partnership.slug)["brand"], example=_example(), members=len(members),
        projects=_projects(views, until, known_at, {member.id for member in members}), answers=_answers(views, first, until),
        decisions=_decisions(first, until), rounds=_rounds(until), coming=_coming(until),
    )


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _contact(views: list[ProjectView]) -> str:
    return next((view.contact for view in views if view.contact), "")


def _example() -> bool:
    return Membership.objects.filter(origin=Origin.INVENTED).exists()


def _projects(views: list[ProjectView], until: date, known_at: datetime, members: set[int]) -> tuple[rules.ProjectLine, ...]:
    silences = {one.project.id: one for one in movement.silences(views, until)}
    found = membership.facts([view.id for view in views])
    lines = []
    for view in views:
        silence = silences.get(view.id)
        coalition = coalition_on((one for one in found if one.project == view.id), until, known_at)
        last = f"{date_text(silence.last.on)}: {silence.last.what}" if silence and silence.last else "–"
        heard = f"{silence.next.rung.told.capitalize()} hoort het op {date_text(silence.next.on)}" if silence and silence.next else ""
        lines.append(rules.ProjectLine(
            name=view.name, phase=view.phase, taking_part=len({key[1] for key in coalition} & members), last_act=last,
            quiet_days=silence.days if silence else 0, stalls=bool(silence and silence.stalls), next_heard=heard,
        ))
    return tuple(lines)


def _answers(views: list[ProjectView], first: date, until: date) -> tuple[rules.AnswerLine, ...]:
    names = {view.id: view.name for view in views}
    since = datetime.combine(first, datetime.min.time(), BRUSSELS)
    before = datetime.combine(until + timedelta(days=1), datetime.min.time(), BRUSSELS)
    rows = Membership.objects.filter(
        recorded__startswith__gte=since, recorded__startswith__lt=before, entry__in=_GIVEN, project_id__in=list(names)
    ).select_related("organisation")
    lines = [
        rules.AnswerLine(
            on=row.recorded.lower.astimezone(BRUSSELS).date(), member=str(row.organisation), project=names[row.project_id],
            word=WORDS[Presented(row.state)], effective=row.effective.lower,
            late=row.entry == Membership.Entry.CORRECTION and row.effective.lower < first,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda one: (one.member.casefold(), one.project, one.on)))


def _decisions(first: date, until: date) -> tuple[tuple[date, str, str], ...]:
    rows = GatheringOutput.objects.filter(
        kind=GatheringOutput.Kind.DECISION, gathering__held__startswith__gte=first, gathering__held__startswith__lte=until
    ).order_by("gathering__held", "number")
    found = rows.values_list("gathering__held", "gathering__title", "text")
    return tuple((held.upper - timedelta(days=1), title, text) for held, title, text in found)


def _rounds(until: date) -> tuple[rules.RoundLine, ...]:
    """Rounds that run now; how far they were in an earlier month is not told, because answers are counted as they are."""
    found = []
    for row in consultations.open_rounds():
        if row.asked.lower > until:
            continue
        round = consultations.get(row.id)
        lines = consultations.lines(round, until)
        found.append(rules.RoundLine(
            title=round.title, last_day=round.last_day, noted=sum(line.sent is not None for line in lines),
            board=sum(line.political.complete for line in lines), services=sum(line.administrative.complete for line in lines),
        ))
    return tuple(found)


def _coming(until: date) -> tuple[rules.Coming, ...]:
    """Days ahead that somebody laid down: dates of calls, ends of rounds, answers that begin to hold."""
    found = [rules.Coming(row.asked.upper - timedelta(days=1), f"laatste dag van de bevraging “{row.title}”")
             for row in consultations.open_rounds()]
    for view in funding.calls(until):
        for one in view.dates:
            if one.last_day and not view.row.closed:
                found.append(rules.Coming(one.last_day, f"{view.row.name}: {one.word}"))
    names = {view.id: view.name for view in programme.projects()}
    planned = Membership.objects.filter(
        recorded__upper_inf=True, effective__startswith__gt=until, project_id__in=list(names)
    ).select_related("organisation")
    found += [
        rules.Coming(row.effective.lower, f"{row.organisation}: {WORDS[Presented(row.state)]}, {names[row.project_id]}") for row in planned
    ]
    return tuple(sorted({one for one in found if until < one.on <= until + AHEAD}, key=lambda one: (one.on, one.what)))


def documents(first: date, today: date) -> list[tuple[str, Document]]:
    """File name without ending → document of one month; the overview first, then the agenda of each meeting that comes next.

    Several series on one day get their number behind the day.
    """
    told = facts(first, today)
    found = [(f"maandoverzicht-{first:%Y-%m}", rules.overview(told))]
    for number, row in enumerate(series(), 1):
        document = rules.agenda(told, meeting(row, clock.now()))
        found.append((f"agenda-{document.on:%Y-%m-%d}-{number}", document))
    return found


def packs(first: date | None = None) -> list[MonthPack]:
    """Published packs without their files: of one month, or of all, latest month and version first."""
    rows = MonthPack.objects.defer("bundle", "content")
    return list(rows.filter(month=first) if first else rows)


def pack(first: date, version: int) -> MonthPack:
    """One published version with everything in it. Raises NotFound."""
    row = MonthPack.objects.filter(month=first, version=version).first()
    if row is None:
        raise NotFound("Dit maandpakket is niet gepubliceerd.")
    return row


def frozen(row: MonthPack) -> list[tuple[str, Document]]:
    """The documents of a published version as they were, with the line of a correction in front."""
    kept = [(name, from_data(data)) for name, data in json.loads(row.content)["documents"]]
    before = MonthPack.objects.filter(month=row.month, version=row.version - 1).values_list("published_at", flat=True).first()
    return rules.corrected(kept, version=row.version, on=row.published_at, instead_of=before, remark=row.remark)


def series() -> list[MeetingSeries]:
    """Meetings that return, by title."""
    return list(MeetingSeries.objects.order_by("title"))


def meeting(row: MeetingSeries, now: datetime) -> rules.MeetingFacts:
    """One series with its next twelve dates."""
    rhythm = Rhythm(row.rhythm)
    dates = meetings.next_dates(meetings.rule_of(rhythm, row.first_day), row.first_day, row.at, now, MEETINGS)
    return rules.MeetingFacts(
        title=row.title, rhythm=meetings.words_of(rhythm, row.first_day), place=row.place, minutes=row.minutes,
        regular=tuple(row.regular), dates=tuple(dates),
    )

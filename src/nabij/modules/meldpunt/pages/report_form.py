"""``/melden``: one page, no account, no script. Whatever goes wrong, what was typed and the photo stay."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access.routes import public_page
from nabij.kernel.calendar import clock

from ..actions import photos
from ..actions.report import create_report
from ..forms import ReportForm, chosen_municipality
from ..queries.intake import Assessment, assess
from ..rules.form import NewReport, Typed

KEY_SALT = "meldpunt.form-key"
#: A field that people do not see; a script that fills in everything fills this in too.
HONEYPOT = "website"


@dataclass(frozen=True)
class Sent:
    """A posted page: its form, what is already kept of the photo, and the answers to our own questions."""

    form: ReportForm
    photo: photos.Kept | None
    key: str
    seen: bool
    chosen: int | None
    keep_outside: bool
    suspect: bool

    def typed(self) -> Typed:
        return self.form.typed(chosen=self.chosen, keep_outside=self.keep_outside)


@public_page("meldpunt.report.create", module="meldpunt")
def report(request: HttpRequest) -> HttpResponse:
    """Show the form, or take it in: first what is wrong, then 112 and our questions, then the report itself."""
    if request.method != "POST":
        return _form_page(request, ReportForm(initial={"category": request.GET.get("categorie", "")}))
    sent = _sent(request)
    if not sent.form.is_valid():
        return _form_page(request, sent.form, sent, status=422)
    organisation = request.site_organisation  # type: ignore[attr-defined]
    typed = sent.typed()
    known = assess(typed, channel_id=organisation.id, on=clock.today())
    if known.routing.asks or (known.danger_first and not sent.seen):
        return _question_page(request, sent, known)
    made = create_report(
        organisation_id=organisation.id,
        known=known,
        report=NewReport(
            typed,
            contact=sent.form.contact(),
            photo_id=sent.photo.blob_id if sent.photo else "",
            form_key=sent.key,
            suspect=sent.suspect,
        ),
    )
    # A new address by GET, so that going back or reloading never sends twice; the answer leaves after the commit.
    return redirect(f"/melding/{made.code}/ontvangen")


def _sent(request: HttpRequest) -> Sent:
    data = request.POST
    form = ReportForm(data, request.FILES)
    return Sent(
        form=form,
        photo=_photo(request, form),
        key=_key(data.get("sleutel", "")),
        seen=data.get("gezien") == "1",
        chosen=chosen_municipality(data),
        keep_outside=data.get("buiten") == "bewaar",
        suspect=bool(data.get(HONEYPOT)),
    )


def _photo(request: HttpRequest, form: ReportForm) -> photos.Kept | None:
    """Keep a new photo at once, so that no other error can lose it; else the one that was kept before."""
    kept = photos.kept(request.POST.get("foto_bewaard", ""), request.site_organisation.id)  # type: ignore[attr-defined]
    upload = request.FILES.get("foto")
    if upload is None:
        return None if request.POST.get("foto_weg") else kept
    try:
        return photos.keep(organisation_id=request.site_organisation.id, upload=upload)  # type: ignore[attr-defined]
    except photos.Refusals as refusal:
        form.add_error("photo", refusal.sentence_nl)
        return kept


def _key(signed: str) -> str:
    """The same key comes back with each attempt at one report; a forged or missing one is a new report."""
    try:
        return str(signing.loads(signed, salt=KEY_SALT))
    except signing.BadSignature:
        return uuid.uuid4().hex


def _form_page(request: HttpRequest, form: ReportForm, sent: Sent | None = None, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "key": signing.dumps(sent.key if sent else uuid.uuid4().hex, salt=KEY_SALT),
        "photo": sent.photo if sent else None,
        "honeypot": HONEYPOT,
        "french": _french(request),
    }
    return render(request, "meldpunt/public/report.html", context, status=status)


def _question_page(request: HttpRequest, sent: Sent, known: Assessment) -> HttpResponse:
    """112 and the right numbers before anything else; then what only the person can answer."""
    asks_danger = known.danger_first and not sent.seen
    context: dict[str, Any] = {
        "known": known,
        "asks_danger": asks_danger,
        "said_danger": sent.form.cleaned_data["danger_now"] == "yes",
        "asks_place": known.routing.asks,
        # The page came back with its question still open: say what is missing instead of asking again in silence.
        "unanswered": known.routing.asks and sent.seen,
        "place_text": sent.form.cleaned_data["place_text"],
        "hidden": _carried(request, sent, skip={"gevaar"} if asks_danger else set()),
        "french": _french(request),
    }
    return render(request, "meldpunt/public/question.html", context)


def _carried(request: HttpRequest, sent: Sent, skip: set[str]) -> list[tuple[str, str]]:
    """Everything typed so far, to travel along unseen while a question is answered."""
    # A photo that was left out or replaced is already so: its tick would leave out the new one too.
    ours = {"gezien", "gemeente", "buiten", "sleutel", "foto_bewaard", "foto_weg", "waar", *skip}
    carried = [(name, str(value)) for name, value in request.POST.items() if name not in ours]
    carried.append(("sleutel", signing.dumps(sent.key, salt=KEY_SALT)))
    if sent.photo:
        carried.append(("foto_bewaard", sent.photo.signed))
    return carried


def _french(request: HttpRequest) -> bool:
    """Where the law asks both languages, the line about 112 stands in both."""
    return request.site_organisation.language_regime != "nl"  # type: ignore[attr-defined]

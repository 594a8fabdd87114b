"""``/balie/start/<dienst>`` and ``/balie/telefoon``: step 0, then the form that the site shows too, and one receipt."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import told
from nabij.kernel import spoken
from nabij.kernel.access import may
from nabij.kernel.access.policy import refusal
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries
from nabij.kernel.drafts import actions as drafts
from nabij.kernel.errors import Invalid, NotFound, Refused, RuleViolation
from nabij.kernel.identity.parties import Person
from nabij.kernel.identity.rules import Channel, Ground, ReceiptBy
from nabij.kernel.modules import registry
from nabij.kernel.modules.manifest import Asker, Service
from nabij.kernel.tenancy import queries as directory

from ... import access
from ...actions.starting import TWO_LANGUAGES, Started, Wish, start
from ...counter_forms import REASONS, ForWhomForm
from ...queries import counter
from . import conversation
from .conversation import own_id
from .receipt import token_of

KEY_SALT, DRAFT_SALT = "desk.start-key", "desk.start-draft"
AT_DESK = {"channel": Channel.DESK, "ground": Ground.ORAL_DESK, "receipt": ReceiptBy.PRINT}
BY_PHONE = {"channel": Channel.PHONE, "ground": Ground.ORAL_PHONE, "receipt": ReceiptBy.SPELLED, "reason": REASONS[2]}


@dataclass
class Page:
    """Everything that one visit to the page carries along."""

    service: Service
    whom: ForWhomForm
    form: Any
    key: str
    draft_id: str
    about: str
    person: Person | None
    phone_mode: bool


@staff_page(access.COUNTER, module="desk")
def begin(request: HttpRequest, dienst: str) -> HttpResponse:
    """Start any service for somebody."""
    service = counter.service(own_id(request), request.enabled, dienst)  # type: ignore[attr-defined]
    if service is None:
        return _elsewhere(request, dienst)
    return _run(request, service, phone_mode=False)


@staff_page(access.COUNTER, module="desk")
def phone(request: HttpRequest) -> HttpResponse:
    """A call from begin to end without the mouse; the fields of a report are meldpunt's own."""
    found = counter.services(own_id(request), request.enabled)  # type: ignore[attr-defined]
    wanted = request.GET.get("dienst", "")
    service = next((one for one in found if one.code == wanted), None) or next((one for one in found if one.emergency), None)
    if service is None:
        return render(request, "desk/counter/elsewhere.html", {"services": found})
    return _run(request, service, phone_mode=True)


def _elsewhere(request: HttpRequest, code: str) -> HttpResponse:
    """A service of a module that is off here: who does help. Anything else does not exist."""
    own = own_id(request)
    everything = counter.services(own, [m.name for m in registry.installed() if m.name != "website"])
    if not any(one.code == code for one in everything):
        raise NotFound()
    return render(request, "desk/counter/elsewhere.html", {"services": counter.offered(request.scope.actor, own, request.enabled)})  # type: ignore[attr-defined]


def _run(request: HttpRequest, service: Service, *, phone_mode: bool) -> HttpResponse:
    actor = request.scope.actor  # type: ignore[attr-defined]
    if not may(actor, service.verb):
        raise Refused(refusal(service.verb))
    about = request.POST.get("over", request.GET.get("over", ""))
    choices = list(service.choices(actor)) if service.choices else []
    if service.choices and about not in {key for key, _ in choices}:
        return render(request, "desk/counter/choose.html", {"service": service, "choices": choices})
    page = _posted(request, service, about, phone_mode) if request.method == "POST" else _fresh(request, service, about, phone_mode)
    if request.method != "POST":
        return _show(request, page)
    if "bewaar" in request.POST and _may_keep(service):
        return _kept(request, page)
    return _sent(request, page)


def _fresh(request: HttpRequest, service: Service, about: str, phone_mode: bool) -> Page:
    """An empty page, or one with what is known of the person or stood in a saved form."""
    person = conversation.served(request, request.GET.get("voor", ""))
    draft = _draft(request)
    typed = draft.typed if draft and draft.draft.service == service.code else {}
    initial: dict[str, Any] = dict(BY_PHONE if phone_mode else AT_DESK)
    if person:
        initial |= {
            "name": person.name, "phone": person.phone, "email": person.email, "address": person.shown_address,
            "none_digital": person.none_digital,
        }
    initial |= {name: typed[field] for name, field in service.contact.items() if typed.get(field)}
    form = service.form(own_id(request), Asker("", "", about=about), None)
    form.initial = {**form.initial, **typed}
    whom = ForWhomForm(initial=initial, french=_two_languages(request))
    whom.fields["name"].widget.attrs["autofocus"] = True
    draft_id = str(draft.draft.id) if draft and typed else ""
    return Page(service, whom, form, uuid.uuid4().hex, draft_id, about, person, phone_mode)


def _two_languages(request: HttpRequest) -> bool:
    own = directory.by_id(own_id(request))
    return own is not None and own.language_regime == TWO_LANGUAGES


def _draft(request: HttpRequest) -> drafts.Opened | None:
    token = request.GET.get("bewaard", "")
    try:
        return drafts.typed_so_far(own_id(request), str(signing.loads(token, salt=DRAFT_SALT))) if token else None
    except signing.BadSignature:
        return None


def draft_token(draft_id: object) -> str:
    return signing.dumps(str(draft_id), salt=DRAFT_SALT)


def _posted(request: HttpRequest, service: Service, about: str, phone_mode: bool) -> Page:
    """Step 0 fills the contact fields of the service's form: nothing is asked twice."""
    whom = ForWhomForm(request.POST, french=_two_languages(request))
    whom.is_valid()
    data = request.POST.copy()
    asker = Asker("", whom.cleaned_data.get("channel", ""), about=about)
    empty = service.form(own_id(request), asker, None)
    for name, field in service.contact.items():
        data[empty.add_prefix(field)] = request.POST.get(whom.add_prefix(name), "")
    person = conversation.served(request, request.POST.get("persoon", ""))
    form = service.form(own_id(request), asker, data)
    key, draft_id = _signed(request, "sleutel", KEY_SALT), _signed(request, "bewaard", DRAFT_SALT)
    return Page(service, whom, form, key, draft_id, about, person, phone_mode)


def _signed(request: HttpRequest, name: str, salt: str) -> str:
    try:
        return str(signing.loads(request.POST.get(name, ""), salt=salt))
    except signing.BadSignature:
        return ""


def _sent(request: HttpRequest, page: Page) -> HttpResponse:
    right = page.form.is_valid()
    _move_contact_errors(page)
    if not right or not page.whom.is_valid():
        return _show(request, page, status=422)
    try:
        with transaction.atomic():
            done = _started(request, page)
    except (Invalid, RuleViolation) as problem:
        told(page.whom if "receipt" in getattr(problem, "fields", {}) else page.form, problem)
        return _show(request, page, status=422)
    conversation.open_for(request, [done.party_id])
    return redirect(f"/balie/klaar?bewijs={token_of(own_id(request), page.service, done, page.phone_mode)}")


def _started(request: HttpRequest, page: Page) -> Started:
    wish = Wish(
        page.whom.person(page.person), page.whom.basis(), form_key=page.key, draft_id=page.draft_id, about=page.about,
        language=page.whom.language_asked,
    )
    return start(organisation_id=own_id(request), service=page.service, form=page.form, wish=wish)


def _move_contact_errors(page: Page) -> None:
    """What lacks in the contact stands at "voor wie", where it is asked."""
    for name, field in page.service.contact.items():
        for sentence in page.form.errors.pop(field, []):
            page.whom.add_error(name if name in page.whom.fields else None, sentence)


def _may_keep(service: Service) -> bool:
    """What is about a file of its own (a letter of the OCMW) stays in that file: it never becomes a draft."""
    return service.choices is None


def _kept(request: HttpRequest, page: Page) -> HttpResponse:
    """The line drops, a paper lacks: what was typed waits under a code that both can use."""
    form, typed = page.form, {}
    for name in form.fields:
        typed[name] = str(form.data.get(form.add_prefix(name), ""))
    try:
        row, code = drafts.save(
            organisation_id=own_id(request), service=page.service.code, service_nl=page.service.label_nl, typed=typed,
            factor=request.POST.get(page.whom.add_prefix("phone"), ""),
        )
    except Invalid:
        page.whom.add_error("phone", "Vul het telefoonnummer in: de laatste vier cijfers openen het bewaarde formulier.")
        return _show(request, page, status=422)
    return render(request, "desk/counter/kept.html", {"draft": row, "code": code, "spelled": spoken.spelled(code), "service": page.service})


def _show(request: HttpRequest, page: Page, status: int = 200) -> HttpResponse:
    hidden = set(page.service.contact.values())
    if page.person:
        entries.log_read("desk.person.read", organisation_id=own_id(request), detail={"person": str(page.person.id)})
    context = {
        "page": page, "service": page.service, "whom": page.whom, "form": page.form, "phone_mode": page.phone_mode,
        "shown": [page.form[name] for name in page.form.fields if name not in hidden],
        "key": signing.dumps(page.key or uuid.uuid4().hex, salt=KEY_SALT), "draft": draft_token(page.draft_id) if page.draft_id else "",
        "services": counter.offered(request.scope.actor, own_id(request), request.enabled) if page.phone_mode else [],  # type: ignore[attr-defined]
        "may_keep": _may_keep(page.service),
        "address": "/balie/telefoon" if page.phone_mode else f"/balie/start/{page.service.code}",
    }
    return render(request, "desk/counter/start.html", context, status=status)

"""A person's own telephones: added, proven by a code, tried out, delayed, removed. Only a proven one is ever paged."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from nabij.kernel import crypto
from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound, Refused, TooMany

from ..models.duty import ContactMethod, DutyPerson, MethodKind, Shift
from ..models.duty_call import DutyCall, MethodDelay, MethodProof, Purpose
from ..queries.chain import sealed
from ..queries.methods import person_of
from ..rules import methods as rules
from ..rules.methods import Reach
from . import duty_calls
from .duty_calls import About

ACT = "meldpunt.duty.act"
PROOF = "duty.proof"


def _me() -> DutyPerson:
    person = person_of(authorise(ACT))
    if person is None:
        raise Refused("U staat op geen enkele wachtlijn. Vraag de planner om u erbij te zetten.")
    return person


def _mine(method_id: UUID) -> ContactMethod:
    method = ContactMethod.objects.select_for_update(of=("self",)).filter(id=method_id, person=_me()).first()
    if method is None:
        raise NotFound()
    return method


def add(*, kind: str, value: str) -> ContactMethod:
    """Add a number (E.164) or address; nothing is paged there before its code came back. The code leaves at once."""
    method = put_on_list(_me(), kind=kind, value=value)
    if method is None:
        raise Invalid({"value": f"U hebt al {rules.MOST} toestellen. Verwijder er eerst een."})
    audit.record("meldpunt.contact_method.added", method, detail={"kind": kind})
    send_code(method_id=method.id)
    return method


def put_on_list(person: DutyPerson, *, kind: str, value: str) -> ContactMethod | None:
    """A row for a number or address that nothing proved yet, last in the order of this person; None when the list is full.

    Raises ``Invalid`` for one that stands there already. Who calls this has asked for permission and writes the log.
    """
    numbers = list(ContactMethod.objects.filter(person=person).values_list("rule_no", flat=True))
    if len(numbers) >= rules.MOST:
        return None
    columns = sealed(person.organisation_id, value)
    if ContactMethod.objects.filter(person=person, kind=kind, number_index=columns["number_index"]).exists():
        raise Invalid({"value": "Dit staat al in de lijst."})
    return ContactMethod.objects.create(
        organisation_id=person.organisation_id, audience=person.audience, person=person, kind=kind,
        rule_no=max(numbers, default=0) + 1, **columns,
    )  # fmt: skip


def send_code(*, method_id: UUID) -> None:
    """A new code of six digits, valid for ten minutes; an older one no longer counts. Raises ``TooMany``."""
    method, now = _mine(method_id), clock.now()
    _not_too_often(method, Purpose.CODE)
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    MethodProof.objects.update_or_create(
        method=method,
        defaults={
            "organisation_id": method.organisation_id, "audience": method.audience, "code_hash": _hash(method, code),
            "expires_at": now + timedelta(minutes=rules.CODE_MINUTES), "wrong": 0,
        },
    )  # fmt: skip
    said = " ".join(code) if method.kind == MethodKind.VOICE else code
    text = f"Uw code voor de wachtdienst is {said}. Ze geldt {rules.CODE_MINUTES} minuten."
    _send(method, About(Purpose.CODE, f"{method.id}:{secrets.token_hex(8)}", text))
    audit.record("meldpunt.contact_method.code_sent", method)


def _hash(method: ContactMethod, code: str) -> str:
    return crypto.blind_index(method.organisation_id, PROOF, f"{method.id}:{code}")


def _not_too_often(method: ContactMethod, purpose: Purpose) -> None:
    since = clock.now() - timedelta(hours=1)
    if DutyCall.objects.filter(recipient=method.person_id, purpose=purpose, due_at__gt=since).count() >= rules.PER_HOUR:
        raise TooMany(f"U vroeg in het voorbije uur al {rules.PER_HOUR} berichten. Wacht even en probeer dan opnieuw.")


def _send(method: ContactMethod, about: About) -> None:
    duty_calls.call_person_now(owner=method.organisation_id, person=method.person, about=about, method=method, at=clock.now())


def prove(*, method_id: UUID, code: str) -> bool:
    """The code came back: from now on alarms come here. False for a wrong one; the wrong try is counted, so it must be kept."""
    method, now = _mine(method_id), clock.now()
    proof = MethodProof.objects.select_for_update().filter(method=method, expires_at__gt=now, wrong__lt=rules.TRIES).first()
    if proof is None:
        raise Invalid({"code": "Deze code is verlopen of te vaak fout ingevuld. Vraag een nieuwe."})
    digits = "".join(c for c in code if c.isdigit())
    if not secrets.compare_digest(proof.code_hash, _hash(method, digits)):
        proof.wrong += 1
        proof.save(update_fields=["wrong"])
        audit.record("meldpunt.contact_method.wrong_code", method, result="refused")
        return False
    proof.delete()
    method.verified_at = now
    method.save(update_fields=["verified_at"])
    audit.record("meldpunt.contact_method.proven", method)
    return True


def try_out(*, method_id: UUID) -> None:
    """Send a message now, as an alarm would come."""
    method = _mine(method_id)
    if method.verified_at is None:
        raise Refused("Bevestig dit toestel eerst met de code.")
    _not_too_often(method, Purpose.TEST)
    text = "PROEF van de wachtdienst: zo komt een alarm bij u aan. Antwoord 1, dan staat vast dat het werkt."
    _send(method, About(Purpose.TEST, f"{method.id}:{secrets.token_hex(8)}", text))
    audit.record("meldpunt.contact_method.tried", method)


def set_delays(*, method_id: UUID, acute: int, high: int) -> ContactMethod:
    """After how many minutes this method is tried: for an alarm, and for what is less urgent."""
    method = _mine(method_id)
    problems = {name: rules.delay_problem(value) for name, value in (("acute", acute), ("high", high))}
    if found := {name: sentence for name, sentence in problems.items() if sentence}:
        raise Invalid(found)
    _stays_plannable(method, acute)
    method.delay_minutes = acute
    method.save(update_fields=["delay_minutes"])
    MethodDelay.objects.update_or_create(
        method=method, urgency="high", defaults={"organisation_id": method.organisation_id, "audience": method.audience, "minutes": high}
    )
    audit.record("meldpunt.contact_method.delayed", method, detail={"acute": acute, "high": high})
    return method


def remove(*, method_id: UUID) -> None:
    """Forget a telephone. Refused while an alarm would then reach nobody."""
    method = _mine(method_id)
    _stays_plannable(method, None)
    audit.record("meldpunt.contact_method.removed", method, detail={"kind": method.kind})
    method.delete()


def _stays_plannable(method: ContactMethod, delay: int | None) -> None:
    """Who stands in the rota keeps a telephone that rings at once. ``delay`` None: the method goes."""
    others = ContactMethod.objects.filter(person=method.person).exclude(id=method.id).values_list("verified_at", "delay_minutes")
    reach = [Reach(verified is not None, minutes) for verified, minutes in others]
    before = rules.plannable([*reach, Reach(method.verified_at is not None, method.delay_minutes)])
    after = rules.plannable([*reach, *([Reach(method.verified_at is not None, delay)] if delay is not None else [])])
    planned = Shift.objects.filter(person=method.person, period__endswith__gt=clock.now()).exists()
    if before and not after and planned:
        raise Refused(f"U staat in het rooster. {rules.NOT_PLANNABLE}")

"""Destruction: a list by one person, approved by another, executed item by item by the database's own function."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.blobs import actions as blobs
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused, RuleViolation, Stale
from nabij.kernel.events import facade as events
from nabij.kernel.tenancy.scope import Actor

from .. import access
from ..events import DISPOSAL_APPROVED, DISPOSAL_EXECUTED
from ..models import Component, DestructionCertificate, DisposalDecision, DisposalItem, DisposalList, DisposalPolicy, Dossier
from ..queries import disposal as queries
from ..rules import disposal as rules
from ..rules.disposal import ItemState, ListState, Role
from ..rules.dossiers import DossierState
from . import verdicts

BACKUPS_LAPSE = timedelta(days=90)


def set_policy(*, organisation_id: int, min_persons: int, waiting_days: int, reference: str) -> DisposalPolicy:
    """How many different people an organisation asks, and how long it waits; with the decision that says so. Never fewer than two."""
    require_own(organisation_id)
    authorise(access.LIST_POLICY)
    if min_persons not in (2, 3):
        raise Invalid({"min_persons": "Twee of drie verschillende mensen. Minder dan twee kan nooit."})
    if not reference.strip():
        raise Invalid({"reference": "Noem het besluit waarin dit staat."})
    values = {"min_persons": min_persons, "waiting_days": waiting_days, "reference": reference.strip()}
    row, _ = DisposalPolicy.objects.update_or_create(organisation_id=organisation_id, defaults=values)
    entries.record("archive.disposal.policy_set", row, detail={"min_persons": min_persons, "waiting_days": waiting_days})
    return row


def make_list(*, organisation_id: int, name: str, dossier_ids: Sequence[UUID]) -> DisposalList:
    """Propose dossiers whose verdict says that they may go. The maker is the author and can never approve it. Raises Invalid."""
    require_own(organisation_id)
    actor = _person(access.LIST_MAKE)
    assert actor.account_id is not None, "a person"
    if len(name.strip()) < 4:
        raise Invalid({"name": "Geef de lijst een naam die men kan overtypen, bijvoorbeeld Klachten 2019."})
    policy = queries.policy(organisation_id)
    row = DisposalList.objects.create(
        organisation_id=organisation_id, name=" ".join(name.split()), min_persons=policy.min_persons, waiting_days=policy.waiting_days,
        made_by_id=actor.account_id, made_at=clock.now(),
    )
    added = _add(row, dossier_ids)
    if not added:
        raise Invalid({"dossiers": "Geen van deze dossiers mag vandaag weg. Kies er andere."})
    _say(row, actor, Role.AUTHOR, approves=True)
    row.state = rules.step(ListState.DRAFTING, ListState.IN_REVIEW)
    row.save(update_fields=["state"])
    entries.record("archive.disposal.proposed", row, detail={"dossiers": added})
    return row


def _add(row: DisposalList, dossier_ids: Sequence[UUID]) -> int:
    verdicts.recompute(organisation_id=row.organisation_id, dossier_ids=dossier_ids)
    found = queries.may_go(row.organisation_id, dossier_ids)
    for dossier in found:
        count, size = queries.weight(dossier)
        DisposalItem.objects.create(organisation_id=row.organisation_id, list=row, dossier=dossier, records=count, bytes=size)
    Dossier.objects.filter(organisation_id=row.organisation_id, id__in=[d.id for d in found]).update(state=DossierState.IN_DISPOSAL)
    return len(found)


def _person(verb: str) -> Actor:
    actor = authorise(verb)
    if actor.account_id is None:
        raise Refused("Vernietigen vraagt mensen met een naam. Een programma kan dit niet.")
    return actor


def _say(row: DisposalList, actor: Actor, role: Role, *, approves: bool, comment: str = "") -> None:
    assert actor.account_id is not None, "only people decide"
    try:
        with transaction.atomic():
            DisposalDecision.objects.create(
                organisation_id=row.organisation_id, list=row, account_id=actor.account_id, function=actor.function, role=role,
                approves=approves, digest=queries.digest(row.id), comment=comment.strip(), at=clock.now(),
            )
    except IntegrityError as taken:
        raise RuleViolation("Iemand keurde deze lijst net goed in die rol, of u hebt er al een andere rol in.") from taken


def approve(*, list_id: UUID, typed_name: str, comment: str = "") -> DisposalList:
    """Agree with exactly this set, after typing the list's name. With enough different people the waiting time starts.

    Raises RuleViolation for the maker, for a second role, or for another name.
    """
    row = queries.list_for_update(list_id)
    actor = _person(access.LIST_REVIEW)
    if row.state != ListState.IN_REVIEW:
        raise RuleViolation(f"Deze lijst is nu “{rules.LIST_NL[ListState(row.state)]}”. Goedkeuren kan niet.")
    role = rules.role_for(queries.said(row), actor.account_id, queries.digest(row.id), row.min_persons)
    if role is Role.ARCHIVIST and actor.function != "archivist":
        raise RuleViolation("Nu is een archivaris aan de beurt.")
    rules.require_name(typed_name, row.name)
    _say(row, actor, role, approves=True, comment=comment)
    entries.record("archive.disposal.approved", row, detail={"role": role})
    if rules.enough(queries.said(row), queries.digest(row.id), row.min_persons):
        row.state = rules.step(ListState.IN_REVIEW, ListState.WAITING)
        row.wait_until = clock.today() + timedelta(days=row.waiting_days)
        row.save(update_fields=["state", "wait_until"])
        events.publish(DISPOSAL_APPROVED, row)
    return row


def ask_changes(*, list_id: UUID, comment: str) -> DisposalList:
    """Do not agree, with what should change."""
    row = queries.list_for_update(list_id)
    actor = _person(access.LIST_REVIEW)
    if not comment.strip():
        raise Invalid({"comment": "Zeg wat er anders moet."})
    role = rules.role_for(queries.said(row), actor.account_id, queries.digest(row.id), row.min_persons)
    _say(row, actor, role, approves=False, comment=comment)
    row.state = rules.step(ListState(row.state), ListState.CHANGES_REQUESTED)
    row.save(update_fields=["state"])
    entries.record("archive.disposal.changes_requested", row)
    return row


def exclude(*, list_id: UUID, item_id: UUID, reason: str) -> DisposalItem:
    """Leave one dossier out, with the reason. Another set is another list: whoever agreed, agrees again."""
    row = queries.list_for_update(list_id)
    actor = _person(access.LIST_MAKE)
    item = queries.item_for_update(row, item_id)  # first: what is not on this list is not there, whatever else is wrong
    if row.state not in rules.CHANGEABLE:
        raise RuleViolation("Deze lijst wordt uitgevoerd. Er kan niets meer aan veranderen.")
    if not reason.strip():
        raise Invalid({"reason": "Zeg waarom dit dossier blijft."})
    item.state, item.reason = ItemState.EXCLUDED, reason.strip()[:300]
    item.save(update_fields=["state", "reason"])
    Dossier.objects.filter(id=item.dossier_id).update(state=DossierState.CLOSED)
    row.refresh_from_db()
    if row.state != ListState.IN_REVIEW:
        row.state = rules.step(ListState(row.state), ListState.IN_REVIEW)
        row.wait_until = None
        row.save(update_fields=["state", "wait_until"])
    if actor.account_id == row.made_by_id:
        _say(row, actor, Role.AUTHOR, approves=True, comment="aangepast")
    entries.record("archive.disposal.excluded", row, detail={"item": str(item.id)})
    return item


def withdraw(*, list_id: UUID, reason: str) -> DisposalList:
    """Stop a list before it is executed; every dossier stays."""
    row = queries.list_for_update(list_id)
    _person(access.LIST_MAKE)
    if not reason.strip():
        raise Invalid({"reason": "Zeg waarom u de lijst intrekt."})
    row.state = rules.step(ListState(row.state), ListState.WITHDRAWN)
    row.save(update_fields=["state"])
    Dossier.objects.filter(id__in=row.items.filter(state=ItemState.PROPOSED).values("dossier_id")).update(state=DossierState.CLOSED)
    entries.record("archive.disposal.withdrawn", row, detail={"reason": reason})
    return row


def execute(*, list_id: UUID) -> DestructionCertificate:
    """After the waiting time: each dossier by the database's own function, which counts the people again; then the certificate.

    Raises RuleViolation while the list waits. A dossier with a hold is left, the rest goes on.
    """
    row = queries.list_for_update(list_id)
    _person(access.LIST_MAKE)
    if row.state != ListState.WAITING:
        raise RuleViolation("Deze lijst is nog niet goedgekeurd door genoeg mensen.")
    rules.require_waited(row.wait_until, clock.today())
    row.state = rules.step(ListState.WAITING, ListState.EXECUTING)
    row.save(update_fields=["state"])
    items = list(row.items.filter(state=ItemState.PROPOSED))
    verdicts.recompute(organisation_id=row.organisation_id, dossier_ids=[item.dossier_id for item in items])
    gone = [_destroy(row, item, clock.today()) for item in items]
    row.state = ListState.EXECUTED if all(gone) else ListState.PARTLY_EXECUTED
    row.executed_at = clock.now()
    row.save(update_fields=["state", "executed_at"])
    certificate = _certificate(row)
    entries.record("archive.disposal.executed", row, detail={"destroyed": sum(gone), "kept": len(gone) - sum(gone)})
    events.publish(DISPOSAL_EXECUTED, row, data={"destroyed": sum(gone)})
    return certificate


def _destroy(row: DisposalList, item: DisposalItem, today: date) -> bool:
    """True when the dossier went. Bytes go by the kernel once no record needs them: the same content elsewhere stays readable."""
    uses = [c.blob_use for c in Component.objects.filter(record__dossier_id=item.dossier_id).select_related("blob_use")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.archive_destroy(%s, %s, %s)", [row.id, item.id, today])
        outcome = cursor.fetchone()[0]
    if outcome != ItemState.DESTROYED:
        return False
    for use in uses:
        blobs.release(blob_use=use)
    return True


def _certificate(row: DisposalList) -> DestructionCertificate:
    content = queries.certificate_content(row, clock.today() + BACKUPS_LAPSE)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    number = f"V-{clock.today().year}-{str(row.id)[-6:]}"
    certificate = DestructionCertificate.objects.create(
        organisation_id=row.organisation_id, list=row, number=number, content=content, sha256=sha256(text.encode()).hexdigest(),
        at=clock.now(),
    )
    entries.record("archive.certificate.made", certificate, detail={"sha256": certificate.sha256})
    return certificate


def require_version(row: DisposalList, seen: str) -> None:
    """Raises Stale when the set changed since the page was shown: nobody approves what they did not see."""
    if seen and seen != queries.digest(row.id):
        raise Stale("De lijst veranderde intussen. Kijk ze opnieuw na; uw naam staat er nog niet onder.")


"""Versions of the regional strategy: drafted from the one before, published with a decision, then frozen."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.errors import NotFound
from nabij.kernel.events import facade as events
from nabij.kernel.tenancy.rows import new_id

from .. import access
from ..events import STRATEGY_PUBLISHED
from ..models import PlacementAgreement, StrategyVersion
from ..queries import strategy as queries
from ..rules import strategy as rules
from ..rules.strategy import VersionState


def draft(*, partnership_id: int, number: str, title: str, changelog: str = "", kind: str = "archive") -> StrategyVersion:
    """A new draft; the agreements of the published version, where there is one, are copied into it."""
    authorise(access.STEER)
    require_own(partnership_id)
    before = queries.published(kind)
    version = StrategyVersion.objects.create(
        organisation_id=partnership_id, audience=f"partnership:{partnership_id}", kind=kind, number=number, title=title,
        changelog=changelog,
    )
    for line in before.agreements.all() if before else []:
        line.pk, line.version = new_id(), version
        line._state.adding = True
        line.save(force_insert=True)
    entries.record("archive.strategy.drafted", version, detail={"number": number})
    return version


def set_agreement(*, version_id: UUID, code: str, **fields: str) -> PlacementAgreement:
    """Write one line of a draft: ``document_kind``, ``place``, ``moment``, ``responsible``, ``note``, ``fixed_fields``."""
    version = queries.version_row(version_id, locked=True)
    authorise(access.STEER)
    require_own(version.organisation_id)
    if version.state in (VersionState.PUBLISHED, VersionState.SUPERSEDED):
        raise rules.RuleViolation("Deze versie is al gepubliceerd. Maak een nieuwe versie.")
    line, _ = PlacementAgreement.objects.update_or_create(
        version=version, code=code, defaults=fields,
        create_defaults=fields | {
            "organisation_id": version.organisation_id, "audience": version.audience, "position": version.agreements.count() + 1,
        },
    )
    entries.record("archive.agreement.set", line, detail={"version": version.number, "code": code})
    return line


def publish(*, version_id: UUID, body: str, decided_on: date, reference: str) -> StrategyVersion:
    """From draft or consultation to the version that counts; the one before is superseded in the same transaction."""
    version = queries.version_row(version_id, locked=True)
    authorise(access.STEER)
    require_own(version.organisation_id)
    rules.require_reference(body, decided_on, reference)
    to = rules.version_step(VersionState(version.state), VersionState.PUBLISHED)
    if not version.agreements.exists():
        raise NotFound("Deze versie heeft nog geen enkele afspraak.")
    StrategyVersion.objects.filter(kind=version.kind, state=VersionState.PUBLISHED).update(state=VersionState.SUPERSEDED)
    version.state, version.body, version.published_on, version.reference = to, body.strip(), decided_on, reference.strip()
    version.save()
    entries.record("archive.strategy.published", version, detail={"number": version.number})
    events.publish(STRATEGY_PUBLISHED, version, data={"number": version.number})
    return version

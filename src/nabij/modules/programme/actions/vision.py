"""A municipality makes a version of the vision its own (N5)."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import IntegrityError, transaction

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.errors import Invalid, NotFound
from nabij.kernel.events import facade as events

from .. import access
from ..events import VISION_RATIFIED
from ..models import Ratification, Vision
from . import decisions
from .decisions import DecisionGiven


def ratify(
    *, organisation_id: int, vision_id: uuid.UUID, ratified_on: date, decision: DecisionGiven, origin: str = ""
) -> Ratification:
    """Keep that one municipality ratified one version, by its own decision.

    Raises Refused for another organisation ("Alleen Kuurne beslist voor Kuurne."), Invalid when it already did.
    """
    require_own(organisation_id)
    authorise(access.RATIFY)
    vision = Vision.objects.filter(id=vision_id).first()
    if vision is None:
        raise NotFound()
    if ratified_on < vision.stated_on:
        raise Invalid({"decision_on": "Deze versie bestond toen nog niet. Kijk de datum na."})
    kept = decisions.keep(decision, organisation_id=organisation_id, audience=vision.audience)
    assert kept is not None, "a decision that was given is kept"
    try:
        with transaction.atomic():
            row = Ratification.objects.create(
                organisation_id=organisation_id, audience=vision.audience, vision_organisation_id=vision.organisation_id,
                vision=vision, ratified_on=ratified_on, decision=kept, origin=origin,
            )
    except IntegrityError as error:
        raise Invalid({"decision_number": "Uw gemeente bekrachtigde deze versie al."}) from error
    entries.record("programme.vision.ratified", row, detail={"version": vision.version, "on": ratified_on.isoformat()})
    events.publish(VISION_RATIFIED, row, data={"version": vision.version})
    return row

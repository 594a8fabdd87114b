"""Asking that a whole site is published anew."""

from __future__ import annotations

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.events import facade as events
from nabij.kernel.references import Reference

from .. import access
from ..events import SITE_CHANGED


def ask_publication(*, organisation_id: int) -> None:
    """Every page is rendered again, in the order of the queue."""
    authorise(access.PUBLISH)
    site = Reference("website", "site", str(organisation_id), "site", organisation_id)
    entries.record("website.site.publication_asked", site)
    events.publish(SITE_CHANGED, site, organisation_id=organisation_id, data={"keys": ["*"]})

"""Writes of news and notices: the languages that the law asks, what stands on a picture, and when it appears."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.blobs import actions as blobs
from nabij.kernel.blobs import jobs as blob_jobs
from nabij.kernel.blobs.rules import PHOTO
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.events import facade as events
from nabij.kernel.tenancy import queries as directory

from .. import access
from ..events import NEWS_CHANGED
from ..models import NewsItem
from ..queries import news
from ..rules import languages, states, texts
from ..rules.languages import ContentKind
from ..rules.states import ServiceState

PICTURE_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Words:
    """Title and text per language, as typed: a line per paragraph."""

    title_nl: str
    body_nl: str
    title_fr: str = ""
    body_fr: str = ""

    def fields(self) -> dict[str, str]:
        return {
            "title_nl": self.title_nl.strip(), "body_nl": texts.from_plain(self.body_nl),
            "title_fr": self.title_fr.strip(), "body_fr": texts.from_plain(self.body_fr),
        }


def write(*, organisation_id: int, words: Words, kind: str = NewsItem.Kind.NEWS) -> NewsItem:
    """A new draft. Raises ``Invalid`` without a Dutch title."""
    actor = authorise(access.NEWS)
    _titled(words)
    item = NewsItem.objects.create(
        organisation_id=organisation_id, slug=news.free_slug(organisation_id, texts.slug_of(words.title_nl)), kind=kind,
        written_by=actor.label[:120], written_at=clock.now(), **words.fields(),
    )
    entries.record("website.news.written", item)
    return item


def rewrite(*, item_id: UUID, words: Words) -> NewsItem:
    """Other words. On a published item the languages are checked at once; the address stays."""
    authorise(access.NEWS)
    _titled(words)
    item = news.item(item_id, lock=True)
    for name, value in words.fields().items():
        setattr(item, name, value)
    if item.state in (ServiceState.PUBLISHED, ServiceState.SCHEDULED):
        _complete(item)
    item.save(update_fields=[*words.fields()])
    _changed(item, "website.news.rewritten")
    return item


def attach_picture(*, item_id: UUID, upload: Any, alt: str, decorative: bool, alt_fr: str = "") -> NewsItem:
    """A picture, with what stands on it or the choice that it only decorates. Raises ``Invalid`` without that decision, and what
    the file store raises (too large, no picture)."""
    authorise(access.NEWS)
    item = news.item(item_id, lock=True)
    blob = blobs.receive(
        organisation_id=item.organisation_id, stream=upload, filename=upload.name, limit_bytes=PICTURE_LIMIT, accept=PHOTO,
        declared_type=getattr(upload, "content_type", "") or "", keep_original=False,
    )
    if item.picture is not None:
        blobs.release(blob_use=item.picture)
    item.picture = blobs.use(
        blob=blob, subject_module="website", subject_kind="newsitem", subject_id=item.id, role="picture", retention_class="website"
    )
    blob_jobs.examine.enqueue(organisation_id=item.organisation_id, unique_key=f"blobs.examine:{blob.id}", blob_id=str(blob.id))
    item.alt_decided = False
    item.save(update_fields=["picture", "alt_decided"])
    return decide_alt(item_id=item.id, alt=alt, decorative=decorative, alt_fr=alt_fr)


def decide_alt(*, item_id: UUID, alt: str, decorative: bool, alt_fr: str = "") -> NewsItem:
    """What a blind reader hears in place of the picture. Raises ``Invalid`` without a decision."""
    authorise(access.NEWS)
    item = news.item(item_id, lock=True)
    if decorative == bool(alt.strip()):
        raise Invalid({"alt": "Wat staat er op de foto? Schrijf het in één zin, of kies dat de foto alleen versiert."})
    if not decorative and _regime(item) == "nl_fr" and not alt_fr.strip():
        raise Invalid({"alt_fr": "Schrijf ook in het Frans wat er op de foto staat."})
    item.picture_alt, item.picture_alt_fr, item.alt_decided = alt.strip(), alt_fr.strip(), True
    item.save(update_fields=["picture_alt", "picture_alt_fr", "alt_decided"])
    _changed(item, "website.news.alt_decided")
    return item


def publish(*, item_id: UUID, at: datetime | None = None) -> NewsItem:
    """Now, or at a moment ahead. Raises ``Invalid`` with what lacks: a language, or what stands on the picture."""
    authorise(access.NEWS)
    item = news.item(item_id, lock=True)
    _complete(item)
    later = at is not None and at > clock.now()
    item.state = states.step(ServiceState(item.state), ServiceState.SCHEDULED if later else ServiceState.PUBLISHED)
    item.publish_at = at if later else item.publish_at
    item.published_at = None if later else clock.now()
    item.save(update_fields=["state", "publish_at", "published_at"])
    entries.record("website.news.scheduled" if later else "website.news.published", item)
    if not later:
        _announce(item)
    return item


def withdraw(*, item_id: UUID, reason: str) -> NewsItem:
    """Take it from the site, or back to a draft when it was only planned."""
    authorise(access.NEWS)
    if not reason.strip():
        raise Invalid({"reason": "Zeg kort waarom dit bericht weg moet."})
    item = news.item(item_id, lock=True)
    planned = item.state == ServiceState.SCHEDULED
    item.state = states.step(ServiceState(item.state), ServiceState.DRAFT if planned else ServiceState.WITHDRAWN)
    item.save(update_fields=["state"])
    entries.record("website.news.withdrawn", item, detail={"reason": reason})
    _announce(item)
    return item


def publish_due(*, organisation_id: int) -> int:
    """Publish what was planned for now or earlier; returns how many."""
    found = news.due(organisation_id, clock.now())
    for item in found:
        publish(item_id=item.id)
    return len(found)


def missing(item: NewsItem) -> dict[str, str]:
    """What lacks before it may be published, by field."""
    regime, found = _regime(item), {}
    for name in ("title", "body"):
        given = {"nl": getattr(item, f"{name}_nl"), "fr": getattr(item, f"{name}_fr")}
        sentences = languages.missing(regime, ContentKind.PUBLIC_NOTICE, given)
        if sentences:
            lacking = next((lang for lang in languages.languages(regime, ContentKind.PUBLIC_NOTICE) if not given[lang].strip()), "fr")
            found[f"{name}_{lacking}"] = sentences[0]
    if item.picture_id and not item.alt_decided:
        found["alt"] = "Wat staat er op de foto? Schrijf het in één zin, of kies dat de foto alleen versiert."
    return found


def _complete(item: NewsItem) -> None:
    lacking = missing(item)
    if lacking:
        raise Invalid(lacking)


def _titled(words: Words) -> None:
    if not words.title_nl.strip():
        raise Invalid({"title_nl": "Geef het bericht een titel die zegt waarover het gaat."})


def _regime(item: NewsItem) -> str:
    organisation = directory.by_id(item.organisation_id)
    return organisation.language_regime if organisation else "nl"


def _changed(item: NewsItem, verb: str) -> None:
    entries.record(verb, item)
    if item.state == ServiceState.PUBLISHED:
        _announce(item)


def _announce(item: NewsItem) -> None:
    events.publish(NEWS_CHANGED, item, data={"keys": [f"news:{item.id}", "list:news"]})

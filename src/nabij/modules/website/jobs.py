"""What runs later: publication after a change, planned news, and pages of a new day. Handlers are idempotent."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from nabij.kernel.calendar import clock
from nabij.kernel.events import facade as outbox
from nabij.kernel.events.models import Event
from nabij.kernel.jobs.nightly import everyone
from nabij.kernel.jobs.tasks import task
from nabij.kernel.references import Reference
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import current, scope, switch_to, system

from . import events
from .actions import news
from .models import NewsItem, Release
from .publisher import release
from .queries import catalogue
from .rules.publishing import EVERYTHING, TODAY

#: A module that goes on or off gives every page one door more or less; a storm puts 112 and 1722 above every page.
MODULES = ("module.enabled", "module.disabled", "storm.on", "storm.off")
OURS = (
    events.SITE_CHANGED, events.SERVICE_PUBLISHED, events.SERVICE_CHANGED, events.SERVICE_WITHDRAWN, events.PLACE_CHANGED,
    events.NEWS_CHANGED, *MODULES,
)  # fmt: skip


def on_change(event: Event) -> None:
    """Ask for a release, in the lane that lets everything urgent go first. An event that a release took in already needs nothing.

    A release that runs may have looked before this event came: then a second one waits behind it. That one looks after the first has
    ended, so a third is never needed.
    """
    if event.sequence > _taken_in(event.organisation_id):
        publish.enqueue(organisation_id=event.organisation_id, unique_key="website.publish") or publish.enqueue(
            organisation_id=event.organisation_id, unique_key="website.publish.next"
        )


def _taken_in(organisation_id: int) -> int:
    """Sequence of the last event that a release took in."""
    return Release.objects.filter(organisation_id=organisation_id).order_by("-through").values_list("through", flat=True).first() or 0


@task(lane="bulk", retries=3)
def publish() -> None:
    """One site: everything that changed since its last release. Where the website is off, its files go."""
    for organisation_id in sorted(current().writing):
        with release.alone(organisation_id):
            found = list(Event.objects.filter(
                organisation_id=organisation_id, sequence__gt=_taken_in(organisation_id), type__in=OURS
            ).order_by("sequence"))
            if not found:
                continue
            keys = {key for one in found for key in ([EVERYTHING] if one.type in MODULES else one.data.get("keys", []))}
            cause = f"{found[-1].type}" if len(found) == 1 else f"{len(found)} wijzigingen"
            release.publish(organisation_id=organisation_id, keys=keys, cause=cause, through=found[-1].sequence)


def on_concept(event: Event) -> None:
    """A shared text changed: tell every municipality, each in its own scope. Who does not offer the concept renders nothing."""
    for organisation_id in everyone():
        if organisation_id == event.organisation_id:
            continue
        with switch_to(organisation_id, ground="gewijzigd concept van de regio"):
            if catalogue.users_of(UUID(event.data["concept_id"])):
                outbox.publish(events.SITE_CHANGED, _subject(event), organisation_id=organisation_id, data={"keys": event.data["keys"]})


def on_picture(event: Event) -> None:
    """A picture passed its check: its page may show it now."""
    blob_id = event.subject.rpartition(":")[2]
    for item in NewsItem.objects.filter(organisation_id=event.organisation_id, picture__blob_id=blob_id, state="published"):
        release.publish(organisation_id=event.organisation_id, keys=[f"news:{item.id}", "list:news"], cause="foto nagekeken")


@task(lane="bulk", retries=2)
def today() -> None:
    """Pages of a new day, for every organisation in scope; where the website went off, its files go."""
    for organisation_id in sorted(current().writing):
        release.publish(organisation_id=organisation_id, keys=[TODAY], cause="nieuwe dag")


@task(lane="normal", retries=3, module="website")
def planned_news() -> None:
    """News whose moment has come."""
    for organisation_id in sorted(current().writing):
        news.publish_due(organisation_id=organisation_id)


@app.periodic(cron="* * * * *")
@app.task(name="website.every_minute", queueing_lock="website.every_minute", queue="default")
def every_minute(timestamp: int) -> None:
    """Look which sites have news to publish now, and whose files are of another day."""
    at = clock.now()
    for organisation in directory.organisations(on=clock.today()):
        if not organisation.may_control:
            continue
        with scope(reading=[organisation.id], writing=[organisation.id], actor=system("website")):
            if NewsItem.objects.filter(organisation_id=organisation.id, state="scheduled", publish_at__lte=at).exists():
                planned_news.enqueue(organisation_id=organisation.id, unique_key="website.planned_news")
            if release.is_old(organisation.slug, clock.today()):
                today.enqueue(organisation_id=organisation.id, unique_key="website.today")


def _subject(event: Event) -> Reference:
    return Reference("website", "concept", event.data["concept_id"], "")

"""From changed facts to a new release on disk: note, render, switch, collect. Under one lock per site."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.modules import queries as modules
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy import remembered
from nabij.kernel.tenancy.models import SiteHost
from nabij.kernel.tenancy.queries import SiteOrganisation
from nabij.kernel.tenancy.rows import new_id

from .. import access, bundles, facade
from ..models import PublishedPage, Release
from ..queries import ledger, pages
from ..rules.publishing import EVERYTHING, TODAY, PageSpec, affected
from ..rules.states import ReleaseState
from . import disk, render

log = logging.getLogger("nabij.website")
LOCK = 43


@dataclass
class Made:
    """What one release made: entries of the whole site, times and troubles of the pages that were rendered."""

    entries: dict[str, disk.Entry] = field(default_factory=dict)
    took_ms: dict[str, int] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)


def folder(slug: str) -> Path:
    """Where the files of a site stand."""
    return Path(settings.NABIJ_PUBLISHED) / slug


@contextmanager
def alone(organisation_id: int) -> Iterator[None]:
    """Until the transaction ends, nobody else publishes this site. What is read inside was committed before."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, organisation_id])
        yield


def publish(*, organisation_id: int, keys: Iterable[str], cause: str, through: int = 0) -> Release | None:
    """Bring the files of one site in step with its rows; None when the module is off there (its files then go).

    A page that cannot be rendered keeps its old text and is named in the ledger.
    """
    authorise(access.PUBLISH)
    with alone(organisation_id):
        return _published(organisation_id, set(keys), cause, through)


def _published(organisation_id: int, keys: set[str], cause: str, through: int) -> Release | None:
    organisation = directory.by_id(organisation_id)
    assert organisation is not None
    facade.forget_hours(organisation_id, clock.today())
    if "website" not in modules.enabled(organisation_id, clock.today()):
        _take_down(organisation)
        return None
    release = _release(organisation, keys, cause, through)
    audit.record("website.site.published", release, detail={"cause": cause, "rendered": release.rendered, "failed": release.failed})
    return release


def is_old(slug: str, today: date) -> bool:
    """Whether the files of a site are of another day or of another version of the program; a site without files is not old."""
    entries = disk.entries(folder(slug))
    days = {entry.day for entry in entries.values()} - {""}
    return bool(entries) and (days != {today.isoformat()} or not bundles.urls() <= set(entries))


def rebuild(*, organisation_id: int) -> Release | None:
    """Throw the files of one site away and make them all again."""
    authorise(access.PUBLISH)
    organisation = directory.by_id(organisation_id)
    assert organisation is not None
    disk.drop(folder(organisation.slug))
    return publish(organisation_id=organisation_id, keys=[EVERYTHING], cause="herstel na nazicht")


def _release(organisation: SiteOrganisation, keys: set[str], cause: str, through: int) -> Release:
    begun, started = clock.now(), time.monotonic()
    site = folder(organisation.slug)
    before = disk.entries(site)
    with render.visiting(organisation) as visit:
        specs = pages.of_site(organisation)
        if not bundles.urls() <= set(before):  # Another version of the program: every page names other files.
            keys = {EVERYTHING}
        # A release that switched and then lost its rows left files that the ledger does not know: those are made again.
        noted = ledger.digests(organisation.id)
        unknown = {s.path: s for s in specs if s.path not in before or noted.get(s.path) != before[s.path].sha256}
        wanted = {spec.path: spec for spec in affected(keys, specs)} | unknown
        made = _rendered(visit, site, list(wanted.values()))
    kept = {spec.path: before[spec.path] for spec in specs if spec.path in before}
    entries = kept | made.entries
    number = (Release.objects.filter(organisation_id=organisation.id).values_list("number", flat=True).first() or 0) + 1
    if entries != before or made.troubles:
        _switch(organisation, site, f"{number}-{new_id().hex[-8:]}", entries)
    release = Release.objects.create(
        organisation_id=organisation.id, number=number, cause=cause[:200], keys=sorted(keys)[:200], through=through,
        state=ReleaseState.KEPT_OLD if made.troubles else ReleaseState.SWAPPED, planned=len(wanted), rendered=len(made.entries),
        failed=len(made.troubles), begun_at=begun, took_ms=round((time.monotonic() - started) * 1000),
    )
    _note(organisation.id, release, specs, entries, made)
    return release


def _rendered(visit: render.Visit, site: Path, specs: list[PageSpec]) -> Made:
    """As many pages as go well share a savepoint; one that fails gives it back and the next begins another."""
    made, waiting = Made(), deque(specs)
    while waiting:
        try:
            with transaction.atomic():
                while waiting:
                    _one(visit, site, waiting[0], made)
                    waiting.popleft()
        except Exception as wrong:
            spec = waiting.popleft()
            log.exception("page %s of %s keeps its old text", spec.path, visit.organisation.slug)
            made.troubles[spec.path] = str(wrong)[:300] or type(wrong).__name__
    return made


def _one(visit: render.Visit, site: Path, spec: PageSpec, made: Made) -> None:
    started = time.monotonic()
    body, content_type = visit.page(spec.path)
    day = clock.today().isoformat() if TODAY in spec.keys else ""
    made.entries[spec.path] = disk.Entry(disk.put(site, body), content_type, len(body), day)
    made.took_ms[spec.path] = round((time.monotonic() - started) * 1000)


def _switch(organisation: SiteOrganisation, site: Path, name: str, entries: dict[str, disk.Entry]) -> None:
    disk.build(site, name, entries)
    disk.swap(site, name)
    disk.prune(site)
    write_hosts()
    for host in SiteHost.objects.filter(organisation_id=organisation.id).values_list("host", flat=True):
        remembered.remember(host, organisation)


def write_hosts() -> None:
    """Every host name of every site; a site without files is not served from there."""
    rows = SiteHost.objects.select_related("organisation").values_list("host", "organisation__slug")
    disk.write_hosts(Path(settings.NABIJ_PUBLISHED), dict(rows))


def _take_down(organisation: SiteOrganisation) -> None:
    disk.drop(folder(organisation.slug))
    PublishedPage.objects.filter(organisation_id=organisation.id).delete()


def _note(
    organisation_id: int, release: Release, specs: list[PageSpec], entries: dict[str, disk.Entry], made: Made
) -> None:
    known = {spec.path: spec for spec in specs}
    PublishedPage.objects.filter(organisation_id=organisation_id).exclude(path__in=list(known)).delete()
    lines = []
    for path in [path for path in known if path in made.entries or path in made.troubles]:
        entry = entries.get(path)
        lines.append(PublishedPage(
            organisation_id=organisation_id, path=path, sha256=entry.sha256 if entry else "", size=entry.size if entry else 0,
            keys=sorted(known[path].keys), rendered_ms=made.took_ms.get(path, 0), release=release, trouble=made.troubles.get(path, ""),
        ))
    PublishedPage.objects.bulk_create(
        lines, update_conflicts=True, unique_fields=["organisation", "path"],
        update_fields=["sha256", "size", "keys", "rendered_ms", "release", "trouble"],
    )

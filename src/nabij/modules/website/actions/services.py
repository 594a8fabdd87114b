"""Writes of what one municipality offers: local words over the shared text, ways to ask, publishing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.events import facade as events
from nabij.kernel.overlay.fields import Local, Op, digest
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.rows import new_id

from .. import access
from ..events import SERVICE_CHANGED, SERVICE_PUBLISHED, SERVICE_WITHDRAWN
from ..models import Channel, Concept, Overlay, Place, Service, Team
from ..queries import catalogue
from ..rules import languages, services, states, texts
from ..rules.languages import ContentKind
from ..rules.services import ChannelKind
from ..rules.states import ServiceState


class NotPublishable(RuleViolation):
    """Something stands in the way; ``obstacles`` are the sentences, each with its fix."""

    def __init__(self, obstacles: list[services.Obstacle]) -> None:
        super().__init__(" ".join(obstacle.sentence for obstacle in obstacles))
        self.obstacles = obstacles


def offer(
    *, organisation_id: int, concept: Concept | None = None, title: str = "", slug: str = "", team: Team | None = None,
    days_to_answer: int | None = None, featured: int | None = None,
) -> Service:
    """Offer a service, as a draft: from a shared concept, or one of one's own with a title. Raises ``Invalid``."""
    authorise(access.SERVICE)
    name = str(concept) if concept else title.strip()
    if not name:
        raise Invalid({"title": "Hoe heet de dienst? Schrijf de naam die mensen zelf gebruiken."})
    try:
        with transaction.atomic():
            service = Service.objects.create(
                organisation_id=organisation_id, concept=concept, concept_organisation_id=concept.organisation_id if concept else None,
                slug=slug or texts.slug_of(name), team=team, days_to_answer=days_to_answer, featured=featured,
            )
    except IntegrityError as error:
        raise Invalid({"title": f"“{name}” staat al bij uw diensten. Pas die aan."}) from error
    if concept is None:
        _lay(service, "title", services.replacing(name, "", path="title"), "nl", "eigen dienst")
    entries.record("website.service.offered", service, detail={"concept": concept.iri if concept else ""})
    return service


def set_text(*, service_id: UUID, path: str, text: str, language: str = "nl", reason: str = "") -> Overlay:
    """Own words on one field; ``text`` as typed, a line per paragraph. Raises ``Invalid`` for an empty text or an unknown field."""
    authorise(access.SERVICE)
    service = catalogue.row(service_id, lock=True)
    upstream = _field(service, path, language)
    if not text.strip():
        raise Invalid({"text": "Schrijf een tekst, of kies “Verberg dit” als het bij u niet geldt."})
    value = text if path.endswith("title") else texts.from_plain(text)
    overlay = _lay(service, path, services.replacing(value, upstream, path=path), language, reason)
    _changed(service, "website.overlay.set", {"path": path, "language": language})
    return overlay


def hide_item(*, service_id: UUID, key: str, reason: str, language: str = "nl") -> Overlay:
    """Leave out one shared item, with a reason. Raises ``Invalid``."""
    authorise(access.SERVICE)
    service = catalogue.row(service_id, lock=True)
    path = f"item:{key}"
    upstream = _field(service, f"{path}:description", language) or _field(service, path, language)
    if not reason.strip():
        raise Invalid({"reason": "Zeg kort waarom dit bij u niet geldt. Wie na u komt, leest het."})
    base = services.upstream_value(service.concept.body if service.concept else None, path, language)
    overlay = _lay(service, path, Local(Op.HIDE, "", base or upstream, digest(base)), language, reason)
    _changed(service, "website.overlay.hidden", {"path": path})
    return overlay


def add_item(*, service_id: UUID, relation: str, title: str, description: str, language: str = "nl") -> Overlay:
    """One own line behind the shared ones."""
    authorise(access.SERVICE)
    service = catalogue.row(service_id, lock=True)
    if relation not in services.LABELS or not (title.strip() or description.strip()):
        raise Invalid({"title": "Schrijf wat er moet staan."})
    path = f"items:{relation}:own"
    known = catalogue.locals_of(service, language).get(path)
    own = json.loads(known.value) if known else []
    own.append({"key": f"own-{new_id().hex[-8:]}", "title": title.strip(), "description": texts.from_plain(description)})
    overlay = _lay(service, path, Local(Op.ADD, json.dumps(own), "", digest("")), language, "")
    _changed(service, "website.overlay.added", {"path": path})
    return overlay


def reorder_items(*, service_id: UUID, relation: str, keys: list[str], language: str = "nl") -> Overlay:
    """An own order of the items of one relation; items that are not named come behind."""
    authorise(access.SERVICE)
    service = catalogue.row(service_id, lock=True)
    path = f"items:{relation}:order"
    base = services.upstream_value(service.concept.body if service.concept else None, path, language)
    overlay = _lay(service, path, Local(Op.REORDER, json.dumps(keys), base, digest(base)), language, "")
    _changed(service, "website.overlay.reordered", {"path": path})
    return overlay


def take_back(*, service_id: UUID, path: str, language: str = "nl") -> None:
    """Give a field back to the shared text."""
    authorise(access.SERVICE)
    service = catalogue.row(service_id, lock=True)
    gone, _ = Overlay.objects.filter(service=service, path=path, language=language).delete()
    if gone:
        _changed(service, "website.overlay.taken_back", {"path": path, "language": language})


@dataclass(frozen=True, slots=True)
class Settled:
    accepted: int
    kept: int


def settle(*, service_id: UUID, choices: Mapping[str, str], language: str = "nl") -> Settled:
    """Answer a change of the shared text, per field: ``accept`` takes the shared words, ``keep`` keeps ours and remembers what they
    now replace. Fields that are not in ``choices`` stay open. Raises ``Invalid`` when nothing was chosen."""
    authorise(access.SERVICE)
    service = catalogue.row(service_id, lock=True)
    body = service.concept.body if service.concept else None
    open_paths = services.conflicts(catalogue.locals_of(service, language), body, language)
    chosen = {path: choice for path, choice in choices.items() if path in open_paths and choice in ("accept", "keep")}
    if not chosen:
        raise Invalid({"choice": "Kies bij minstens één veld welke tekst er moet staan."})
    for path, choice in chosen.items():
        rows = Overlay.objects.filter(service=service, path=path, language=language)
        if choice == "accept":
            rows.delete()
        else:
            upstream = services.upstream_value(body, path, language)
            rows.update(base=upstream, base_hash=digest(upstream), set_at=clock.now(), set_by=_who())
    _changed(service, "website.overlay.settled", {"choices": dict(chosen)})
    kept = sum(choice == "keep" for choice in chosen.values())
    return Settled(len(chosen) - kept, kept)


def add_channel(
    *, service_id: UUID, kind: ChannelKind, place: Place | None = None, words: str = "", url: str = ""
) -> Channel:
    """One more way to ask for the service. Raises ``Invalid``: a desk needs its place, online its address."""
    authorise(access.SERVICE)
    service = catalogue.row(service_id, lock=True)
    if kind is ChannelKind.DESK and place is None:
        raise Invalid({"place": "Aan welk loket? Kies een plaats."})
    if kind is ChannelKind.ONLINE and not url.startswith(("https://", "/")):
        raise Invalid({"url": "Vul het adres van het formulier in, beginnend met https://."})
    try:
        with transaction.atomic():
            channel = Channel.objects.create(
                organisation_id=service.organisation_id, service=service, kind=kind, place=place, words=words.strip(), url=url
            )
    except IntegrityError as error:
        raise Invalid({"kind": "Deze weg staat er al bij."}) from error
    _changed(service, "website.channel.added", {"kind": kind.value})
    return channel


def remove_channel(*, service_id: UUID, channel_id: UUID) -> None:
    """Raises ``NotFound``, or ``NotPublishable`` when a published service would keep only the screen."""
    authorise(access.SERVICE)
    service = catalogue.row(service_id, lock=True)
    channel = catalogue.way(service_id, channel_id)
    left = [ChannelKind(c.kind) for c in Channel.objects.filter(service=service).exclude(id=channel_id)]
    if service.state == ServiceState.PUBLISHED and (found := _human_obstacle(left)):
        raise NotPublishable([found])
    channel.delete()
    _changed(service, "website.channel.removed", {"channel": str(channel_id)})


def set_team(*, service_id: UUID, team: Team, days_to_answer: int | None = None) -> Service:
    """Who answers, and within how many working days."""
    authorise(access.SERVICE)
    service = catalogue.row(service_id, lock=True)
    service.team, service.days_to_answer = team, days_to_answer
    service.save(update_fields=["team", "days_to_answer"])
    _changed(service, "website.service.team_set", {"team": str(team.id)})
    return service


def publish_service(*, service_id: UUID) -> Service:
    """Put the service on the site. Raises ``NotPublishable`` with every sentence at once, ``RuleViolation`` for a wrong step."""
    authorise(access.SERVICE)
    service = catalogue.row(service_id, lock=True)
    found = obstacles(service)
    if found:
        raise NotPublishable(found)
    service.state = states.step(ServiceState(service.state), ServiceState.PUBLISHED)
    service.published_at, service.checked_on = clock.now(), clock.today()
    service.save(update_fields=["state", "published_at", "checked_on"])
    entries.record("website.service.published", service)
    events.publish(SERVICE_PUBLISHED, service, data={"keys": [f"service:{service.id}", "list:service"]})
    return service


def withdraw_service(*, service_id: UUID, reason: str) -> Service:
    """Take it from the site; its address then says that it is no longer offered."""
    authorise(access.SERVICE)
    if not reason.strip():
        raise Invalid({"reason": "Zeg kort waarom we deze dienst niet meer aanbieden."})
    service = catalogue.row(service_id, lock=True)
    service.state = states.step(ServiceState(service.state), ServiceState.WITHDRAWN)
    service.save(update_fields=["state"])
    entries.record("website.service.withdrawn", service, detail={"reason": reason})
    events.publish(SERVICE_WITHDRAWN, service, data={"keys": [f"service:{service.id}", "list:service"]})
    return service


def obstacles(service: Service) -> list[services.Obstacle]:
    """What stands in the way of publishing."""
    organisation = directory.by_id(service.organisation_id)
    must = languages.languages("nl", ContentKind.FORM)
    text = services.resolve(service.concept.body if service.concept else None, catalogue.locals_of(service))
    kinds = [ChannelKind(kind) for kind in service.channels.values_list("kind", flat=True)]
    phone = service.team.phone if service.team else (organisation.phone if organisation else "")
    return services.obstacles(text, kinds, phone=phone, must=must, titles={"nl": text.title})


def _human_obstacle(kinds: list[ChannelKind]) -> services.Obstacle | None:
    text = services.resolve({"title": {"nl": "x"}, "description": {"nl": "x"}}, {})
    return next(iter(services.obstacles(text, kinds, phone="x", must=(), titles={})), None)


def _field(service: Service, path: str, language: str) -> str:
    """The shared value of a field. Raises ``Invalid`` for a field that the service does not have."""
    body: dict[str, Any] = service.concept.body if service.concept else {}
    kind, _, rest = path.partition(":")
    known = kind in services.TEXT_FIELDS or (kind == "item" and rest.partition(":")[0] in {i["key"] for i in body.get("items", [])})
    if not known:
        raise Invalid({"path": "Dit veld bestaat niet bij deze dienst."})
    return services.upstream_value(body, path, language)


def _lay(service: Service, path: str, local: Local, language: str, reason: str) -> Overlay:
    overlay, _ = Overlay.objects.update_or_create(
        organisation_id=service.organisation_id, service=service, path=path, language=language,
        defaults={
            "op": local.op, "value": local.value, "base": local.base, "base_hash": local.base_hash, "reason": reason.strip()[:300],
            "set_by": _who(), "set_at": clock.now(),
        },
    )
    return overlay


def _who() -> str:
    return authorise(access.SERVICE).label[:120]


def _changed(service: Service, verb: str, detail: dict[str, Any]) -> None:
    entries.record(verb, service, detail=detail)
    if service.state == ServiceState.PUBLISHED:
        events.publish(SERVICE_CHANGED, service, data={"keys": [f"service:{service.id}", "list:service"]})

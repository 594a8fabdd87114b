"""Reads of the catalogue: services as a reader and as an editor see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from nabij.kernel.errors import NotFound
from nabij.kernel.overlay.fields import Laid, Local

from ..models import Channel, Concept, Overlay, Place, Service, Team
from ..rules import services as rules
from ..rules.states import STATE_NL, ServiceState
from .once import asked_once, once

KIND_ORDER = {kind.value: n for n, kind in enumerate(rules.ChannelKind)}


@dataclass(frozen=True, slots=True)
class Way:
    """One channel as it is shown: its name, words, place and address."""

    id: UUID
    kind: rules.ChannelKind
    label: str
    words: str
    place: Place | None
    url: str


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service in one language with its ways, its team and whose words a reader sees."""

    id: UUID
    slug: str
    state: ServiceState
    state_nl: str
    text: rules.Text
    ways: tuple[Way, ...]
    team: Team | None
    days_to_answer: int | None
    featured: int | None
    checked_on: date | None
    concept_id: UUID | None
    concept_at: datetime | None
    lead_nl: str
    archived: bool
    keywords: tuple[str, ...]
    overlaid_at: datetime | None
    conflicts: dict[str, Laid] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"/diensten/{self.slug}"

    @property
    def online_elsewhere(self) -> bool:
        """Whether a page of somebody else takes the request; then ours does not stand beside it."""
        return any(way.url for way in self.ways)

    @property
    def title(self) -> str:
        return self.text.title or self.slug


@once
def services(organisation_id: int, *, published: bool, language: str = "nl", form: str = "u") -> list[ServiceView]:
    """Services of one municipality by title: three queries."""
    rows = Service.objects.filter(organisation_id=organisation_id)
    rows = rows.filter(state=ServiceState.PUBLISHED) if published else rows
    return sorted(_views(rows, language, form), key=lambda view: view.title.casefold())


def by_slug(organisation_id: int, slug: str, *, language: str = "nl") -> ServiceView:
    """Raises ``NotFound``, with a sentence of its own for a service that is no longer offered."""
    if asked_once():
        found = [view for view in services(organisation_id, published=True, language=language) if view.slug == slug]
    else:
        found = _views(Service.objects.filter(organisation_id=organisation_id, slug=slug), language, "u")
    if not found or found[0].state is ServiceState.DRAFT:
        raise NotFound()
    if found[0].state is not ServiceState.PUBLISHED:
        raise NotFound("Deze dienst bestaat niet meer. Bel ons: we zoeken samen wat u kunt vragen.")
    return found[0]


def service(service_id: UUID, language: str = "nl") -> ServiceView:
    """A service in scope, published or not. Raises ``NotFound``."""
    found = _views(Service.objects.filter(id=service_id), language, "u")
    if not found:
        raise NotFound()
    return found[0]


def row(service_id: UUID, *, lock: bool = False) -> Service:
    """The row itself, for actions. Raises ``NotFound``."""
    rows = Service.objects.select_for_update(of=("self",)) if lock else Service.objects
    found = rows.select_related("concept", "team").filter(id=service_id).first()
    if found is None:
        raise NotFound()
    return found


def way(service_id: UUID, channel_id: UUID) -> Channel:
    """One way of one service in scope. Raises ``NotFound``."""
    found = Channel.objects.filter(service_id=service_id, id=channel_id).first()
    if found is None:
        raise NotFound()
    return found


def locals_of(service_row: Service, language: str = "nl") -> dict[str, Local]:
    """Local values by path."""
    return {o.path: o.local() for o in Overlay.objects.filter(service=service_row, language=language)}


def overlays(service_id: UUID, language: str = "nl") -> dict[str, Overlay]:
    """Rows of the local values by path: who set them, when and why."""
    return {o.path: o for o in Overlay.objects.filter(service_id=service_id, language=language)}


def _views(rows: Iterable[Service], language: str, form: str) -> list[ServiceView]:
    found = list(rows.select_related("concept", "team__place"))  # type: ignore[attr-defined]
    ids = [service.id for service in found]
    overlays_: dict[UUID, list[Overlay]] = {}
    for overlay in Overlay.objects.filter(service_id__in=ids, language=language):
        overlays_.setdefault(overlay.service_id, []).append(overlay)
    ways: dict[UUID, list[Way]] = {}
    for channel in Channel.objects.filter(service_id__in=ids).select_related("place"):
        ways.setdefault(channel.service_id, []).append(_way(channel))
    return [_view(service, overlays_.get(service.id, []), ways.get(service.id, []), language, form) for service in found]


def _way(channel: Channel) -> Way:
    kind = rules.ChannelKind(channel.kind)
    return Way(channel.id, kind, rules.CHANNEL_NL[kind], channel.words, channel.place, channel.url)


def _view(service: Service, overlays_: list[Overlay], ways: list[Way], language: str, form: str) -> ServiceView:
    concept, state = service.concept, ServiceState(service.state)
    body = concept.body if concept else None
    locals_ = {overlay.path: overlay.local() for overlay in overlays_}
    return ServiceView(
        id=service.id, slug=service.slug, state=state, state_nl=STATE_NL[state],
        text=rules.resolve(body, locals_, language, form), ways=tuple(sorted(ways, key=lambda way: KIND_ORDER[way.kind])),
        team=service.team, days_to_answer=service.days_to_answer, featured=service.featured, checked_on=service.checked_on,
        concept_id=concept.id if concept else None, concept_at=concept.newest_at if concept else None,
        lead_nl=concept.get_lead_display() if concept else "", archived=bool(concept and concept.archived),
        keywords=tuple((body or {}).get("keywords", [])), overlaid_at=max((o.set_at for o in overlays_), default=None),
        conflicts=rules.conflicts(locals_, body, language, form),
    )


def concepts() -> list[Concept]:
    """Shared concepts that can be offered, by number; what another municipality made of one is no concept."""
    return list(Concept.objects.filter(archived=False).exclude(lead=Concept.Lead.INSTANCE))


def concept_by_iri(organisation_id: int, iri: str) -> Concept | None:
    return Concept.objects.filter(organisation_id=organisation_id, iri=iri).first()


def users_of(concept_id: UUID) -> list[int]:
    """Ids of the organisations in scope that offer a concept."""
    return list(Service.objects.filter(concept_id=concept_id).values_list("organisation_id", flat=True))

"""What a reader gets of a service: shared text under local words, and what still stands in the way of publishing. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from nabij.kernel.overlay.fields import Laid, Local, Op, Origin, OverlayState, digest, laid, reordered

from .texts import clean

#: The path of the list of items of one relation is ``items:<relation>``; of a field of an item ``item:<key>:<field>``.
TEXT_FIELDS = ("title", "description", "additional", "exception", "regulation")
ITEM_FIELDS = ("title", "description")
FORMAL = ("nl-be-x-formal", "nl-be-x-generated-formal", "nl")
INFORMAL = ("nl-be-x-informal", "nl-be-x-generated-informal", "nl")
LABELS = {
    "title": "Naam", "description": "Wat is het?", "additional": "Meer uitleg", "exception": "Uitzonderingen",
    "regulation": "Regels", "requirement": "Voorwaarde", "evidence": "Wat brengt u mee", "procedure": "Stap",
    "cost": "Prijs", "advantage": "Voordeel", "legal": "Regelgeving", "website": "Website", "contact": "Contact",
}


class ChannelKind(StrEnum):
    """Ways in which one can ask for a service, in the order of the page: no way is smaller than another."""

    DESK = "desk"
    PHONE = "phone"
    HOME = "home"
    LETTER = "letter"
    EMAIL = "email"
    ONLINE = "online"


CHANNEL_NL = {
    ChannelKind.DESK: "Aan het loket", ChannelKind.PHONE: "Per telefoon", ChannelKind.HOME: "Bij u thuis",
    ChannelKind.LETTER: "Per brief", ChannelKind.EMAIL: "Per e-mail", ChannelKind.ONLINE: "Online",
}
HUMAN = frozenset({ChannelKind.DESK, ChannelKind.PHONE, ChannelKind.HOME, ChannelKind.LETTER})
#: What to do about a service with only the screen: the same words on the page, in the API and in the database.
FIX = "Voeg minstens één andere weg toe: het loket, de telefoon, een brief of een huisbezoek."


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a relation as it is read, with where its words come from."""

    key: str
    relation: str
    title: Laid
    description: Laid
    url: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A service in one language: fields by name, items by relation in reading order, and items whose own words hang loose
    because the shared item is gone."""

    language: str
    fields: Mapping[str, Laid]
    items: Mapping[str, tuple[Item, ...]]
    loose: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.fields["title"].value

    def origins(self) -> set[Origin]:
        laid_fields = [f for f in self.fields.values() if f.value]
        laid_fields += [part for items in self.items.values() for item in items for part in (item.title, item.description) if part.value]
        return {field.origin for field in laid_fields}


def chosen(texts: Mapping[str, str], language: str, form: str = "u") -> str:
    """The variant for a reader; never two languages mixed in one field."""
    order = (FORMAL if form == "u" else INFORMAL) if language == "nl" else (language,)
    return next((texts[tag] for tag in order if texts.get(tag)), "")


def variant_of(texts: Mapping[str, str], form: str = "u") -> str:
    """The language tag that ``chosen`` takes for Dutch; empty without one."""
    return next((tag for tag in (FORMAL if form == "u" else INFORMAL) if texts.get(tag)), "")


Locals = Mapping[str, Local]


def resolve(body: Mapping[str, Any] | None, locals_: Locals, language: str = "nl", form: str = "u") -> Text:
    """The service as it is read. ``locals_`` are the local values of this language by path; ``body`` None: own text only."""
    body = body or {}
    fields = {name: laid(chosen(body.get(name, {}), language, form), locals_.get(name)) for name in TEXT_FIELDS}
    upstream = list(body.get("items", []))
    relations = dict.fromkeys([item["relation"] for item in upstream])
    relations |= dict.fromkeys(path.partition(":")[2] for path in locals_ if path.startswith("items:"))
    items = {relation: _items(relation, upstream, locals_, language, form) for relation in relations}
    known = {item["key"] for item in upstream} | {item.key for found in items.values() for item in found}
    loose = tuple(sorted({path for path in locals_ if path.startswith("item:") and path.split(":")[1] not in known}))
    return Text(language, fields, {k: v for k, v in items.items() if v}, loose)


def _items(relation: str, upstream: Sequence[Mapping[str, Any]], locals_: Locals, language: str, form: str) -> tuple[Item, ...]:
    shared = {item["key"]: item for item in upstream if item["relation"] == relation}
    found = {key: _item(item, locals_, language, form) for key, item in shared.items()}
    found |= {item.key: item for item in _own_items(relation, locals_)}
    order = locals_.get(f"items:{relation}:order")
    keys = reordered(list(found), json.loads(order.value)) if order else tuple(found)
    hidden = {key for key in found if (local := locals_.get(f"item:{key}")) and local.op is Op.HIDE}
    return tuple(found[key] for key in keys if key not in hidden and (found[key].title.value or found[key].description.value))


def _item(item: Mapping[str, Any], locals_: Locals, language: str, form: str) -> Item:
    title, description = (
        laid(chosen(item[name], language, form), locals_.get(f"item:{item['key']}:{name}")) for name in ITEM_FIELDS
    )
    return Item(item["key"], item["relation"], title, description, item.get("url", ""))


def _own_items(relation: str, locals_: Locals) -> list[Item]:
    local = locals_.get(f"items:{relation}:own")
    return [] if local is None else [_own_item(relation, told) for told in json.loads(local.value)]


def _own_item(relation: str, told: Mapping[str, str]) -> Item:
    title, description = (Laid(told.get(name, ""), Origin.OWN, OverlayState.OVERRIDDEN, "") for name in ITEM_FIELDS)
    return Item(told["key"], relation, title, description, "", own=True)


def upstream_value(body: Mapping[str, Any] | None, path: str, language: str, form: str = "u") -> str:
    """What the shared text says at a path; empty when there is nothing (any more)."""
    body = body or {}
    kind, _, rest = path.partition(":")
    if kind in TEXT_FIELDS:
        return chosen(body.get(kind, {}), language, form)
    if kind == "item":
        key, _, name = rest.partition(":")
        item = next((i for i in body.get("items", []) if i["key"] == key), None)
        if item is None:
            return ""
        return chosen(item[name or "title"], language, form)
    if kind == "items" and rest.endswith(":order"):
        relation = rest.removesuffix(":order")
        return json.dumps([i["key"] for i in body.get("items", []) if i["relation"] == relation])
    return ""


def label_of(body: Mapping[str, Any] | None, path: str) -> str:
    """The name of a field as an editor reads it."""
    kind, _, rest = path.partition(":")
    if kind == "item":
        item = next((i for i in (body or {}).get("items", []) if i["key"] == rest.partition(":")[0]), None)
        name = LABELS[item["relation"]] if item else "Vroeger onderdeel"
        return name if rest.endswith(":description") else f"{name}: titel"
    if kind == "items":
        return f"{LABELS[rest.partition(':')[0]]}: {'volgorde' if rest.endswith('order') else 'eigen regels'}"
    return LABELS[kind]


def conflicts(locals_: Locals, body: Mapping[str, Any] | None, language: str = "nl", form: str = "u") -> dict[str, Laid]:
    """Local values whose shared value moved since they were written, by path. White space or markup alone is no conflict.

    Own lines and an order never conflict: new shared items come behind them by themselves.
    """
    found = {}
    for path, local in locals_.items():
        if path.startswith("items:"):
            continue
        state = laid(upstream_value(body, path, language, form), local)
        if state.state is OverlayState.UPSTREAM_CHANGED:
            found[path] = replace(state, value=local.value)
    return found


def replacing(value: str, upstream: str, *, path: str) -> Local:
    """A local text over the shared one; marks of a title are dropped."""
    written = clean(value) if not path.endswith("title") else value.strip()
    return Local(Op.REPLACE, written, upstream, digest(upstream))


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of publishing: the sentence holds the fix, ``where`` is the part of the editor's page."""

    sentence: str
    where: str


def obstacles(text: Text, channels: Sequence[ChannelKind], *, phone: str, must: Sequence[str], titles: Mapping[str, str]) -> list[Obstacle]:
    """Empty = may be published. ``titles`` are the titles per language, ``must`` the languages that the law asks."""
    found = []
    if not set(channels) & HUMAN:
        found.append(Obstacle(f"Er is alleen een weg langs het scherm. {FIX}", "wegen"))
    if not phone:
        found.append(Obstacle("Er staat geen dienst met een telefoonnummer bij. Kies wie de vragen beantwoordt.", "dienst"))
    for language in must:
        if not titles.get(language):
            found.append(Obstacle(f"De titel in het {'Nederlands' if language == 'nl' else 'Frans'} ontbreekt. Schrijf hem.", "title"))
    if not text.fields["description"].value:
        found.append(Obstacle("Er staat niet wat deze dienst is. Schrijf één of twee zinnen.", "description"))
    return found

"""JSON-LD as the Flemish catalogue publishes it, read to predicates. Pure.

A reader of the part of JSON-LD 1.1 that the published contexts use: local and type-scoped contexts (which do not propagate),
property-scoped ``@base``, ``@id``/``@type`` coercion, language maps and sets. What it does not know it refuses (``@reverse``,
``@nest``, ``@graph`` containers) instead of reading it wrongly. Contexts come from the caller, never from the network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nabij.kernel.errors import RuleViolation

Node = dict[str, list[Any]]
_REFUSED = ("@reverse", "@nest", "@included", "@graph")


class UnreadableLinkedData(RuleViolation):
    """The page uses something that this reader does not know, or a context that is not in the folder."""


@dataclass(frozen=True)
class Context:
    """Terms in force, the address that relative ids start from, and the contexts by file name."""

    files: Mapping[str, Any]
    terms: Mapping[str, Any] = field(default_factory=dict)
    base: str = ""

    def with_local(self, local: Any) -> Context:
        """This context with a ``@context`` value laid over it."""
        if local is None:
            return self
        if isinstance(local, list):
            found = self
            for part in local:
                found = found.with_local(part)
            return found
        if isinstance(local, str):
            return self.with_local(self._file(local))
        terms = {name: value for name, value in local.items() if not name.startswith("@")}
        return replace(self, terms={**self.terms, **terms}, base=local.get("@base", self.base))

    def _file(self, address: str) -> Any:
        name = address.rstrip("/").rsplit("/", 1)[-1]
        if name not in self.files:
            raise UnreadableLinkedData(f"De context {name} ontbreekt in de map met contexten. Zet hem erbij en probeer opnieuw.")
        return self.files[name]["@context"]

    def iri(self, term: str) -> str:
        """The address of a term or a short name; empty when nothing says what it means."""
        definition = self.terms.get(term)
        if isinstance(definition, dict):
            definition = definition.get("@id")
        if isinstance(definition, str):
            return definition if "://" in definition else self._long(definition)
        return self._long(term)

    def _long(self, name: str) -> str:
        prefix, colon, rest = name.partition(":")
        if colon and rest.startswith("//"):
            return name
        known = self.terms.get(prefix)
        return f"{known}{rest}" if colon and isinstance(known, str) else ""


def expanded(document: Any, files: Mapping[str, Any]) -> Node:
    """The document by predicates: ``{"@id": [...], "@type": [...], <address>: [values]}``. Raises ``UnreadableLinkedData``."""
    if not isinstance(document, dict):
        raise UnreadableLinkedData("Dit is geen bladzijde van een catalogus: er staat geen voorwerp in.")
    return _node(document, Context(files))


def _node(given: dict[str, Any], outer: Context) -> Node:
    own = outer.with_local(given.get("@context"))
    types = _as_list(given.get("@type"))
    typed = own
    for name in sorted(types):
        scoped = own.terms.get(name)
        if isinstance(scoped, dict) and "@context" in scoped:
            typed = typed.with_local(scoped["@context"])
    found: Node = {"@type": [own.iri(name) or name for name in types]}
    if "@id" in given:
        found["@id"] = [_identity(given["@id"], typed)]
    for name, value in given.items():
        _property(found, name, value, own, typed)
    return found


def _property(found: Node, name: str, value: Any, own: Context, typed: Context) -> None:
    if name in _REFUSED:
        raise UnreadableLinkedData(f"Deze bladzijde gebruikt {name}; dat lezen we niet.")
    predicate = "" if name.startswith("@") else typed.iri(name)
    if not predicate:
        return
    definition = typed.terms.get(name)
    definition = definition if isinstance(definition, dict) else {}
    inner = own.with_local(definition.get("@context"))
    found.setdefault(predicate, []).extend(_values(value, definition, inner))


def _values(value: Any, definition: dict[str, Any], inner: Context) -> list[Any]:
    if "@language" in _as_list(definition.get("@container")) and isinstance(value, dict):
        return [
            {"@language": tag.lower(), "@value": text}
            for tag, texts in value.items() for text in _as_list(texts)
        ]
    return [_value(part, definition, inner) for part in _as_list(value)]


def _value(value: Any, definition: dict[str, Any], inner: Context) -> Any:
    if isinstance(value, dict):
        if "@value" in value:
            language = value.get("@language")
            return {"@value": value["@value"], **({"@language": language.lower()} if language else {})}
        return _node(value, inner)
    if definition.get("@type") == "@id" and isinstance(value, str):
        return {"@id": [_identity(value, inner)], "@type": []}
    return {"@value": value}


def _identity(value: str, context: Context) -> str:
    if ":" in value:
        return context._long(value) or value
    return f"{context.base}{value}"


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]

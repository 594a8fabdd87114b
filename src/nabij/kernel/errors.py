"""Errors of the house: each ends in a Dutch sentence on which a person can act."""

from __future__ import annotations


class HouseError(Exception):
    """An error with a sentence for the person at the screen; ``status`` is its HTTP status, ``code`` its problem code."""

    status = 400
    code = "ongeldig"

    def __init__(self, sentence_nl: str, **facts: object) -> None:
        super().__init__(sentence_nl)
        self.sentence_nl = sentence_nl
        self.facts = facts


class Refused(HouseError):
    """The actor may not do this; the sentence names who may."""

    status, code = 403, "geen-toegang"


class MandateNeeded(Refused):
    """Acting for somebody else without a ground; the sentence says what lacks."""

    code = "volmacht-nodig"


class NotFound(HouseError):
    """There is nothing here, or nothing that this actor may know of: the two are answered alike."""

    status, code = 404, "niet-gevonden"

    def __init__(self, sentence_nl: str = "Deze pagina vinden we niet.", **facts: object) -> None:
        super().__init__(sentence_nl, **facts)


class RuleViolation(HouseError):
    """A pure rule says no."""

    status, code = 422, "ongeldig"


class Invalid(RuleViolation):
    """Input that cannot be used. ``fields`` maps a field name to its sentence."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class Stale(HouseError):
    """Someone else changed the row since it was read."""

    status, code = 412, "verouderd"


class Unavailable(HouseError):
    """Something that must be written cannot be written now; nothing was acknowledged."""

    status, code = 503, "even-niet"


class VersionMissing(HouseError):
    """A change without the version that was read, or a creation without an Idempotency-Key."""

    status, code = 428, "versie-ontbreekt"


class KeyReused(HouseError):
    """The same Idempotency-Key came with another body."""

    status, code = 422, "sleutel-hergebruikt"


class TooMany(HouseError):
    """Too many tries; the sentence says when to try again."""

    status, code = 429, "te-veel"

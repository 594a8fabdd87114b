"""Which languages a text must have, by the language laws in administrative matters (1966). Data, to be checked by counsel. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ContentKind(StrEnum):
    """Kinds of content that the law treats apart."""

    PUBLIC_NOTICE = "public_notice"
    FORM = "form"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Regime:
    """``must`` in order of precedence; others only as extra help with a target group and a reason."""

    must: tuple[str, ...]
    source: str


_ACT = "Taalwetten bestuurszaken 1966 (na te kijken door een jurist)"
REGIMES: dict[tuple[str, ContentKind], Regime] = {
    ("nl", ContentKind.PUBLIC_NOTICE): Regime(("nl",), _ACT),
    ("nl", ContentKind.FORM): Regime(("nl",), _ACT),
    ("nl", ContentKind.DECISION): Regime(("nl",), _ACT),
    ("nl_fr", ContentKind.PUBLIC_NOTICE): Regime(("nl", "fr"), _ACT),
    ("nl_fr", ContentKind.FORM): Regime(("nl",), _ACT),
    ("nl_fr", ContentKind.DECISION): Regime(("nl",), _ACT),
}
NAMES = {"nl": "Nederlandse", "fr": "Franse"}


def languages(regime: str, kind: ContentKind) -> tuple[str, ...]:
    """Languages that must be there, in the order in which they stand on the page."""
    return REGIMES[(regime, kind)].must


def missing(regime: str, kind: ContentKind, texts: dict[str, str]) -> list[str]:
    """Sentences about languages that lack; and about one that may not stand there."""
    must = languages(regime, kind)
    lacking = [
        f"De {NAMES[language]} tekst ontbreekt. Uw gemeente maakt een bericht bekend in het Nederlands en in het Frans, even volledig."
        if len(must) > 1 else f"De {NAMES[language]} tekst ontbreekt. Schrijf hem hier."
        for language in must if not texts.get(language, "").strip()
    ]
    extra = [
        f"Een {NAMES.get(language, language)} tekst mag hier niet bij: uw gemeente maakt dit alleen in het Nederlands bekend."
        for language, text in texts.items() if text.strip() and language not in must
    ]
    return lacking + extra

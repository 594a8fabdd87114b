"""Contrast of colours after WCAG 2.2 (relative luminance, section 1.4.3 and 1.4.11), and the sheet of a theme.

Pure: no Django, no clock. Ratios are compared as computed, never rounded up.
"""

from __future__ import annotations

import colorsys
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .palettes import DARK, LIGHT, ROLES, THEME_COLOURS

TEXT = 4.5
CONTROL = 3.0
HEX = re.compile(r"#[0-9a-fA-F]{6}")
STATUSES = ("error", "warn", "ok", "info")
NAMES_NL = {
    "brand": "hoofdkleur",
    "strong": "sterke kleur",
    "tint": "achtergrondkleur",
    "paper": "de pagina",
    "surface": "een paneel",
    "ink": "de tekst",
    "ink-2": "de hulptekst",
    "edge": "de rand van een veld",
    "error": "een foutmelding",
    "warn": "een waarschuwing",
    "ok": "een bevestiging",
    "info": "een mededeling",
}

# (colour to judge, what it stands on or under, minimum). The first name is the one that may change.
THEME_PAIRS: tuple[tuple[str, str, float], ...] = (
    ("tint", "ink", TEXT),
    ("tint", "ink-2", TEXT),
    ("tint", "edge", CONTROL),
    *(("tint", status, TEXT) for status in STATUSES),
    *((role, ground, TEXT) for role in ("brand", "strong") for ground in ("paper", "surface", "tint")),
)

# Pairs of shared tokens that the components use, the same for every organisation.
SHARED_PAIRS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, TEXT) for text in ("ink", "ink-2", *STATUSES) for ground in ("paper", "surface")),
    *(("edge", ground, CONTROL) for ground in ("paper", "surface")),
    *((status, f"{status}-bg", TEXT) for status in STATUSES),
    *(("ink", f"{status}-bg", TEXT) for status in STATUSES),
    ("paper", "acute", TEXT),
    *((f"chart-{number}", "paper", TEXT) for number in range(1, 6)),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A pair that does not pass. ``pair`` names the tokens, the one to change first (``dark_`` for the dark scheme);
    ``value`` is the exact ratio; ``nearest_passing`` is the colour nearest in lightness that passes this pair."""

    pair: tuple[str, str]
    colours: tuple[str, str]
    value: float
    minimum: float
    nearest_passing: str | None

    @property
    def sentence_nl(self) -> str:
        """Say which pair, which value, what is needed and what does pass."""
        role, other = (name.removeprefix("dark_") for name in self.pair)
        where = "Donker scherm: " if self.pair[0].startswith("dark_") else ""
        name = NAMES_NL[role] if where else NAMES_NL[role].capitalize()
        sentence = (
            f"{where}{name} {self.colours[0]} bij {NAMES_NL[other]} ({self.colours[1]}) heeft contrast "
            f"{shown(self.value, self.minimum)} : 1. Nodig is {shown(self.minimum)} : 1."
        )
        return sentence + (f" {self.nearest_passing} is de dichtste kleur die wel kan." if self.nearest_passing else "")


def shown(value: float, minimum: float | None = None) -> str:
    """Write a ratio the Dutch way with at most two decimals; a ratio under ``minimum`` never reads as if it reached it."""
    rounded = round(value, 2)
    if minimum is not None and value < minimum <= rounded:
        rounded = int(value * 100) / 100
    return f"{rounded:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def channels(colour: str) -> tuple[int, int, int]:
    """Read ``#RRGGBB``; ValueError for anything else."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a colour of the form #RRGGBB")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, 0 to 1."""
    shares = (channel / 255 for channel in channels(colour))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours, 1 to 21, whatever their order."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def passes(a: str, b: str, minimum: float = TEXT) -> bool:
    """True when the exact ratio reaches ``minimum``: 4.499 does not pass 4.5."""
    return contrast(a, b) >= minimum


def nearest_passing(colour: str, against: str, minimum: float = TEXT) -> str | None:
    """The colour of the same hue, nearest in lightness to ``colour``, that reaches ``minimum`` on ``against``."""
    return nearest_passing_all(colour, [(against, minimum)])


def nearest_passing_all(colour: str, against: Iterable[tuple[str, float]]) -> str | None:
    """As ``nearest_passing`` for several grounds at once; None when no lightness of this hue reaches them all."""
    wanted = list(against)
    return next((c for c in _by_distance(colour) if all(passes(c, ground, least) for ground, least in wanted)), None)


def _by_distance(colour: str) -> Iterator[str]:
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in channels(colour)))
    yield colour.upper()
    for step in range(1, 511):
        for level in (lightness - step / 510, lightness + step / 510):
            if -1 / 510 < level < 511 / 510:
                yield _hex(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, level)), saturation))


def _hex(shares: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(share * 255):02X}" for share in shares)


def theme_problems(tokens: Mapping[str, str]) -> list[Problem]:
    """Judge the six colours of a theme (keys ``THEME_COLOURS``) in every permitted pair, light and dark.

    Source: look.md section 2, WCAG 2.2 criteria 1.4.3 (text 4.5) and 1.4.11 (borders of fields 3).
    """
    return [problem for prefix in ("", "dark_") for problem in _scheme_problems(tokens, prefix)]


def _scheme_problems(tokens: Mapping[str, str], prefix: str) -> Iterator[Problem]:
    colours = _scheme(tokens, prefix)
    for first, second, minimum in THEME_PAIRS:
        value = contrast(colours[first], colours[second])
        if value < minimum:
            second_name = prefix + second if second in ROLES else second
            nearest = nearest_passing(colours[first], colours[second], minimum)
            pair, hexes = (prefix + first, second_name), (colours[first], colours[second])
            yield Problem(pair, hexes, value, minimum, nearest)


def _scheme(tokens: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {**(DARK if prefix else LIGHT), **{role: tokens[prefix + role] for role in ROLES}}


def repaired(tokens: Mapping[str, str]) -> dict[str, str]:
    """Return the six colours, each moved in lightness only as far as needed to pass all its pairs.

    The tint is settled first, because brand and strong also stand on it.
    """
    result = dict(tokens)
    for prefix in ("", "dark_"):
        for role in ("tint", "brand", "strong"):
            colours = _scheme(result, prefix)
            wanted = [(colours[other], minimum) for first, other, minimum in THEME_PAIRS if first == role]
            result[prefix + role] = nearest_passing_all(result[prefix + role], wanted) or colours["paper"]
    return result


def theme_css(theme: Mapping[str, str]) -> str:
    """Write the sheet of a theme: brand, strong and tint for light and for dark (by system, or fixed by class)."""
    for role in THEME_COLOURS:
        channels(theme[role])
    light, dark = (";".join(f"--{role}:{theme[prefix + role].upper()}" for role in ROLES) for prefix in ("", "dark_"))
    return (
        f"@layer theme{{:root{{{light}}}@media (prefers-color-scheme:dark){{:root:not(.light){{{dark}}}}}:root.dark{{{dark}}}}}\n"
    )


def digest(css: str) -> str:
    """Twelve hexadecimal digits that change when the sheet changes; part of its address."""
    return hashlib.sha256(css.encode()).hexdigest()[:12]

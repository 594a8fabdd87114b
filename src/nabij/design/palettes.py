"""The colours of the house: shared tokens and thirteen sibling palettes, each named after something of the land.

Pure data. ``static/design/css/tokens.css`` repeats the shared tokens; a test keeps the two equal.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

ROLES = ("brand", "strong", "tint")
THEME_COLOURS = ("brand", "strong", "tint", "dark_brand", "dark_strong", "dark_tint")


@dataclass(frozen=True, slots=True)
class Palette:
    """Six colours (``#RRGGBB``) that a municipality lays over the shared tokens, light and dark."""

    name: str
    brand: str
    strong: str
    tint: str
    dark_brand: str
    dark_strong: str
    dark_tint: str

    def colours(self) -> dict[str, str]:
        """Return role → ``#RRGGBB`` for the six roles of ``THEME_COLOURS``."""
        return {role: colour for role, colour in asdict(self).items() if role in THEME_COLOURS}


LIGHT: dict[str, str] = {
    "paper": "#FFFFFF",
    "surface": "#F8F5F0",
    "ink": "#1F1B16",
    "ink-2": "#57504A",
    "edge": "#7A7169",
    "line": "#DDD6CC",
    "error": "#C0151C",
    "error-bg": "#FCEDEC",
    "warn": "#7A4B00",
    "warn-bg": "#FDF3DC",
    "ok": "#14753A",
    "ok-bg": "#E9F5EC",
    "info": "#1B5585",
    "info-bg": "#EAF2FA",
    "acute": "#8A0F14",
    "chart-1": "#1B5585",
    "chart-2": "#B4541A",
    "chart-3": "#14753A",
    "chart-4": "#7A3E9D",
    "chart-5": "#6B655E",
}

DARK: dict[str, str] = {
    "paper": "#171512",
    "surface": "#221F1B",
    "ink": "#F3EEE7",
    "ink-2": "#BDB4A9",
    "edge": "#91887D",
    "line": "#3B362F",
    "error": "#FF9C94",
    "error-bg": "#3A1715",
    "warn": "#F2BE5C",
    "warn-bg": "#33260B",
    "ok": "#7FD39B",
    "ok-bg": "#12301D",
    "info": "#93C5F2",
    "info-bg": "#13293C",
    "acute": "#FFB3AD",
    "chart-1": "#93C5F2",
    "chart-2": "#F0A878",
    "chart-3": "#7FD39B",
    "chart-4": "#D0A9EE",
    "chart-5": "#B5ADA3",
}

REGION = Palette("Regio", "#1F1B16", "#000000", "#F8F5F0", "#F3EEE7", "#FFFFFF", "#221F1B")

PALETTES: dict[str, Palette] = {
    "anzegem": Palette("Hop", "#3E5615", "#243700", "#EEF5E7", "#ACCA87", "#CCE3B1", "#232B18"),
    "avelgem": Palette("Schelde", "#00567C", "#013751", "#E7F5FF", "#7CC8F6", "#B2E0FF", "#162A37"),
    "deerlijk": Palette("Korenaar", "#764F05", "#503401", "#FBF1E4", "#E2B577", "#F5D3A6", "#322513"),
    "harelbeke": Palette("Oeverriet", "#205335", "#08341D", "#E9F7ED", "#97CDA9", "#B5E7C5", "#192D20"),
    "kortrijk": Palette("Baksteen", "#7D241A", "#540A05", "#FEEEEB", "#FAA495", "#FECBC2", "#37211D"),
    "kuurne": Palette("Leem", "#7A4217", "#542702", "#FEEFE6", "#EEAD83", "#FFCDAE", "#352317"),
    "lendelede": Palette("Heide", "#6D326C", "#491A49", "#FAEEF9", "#E3A6E0", "#F3C9F1", "#312130"),
    "menen": Palette("Leie", "#1C4192", "#082465", "#EDF3FE", "#9CBEFE", "#C7DAFE", "#1F2839"),
    "spiere-helkijn": Palette("Mist", "#0F4B55", "#002C34", "#E4F6FB", "#91C8D5", "#ACE4F1", "#102C32"),
    "waregem": Palette("Renbaan", "#026457", "#034239", "#E5F7F3", "#7DD0C0", "#A6E9DB", "#122D28"),
    "wervik": Palette("Tabak", "#5C540F", "#3D3601", "#F5F3E4", "#C8C07F", "#E2DBA6", "#2B2813"),
    "wevelgem": Palette("Vlasbloem", "#573C9D", "#392270", "#F2F1FE", "#BFB2FC", "#D9D3FE", "#282538"),
    "zwevegem": Palette("Bessen", "#87264A", "#5D0D2E", "#FEEEF1", "#F7A1B8", "#FFC8D6", "#362026"),
}


def palette_for(slug: str) -> Palette:
    """Return the seeded palette of ``slug``; an OCMW (``ocmw-<slug>``) wears that of its municipality, others the region's."""
    return PALETTES.get(slug.removeprefix("ocmw-"), REGION)

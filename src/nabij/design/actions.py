"""Writing a theme: refused when one permitted pair of colours cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.errors import Invalid, Stale

from .contrast import HEX, Problem, repaired, theme_problems
from .models import Theme
from .palettes import THEME_COLOURS

SAVE = "kernel.theme.write"
CHANGED = "Iemand anders wijzigde deze kleuren intussen. Kijk na wat er veranderde en bewaar opnieuw."


def save_theme(
    *, organisation_id: int, colours: Mapping[str, str], logo_text: str = "", expected_version: int | None = None
) -> Theme:
    """Save the six colours (``THEME_COLOURS`` → ``#RRGGBB``) of an organisation.

    ``expected_version`` is the ``row_version`` the editor saw (0: no theme yet); None skips that check. Raises Refused,
    Stale, and Invalid with per colour which pair fails, its value, what is needed and the nearest passing colour.
    """
    require_own(organisation_id)
    authorise(SAVE)
    wanted = {role: colours.get(role, "").strip().upper() for role in THEME_COLOURS}
    refusals = colour_refusals(wanted)
    if refusals:
        raise Invalid(refusals)
    theme = Theme.objects.select_for_update().filter(organisation_id=organisation_id).first()
    found = theme.row_version if theme else 0
    if expected_version is not None and expected_version != found:
        raise Stale(CHANGED)
    before = theme.colours() if theme else {}
    saved = _write(theme or Theme(organisation_id=organisation_id), wanted, logo_text.strip(), found + 1)
    entries.record("kernel.theme.saved", saved, organisation_id=organisation_id, detail={"before": before, "after": wanted})
    return saved


def _write(theme: Theme, colours: Mapping[str, str], logo_text: str, version: int) -> Theme:
    for role, colour in colours.items():
        setattr(theme, role, colour)
    theme.logo_text, theme.row_version = logo_text, version
    try:
        with transaction.atomic():
            theme.save()
    except IntegrityError as error:  # two people made the first theme of one organisation at once
        raise Stale(CHANGED) from error
    return theme


def colour_refusals(wanted: Mapping[str, str]) -> dict[str, str]:
    """Return role → Dutch sentence for each colour that cannot be saved; empty when all pairs pass."""
    malformed = {
        role: "Schrijf de kleur als # met zes cijfers of letters, bijvoorbeeld #7D241A."
        for role in THEME_COLOURS
        if not HEX.fullmatch(wanted[role])
    }
    if malformed:
        return malformed
    by_role: dict[str, list[Problem]] = {}
    for problem in theme_problems(wanted):
        by_role.setdefault(problem.pair[0], []).append(problem)
    proposal = repaired(wanted)
    return {role: _sentence(problems, proposal[role]) for role, problems in by_role.items()}


def _sentence(problems: list[Problem], proposal: str) -> str:
    sentence = " ".join(problem.sentence_nl for problem in problems)
    if len(problems) > 1:
        sentence += f" {proposal} kan in alle gevallen."
    return sentence

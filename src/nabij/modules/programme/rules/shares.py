"""Division of a sum of money over organisations, to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nabij.kernel.errors import RuleViolation


class NoWeight(RuleViolation):
    """Nothing to divide by: every weight is zero, or an organisation has no figure."""


@dataclass(frozen=True, slots=True)
class Share:
    """One organisation's part before and after a change, in cents; None = takes no part in the costs."""

    organisation: Any
    before: int | None
    after: int | None

    @property
    def difference(self) -> int:
        return (self.after or 0) - (self.before or 0)


def divide_by_inhabitants(total_cents: int, weights: Mapping[Any, int]) -> dict[Any, int]:
    """Largest remainder on integers: exact sum, each part within one cent of its quota.

    ``weights`` are inhabitants (or any non-negative integers). Equal remainders go in the order of the keys, so that
    the order of input does not matter; a negative total mirrors the positive one; weight 0 gets 0.
    Raises NoWeight when all weights are 0 and there is something to divide.
    """
    if total_cents < 0:
        return {key: -cents for key, cents in divide_by_inhabitants(-total_cents, weights).items()}
    if any(weight < 0 for weight in weights.values()):
        raise NoWeight("Een inwonertal kan niet onder nul zijn.")
    whole = sum(weights.values())
    if whole == 0:
        if total_cents and weights:
            raise NoWeight("Er zijn geen inwonertallen om de kosten te verdelen.")
        return dict.fromkeys(weights, 0)
    quotas = {key: divmod(total_cents * weight, whole) for key, weight in weights.items()}
    rest = total_cents - sum(quotient for quotient, _ in quotas.values())
    first = sorted(quotas, key=lambda key: (-quotas[key][1], key))[:rest]
    return {key: quotient + (key in first) for key, (quotient, _) in quotas.items()}


def shifted(before: Mapping[Any, int], after: Mapping[Any, int]) -> list[Share]:
    """Shares side by side for everyone who pays before or after, in the order of the keys."""
    return [Share(key, before.get(key), after.get(key)) for key in sorted({*before, *after})]

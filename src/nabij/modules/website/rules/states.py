"""States of a service, a news item and a release, with who moves them where. Pure; the README's drawing is made from this table."""

from __future__ import annotations

from enum import StrEnum

from nabij.kernel.errors import RuleViolation


class ServiceState(StrEnum):
    """Of a service, a news item and a notice alike."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class ReleaseState(StrEnum):
    """Of one publication of a site."""

    RENDERING = "rendering"
    SWAPPED = "swapped"
    KEPT_OLD = "kept_old"


STATE_NL = {
    ServiceState.DRAFT: "ontwerp", ServiceState.SCHEDULED: "ingepland", ServiceState.PUBLISHED: "gepubliceerd",
    ServiceState.WITHDRAWN: "ingetrokken",
}
STEPS: dict[ServiceState, frozenset[ServiceState]] = {
    ServiceState.DRAFT: frozenset({ServiceState.SCHEDULED, ServiceState.PUBLISHED}),
    ServiceState.SCHEDULED: frozenset({ServiceState.DRAFT, ServiceState.PUBLISHED}),
    ServiceState.PUBLISHED: frozenset({ServiceState.WITHDRAWN}),
    ServiceState.WITHDRAWN: frozenset({ServiceState.PUBLISHED}),
}
RELEASE_STEPS: dict[ReleaseState, frozenset[ReleaseState]] = {
    ReleaseState.RENDERING: frozenset({ReleaseState.SWAPPED, ReleaseState.KEPT_OLD}),
    ReleaseState.SWAPPED: frozenset(),
    ReleaseState.KEPT_OLD: frozenset(),
}


def step(before: ServiceState, after: ServiceState) -> ServiceState:
    """Raises ``RuleViolation`` for a step that does not exist."""
    if after not in STEPS[before]:
        raise RuleViolation(f"Dit is {STATE_NL[before]}. Het kan nu niet {STATE_NL[after]} worden.")
    return after


def drawing() -> str:
    """The states as the README draws them."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    lines += [f"    {a} --> {b}" for a in ServiceState for b in ServiceState if b in STEPS[a]]
    lines += [f"    {a} --> {b}" for a in ReleaseState for b in ReleaseState if b in RELEASE_STEPS[a]]
    return "\n".join(lines)

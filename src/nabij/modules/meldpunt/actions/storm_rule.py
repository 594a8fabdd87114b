"""The thresholds of storm mode: whoever leads storms changes them, with the source; the next second of the engine counts with them."""

from __future__ import annotations

from datetime import date

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid

from ..models.storm import StormRule
from ..rules import storm as rules

LEAD = "meldpunt.storm.lead"
#: What may be changed; ``own_alarm`` stays: no setting lets a life wait for a cluster.
NUMBERS = (
    "window_minutes", "propose_municipality", "on_municipality", "propose_region", "on_region", "quiet_minutes", "cell_m",
    "cluster_minutes", "digest_minutes",
)  # fmt: skip


def set_thresholds(*, organisation_id: int, numbers: dict[str, int], source: str, checked_on: date) -> StormRule:
    """Write the thresholds of the region. Raises ``Invalid`` with a sentence per number, and without source."""
    authorise(LEAD)
    require_own(organisation_id)
    lacking = rules.threshold_problems(numbers)
    if not source.strip():
        lacking["source"] = "Noem wie dit besliste, en wanneer."
    if checked_on > clock.today():
        lacking["checked_on"] = "Kies vandaag of een vroegere dag."
    if lacking:
        raise Invalid(lacking)
    row = StormRule.objects.select_for_update().filter(organisation_id=organisation_id).order_by("id").first()
    row = row or StormRule(organisation_id=organisation_id, audience="public", own_alarm=sorted(rules.Thresholds().own_alarm))
    before = {name: getattr(row, name) for name in NUMBERS}
    for name in NUMBERS:
        setattr(row, name, numbers[name])
    row.source, row.checked_on = " ".join(source.split())[:200], checked_on
    row.save()
    changed = {name: [before[name], numbers[name]] for name in NUMBERS if before[name] != numbers[name]}
    audit.record("meldpunt.storm_rule.set", row, detail={"changed": changed, "source": row.source})
    return row

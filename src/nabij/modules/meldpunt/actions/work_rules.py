"""The rules of work and weights of a partnership: each a value with its source, from a day on. What held before ends there."""

from __future__ import annotations

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.tenancy.scope import current

from ..models.rota import DutyRule
from ..rules import duty_rules as rules
from ..rules.duty_rules import RuleCode
from .rota import PLAN


def set_rule(
    *, organisation_id: int, code: RuleCode, role: str, value: int | None, source: str, checked_on: date | None, first: date
) -> DutyRule | None:
    """From ``first`` this value holds; None = the rule ends that day. ``role`` empty = every role of a person together.

    Raises ``Invalid`` without source, for a value outside its range, for a past day, and for ending what does not hold.
    """
    authorise(PLAN)
    require_own(organisation_id)
    lacking = _lacking(code, value, source, checked_on, first)
    if lacking:
        raise Invalid(lacking)
    standing = DutyRule.objects.filter(organisation_id=organisation_id, code=code, role=role)
    before = standing.filter(period__contains=first).first()
    if value is None and before is None:
        raise Invalid({"value": "Deze regel geldt niet voor deze rol. Vul een waarde in om hem te maken."})
    standing.filter(period__startswith__gte=first).delete()
    if before is not None and before.period.lower < first:
        before.period = DateRange(before.period.lower, first)
        before.save(update_fields=["period"])
    made = None if value is None else DutyRule.objects.create(
        organisation_id=organisation_id, audience=f"partnership:{organisation_id}", code=code, role=role, value=value,
        source=" ".join(source.split())[:200], checked_on=checked_on, period=DateRange(first, None),
    )  # fmt: skip
    detail = {"code": code, "role": role, "value": value, "before": before.value if before else None, "from": first.isoformat()}
    audit.record("meldpunt.duty_rule.set", made, organisation_id=organisation_id, detail=detail | {"source": source[:200]})
    return made


def _lacking(code: RuleCode, value: int | None, source: str, checked_on: date | None, first: date) -> dict[str, str]:
    lacking = {}
    if value is not None and (sentence := rules.value_problem(code, value)):
        lacking["value"] = sentence
    if not source.strip():
        lacking["source"] = "Noem de bron: het artikel, of de afspraak en haar datum."
    if checked_on is not None and checked_on > clock.today():
        lacking["checked_on"] = "Kies vandaag of een vroegere dag: nakijken gebeurt niet in de toekomst."
    if first < clock.today() and current().actor.kind != "system":
        lacking["first"] = "Kies vandaag of een latere dag: wat voorbij is, is al geteld."
    return lacking

"""A18, merger: the successor inherits what its predecessors took part in; the past stays as it was, and nobody pays twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused
from nabij.kernel.modules import queries as enablement
from nabij.kernel.tenancy.owner import owner_connection
from nabij.kernel.tenancy.scope import scope, system

from .. import actions
from ..models import Membership, Population
from ..queries import membership, programme
from ..rules.membership import Fact
from ..rules.preview import payers
from ..rules.states import Level, State
from ..rules.succession import inherited

ON, EVE = date(2028, 1, 1), date(2027, 12, 31)
T0 = datetime(2027, 1, 1, tzinfo=UTC)


def fact(who: str, project: str, state: State, level: Level = Level.STANDARD) -> Fact:
    return Fact(who, project, state, date(2027, 1, 1), None, T0, None, level)


def test_one_in_is_enough_and_what_differed_is_listed() -> None:
    facts = [
        fact("a", "x", State.IN), fact("b", "x", State.OUT), fact("a", "y", State.IN_CONDITIONAL), fact("b", "y", State.IN, Level.LIGHT),
        fact("a", "z", State.LEFT), fact("c", "z", State.IN), fact("a", "w", State.IN), fact("b", "w", State.IN, Level.LIGHT),
    ]
    found = {one.project: one for one in inherited(facts, ["a", "b"], EVE, T0)}
    assert set(found) == {"x", "y", "w"}
    assert (found["x"].state, found["x"].heirs_of, found["x"].others) == (State.IN, ("a",), {"b": State.OUT})
    assert (found["y"].state, found["y"].others) == (State.IN, {"a": State.IN_CONDITIONAL})
    assert (found["w"].level, found["w"].conflicting) == (Level.LIGHT, False)


@pytest.fixture
def merged(fresh_database: str) -> dict[str, int]:
    """Kuurne and Lendelede become Nieuwdorp on 1 January 2028: what the directory's loader would write."""
    from nabij.kernel.tenancy.models import Organisation

    ids = dict(Organisation.objects.values_list("slug", "id"))
    with owner_connection() as owner:
        row = owner.execute(
            "INSERT INTO tenancy_organisation (slug, kind, name_nl, name_fr, short_name, legal_name, nis, kbo, ovo, lblod_uri, "
            "numbers_source, valid, language_regime, may_control) VALUES ('nieuwdorp', 'municipality', 'Nieuwdorp', '', 'Nieuwdorp', "
            "'Gemeente Nieuwdorp', '34099', '', '', '', 'proef', daterange(%s, NULL), 'nl', true) RETURNING id", [ON],
        ).fetchone()
        assert row
        owner.execute("UPDATE tenancy_organisation SET valid = daterange(NULL, %s) WHERE slug IN ('kuurne', 'lendelede')", [ON])
        owner.execute(
            "INSERT INTO tenancy_relation (organisation_id, target_id, kind, period, decision_ref) VALUES (%s, %s, 'member_of', "
            "daterange(%s, NULL), '')", [row[0], ids["zuid-west-vlaanderen"], ON],
        )
        owner.execute(
            "UPDATE tenancy_relation SET period = daterange(lower(period), %s) WHERE kind = 'member_of' AND organisation_id IN (%s, %s)",
            [ON, ids["kuurne"], ids["lendelede"]],
        )
    return {**ids, "nieuwdorp": int(row[0])}


def taking_over(ids: dict[str, int], actor: Any = None) -> Any:
    own = [ids["nieuwdorp"]]
    tags = [f"partnership:{ids['zuid-west-vlaanderen']}"]
    return scope(reading=own, writing=own, actor=actor or system("merger"), tags=tags, organisation_id=ids["nieuwdorp"])


def rows(ids: dict[str, int]) -> list[str]:
    """Every membership of the two predecessors, as text."""
    with scope(reading=[ids["kuurne"], ids["lendelede"]], actor=system("test")), connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM programme_membership t WHERE organisation_id = ANY(%s) ORDER BY 1", [
            [ids["kuurne"], ids["lendelede"]],
        ])
        return [row[0] for row in cursor.fetchall()]


def test_a18_the_successor_inherits_and_the_past_stays(merged: dict[str, int], still_clock: Any) -> None:
    before = rows(merged)
    given = {"predecessor_ids": [merged["kuurne"], merged["lendelede"]], "on": ON, "reference": "decreet van 2027, proef"}
    with taking_over(merged):
        found = actions.inherit(organisation_id=merged["nieuwdorp"], **given)
        views = {view.id: view.slug for view in programme.projects()}
        by_slug = {views[one.project]: one for one in found}
        assert by_slug["regionaal-meldpunt"].state is State.IN and not by_slug["regionaal-meldpunt"].conflicting
        assert by_slug["sociaal-dossier"].others, "Lendelede had left: said, not hidden"
        own = Membership.objects.filter(organisation_id=merged["nieuwdorp"])
        assert {row.get_entry_display() for row in own} == {"te bevestigen door het nieuwe bestuur"}
        assert "Anders was: Lendelede: stapte uit." in own.get(project_id=by_slug["sociaal-dossier"].project).reason
        assert [enablement.standing(merged["nieuwdorp"], "meldpunt", day).state for day in (EVE, ON)] == ["planned", "on"]
        assert Population.objects.get(organisation_id=merged["nieuwdorp"]).inhabitants == 13_600 + 5_900
        facts = membership.facts([by_slug["regionaal-meldpunt"].project])
        old = {("34023", merged["kuurne"]), ("34025", merged["lendelede"])}
        on_eve = {key[1] for key in payers(facts, EVE, clock.now())}
        after = {key[1] for key in payers(facts, ON, clock.now())}
        assert {key[1] for key in old} <= on_eve and merged["nieuwdorp"] not in on_eve
        assert merged["nieuwdorp"] in after and not {key[1] for key in old} & after, "nobody pays twice"
        with pytest.raises(Invalid, match="zelf al"):
            actions.inherit(organisation_id=merged["nieuwdorp"], **given)
    assert rows(merged) == before


@pytest.mark.django_db
def test_only_an_importer_inherits(acting: Any, organisations: dict[str, int]) -> None:
    with acting("griet"), pytest.raises(Refused):
        actions.inherit(
            organisation_id=organisations["kuurne"], predecessor_ids=[organisations["lendelede"], organisations["menen"]], on=ON,
            reference="x",
        )

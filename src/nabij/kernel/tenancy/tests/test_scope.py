"""A scope is the wall: what it opens, it closes again."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from nabij.kernel.errors import Refused
from nabij.kernel.identity.models import Function
from nabij.kernel.modules.models import Enablement
from nabij.kernel.tenancy.scope import Actor, running, scope, switch_to, system

ENGINE = system("test")


def seen() -> set[str]:
    return set(Function.objects.values_list("organisation__slug", flat=True))


def test_outside_a_scope_there_is_nothing(organisations):
    assert seen() == set()
    with pytest.raises(DatabaseError), transaction.atomic():
        Enablement.objects.create(
            organisation_id=organisations["kortrijk"], module="x", state="on", effective="2027-01-01",
            recorded_at="2027-01-01T00:00Z", decision_ref="b",
        )


def test_a_scope_shows_its_organisation_and_leaves_nothing_behind(organisations):
    with scope(reading=[organisations["kortrijk"]], actor=ENGINE):
        assert seen() == {"kortrijk"}
    assert seen() == set()
    assert running() is None


def test_leaving_an_inner_scope_restores_the_outer_one(organisations):
    both = [organisations["kortrijk"], organisations["kuurne"]]
    with scope(reading=both, actor=ENGINE):
        with scope(reading=both[1:], actor=ENGINE):
            assert seen() == {"kuurne"}
        assert seen() == {"kortrijk", "kuurne"}


def test_an_error_inside_restores_too(organisations):
    with scope(reading=[organisations["kortrijk"], organisations["kuurne"]], actor=ENGINE):
        with pytest.raises(ZeroDivisionError), scope(reading=[organisations["kuurne"]], actor=ENGINE):
            1 / 0  # noqa: B018
        assert seen() == {"kortrijk", "kuurne"}
    assert seen() == set()


@pytest.mark.parametrize(("reading", "writing"), [(["kuurne"], []), (["kortrijk"], ["kortrijk"])])
def test_an_inner_scope_may_only_narrow(organisations, reading, writing):
    ids = organisations
    with scope(reading=[ids["kortrijk"]], actor=ENGINE), pytest.raises(Refused):
        with scope(reading=[ids[s] for s in reading], writing=[ids[s] for s in writing], actor=ENGINE):
            pass


def test_writing_without_reading_is_refused(organisations):
    with pytest.raises(Refused), scope(reading=[], writing=[organisations["kuurne"]], actor=ENGINE):
        pass


def test_a_person_says_why_another_organisation_is_read(organisations):
    person = Actor(kind="person", label="Test", organisation_id=organisations["kortrijk"])
    with pytest.raises(Refused), scope(reading=[organisations["kuurne"]], actor=person):
        pass
    with scope(reading=[organisations["kuurne"]], actor=person, reason="wachtbeurt"):
        assert seen() == {"kuurne"}


def test_switching_writes_in_both_logs_and_returns(organisations):
    from nabij.kernel.audit.models import AuditEntry

    kortrijk, kuurne = organisations["kortrijk"], organisations["kuurne"]
    with scope(reading=[kortrijk], writing=[kortrijk], actor=ENGINE, organisation_id=kortrijk):
        with switch_to(kuurne, ground="de plaats ligt in Kuurne"):
            assert seen() == {"kuurne"}
            assert AuditEntry.objects.filter(verb="tenancy.scope.entered", organisation_id=kuurne).count() == 1
        assert seen() == {"kortrijk"}
        assert AuditEntry.objects.filter(verb="tenancy.scope.switched").count() == 1


def test_an_inner_scope_adds_no_audience(organisations):
    kortrijk, wide = [organisations["kortrijk"]], ["partnership:1"]
    with scope(reading=kortrijk, actor=ENGINE), pytest.raises(Refused), scope(reading=kortrijk, actor=ENGINE, tags=wide):
        pass
    with scope(reading=kortrijk, actor=ENGINE, tags=wide), scope(reading=kortrijk, actor=ENGINE, tags=wide) as inner:
        assert inner.tags == ("public", "partnership:1")


def test_what_is_addressed_to_one_organisation_is_read_by_its_readers_and_does_not_travel(organisations):
    kortrijk, kuurne = organisations["kortrijk"], organisations["kuurne"]

    def addressed(opened):
        return {tag for tag in opened.settings()["nabij.tags"].split(",") if tag.startswith("organisation:")}

    with scope(reading=[kortrijk], writing=[kortrijk], actor=ENGINE) as opened:
        assert addressed(opened) == {f"organisation:{kortrijk}"}
        with switch_to(kuurne, ground="proef") as there:
            assert addressed(there) == {f"organisation:{kuurne}"}
    with scope(reading=[], actor=ENGINE) as nobody:
        assert addressed(nobody) == set()


def test_switching_while_reading_writes_nothing_there_but_the_two_entries(organisations):
    from nabij.kernel.audit.models import AuditEntry

    kortrijk, kuurne = organisations["kortrijk"], organisations["kuurne"]
    with scope(reading=[kortrijk], actor=ENGINE, organisation_id=kortrijk), switch_to(kuurne, ground="nummer") as inside:
        assert seen() == {"kuurne"} and not inside.writing
        with pytest.raises(DatabaseError), transaction.atomic():
            Enablement.objects.create(
                organisation_id=kuurne, module="x", state="on", effective="2027-01-01", recorded_at="2027-01-01T00:00Z", decision_ref="b",
            )
    with scope(reading=[kortrijk, kuurne], actor=ENGINE):
        found = AuditEntry.objects.filter(verb__startswith="tenancy.scope.").order_by("verb")
        assert [(e.verb, e.organisation_id, e.result) for e in found] == [
            ("tenancy.scope.entered", kuurne, "read"), ("tenancy.scope.switched", kortrijk, "read"),
        ]


def test_640_threaded_scopes_with_errors_never_leak(fresh_database, cluster):
    """Kernel A9: eight threads, four organisations, an error in every third scope."""
    from nabij.kernel.tenancy.models import Organisation

    ids = dict(Organisation.objects.filter(slug__in=["kortrijk", "kuurne", "zwevegem", "lendelede"]).values_list("slug", "id"))
    expected = {slug: _functions(ids[slug]) for slug in ids}
    assert len(set(expected.values())) > 1, "the four must differ, otherwise a leak cannot show"
    leaks: list[str] = []
    barrier = threading.Barrier(8)

    def work(worker: int) -> None:
        barrier.wait()
        for n in range(80):
            slug = sorted(ids)[(worker + n) % 4]
            try:
                with scope(reading=[ids[slug]], actor=ENGINE):
                    if Function.objects.count() != expected[slug] or seen() != {slug}:
                        leaks.append(slug)
                    if n % 3 == 0:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass
            if Function.objects.count():
                leaks.append("outside")
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert leaks == []


def _functions(organisation_id: int) -> int:
    with scope(reading=[organisation_id], actor=ENGINE):
        return Function.objects.count()

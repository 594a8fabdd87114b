"""Operations are joined only where none of them needs the state between: what is made is changed in a later group, code runs alone."""

from __future__ import annotations

from django.db import migrations, models

from nabij.kernel.migrating import groups
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy


def made(name: str) -> migrations.CreateModel:
    return migrations.CreateModel(name=name, fields=[("id", models.BigAutoField(primary_key=True))])


def field(model: str, name: str) -> migrations.AddField:
    return migrations.AddField(model_name=model, name=name, field=models.IntegerField(default=0))


def sizes(*of: object) -> list[int]:
    return [len(group) for group in groups(list(of))]  # type: ignore[arg-type]


def test_new_tables_and_new_fields_of_others_are_one_group() -> None:
    assert sizes(made("A"), made("B"), field("c", "one"), field("c", "two"), field("d", "one")) == [5]


def test_what_is_made_is_changed_in_a_later_group() -> None:
    assert sizes(made("A"), field("a", "one"), field("a", "two")) == [1, 2]
    assert sizes(field("a", "one"), made("B"), migrations.RemoveField("b", "x"), field("b", "y")) == [2, 1, 1]


def test_a_field_that_is_changed_twice_is_changed_twice() -> None:
    twice = migrations.AlterField("a", "one", models.TextField())
    assert sizes(field("a", "one"), twice, twice) == [1, 1, 1]
    check = models.CheckConstraint(condition=models.Q(one__gt=0), name="positive")
    assert sizes(migrations.RemoveConstraint("a", "positive"), migrations.AddConstraint("a", check)) == [1, 1]


def test_code_runs_alone_and_bare_sql_anywhere() -> None:
    code = migrations.RunPython(migrations.RunPython.noop)
    policy, sql = Policy("a_a", Tenancy.OWNED), migrations.RunSQL("SELECT 1")
    assert sizes(made("A"), policy, sql, made("B"), code, made("C"), policy) == [4, 1, 2]
    told = migrations.RunSQL("SELECT 1", state_operations=[field("a", "one")])
    assert sizes(made("B"), told, made("C")) == [1, 1, 1]

"""``nabij programme simulate-silence`` says who would hear what, and sends nothing (A10)."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from nabij.cli import programme as command
from nabij.kernel.notices.models import Notice
from nabij.kernel.tenancy.scope import scope, system

pytestmark = pytest.mark.django_db


def test_the_command_says_who_hears_and_sends_nothing(organisations: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "set_up_django", lambda: None)
    said = CliRunner().invoke(command.programme, ["simulate-silence", "--days", "42", "--project", "digitaal-archief"])
    assert said.exit_code == 0, said.output
    lines = [line.split()[:2] for line in said.output.splitlines() if line.startswith("  dag")]
    assert lines == [["dag", "28"], ["dag", "35"], ["dag", "42"]] and "Exello" in said.output and "hoorde het al" in said.output
    every = CliRunner().invoke(command.programme, ["simulate-silence"])
    assert every.exit_code == 0 and every.output.count("Exello") == 5
    with scope(reading=[organisations["zuid-west-vlaanderen"]], actor=system("test")):
        assert not Notice.objects.filter(kind="programme.stall").exists()


def test_an_unknown_project_is_told() -> None:
    said = CliRunner().invoke(command.programme, ["simulate-silence", "--days", "veel"])
    assert said.exit_code == 2

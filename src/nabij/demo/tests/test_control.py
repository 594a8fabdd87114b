"""Requests to the supervisor: only known ones, handed out once, whole files only."""

from pathlib import Path

import pytest

from nabij.demo import control


def test_a_request_is_taken_once_and_answered(tmp_path: Path) -> None:
    ticket = control.request("stop_database", home=tmp_path, seconds=120)
    taken = list(control.take(tmp_path))
    assert [(r.command, r.args, r.ticket) for r in taken] == [("stop_database", {"seconds": 120}, ticket)]
    assert list(control.take(tmp_path)) == [] and control.answer(ticket, home=tmp_path) is None
    control.reply(tmp_path, ticket, ok=True, sentence="Gedaan.")
    assert control.answer(ticket, home=tmp_path) == {"ok": True, "sentence": "Gedaan."}


@pytest.mark.parametrize(
    ("command", "args"),
    [
        ("format_disk", {}),
        ("stop_database", {}),
        ("stop_database", {"seconds": 0}),
        ("stop_database", {"seconds": 10_000}),
        ("reset", {"now": True}),
    ],
)
def test_anything_else_is_refused(tmp_path: Path, command: str, args: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        control.request(command, home=tmp_path, **args)


def test_a_broken_or_strange_file_does_no_harm(tmp_path: Path) -> None:
    folder = tmp_path / "demo" / "control"
    control.request("reset", home=tmp_path)
    (folder / "0000.json").write_text('{"command": "rese')
    (folder / "0001.json").write_text('{"command": "rm", "args": {}}')
    assert [r.command for r in control.take(tmp_path)] == ["reset"]


def test_a_ticket_is_not_a_path(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "x.answer").write_text('{"ok": true}')
    assert control.answer("../x", home=tmp_path) is None

"""What "Begin opnieuw" puts back beside the rows: the vaults of the OCMWs, open or closed as the story left them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nabij.demo import beginning


def test_a_vault_that_a_visitor_closed_is_open_again_and_never_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("save_copy", "restore_copy"):
        monkeypatch.setattr(beginning.localdb, name, lambda *given: None)
    (tmp_path / "keyholders").mkdir(mode=0o700)
    key = tmp_path / "keyholders" / "ocmw-kortrijk.key"
    key.write_text("sleutel")
    key.chmod(0o600)
    beginning.keep(tmp_path)
    away = key.rename(key.with_name("ocmw-kortrijk.key.weg"))
    beginning.restore(tmp_path)
    assert key.read_text() == "sleutel" and key.stat().st_mode & 0o777 == 0o600 and not away.exists()
    shutil.rmtree(tmp_path / "demo" / "beginning" / "keyholders")
    beginning.restore(tmp_path)
    assert key.read_text() == "sleutel"

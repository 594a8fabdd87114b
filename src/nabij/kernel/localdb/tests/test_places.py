"""Users, folders and binaries: who may reach what, and the sentence when somebody may not."""

import os
import subprocess
from pathlib import Path

import pytest

from nabij.kernel import localdb
from nabij.kernel.localdb import account, binaries
from nabij.kernel.localdb.layout import Layout, make_private, socket_folder_fits

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="not run: needs root")
not_root = pytest.mark.skipif(os.geteuid() == 0, reason="not run: needs an ordinary user")


@pytest.mark.parametrize(
    ("folder", "fits"),
    [
        ("/" + "a" * 92, True),
        ("/" + "a" * 93, False),
        ("/" + "é" * 47, False),
        ("/with space", True),
        ("/with,comma", False),
        ('/with"', False),
    ],
)
def test_a_socket_folder_is_short_and_has_no_list_signs(folder: str, fits: bool) -> None:
    assert socket_folder_fits(Path(folder)) is fits


@only_root
def test_root_starts_a_server_that_is_not_root(home: Path) -> None:
    db = localdb.ensure(home, purpose="test")
    assert os.stat(f"/proc/{db.pid}").st_uid != 0
    assert db.data_dir.stat().st_uid == os.stat(f"/proc/{db.pid}").st_uid


@only_root
def test_the_server_runs_as_the_owner_of_the_home_folder(home: Path) -> None:
    home.mkdir()
    owner = account._user(2, dropped=True)  # 'bin' on every Linux
    os.chown(home, owner.uid, owner.gid)
    db = localdb.ensure(home, purpose="test")
    assert db.data_dir.stat().st_uid == owner.uid


@only_root
def test_a_home_in_a_closed_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(localdb.LocalDbError) as told:
        localdb.ensure(tmp_path / "home", purpose="test")
    assert "NABIJ_HOME" in told.value.sentence_nl and "chmod o+x" in told.value.sentence_nl


@only_root
def test_binaries_in_a_closed_folder_are_copied_to_where_the_server_can_reach_them(home: Path, tmp_path: Path) -> None:
    package = binaries._wheel_folder()[0].parent.parent
    closed = tmp_path / "closed" / package.name
    closed.parent.mkdir(mode=0o700)
    closed.symlink_to(package)
    home.mkdir(parents=True)
    home.chmod(0o755)
    user = account.server_user(home, home / "none")
    found = binaries._within_reach(binaries.Binaries(closed / "pginstall" / "bin", "18.6", "wheel"), home, user)
    assert found is not None and home in found.folder.parents
    said = subprocess.run([found.postgres, "--version"], capture_output=True, text=True, cwd="/", **user.popen_options())
    assert said.returncode == 0 and "PostgreSQL" in said.stdout


@not_root
def test_an_ordinary_user_stays_who_it_is(home: Path) -> None:
    assert localdb.ensure(home, purpose="test").data_dir.stat().st_uid == os.geteuid()


def test_a_user_without_a_line_in_passwd_gets_that_line() -> None:
    with pytest.raises(localdb.LocalDbError) as told:
        account._user(987_654, dropped=False)
    assert "987654" in told.value.sentence_nl and "/etc/passwd" in told.value.sentence_nl


def test_a_folder_without_programs_is_told(home: Path, tmp_path: Path) -> None:
    with pytest.raises(localdb.LocalDbError, match="NABIJ_PG_BIN"):
        localdb.ensure(home, purpose="test", pg_bin=str(tmp_path))


def test_data_of_a_version_that_is_not_here_is_told(home: Path) -> None:
    (home / "pg14-test").mkdir(parents=True)
    (home / "pg14-test" / "PG_VERSION").write_text("14\n")
    home.chmod(0o755)
    with pytest.raises(localdb.LocalDbError, match="PostgreSQL 14"):
        localdb.ensure(home, purpose="test")


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    user = account._user(os.geteuid(), dropped=False)
    trap = tmp_path / "trap"
    trap.symlink_to("/tmp")
    with pytest.raises(localdb.LocalDbError, match="is niet van"):
        make_private(trap, user)


def test_each_purpose_has_its_own_places(tmp_path: Path) -> None:
    for name in ("pg15", "pg18-test", "pg15.new", "pgx"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "PG_VERSION").touch()
    assert Layout(tmp_path, "demo").majors() == {15} and Layout(tmp_path, "test").majors() == {18}

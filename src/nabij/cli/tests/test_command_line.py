"""The command line: exit codes, one Dutch sentence, no stack trace."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from nabij.cli import run


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Nabij = Callable[..., Done]


@pytest.fixture
def nabij(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Nabij]:
    """Run a command in this process with a clean environment and a home that does not exist yet."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith(("NABIJ_", "DATABASE_"))]:
        del os.environ[name]
    os.environ["NABIJ_HOME"] = str(tmp_path / "home")

    def call(*arguments: str, **more: str) -> Done:
        os.environ.update(more)
        code = run(arguments)
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    yield call
    os.environ.clear()
    os.environ.update(before)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--help"], 0, "nabij"),
        (["demo", "--nope"], 2, "kennen we niet"),
        (["demo", "forward"], 2, "--minutes ontbreekt"),
        (["demo", "--port", "x"], 2, "--port"),
        (["geo", "load", "/there/is/nothing"], 2, "FILE"),
        (["stop"], 0, "draaide niet"),
        (["status"], 3, "draait niet"),
    ],
)
def test_exit_code_and_sentence(nabij: Nabij, arguments: list[str], code: int, said: str) -> None:
    done = nabij(*arguments)
    assert done.returncode == code and said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_one_sentence(nabij: Nabij) -> None:
    done = nabij("status", NABIJ_PROT="1")
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "'port'" in done.stderr


def test_status_as_json(nabij: Nabij, tmp_path: Path) -> None:
    facts = json.loads(nabij("status", "--json").stdout)
    assert facts["running"] is False and facts["home"] == str(tmp_path / "home")


def test_asking_makes_nothing(nabij: Nabij, tmp_path: Path) -> None:
    for verb in ("status", "stop", "check", "doctor"):
        nabij(verb)
    assert not (tmp_path / "home").exists()


def test_a_database_that_does_not_answer_is_not_reachable(nabij: Nabij) -> None:
    done = nabij("doctor", "--json", DATABASE_URL="postgresql://x:y@127.0.0.1:1/z")
    assert done.returncode == 3
    assert {found["level"] for found in json.loads(done.stdout) if found["name"] == "databank"} == {"away"}

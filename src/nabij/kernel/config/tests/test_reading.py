"""Configuration: the order of the sources, types, and a sentence for every mistake."""

import stat
from pathlib import Path

import pytest

from nabij.kernel.config import ConfigError, default_home, django_database, load, project_folder


def test_environment_goes_before_the_file_and_the_file_before_the_default(tmp_path: Path) -> None:
    file = tmp_path / "nabij.toml"
    file.write_text('port = 9000\nsite_domain = "regio.example"\n')
    config = load({"NABIJ_PORT": "9001"}, file)
    assert (config.port, config.site_domain, config.address) == (9001, "regio.example", "127.0.0.1")


def test_a_secret_in_a_file_goes_before_all(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from the file\n")
    config = load({"NABIJ_SECRET_KEY": "plain", "NABIJ_SECRET_KEY_FILE": str(secret)}, None)
    assert config.secret_key == "from the file"


@pytest.mark.parametrize("name", ["DATABASE_URL", "NABIJ_DATABASE_URL"])
def test_the_database_has_the_name_that_others_use_too(name: str) -> None:
    assert load({name: "postgresql://x"}).database_url == "postgresql://x"


def test_two_names_with_different_values_are_refused() -> None:
    with pytest.raises(ConfigError, match="database_url"):
        load({"DATABASE_URL": "a", "NABIJ_DATABASE_URL": "b"})


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"NABIJ_HOEM": "x"}, "Bedoelt u 'home'"),
        ({"NABIJ_SECRETKEY": "x"}, "Bedoelt u 'secret_key'"),
        ({"NABIJ_PORT": "80000"}, "een poort van 0 tot 65535"),
        ({"NABIJ_DEMO": "misschien"}, "ja of nee"),
        ({"NABIJ_HOME": ""}, "een map"),
        ({"NABIJ_SECRET_KEY_FILE": "/there/is/nothing"}, "/there/is/nothing"),
        ({"NABIJ_CONFIG": "/there/is/nothing.toml"}, "/there/is/nothing.toml"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(env: dict[str, str], sentence: str) -> None:
    with pytest.raises(ConfigError) as told:
        load(env)
    assert sentence in told.value.sentence_nl


@pytest.mark.parametrize("text", ["prot = 8000", 'port = "acht"', "port = true", "hosts = [1]", "dit is geen toml"])
def test_a_mistake_in_the_file_names_the_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "nabij.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as told:
        load({}, file)
    assert str(file) in told.value.sentence_nl


def test_names_of_others_in_the_environment_are_left_alone() -> None:
    assert load({"HOME": "/root", "PGHOST": "x", "NABIJ_SUPERVISED": "1"}).port == 8000


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    config = load({"NABIJ_HOME": str(tmp_path / "home met spatie")})
    first = config.secret_key
    assert len(first) >= 50 and config.secret_key == first
    assert stat.S_IMODE((config.home / "secrets" / "signing-key").stat().st_mode) == 0o600


def test_no_secret_is_shown_when_the_configuration_is_printed() -> None:
    shown = repr(load({"NABIJ_SECRET_KEY": "very-secret", "DATABASE_URL": "postgresql://u:hidden@h/d"}))
    assert "very-secret" not in shown and "hidden" not in shown


def test_root_gets_a_home_that_another_user_can_reach() -> None:
    assert default_home(as_root=False) == project_folder() / ".nabij"
    assert default_home(as_root=True).parent == Path("/var/lib/nabij")


def test_an_address_becomes_what_django_wants() -> None:
    found = django_database("postgresql://nabij_web:p%40ss@/nabij?host=%2Ftmp%2Fmet%20spatie&port=5432", connect_timeout=5)
    assert (found["NAME"], found["USER"], found["PASSWORD"], found["HOST"]) == ("nabij", "nabij_web", "p@ss", "/tmp/met spatie")
    assert found["OPTIONS"] == {"connect_timeout": 5}


def test_an_address_that_cannot_be_read_is_told_without_its_password() -> None:
    with pytest.raises(ConfigError) as told:
        django_database("postgresql://u:hidden@h:5432:9/%%")
    assert "hidden" not in told.value.sentence_nl

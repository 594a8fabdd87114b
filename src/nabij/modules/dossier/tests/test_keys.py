"""The key of an OCMW's own: with another's nothing opens, without it the lists stand and nothing is lost; renewed while people work."""

from __future__ import annotations

import html
import re
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from nabij.kernel import keyholder
from nabij.kernel.envelope import opens_under, unseal, wrapped_by
from nabij.kernel.errors import Refused, RuleViolation, Unavailable
from nabij.kernel.identity.models import Account
from nabij.kernel.localdb.cluster import existing
from nabij.kernel.localdb.layout import Layout
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.dossier import facade, matrix
from nabij.modules.dossier.actions import files as file_acts
from nabij.modules.dossier.actions import keys as acts
from nabij.modules.dossier.actions.files import NewPerson
from nabij.modules.dossier.migrations._walls import CONTENT
from nabij.modules.dossier.models import DataKey, Finding, Person
from nabij.modules.dossier.queries import files, handovers, keys
from nabij.testing import database

pytestmark = pytest.mark.django_db
CANARIES = ("Maes", "Noor", "Proefweg", "€ 690", "zorgkundige", "0470 00 00 71", "92651400217")


def seen(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def keeping(own: int) -> Any:
    return scope(reading=[own], writing=[own], actor=system("nabij keyholder"), organisation_id=own)


def test_every_ocmw_of_the_story_has_a_key_of_its_own_in_a_file_that_only_its_keeper_reads(vault: Path, organisations: Any) -> None:
    own = [organisations[slug] for slug in ("ocmw-kortrijk", "ocmw-wervik")]
    paths = [keyholder.place_of(one) for one in own]
    assert [path.name for path in paths] == ["ocmw-kortrijk.key", "ocmw-wervik.key"]
    assert {path.stat().st_mode & 0o077 for path in paths} == {0} and paths[0].read_bytes() != paths[1].read_bytes()


def test_rows_of_one_ocmw_do_not_open_with_the_key_of_another(vault: Path, acting: Any, els: Any, organisations: Any) -> None:
    own, other = organisations["ocmw-kortrijk"], organisations["ocmw-wervik"]
    with acting("wim"):
        wrapped, row = DataKey.objects.get(), Finding.objects.first()
        assert row is not None
        ring = keyholder.ring_of(other)
        assert ring and not opens_under(own, str(wrapped.dossier_id), wrapped.wrapped, [ring])
        keyholder.place_of(own).write_bytes(keyholder.place_of(other).read_bytes())
        with pytest.raises(Unavailable, match="sleutel past niet"):
            unseal(bytes(wrapped.wrapped), row.place, row.sealed)


def test_a_ciphertext_that_is_swapped_does_not_open(acting: Any, els: Any) -> None:
    """Between files of one OCMW under one key: the file, the row and the version are authenticated with it."""
    with acting("wim"):
        other = file_acts.open_dossier(person=NewPerson("Yannick", "Proef"))
        mine, theirs = Person.objects.get(dossier__ref=els.kortrijk_ref), Person.objects.get(dossier_id=other.id)
        mine.sealed = theirs.sealed
        with pytest.raises(Unavailable):
            mine.get(files.open_file(els.kortrijk_ref).key)
        with pytest.raises(Unavailable):
            theirs.get(files.open_file(els.kortrijk_ref).key)


def roles(cluster: Any, name: str) -> list[tuple[str, Any]]:
    """(role, how to connect): who keeps a copy, who owns the tables, and psql as superuser."""
    server = existing(Layout(database.home(), "test"))[0]
    return [
        ("care", lambda: psycopg.connect(database.with_name(cluster.db.care_url, name))),
        ("owner", lambda: psycopg.connect(settings.DATABASE_OWNER_URL)),
        ("superuser", lambda: server.connect(name)),
    ]


def test_whoever_holds_the_database_reads_no_content(cluster: Any, organisations: Any, request: pytest.FixtureRequest) -> None:
    """All rows are there for the role that copies, for the owner and for a superuser; none opens, with any key but the OCMW's own."""
    own = organisations["ocmw-kortrijk"]
    others = [ring for id in keyholder.holders() if id != own and (ring := keyholder.ring_of(id))]
    assert len(others) >= 10
    for role, connected in roles(cluster, request.config._nabij_database):  # type: ignore[attr-defined]
        with connected() as opened:
            rows = 0
            for name in CONTENT:
                for (text,) in opened.execute(f"SELECT x::text FROM dossier_{name} x"):
                    rows += 1
                    hexed = [word.encode().hex() for word in CANARIES]
                    assert not [word for word in (*CANARIES, *hexed) if word in text], (role, name)
            wrapped = opened.execute("SELECT dossier_id, wrapped FROM dossier_datakey WHERE organisation_id = %s", [own]).fetchall()
        assert rows > 150 and wrapped and not any(opens_under(own, str(file), key, others) for file, key in wrapped), role


def test_a_copy_of_the_whole_database_holds_no_key_and_no_content(cluster: Any, request: pytest.FixtureRequest) -> None:
    """A dump as the backup guide makes it: no canary, and no byte of any key."""
    program = existing(Layout(database.home(), "test"))[0].binaries.folder / "pg_dump"
    if not program.exists():
        program = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"), reverse=True)), program)
    if not program.exists():
        pytest.skip("not run: no pg_dump")
    url = database.as_url(cluster.db.care_url, request.config._nabij_database)  # type: ignore[attr-defined]
    dump = subprocess.run([program, "--dbname", url, "--table", "dossier_*", "--table", "audit_*"], capture_output=True, check=True).stdout
    assert b"dossier_finding" in dump and not [word for word in CANARIES if word.encode() in dump]
    rings = [ring for id in keyholder.holders() if (ring := keyholder.ring_of(id))]
    secrets = [key for ring in rings for key in (ring.root, *(wrap.key for wrap in ring.wraps))]
    assert not [key for key in secrets if key in dump or key.hex().encode() in dump]


def test_the_matrix_says_zero_for_everyone_without_a_grant(els: Any, organisations: Any) -> None:
    lines = {line.who: line for line in matrix.lines(organisations["ocmw-kortrijk"])}
    some = {who: (line.content, line.readable) for who, line in lines.items() if line.content or line.readable}
    assert set(some) == {
        "maatschappelijk werker, OCMW Kortrijk", "hoofdmaatschappelijk werker, OCMW Kortrijk", "eigenaar van de databank, psql of kopie"
    }
    assert lines["maatschappelijk werker, OCMW Kortrijk"].readable > 150
    assert lines["eigenaar van de databank, psql of kopie"].readable == 0 < lines["eigenaar van de databank, psql of kopie"].content
    for who in ("algemeen directeur", "burgemeester", "medewerker loket", "beheerder"):
        mine = [line for name, line in lines.items() if name.startswith(who)]
        assert len(mine) == 2 and not any(line.process or line.content or line.readable for line in mine), who


def test_without_its_key_lists_and_last_days_stand_and_content_says_whom_to_ring(
    vault: Path, staff: Any, els: Any, organisations: Any, visitor: Any
) -> None:
    marieke, wim, own = staff("marieke"), staff("wim"), organisations["ocmw-wervik"]
    with keeping(own):
        acts.lay_aside()
    home = seen(marieke.get("/dossier"))
    assert "De kluis van OCMW Wervik is gesloten" in home and "Er is niets verloren" in home and "Els" not in home
    assert f"Dossier {els.wervik_ref}" in home and "beslissing ten laatste op vrijdag 23 april 2027" in home
    assert "Onderweg uit OCMW Kortrijk" in home
    assert "Beslissing over een aanvraag in dossier" in seen(marieke.get("/werk"))
    for url in (f"/dossier/{els.wervik_ref}", f"/dossier/aanvragen/{els.application}", f"/dossier/{els.wervik_ref}/bevindingen"):
        answer = marieke.get(url)
        assert answer.status_code == 503 and "Bel OCMW Wervik op" in seen(answer) and "Els" not in seen(answer), url
    assert wim.get(f"/dossier/{els.kortrijk_ref}").status_code == 200
    person = visitor("wervik")
    person.force_login(Account.objects.get(username="els"), backend="allauth.account.auth_backends.AuthenticationBackend")
    mine = seen(person.get("/mijn"))
    assert "Uw dossier bij OCMW Wervik kan nu niet open" in mine and "Een brief om na te kijken" in mine
    with keeping(own):
        acts.put_back()
    assert "Els Maes" in seen(marieke.get("/dossier"))


def test_renewing_wraps_every_file_anew_and_changes_no_content(vault: Path, acting: Any, els: Any, organisations: Any) -> None:
    own = organisations["ocmw-kortrijk"]
    with acting("wim"):
        for n in range(3):
            file_acts.open_dossier(person=NewPerson("Proef", f"Persoon {n}"))
        before = bytes(Finding.objects.first().sealed)  # type: ignore[union-attr]
    with keeping(own):
        assert acts.renew_key() == 4 and acts.renew_key() == 4
        standing = keys.standing(own)
    assert standing.open and [line.files for line in standing.lines] == [4, 0]
    with acting("wim"):
        row = DataKey.objects.filter(dossier__ref=els.kortrijk_ref).get()
        ring = keyholder.ring_of(own)
        assert ring and wrapped_by(row.wrapped) == ring.newest.id and bytes(Finding.objects.first().sealed) == before  # type: ignore[union-attr]
        assert files.person(files.open_file(els.kortrijk_ref)).name == "Els Maes"
        assert handovers.message(own, handovers.by_id(els.at_kortrijk).exchange, "request")


def test_a_shredded_file_stays_shredded_when_the_key_is_renewed(vault: Path, acting: Any, els: Any, organisations: Any) -> None:
    with acting("lannoo"):
        file_acts.shred(ref=els.kortrijk_ref, reason="proef")
    with keeping(organisations["ocmw-kortrijk"]):
        assert acts.renew_key() == 0
    with acting("lannoo"), pytest.raises(Unavailable, match="vernietigd"):
        files.open_file(els.kortrijk_ref)


def test_only_the_command_line_keeps_keys_and_no_person_reads_wrapped_ones(vault: Path, acting: Any, els: Any, organisations: Any) -> None:
    own = organisations["ocmw-kortrijk"]
    for username in ("wouter", "lannoo", "wim"):
        with acting(username, "ocmw-kortrijk"):
            for act in (acts.renew_key, acts.lay_aside, acts.put_back, acts.make_key):
                with pytest.raises(Refused):
                    act()
            assert keys.wrapped(own) == []
    with acting("marieke"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.dossier_keys_used(%s)", [own])
        assert cursor.fetchall() == []
    with keeping(organisations["ocmw-wervik"]):
        assert keys.wrapped(own) == []


def test_a_key_is_not_made_twice_nor_beside_files_that_another_one_wraps(vault: Path, els: Any, organisations: Any, settings: Any) -> None:
    with keeping(organisations["ocmw-kortrijk"]), pytest.raises(RuleViolation, match="andere sleutel"):
        acts.make_key()
    with keeping(organisations["ocmw-kuurne"]), pytest.raises(RuleViolation, match="heeft al een sleutel"):
        acts.make_key()
    with keeping(organisations["kortrijk"]), pytest.raises(RuleViolation, match="Alleen een OCMW"):
        acts.make_key()
    with keeping(organisations["ocmw-anzegem"]):
        with pytest.raises(RuleViolation, match="nabij keyholder make --organisation ocmw-anzegem"):
            acts.require_own_key(organisations["ocmw-anzegem"])
        assert acts.make_key().name == "ocmw-anzegem.key" and facade.key_standing(organisations["ocmw-anzegem"]).open


def test_the_page_of_the_vault_says_how_it_stands_and_shows_no_file(vault: Path, staff: Any, els: Any, organisations: Any) -> None:
    for username in ("lannoo", "sofie", "wouter"):
        text = seen(staff(username, "ocmw-kortrijk").get("/dossier/kluis"))
        assert "De kluis is open." in text and "Wat dit niet belooft" in text and els.kortrijk_ref not in text, username
    for username, slug in (("wim", "ocmw-kortrijk"), ("delphine", "kortrijk"), ("bart", "ocmw-wervik")):
        assert staff(username, slug).get("/dossier/kluis").status_code == 404, username
    with keeping(organisations["ocmw-kortrijk"]):
        acts.lay_aside()
    assert "is gesloten" in seen(staff("wouter", "ocmw-kortrijk").get("/dossier/kluis"))

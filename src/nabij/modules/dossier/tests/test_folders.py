"""The meeneemmap: Els asks by phone and strikes a line; Wervik opens it with the code; nothing else opens anything."""

from __future__ import annotations

import html
import re
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.identity.models import Account
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.dossier.actions import casework as casework_acts
from nabij.modules.dossier.actions import files as file_acts
from nabij.modules.dossier.actions import folders as acts
from nabij.modules.dossier.actions.casework import NewFinding
from nabij.modules.dossier.actions.files import NewPerson
from nabij.modules.dossier.actions.review import judge
from nabij.modules.dossier.models import Folder, FolderPickup, ReceivedItem
from nabij.modules.dossier.queries import casework, files, journal
from nabij.modules.dossier.rules.applications import State
from nabij.modules.dossier.rules.barcode import bars, widths
from nabij.modules.dossier.rules.folders import ALPHABET, LENGTH, code_from, read_code, secrets_of
from nabij.modules.dossier.rules.handovers import Verdict

pytestmark = pytest.mark.django_db


def seen(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def sealed(acting: Any, els: Any, struck: tuple[int, ...] = (1,)) -> tuple[Any, str]:
    with acting("wim"):
        made = acts.compose(ref=els.kortrijk_ref, aid="leefloon")
        acts.strike(folder_id=made.id, numbers=list(struck))
        row, code = acts.seal(folder_id=made.id)
        return row.id, code


def left(acting: Any, els: Any, still_clock: Any) -> int:
    with acting("marieke"):
        file, view = casework.application(els.application, still_clock.at.date())
        return casework.delta(file, view, still_clock.at.date()).left


def test_through_the_pages_asked_by_phone_struck_sealed_and_on_paper(staff: Any, els: Any) -> None:
    wim = staff("wim")
    made = wim.post(f"/dossier/{els.kortrijk_ref}/meeneemmap", {"aid": "leefloon", "asked_by": "phone"})
    url = made["Location"]
    lines = wim.get(url).content.decode()
    assert "Huur van € 690" in lines and "Indruk van" not in lines and "Haar man" not in lines and "Stroom geraadpleegd" not in lines
    number = re.search(r'for="s(\d+)">\d+\. Schulden', lines).group(1)  # type: ignore[union-attr]
    assert wim.post(f"{url}/schrappingen", {"schrap": [number]}).status_code == 302
    sheet = wim.post(f"{url}/zegel")
    text = seen(sheet)
    assert re.search(r"Uw code: (?:[2-9A-HJ-NP-Z]{3} ?){6}", text) and "Oude rekening" not in text and "huurcontract" in text
    assert wim.post(f"{url}/zegel").status_code == 422
    assert wim.post(f"{url}/schrappingen", {"schrap": ["2"]}).status_code == 422


def test_asked_by_phone_it_goes_by_post_with_an_address_and_stripes(staff: Any, acting: Any, els: Any) -> None:
    wim = staff("wim")
    url = wim.post(f"/dossier/{els.kortrijk_ref}/meeneemmap", {"aid": "leefloon", "asked_by": "phone"})["Location"]
    wim.post(f"{url}/schrappingen", {"schrap": ["1"]})
    sheet = wim.post(f"{url}/zegel", {"hoe": "post"})
    text, code = seen(sheet), re.search(r"Uw code: ((?:[2-9A-HJ-NP-Z]{3} ?){6})", seen(sheet)).group(1)  # type: ignore[union-attr]
    assert "Els Maes" in text and "Voorbeeldstraat 8, 8500 Kortrijk" in text.partition("Meeneemmap van")[0]
    drawn = [(int(x) - 10, int(w)) for x, w in re.findall(r'<rect x="(\d+)" y="0" width="(\d+)"', sheet.content.decode())]
    assert drawn == bars(code.replace(" ", "")) and max(x + w for x, w in drawn) <= 320
    assert "Gevraagd per telefoon, het blad ging met de post" in seen(wim.get(url))
    with acting("wim"):
        row = Folder.objects.get()
        told = {(line.sentence, line.why) for line in journal.lines(row.organisation_id, row.dossier_id)}
    assert ("Een maatschappelijk werker van OCMW Kortrijk verzegelde uw meeneemmap.", "het blad gaat met de post naar u") in told


def test_without_an_address_it_does_not_go_by_post(acting: Any) -> None:
    with acting("marieke"):
        file = file_acts.open_dossier(person=NewPerson("Yannick", "Proef"))
        casework_acts.record_finding(
            ref=file.ref, finding=NewFinding("rent", "fact", "Huur € 1", "document", date(2027, 3, 30), evidence="contract")
        )
        made = acts.compose(ref=file.ref, aid="leefloon")
        acts.strike(folder_id=made.id, numbers=[])
        with pytest.raises(RuleViolation, match="geen adres"):
            acts.seal(folder_id=made.id, handed="post")


def test_her_own_page_tells_every_pick_up(acting: Any, els: Any, visitor: Any) -> None:
    _, code = sealed(acting, els)
    with acting("marieke"):
        acts.pick_up(application_id=els.application, typed=code)
    person = visitor("menen")
    person.force_login(Account.objects.get(username="els"), backend="allauth.account.auth_backends.AuthenticationBackend")
    text = seen(person.get("/mijn"))
    assert text.count("Een maatschappelijk werker van OCMW Wervik opende uw meeneemmap met uw code.") == 2  # in both logs


@given(st.text(alphabet=ALPHABET, min_size=1, max_size=20))
def test_stripes_are_read_back(code: str) -> None:
    """As a reader does it: five bars and four spaces a character, three of the nine wide, no two characters alike."""
    known = {widths(character): character for character in ALPHABET + "*"}
    assert len(known) == len(ALPHABET) + 1 and all(sum(width == 3 for width in shape) == 3 for shape in known)
    drawn, text, place = bars(code), "", 0
    while place < len(drawn):
        five = drawn[place : place + 5]
        gaps = [after[0] - before[0] - before[1] for before, after in pairwise(five)]
        text += known[tuple(w for pair in zip([w for _, w in five], [*gaps, 0], strict=True) for w in pair)[:9]]
        place += 5
    assert text == f"*{code}*"


def test_the_next_counter_adopts_eight_facts_and_less_is_left(acting: Any, els: Any, still_clock: Any) -> None:
    _, code = sealed(acting, els)
    before = left(acting, els, still_clock)
    spoken = " ".join(code[n : n + 3] for n in range(0, LENGTH, 3)).lower()
    with acting("marieke"):
        assert acts.pick_up(application_id=els.application, typed=spoken) >= 8
        rows = list(ReceivedItem.objects.filter(origin="folder").order_by("number"))
        file = files.open_file(els.wervik_ref)
        facts = [row for row in rows if row.get(file.key)["kind"] == "fact"][:8]
        for row in facts:
            judge(received_id=row.id, verdict=Verdict.ADOPT)
    assert len(facts) == 8 and left(acting, els, still_clock) <= before - 5


def test_no_other_code_opens_it_and_the_rows_alone_do_not(acting: Any, els: Any) -> None:
    folder, code = sealed(acting, els)
    other = ("3" if code[0] == "2" else "2") + code[1:]
    with acting("marieke"):
        for typed in (other, code[:-1], "", "x" * LENGTH):
            with pytest.raises(Invalid, match="geen meeneemmap"):
                acts.pick_up(application_id=els.application, typed=typed)
        assert ReceivedItem.objects.count() == 0
    with acting("wim"):
        row = Folder.objects.get(id=folder)
        assert code not in str(row.__dict__) and b"Els" not in bytes(row.package) and row.lookup == secrets_of(code)[0].hex()


def test_revoked_and_expired_say_so_and_open_nothing(acting: Any, els: Any, visitor: Any, still_clock: Any) -> None:
    folder, code = sealed(acting, els)
    with acting("wim"):
        acts.revoke(folder_id=folder)
    with acting("marieke"), pytest.raises(Invalid, match="ingetrokken"):
        acts.pick_up(application_id=els.application, typed=code)
    assert "Ingetrokken" in seen(visitor("deerlijk").post("/meeneemmap", {"code": code}))
    _, later = sealed(acting, els)
    still_clock.move_to(datetime(2027, 5, 29, 12))  # noqa: DTZ001
    assert "Echt" in seen(visitor("deerlijk").post("/meeneemmap", {"code": later}))
    still_clock.move_to(datetime(2027, 5, 30, 12))  # noqa: DTZ001
    assert "Vervallen" in seen(visitor("deerlijk").post("/meeneemmap", {"code": later}))


def test_the_public_page_says_only_whether_it_is_real(acting: Any, els: Any, visitor: Any) -> None:
    _, code = sealed(acting, els)
    guest = visitor("waregem")
    assert guest.get("/meeneemmap").status_code == 200 and not guest.cookies
    text = seen(guest.post("/meeneemmap", {"code": code}))
    assert "Echt" in text and "OCMW Kortrijk" in text and "dinsdag 30 maart 2027" in text
    assert not [word for word in ("Els", "Maes", "690", "leefloon", els.kortrijk_ref) if word in text]
    assert "Niet echt" in seen(guest.post("/meeneemmap", {"code": code_from(bytes(range(LENGTH)))}))
    assert code not in seen(guest.post("/meeneemmap", {"code": code}))


def test_every_pick_up_stands_in_her_log_at_the_issuer(acting: Any, els: Any, organisations: dict[str, int]) -> None:
    folder, code = sealed(acting, els)
    with acting("marieke"):
        acts.pick_up(application_id=els.application, typed=code)
        with pytest.raises(RuleViolation, match="al bij deze aanvraag"):
            acts.pick_up(application_id=els.application, typed=code)
    with acting("wim"):
        row = Folder.objects.get(id=folder)
        assert row.state == "picked_up" and FolderPickup.objects.get().by_organisation_id == organisations["ocmw-wervik"]
        told = [line.sentence for line in journal.lines(row.organisation_id, row.dossier_id)]
        assert "Een maatschappelijk werker van OCMW Wervik opende uw meeneemmap met uw code." in told


def test_only_beside_a_waiting_application_of_the_same_person(acting: Any, els: Any, still_clock: Any) -> None:
    _, code = sealed(acting, els)
    with acting("marieke"):
        stranger = file_acts.open_dossier(person=NewPerson("Yannick", "Proef"))
        row = casework_acts.receive_application(
            ref=stranger.ref, aid="leefloon", received_on=still_clock.at.date(), channel="desk", words=""
        )
        with pytest.raises(RuleViolation, match="iemand anders"):
            acts.pick_up(application_id=row.id, typed=code)
        casework_acts.move_application(application_id=els.application, to=State.WITHDRAWN)
        with pytest.raises(RuleViolation, match="lopende aanvraag"):
            acts.pick_up(application_id=els.application, typed=code)


def test_a_code_can_be_read_aloud(organisations: dict[str, int]) -> None:
    code = code_from(bytes(range(100, 100 + LENGTH)))
    assert len(code) == LENGTH and set(code) <= set(ALPHABET) and not set("01OI") & set(ALPHABET)
    assert read_code(f" {code[:3].lower()}-{code[3:9]} {code[9:]}") == code and read_code("kort") is None
    with scope(reading=[organisations["ocmw-kortrijk"]], actor=system("test")):
        assert secrets_of(code)[0] != secrets_of(code)[1]

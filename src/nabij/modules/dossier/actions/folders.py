"""The meeneemmap: compose, strike with the person, seal with a code, revoke; and at another counter, open with that code."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import date
from typing import Any
from uuid import UUID

from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.envelope import decrypt_under, encrypt_under
from nabij.kernel.errors import Invalid, NotFound, RuleViolation, Unavailable
from nabij.kernel.events import facade as events
from nabij.kernel.signing import kid_of, sign, verify
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import current, switch_to

from ..events import FOLDER_REVOKED, FOLDER_SEALED
from ..models import Folder, FolderPickup, IssuerKey, ReceivedItem
from ..queries import casework, files, journal
from ..queries import folders as queries
from ..queries.files import OpenFile
from ..rules import applications, evidence, folders
from ..rules.folders import State
from .exchange import ensure_issuer_key
from .files import worker
from .release import same_person
from .selection import travelling

#: Authenticated with the package, so that it is not taken for another kind of ciphertext.
ABOUT = b"nabij meeneemmap 1"
UNKNOWN = "Deze code hoort bij geen meeneemmap. Lees hem nog eens van het blad."
OTHER_PERSON = "Deze meeneemmap is van iemand anders. Open het dossier van die persoon."
NO_ADDRESS = "In het dossier staat geen adres. Vul het aan, of geef het blad mee."
NO_APPLICATION = "U kunt een meeneemmap alleen openen bij een lopende aanvraag van die persoon."


def compose(*, ref: str, aid: str, asked_by: str = "desk") -> Folder:
    """The same smallest set as a hand-over, and the person's own declarations. No appreciations, no others, no KSZ content."""
    own, account, _ = worker()
    file = files.open_file(ref)
    needs = casework.needs(aid)
    if not needs:
        raise Invalid({"aid": "Kies voor welke hulp."})
    if asked_by not in Folder.Channel.values:
        raise Invalid({"asked_by": "Kies hoe de persoon het vroeg."})
    choices = evidence.minimal(needs, casework.findings(file), casework.sources(), clock.today())
    views = {view.known.key: view for view in casework.finding_views(file, clock.today())}
    wanted = evidence.carried(choices, clock.today(), needs)
    lines = [travelling(views[c.finding.key]) | {"number": n, "struck": False} for n, c in enumerate(wanted, 1)]
    row = Folder(
        organisation_id=own, dossier=file.dossier, made_by_id=account, made_at=clock.now(), state=State.REQUESTED.value, asked_by=asked_by
    )
    row.state = folders.step(State.REQUESTED, State.COMPOSED).value
    row.put(file.key, {"items": lines, "aid": aid}).save()
    entries.record("dossier.folder.composed", journal.reference(file.dossier), detail={"lines": len(lines), "why": _asked(row)})
    return row


def _asked(row: Folder) -> str:
    return f"gevraagd {row.get_asked_by_display()}"


def strike(*, folder_id: UUID, numbers: list[int]) -> Folder:
    """The person saw the lines and strikes what should not be on the sheet. After sealing nothing changes any more."""
    worker()
    file, row = queries.by_id(folder_id)
    if row.state == State.COMPOSED:
        row.state = folders.step(State(row.state), State.SHOWN).value
    elif row.state != State.SHOWN:
        raise RuleViolation(f"Dat kan niet: deze meeneemmap staat op “{row.get_state_display()}”.")
    content = row.get(file.key)
    lines = [line | {"struck": line["number"] in numbers} for line in content["items"]]
    if all(line["struck"] for line in lines):
        raise Invalid({"numbers": "Zo blijft er niets over. Laat minstens één lijn staan."})
    row.put(file.key, content | {"items": lines}).save()
    entries.record("dossier.folder.struck", journal.reference(file.dossier), detail={"struck": len(numbers)})
    return row


def seal(*, folder_id: UUID, handed: str = "desk") -> tuple[Folder, str]:
    """Sign and encrypt; returns the code, which is kept nowhere: it stands on the sheet that is printed now.

    ``handed``: given at once, or by post; then the person needs an address. Raises ``RuleViolation`` otherwise."""
    worker()
    file, row = queries.by_id(folder_id)
    if handed == Folder.Handed.POST and not files.person(file).address.strip():
        raise RuleViolation(NO_ADDRESS)
    row.handed = Folder.Handed.POST if handed == Folder.Handed.POST else Folder.Handed.DESK
    row.state = folders.step(State(row.state), State.SEALED).value
    ensure_issuer_key(row.organisation_id)
    code = folders.code_from(secrets.token_bytes(folders.LENGTH))
    lookup, secret = folders.secrets_of(code)
    row.sealed_on, row.expires_on = clock.today(), folders.last_day(clock.today())
    manifest = _manifest(file, row)
    package = json.dumps({"kid": kid_of(row.organisation_id), "jws": sign(row.organisation_id, manifest)})
    row.lookup, row.package = lookup.hex(), encrypt_under(secret, package.encode(), ABOUT)
    row.save()
    detail = {"lines": len(manifest["items"]), "why": f"het blad werd {row.get_handed_display()}"}
    if row.handed == Folder.Handed.POST:
        detail["why"] = "het blad gaat met de post naar u"
    entries.record("dossier.folder.sealed", journal.reference(file.dossier), detail=detail)
    events.publish(FOLDER_SEALED, journal.reference(file.dossier))
    return row, code


def _manifest(file: OpenFile, row: Folder) -> dict[str, Any]:
    person = files.raw_person(file)
    kept = [line for line in queries.items(file, row) if not line["struck"]]
    return {
        "issuer": directory.name_of(row.organisation_id), "issued_on": clock.today().isoformat(),
        "expires_on": row.expires_on.isoformat() if row.expires_on else "",
        "person": {name: str(person[name]) for name in ("number", "first_name", "last_name", "birth")},
        "items": [{name: line[name] for name in evidence.TRAVELS} | {"number": n} for n, line in enumerate(kept, 1)],
    }


def revoke(*, folder_id: UUID) -> Folder:
    """From now on the code says *ingetrokken*, everywhere."""
    worker()
    file, row = queries.by_id(folder_id)
    row.state = folders.step(State(row.state), State.REVOKED).value
    row.package = b""
    row.save()
    entries.record("dossier.folder.revoked", journal.reference(file.dossier))
    events.publish(FOLDER_REVOKED, journal.reference(file.dossier))
    return row


def pick_up(*, application_id: UUID, typed: str) -> int:
    """Open a meeneemmap beside an application that still waits. Returns how many lines came in; the person's log tells it."""
    own, _, _ = worker()
    file, seen = casework.application(application_id, clock.today())
    if seen.state not in applications.BEFORE_DECISION:
        raise RuleViolation(NO_APPLICATION)
    found, manifest = _opened(typed, clock.today())
    if not same_person(manifest["person"], files.raw_person(file)):
        raise RuleViolation(OTHER_PERSON)
    stamp = hashlib.sha256(found.package).hexdigest()[:16]
    before = [row.get(file.key) for row in ReceivedItem.objects.filter(application_id=application_id, origin="folder") if row.sealed]
    if any(data.get("package") == stamp for data in before):
        raise RuleViolation("Deze meeneemmap staat al bij deze aanvraag.")
    for item in manifest["items"]:
        ReceivedItem(
            organisation_id=own, dossier=file.dossier, application_id=application_id, origin="folder", number=item["number"],
            received_at=clock.now(),
        ).put(file.key, item | {"from": f"meeneemmap van {manifest['issuer']}", "package": stamp}).save()
    entries.record("dossier.folder.picked_up", journal.reference(file.dossier), detail={"lines": len(manifest["items"])})
    _tell_issuer(found, own)
    return len(manifest["items"])


def _opened(typed: str, today: date) -> tuple[queries.Found, dict[str, Any]]:
    code = folders.read_code(typed)
    found = queries.by_code(code, today) if code else None
    if code is None or found is None:
        raise Invalid({"code": UNKNOWN})
    if found.standing != "echt":
        raise Invalid({"code": f"Deze meeneemmap is {found.standing}. Vraag een nieuwe aan {found.organisation}."})
    try:
        package = json.loads(decrypt_under(folders.secrets_of(code)[1], found.package, ABOUT))
    except Unavailable as error:
        raise Invalid({"code": UNKNOWN}) from error
    key = IssuerKey.objects.filter(organisation_id=found.organisation_id, kid=package["kid"]).first()
    if key is None:
        raise NotFound()
    return found, verify(package["jws"], key.jwk)


def _tell_issuer(found: queries.Found, own: int) -> None:
    """The issuer's own rows: who picked it up and when. In its own OCMW no border is crossed."""
    if found.organisation_id == own:
        _picked_up(found, own)
        return
    with switch_to(found.organisation_id, ground="dossier: meeneemmap, met de code van de persoon"):
        _picked_up(found, own)


def _picked_up(found: queries.Found, by: int) -> None:
    row = Folder.objects.select_for_update().get(id=found.folder_id)
    row.state = folders.step(State(row.state), State.PICKED_UP).value
    row.save(update_fields=["state"])
    FolderPickup.objects.create(organisation_id=row.organisation_id, folder=row, by_organisation_id=by, at=clock.now())
    if current().organisation_id != by:
        target = journal.pseudonym(row.organisation_id, row.dossier_id)
        entries.record("dossier.folder.picked_up", target, detail={"by": directory.name_of(by)})

"""The key of an OCMW: made once, renewed, laid aside. The file itself is the OCMW's; here only what the house notes and wraps anew."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from nabij.kernel import keyholder
from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.envelope import rewrap, wrapped_by
from nabij.kernel.errors import RuleViolation
from nabij.kernel.references import Reference
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import current

from .. import access
from ..queries import keys

NO_KEY = "{} heeft nog geen eigen sleutel. Wie hem bewaart, maakt hem eerst met: nabij keyholder make --organisation {}"
ELSEWHERE = "Er staan al dossiers onder een andere sleutel. Zet het sleutelbestand terug op zijn plaats."


def require_own_key(organisation_id: int) -> None:
    """No file without a key of the OCMW's own. Raises ``RuleViolation`` with what to do."""
    if not keyholder.has_own(organisation_id):
        own = directory.by_id(organisation_id)
        raise RuleViolation(NO_KEY.format(directory.name_of(organisation_id), own.slug if own else ""))


def make_key(folder: Path | None = None) -> Path:
    """A key for the OCMW of the running scope, in a file that only its keeper reads. Raises ``RuleViolation`` when there is one."""
    own = _keeper()
    if keys.files_per_key(own):
        raise RuleViolation(ELSEWHERE)
    place = directory.by_id(own)
    assert place is not None, "a scope has an organisation"
    path = keyholder.make(own, directory.name_of(own), place.slug, since=clock.today(), phone=place.phone, folder=folder)
    _noted("dossier.key.made")
    return path


def renew_key() -> int:
    """A new wrapping key, and every file wrapped anew; what they hold does not change. Returns how many were wrapped.

    Two keys stay: a process that began before may just now wrap with the one before the newest. Older ones that wrap nothing go.
    """
    own = _keeper()
    require_own_key(own)
    ring = keyholder.renew(own, since=clock.today())
    done = 0
    for row, file, before in keys.wrapped(own):
        if wrapped_by(before) == ring.newest.id:
            continue
        with connection.cursor() as cursor:
            cursor.execute("SELECT nabij.dossier_rewrap(%s, %s, %s, %s)", [own, row, before, rewrap(own, str(file), before)])
            done += int(cursor.fetchone()[0])
    used = set(keys.files_per_key(own))
    keyholder.drop(own, {wrap.id for wrap in ring.wraps[2:] if wrap.id.hex() not in used})
    _noted("dossier.key.renewed", files=done)
    return done


def lay_aside() -> Path:
    """Close the vault at once. Returns where the file lies, for who carries it off."""
    own = _keeper()
    require_own_key(own)
    _noted("dossier.key.laid_aside")
    return keyholder.take_away(own)


def put_back() -> None:
    """Open the vault again."""
    own = _keeper()
    require_own_key(own)
    keyholder.put_back(own)
    _noted("dossier.key.put_back")


def _keeper() -> int:
    authorise(access.KEEP_KEY)
    own = current().organisation_id
    assert own is not None, "a key belongs to an organisation"
    if (place := directory.by_id(own)) is None or place.kind != "ocmw":
        raise RuleViolation("Alleen een OCMW heeft een sleutel voor sociale dossiers.")
    return own


def _noted(verb: str, **detail: int) -> None:
    own = current().organisation_id
    assert own is not None, "a key belongs to an organisation"
    entries.record(verb, Reference("dossier", "key", str(own), "", own), detail=dict(detail))

"""Keys of an organisation's own, outside the database and outside the installation's key: one file, readable by its keeper only.

``home/keys/holders.json`` says which organisations keep one and where its file lies. That place may be a volume that the organisation
itself mounts and takes away. Without the file nothing of that organisation opens and nothing of it is lost; no other key stands in
for it. A file holds one *root* (hashes, signatures, contact data) and *wraps*, newest first, by which keys of files are wrapped.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import stat
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from .errors import RuleViolation, Unavailable

KEY_BYTES = 32
ID_BYTES = 8
_AWAY = ".weg"


class VaultClosed(Unavailable):
    """The key of an organisation is not there, or may not be used as it lies there."""


@dataclass(frozen=True, slots=True)
class Wrap:
    """One wrapping key. ``id``: the first eight bytes of its SHA-256, which stands beside what it wraps."""

    key: bytes
    since: date

    @property
    def id(self) -> bytes:
        return hashlib.sha256(b"nabij wrap " + self.key).digest()[:ID_BYTES]


@dataclass(frozen=True, slots=True)
class Ring:
    """What one key file holds. ``wraps``: newest first, never empty."""

    organisation: str
    root: bytes
    wraps: tuple[Wrap, ...]

    @property
    def newest(self) -> Wrap:
        return self.wraps[0]

    def wrap_of(self, id: bytes) -> bytes | None:
        return next((wrap.key for wrap in self.wraps if wrap.id == id), None)


def has_own(organisation_id: int) -> bool:
    """Whether this organisation keeps a key of its own, there or not."""
    return str(organisation_id) in _holders()


def holders() -> list[int]:
    """Organisations that keep a key of their own."""
    return [int(number) for number in _holders()]


def ring_of(organisation_id: int) -> Ring | None:
    """None for an organisation without a key of its own. Raises ``VaultClosed`` when its file is not there, damaged or open to others.

    Asked anew each time: a file that is taken away closes the vault at once.
    """
    holder = _holders().get(str(organisation_id))
    if holder is None:
        return None
    return _read(_place(holder), holder["organisation"], holder.get("phone", ""))


def is_open(organisation_id: int) -> bool:
    """Whether the key is there and can be used; False also for who has none."""
    try:
        return ring_of(organisation_id) is not None
    except VaultClosed:
        return False


def place_of(organisation_id: int) -> Path:
    """Where the file lies, or should lie. Raises ``RuleViolation`` for an organisation without one."""
    holder = _holders().get(str(organisation_id))
    if holder is None:
        raise RuleViolation("Deze organisatie heeft geen sleutel van haar eigen.")
    return _place(holder)


def make(organisation_id: int, name: str, slug: str, *, since: date, phone: str = "", folder: Path | None = None) -> Path:
    """A new key in a new file in ``folder`` (default ``home/keyholders``). Raises ``RuleViolation`` when there is one already."""
    if has_own(organisation_id):
        raise RuleViolation(f"{name} heeft al een sleutel. Vernieuw hem, of zet hem terug op zijn plaats.")
    return register(organisation_id, name, slug, since=since, phone=phone, folder=folder)


def register(organisation_id: int, name: str, slug: str, *, since: date, phone: str = "", folder: Path | None = None) -> Path:
    """Note where the key of this organisation lies; the file is made when it is not there. An existing file is never overwritten."""
    path = ((folder or Path(settings.NABIJ_HOME) / "keyholders") / f"{slug}.key").resolve()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, Ring(name, os.urandom(KEY_BYTES), (Wrap(os.urandom(KEY_BYTES), since),)))
    _read(path, name, phone)
    home = Path(settings.NABIJ_HOME).resolve()
    lies = str(path.relative_to(home)) if path.is_relative_to(home) else str(path)
    others = {number: holder for number, holder in _holders().items() if holder["file"] != lies}
    _register(others | {str(organisation_id): {"organisation": name, "phone": phone, "file": lies}})
    return path


def renew(organisation_id: int, *, since: date) -> Ring:
    """Add a wrapping key in front. The older ones stay in the file: what they wrapped must open until it is wrapped anew."""
    ring = ring_of(organisation_id)
    if ring is None:
        raise RuleViolation("Deze organisatie heeft geen sleutel van haar eigen.")
    fresh = Ring(ring.organisation, ring.root, (Wrap(os.urandom(KEY_BYTES), since), *ring.wraps))
    _write(place_of(organisation_id), fresh)
    return fresh


def drop(organisation_id: int, ids: set[bytes]) -> None:
    """Destroy wrapping keys that wrap nothing any more. The newest never goes."""
    ring = ring_of(organisation_id)
    if ring is None or not ids:
        return
    kept = tuple(wrap for wrap in ring.wraps if wrap.id not in ids or wrap is ring.newest)
    _write(place_of(organisation_id), Ring(ring.organisation, ring.root, kept))


def take_away(organisation_id: int) -> Path:
    """Close the vault: the file gets another name beside its place; who holds it may carry it off. Returns where it lies now."""
    path = place_of(organisation_id)
    away = path.with_name(path.name + _AWAY)
    if not path.exists():
        raise RuleViolation("De kluis is al gesloten.")
    path.rename(away)
    return away


def put_back(organisation_id: int) -> None:
    """Open the vault again with the file that ``take_away`` laid aside."""
    path = place_of(organisation_id)
    away = path.with_name(path.name + _AWAY)
    if path.exists():
        raise RuleViolation("De kluis is al open.")
    if not away.exists():
        raise RuleViolation(f"Leg het sleutelbestand op zijn plaats: {path}")
    away.rename(path)


def _registry() -> Path:
    return Path(settings.NABIJ_KEY_FILE).parent / "holders.json"


#: path → (what the file looked like, its content): read once per change.
_known: dict[Path, tuple[tuple[int, int, int], Any]] = {}


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def _holders() -> dict[str, dict[str, str]]:
    path = _registry()
    stamp = _stamp(path)
    if stamp is None:
        return {}
    if path not in _known or _known[path][0] != stamp:
        _known[path] = stamp, json.loads(path.read_text(encoding="utf-8"))
    return dict(_known[path][1])


def _register(holders: dict[str, dict[str, str]]) -> None:
    path = _registry()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(holders, indent=1, sort_keys=True), encoding="utf-8")
    draft.replace(path)


def _place(holder: dict[str, str]) -> Path:
    return Path(settings.NABIJ_HOME).resolve() / holder["file"]


def _read(path: Path, organisation: str, phone: str) -> Ring:
    stamp = _stamp(path)
    call = f" Bel {organisation}{f' op {phone}' if phone else ''}."
    if stamp is None:
        raise VaultClosed(f"De kluis van {organisation} is gesloten: haar sleutel ligt niet op zijn plaats. Er is niets verloren.{call}")
    if stat.S_IMODE(os.stat(path).st_mode) & 0o077:
        raise VaultClosed(f"De kluis van {organisation} blijft gesloten: anderen op deze machine kunnen haar sleutel lezen.{call}")
    if path not in _known or _known[path][0] != stamp:
        _known[path] = stamp, _parsed(path, f"De sleutel van {organisation} is beschadigd. Zet hem terug uit uw kopie.{call}")
    found: Ring = _known[path][1]
    return found


def _parsed(path: Path, damaged: str) -> Ring:
    try:
        found = json.loads(path.read_bytes())
        wraps = tuple(Wrap(base64.b64decode(one["key"]), date.fromisoformat(one["since"])) for one in found["wraps"])
        ring = Ring(found["organisation"], base64.b64decode(found["root"]), wraps)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise VaultClosed(damaged) from error
    if not wraps or {len(ring.root), *(len(wrap.key) for wrap in wraps)} != {KEY_BYTES}:
        raise VaultClosed(damaged)
    return ring


def _write(path: Path, ring: Ring) -> None:
    """Whole or not at all, and never readable by another account, also not for a moment."""
    content = {
        "organisation": ring.organisation, "root": base64.b64encode(ring.root).decode(),
        "wraps": [{"key": base64.b64encode(wrap.key).decode(), "since": wrap.since.isoformat()} for wrap in ring.wraps],
    }
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)

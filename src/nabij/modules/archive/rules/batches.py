"""A dry run of a folder tree: which files are junk, which are double, where each would go, and why. Nothing is taken over here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatch

from nabij.kernel.errors import RuleViolation


class BatchState(StrEnum):
    SCANNING = "scanning"
    PROPOSED = "proposed"
    IMPORTING = "importing"
    DONE = "done"
    DONE_WITH_ISSUES = "done_with_issues"
    STOPPED = "stopped"


BATCH_NL = {
    BatchState.SCANNING: "wordt bekeken",
    BatchState.PROPOSED: "proefdraai, nog niets overgenomen",
    BatchState.IMPORTING: "wordt overgenomen",
    BatchState.DONE: "overgenomen",
    BatchState.DONE_WITH_ISSUES: "overgenomen, met opmerkingen",
    BatchState.STOPPED: "gestopt",
}
BATCH_STEPS: dict[BatchState, frozenset[BatchState]] = {
    BatchState.SCANNING: frozenset({BatchState.PROPOSED, BatchState.STOPPED}),
    BatchState.PROPOSED: frozenset({BatchState.IMPORTING, BatchState.STOPPED}),
    BatchState.IMPORTING: frozenset({BatchState.DONE, BatchState.DONE_WITH_ISSUES, BatchState.STOPPED}),
    BatchState.DONE: frozenset(),
    BatchState.DONE_WITH_ISSUES: frozenset(),
    BatchState.STOPPED: frozenset({BatchState.IMPORTING}),
}


class Outcome(StrEnum):
    NEW = "new"
    DOUBLE = "double"
    ALREADY_HERE = "already_here"
    UNMAPPED = "unmapped"
    JUNK = "junk"
    EMPTY = "empty"
    SKIPPED = "skipped"
    LINK = "link"
    UNREADABLE = "unreadable"
    TAKEN = "taken"
    CHANGED = "changed"
    REFUSED = "refused"


OUTCOME_NL = {
    Outcome.NEW: "nieuw",
    Outcome.DOUBLE: "dubbel",
    Outcome.ALREADY_HERE: "staat al in het archief",
    Outcome.UNMAPPED: "nog geen plaats",
    Outcome.JUNK: "rommel",
    Outcome.EMPTY: "leeg",
    Outcome.SKIPPED: "overgeslagen door een regel",
    Outcome.LINK: "verwijzing, niet gevolgd",
    Outcome.UNREADABLE: "kon niet worden gelezen",
    Outcome.TAKEN: "overgenomen",
    Outcome.CHANGED: "gewijzigd of verdwenen tijdens het lezen",
    Outcome.REFUSED: "geweigerd",
}
#: What an approval takes over. A double is a second record on the same bytes: another context may need it.
TAKES = (Outcome.NEW, Outcome.DOUBLE)
_JUNK_NAMES = {"thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db"}
_JUNK_ENDS = (".tmp", ".bak", ".lnk", ".crdownload", ".part", ".partial", "~")
_JUNK_STARTS = ("~$", "._", ".~lock.")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class CleanPath:
    """``display`` for people, ``raw`` when the bytes were no UTF-8; each warning in words."""

    display: str
    raw: bytes
    warnings: tuple[str, ...]


def clean_path(path: bytes) -> CleanPath:
    """A path as people may see it: never a control or direction mark, always readable; the bytes are kept when they were no UTF-8."""
    warnings, raw = [], b""
    try:
        text = path.decode("utf-8")
    except UnicodeDecodeError:
        text, raw = path.decode("cp1252", "replace"), path
        warnings.append("naam in een oude tekenset")
    if _DIRECTION.search(text) or _CONTROL.search(text):
        text = _CONTROL.sub("\ufffd", _DIRECTION.sub("", text))
        warnings.append("naam met verborgen tekens")
    if len(path.rpartition(b"/")[2]) > 200:
        warnings.append("zeer lange naam")
    return CleanPath(unicodedata.normalize("NFC", text), raw, tuple(warnings))


def junk(name: str) -> bool:
    """Files that programs leave behind: thumbnails, locks, temporary copies."""
    low = name.lower()
    return low in _JUNK_NAMES or low.startswith(_JUNK_STARTS) or low.endswith(_JUNK_ENDS)


@dataclass(frozen=True, slots=True)
class MapRule:
    """``depth``: how many folders of the path name the dossier."""

    pattern: str
    series: str
    depth: int
    skip: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    series: str
    dossier: str
    title: str
    because: str
    skip: bool = False


def propose(path: str, rules: Sequence[MapRule]) -> Proposal | None:
    """Where a file would go by the first rule that fits; None when no rule does. ``path`` uses ``/``."""
    parts = path.split("/")
    for rule in rules:
        if fnmatch(path.casefold(), rule.pattern.casefold()):
            folders = parts[:-1][: rule.depth] if rule.depth else parts[:-1][-1:]
            dossier = " / ".join(folders) or "losse stukken"
            return Proposal(rule.series, dossier[:200], title_of(parts[-1]), f"regel {rule.pattern}", rule.skip)
    return None


def title_of(name: str) -> str:
    """A title from a file name: without extension, underscores as spaces. "definitief_def2.docx" stays what it says."""
    stem = name.rpartition(".")[0] or name
    return " ".join(stem.replace("_", " ").split())[:300] or name[:300]


@dataclass(frozen=True, slots=True)
class Seen:
    """One file of a scan: ``trouble`` is junk, empty, link or unreadable, "" for a file that can be judged; ``by_name`` says why its
    text cannot be read, so that it will be found by its name only."""

    path: str
    size: int
    sha256: str
    trouble: str = ""
    message: str = ""
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    seen: Seen
    outcome: Outcome
    message: str
    proposal: Proposal | None = None


def judge(
    scanned: Iterable[Seen], rules: Sequence[MapRule], sources: frozenset[str], contents: Mapping[str, str]
) -> list[Judged]:
    """What would become of each file. ``sources``: keys (path and content) that were taken in before; ``contents``: content →
    where it stands in the archive. "Already here" = same path, same content; the second run is a no-op."""
    first: dict[str, str] = {}
    judged = []
    for seen in scanned:
        judged.append(_judged(seen, rules, sources, contents, first))
        if not seen.trouble:
            first.setdefault(seen.sha256, seen.path)
    return judged


def _judged(
    seen: Seen, rules: Sequence[MapRule], sources: frozenset[str], contents: Mapping[str, str], first: Mapping[str, str]
) -> Judged:
    if seen.trouble:
        return Judged(seen, Outcome(seen.trouble), seen.message)
    if source_key(seen.path, seen.sha256) in sources:
        return Judged(seen, Outcome.ALREADY_HERE, "zelfde plaats, zelfde inhoud")
    proposal = propose(seen.path, rules)
    if proposal is None:
        return Judged(seen, Outcome.UNMAPPED, "geen regel past op deze plaats")
    if proposal.skip:
        return Judged(seen, Outcome.SKIPPED, proposal.because, proposal)
    twin = first.get(seen.sha256) or contents.get(seen.sha256)
    if twin:
        return Judged(seen, Outcome.DOUBLE, f"zelfde inhoud als {twin}"[:300], proposal)
    return Judged(seen, Outcome.NEW, seen.message, proposal)


def source_key(path: str, sha256: str) -> str:
    """Names a file by where it stood and what it held."""
    import hashlib

    return hashlib.sha256(f"{sha256}\n{path}".encode()).hexdigest()


def step(state: BatchState, to: BatchState) -> BatchState:
    """Raises RuleViolation for a step that is not in the table."""
    if to not in BATCH_STEPS[state]:
        raise RuleViolation(f"Een lading die “{BATCH_NL[state]}” is, kan niet “{BATCH_NL[to]}” worden.")
    return to


def require_sample(rule: MapRule, sample: str) -> None:
    """Raises RuleViolation when a rule does not fit its own example."""
    if propose(sample, [rule]) is None:
        raise RuleViolation(f"Het voorbeeld “{sample}” past niet bij {rule.pattern}. Pas de regel of het voorbeeld aan.")

"""Every page type with a sample of it, one file per module; ``values`` looks up the ids that the samples name."""

from __future__ import annotations

from collections.abc import Iterator

from nabij.testing.server import Region

from . import archive, counter, demo, desk, dossier, meldpunt, programme, website
from .sample import Sample, sign_in

__all__ = ["ALL", "ANYONE", "NO_PAGE", "PUBLIC", "STAFF", "Sample", "named", "sampled", "sign_in", "values"]

PUBLIC = (*website.PUBLIC, *desk.PUBLIC, *meldpunt.PUBLIC, *counter.PUBLIC, *dossier.PUBLIC, *archive.PUBLIC)
ANYONE = (*desk.ANYONE, *demo.ANYONE)
STAFF = (*desk.STAFF, *programme.STAFF, *meldpunt.STAFF, *counter.STAFF, *archive.STAFF, *dossier.STAFF, *website.STAFF)
ALL = (*PUBLIC, *ANYONE, *STAFF)
#: Addresses that show no page of their own: acts, files, machines, or another page.
NO_PAGE = set[str]().union(*(module.NO_PAGE for module in (desk, counter, demo, programme, meldpunt, archive, dossier, website)))


def values(region: Region) -> dict[str, str]:
    """Make one urgent report and tell the story of Els on; then look up ids, from the pages themselves."""
    return {
        name: value for module in (meldpunt, counter, programme, archive, dossier, website) for name, value in module.values(region).items()
    }


def named(words: str) -> Sample:
    """The sample that ``pytest -k`` would call so."""
    return next(sample for sample in ALL if str(sample) == words)


def sampled() -> Iterator[str]:
    """Routes that have a sample."""
    return (sample.route for sample in ALL)

"""Addresses of the story. A project's own address holds an id that differs in each installation, so here it stands by its name:
``/programma/projecten/{regionaal-meldpunt}``."""

from __future__ import annotations

import re
from uuid import UUID

from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.programme.queries import programme

_NAMED = re.compile(r"\{([a-z-]+)\}")


def shape(path: str) -> str:
    """``path`` with an id that nobody has, to see whether such a page exists."""
    return _NAMED.sub(str(UUID(int=0)), path)


def filled(path: str) -> str:
    """``path`` with the id of the project it names. Raises ``NotFound`` when there is no such project. Asks nothing when none is named."""
    named = _NAMED.search(path)
    if named is None:
        return path
    region = directory.partnership()
    with scope(reading=[region.id], actor=system("voorbeeld"), tags=[f"partnership:{region.id}"], reason="adres van een project"):
        found = next((str(view.id) for view in programme.projects() if view.slug == named[1]), "")
    if not found:
        raise NotFound()
    return _NAMED.sub(found, path)

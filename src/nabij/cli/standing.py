"""What ``nabij website serve`` runs in its processes: published files, without Django and without a database."""

from __future__ import annotations

from pathlib import Path

import nabij
from nabij.cli.boot import configuration
from nabij.modules.website.standing import StandingSites
from nabij.site import headers

_CONFIG = configuration()
_PACKAGE = Path(nabij.__file__).parent
#: Collected assets first; without them those of the package.
_STATICS = (_CONFIG.home / "static", *_PACKAGE.glob("*/static"), *_PACKAGE.glob("modules/*/static"))

application = StandingSites(_CONFIG.published, _STATICS, headers.ALL)

"""What worker and duty engines have in common, imported once: settings, models, jobs. Opens no connection."""

from nabij.cli.boot import set_up_django

set_up_django()

import nabij.kernel.jobs.worker  # noqa: E402
import nabij.modules.meldpunt.engine  # noqa: E402, F401

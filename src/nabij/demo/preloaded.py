"""What worker and duty engines have in common, imported once: settings, models, jobs. Opens no connection."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.site.settings")
django.setup()

import nabij.kernel.jobs.worker  # noqa: E402
import nabij.modules.meldpunt.engine  # noqa: E402, F401

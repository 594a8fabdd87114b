"""The web process: refuses to serve in a database role with too many rights or without policies."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.site.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from nabij.site.start import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()

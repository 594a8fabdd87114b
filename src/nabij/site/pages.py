"""Whether this process lives and whether it can serve."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from nabij.kernel.access.routes import open_page

PLAIN = "text/plain; charset=utf-8"


@open_page("site.health.read")
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("leeft\n", content_type=PLAIN)


@open_page("site.health.read")
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, otherwise 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("databank niet bereikbaar\n", status=503, content_type=PLAIN)
    return HttpResponse("klaar\n", content_type=PLAIN)

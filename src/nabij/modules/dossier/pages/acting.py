"""What every page of this module does alike: keep what was typed when an act is refused, name who works here, count what it shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from nabij.kernel.access.routes import resident_page, staff_page
from nabij.kernel.tenancy.scope import current

from .. import access
from ..queries.journal import READ
from ..templatetags.dossier import MARKED, Undeclared

View = Callable[..., HttpResponse]
#: How many sections of social files an answer prints: as many as were written to their persons' logs.
HEADER = "Nabij-Sections"


def counted(view: View) -> View:
    """What leaves is what is logged: the marks in the answer against the reads that wait. Raises ``Undeclared``; then nothing leaves."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        printed = response.content.count(MARKED)
        waiting = [read.detail for read in current().pending_reads if read.verb == READ]
        declared = sum(len(detail["sections"]) for detail in waiting if not detail.get("on"))
        if printed != declared:
            where = request.resolver_match.route if request.resolver_match else request.path
            raise Undeclared(f"{where}: {printed} sections are printed, {declared} are logged")
        if printed:
            response[HEADER] = str(printed)
        return response

    return wrapped


def worker_page(view: View) -> View:
    """Every page of a worker: on for this OCMW, held by a social function, and for everyone else a page that does not exist."""
    return staff_page(access.WORK, module="dossier", conceal=True)(counted(view))


def person_page(view: View) -> View:
    """A page of the person herself, on the host of any municipality."""
    return resident_page(access.OWN_ANSWER)(counted(view))


def status_of(form: Any) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200


def own_id(request: HttpRequest) -> int:
    return request.scope.organisation_id  # type: ignore[attr-defined,no-any-return]


def posted(request: HttpRequest) -> Any:
    """The form's data on POST, nothing on GET."""
    return request.POST if request.method == "POST" else None

"""What every page of this module does alike: try an act, keep what was typed when it is refused, name who works here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from nabij.kernel.access.routes import staff_page

from .. import access

#: Every page of a worker: on for this OCMW, held by a social function, and for everyone else a page that does not exist.
worker_page = staff_page(access.WORK, module="dossier", conceal=True)


def status_of(form: Any) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200


def own_id(request: HttpRequest) -> int:
    return request.scope.organisation_id  # type: ignore[attr-defined,no-any-return]


def posted(request: HttpRequest) -> Any:
    """The form's data on POST, nothing on GET."""
    return request.POST if request.method == "POST" else None

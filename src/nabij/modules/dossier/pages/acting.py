"""What every page of this module does alike: try an act, keep what was typed when it is refused, name who works here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from nabij.kernel.access.routes import staff_page
from nabij.kernel.errors import Refused, RuleViolation

from .. import access
from ..forms import HouseForm

#: Every page of a worker: on for this OCMW, held by a social function, and for everyone else a page that does not exist.
worker_page = staff_page(access.WORK, module="dossier", conceal=True)


def attempt(form: HouseForm, act: Callable[[], Any]) -> Any:
    """The result of ``act``, or None when a rule said no: then all of it is rolled back and the sentences stand in the form."""
    try:
        with transaction.atomic():
            return act()
    except Refused:
        raise
    except RuleViolation as error:
        form.take(error)
        return None


def status_of(form: Any) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200


def own_id(request: HttpRequest) -> int:
    return request.scope.organisation_id  # type: ignore[attr-defined,no-any-return]


def posted(request: HttpRequest) -> Any:
    """The form's data on POST, nothing on GET."""
    return request.POST if request.method == "POST" else None

"""One creation per Idempotency-Key: the key is written in the transaction of the creation itself, so both stand or neither."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from ..calendar import clock
from ..errors import Invalid, KeyReused, VersionMissing
from ..identity.models import IdempotentAnswer
from ..tenancy.scope import current

KEPT = timedelta(hours=24)
LONGEST = 200


def once(request: HttpRequest, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Same key, address and body within 24 hours ⇒ the first answer; same key, another address or body ⇒ ``KeyReused``; no key ⇒
    ``VersionMissing``; a key of more than 200 characters ⇒ ``Invalid``."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        raise VersionMissing("Stuur een Idempotency-Key mee: dan maakt een herhaalde vraag niets dubbel.")
    if len(key) > LONGEST:
        raise Invalid({"Idempotency-Key": f"Deze Idempotency-Key is te lang. Hou het bij {LONGEST} tekens."})
    # With its address: the same small body to two objects is two acts, and the second may not get the answer of the first.
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
    actor = current().actor
    holder = str(actor.function_id or actor.account_id)
    row = _claimed(actor.organisation_id or 0, holder, key, digest)
    if row is None:
        return _first_answer(actor.organisation_id or 0, holder, key, digest)
    response = work()
    row.status, row.body, row.etag = response.status_code, response.content.decode(), response.headers.get("ETag", "")
    row.save(update_fields=["status", "body", "etag"])
    return response


def _claimed(organisation_id: int, holder: str, key: str, digest: str) -> IdempotentAnswer | None:
    """A second caller with the same key waits here until the first one's transaction ends."""
    old = clock.now() - KEPT
    IdempotentAnswer.objects.filter(organisation_id=organisation_id, holder=holder, key=key, at__lt=old).delete()
    try:
        with transaction.atomic():
            return IdempotentAnswer.objects.create(
                organisation_id=organisation_id, holder=holder, key=key, digest=digest, at=clock.now()
            )
    except IntegrityError:
        return None


def _first_answer(organisation_id: int, holder: str, key: str, digest: str) -> HttpResponse:
    row = IdempotentAnswer.objects.get(organisation_id=organisation_id, holder=holder, key=key)
    if row.digest != digest:
        raise KeyReused("Deze Idempotency-Key hoorde bij een andere inhoud. Neem een nieuwe sleutel.")
    response = HttpResponse(row.body, status=row.status, content_type="application/json")
    if row.etag:
        response["ETag"] = row.etag
    return response
